package csvimport

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data"
)

const twoBars = "1770336000000,1,4,1,2,3\n1770336060000,2,3,1,2,5\n"

func csv(name, text string) []File { return []File{{Name: name, Raw: []byte(text)}} }

func TestCandlesAreRecognisedHoweverTheyAreWritten(t *testing.T) {
	for name, text := range map[string]string{
		"names of the archive":  "open_time,open,high,low,close,volume,close_time\n1770336000000,1,4,1,2,3,1\n1770336060000,2,3,1,2,5,1\n",
		"names of an interface": "openTime,Open,High,Low,Close,Volume\n" + twoBars,
		"names with blanks":     "\"Open time\",\"Open\",High,Low,Close,Volume\n" + twoBars,
		"short names":           "t,o,h,l,c,v\n" + twoBars,
		"no names":              twoBars,
		"no names, 7 columns":   "1770336000000,1,4,1,2,3,9\n1770336060000,2,3,1,2,5,9\n",
		"no names, microseconds, 12 columns": "1770336000000000,1,4,1,2,3,1770336059999999,9,9,1,9,0\n" +
			"1770336060000000,2,3,1,2,5,1770336119999999,9,9,1,9,0\n",
		"seconds":                             strings.ReplaceAll("ts,open,high,low,close,vol\n"+twoBars, "000,", ","),
		"semicolons":                          strings.ReplaceAll("ts,open,high,low,close,vol\n"+twoBars, ",", ";"),
		"tabs":                                strings.ReplaceAll("ts,open,high,low,close,vol\n"+twoBars, ",", "\t"),
		"quoted words":                        "symbol,ts,open,high,low,close,vol\n\"a, \"\"b\"\"\",1770336000,1,4,1,2,3\nx,1770336060,2,3,1,2,5\n",
		"carriage returns and no end of line": "ts,open,high,low,close,vol\r\n1770336000,1,4,1,2,3\r\n\r\n1770336060,2,3,1,2,5",
	} {
		v, _, err := Import(Input{Candles: csv("c.csv", text)}, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c := v.Candles.Candles
		c.TakerBuy = nil
		want := data.Candles{Step: data.Minute, T: []data.UnixMs{t0, t0 + data.Minute}, Open: []data.Price{1, 2}, High: []data.Price{4, 3},
			Low: []data.Price{1, 1}, Close: []data.Price{2, 2}, Volume: []float64{3, 5}}
		if !reflect.DeepEqual(c, want) {
			t.Errorf("%s: got %+v, want %+v", name, c, want)
		}
	}
}

func columnsOf(t *testing.T, s string) map[string]Columns {
	t.Helper()
	by := map[string]Columns{}
	if err := ParseColumns(s, by); err != nil {
		t.Fatal(err)
	}
	return by
}

func TestColumnsAreNamedByHand(t *testing.T) {
	by := columnsOf(t, "time=When,candles:open=2,high=3,low=4,close=5,candles:volume=Traded")
	if _, there := by["candles"]["value"]; there || by["funding"]["time"] != "When" || by["mark"]["high"] != "3" || by["mark"]["open"] != "" {
		t.Errorf("by kind: got %v", by)
	}
	file := File{"c.csv", []byte("WHEN,a,b,c,d,traded\n" + twoBars), by["candles"]}
	v, _ := mustImport(t, Input{Candles: []File{file}}, Options{})
	if v.Candles.Open[1] != 2 || v.Candles.High[0] != 4 || v.Candles.Volume[1] != 5 {
		t.Errorf("candles: got %+v", v.Candles.Candles)
	}
	swapped := columnsOf(t, "time=1,low=2,high=3,open=4,close=5,volume=6")["candles"] // the order of Coinbase
	bare := File{"c.csv", []byte("1770336060,1,3,2,2,5\n1770336000,1,4,1,2,3\n"), swapped}
	if v, _ := mustImport(t, Input{Candles: []File{bare}}, Options{}); v.Candles.Open[1] != 2 || v.Candles.High[0] != 4 {
		t.Errorf("no header: got %+v", v.Candles.Candles)
	}
	bare.Columns = Columns{"time": "9"}
	if _, _, err := Import(Input{Candles: []File{bare}}, Options{}); err == nil || err.Error() != `c.csv:1: has no column "9" for time` {
		t.Errorf("a column that is not there: got %v", err)
	}
}

func TestBadColumnsAreRefused(t *testing.T) {
	for s, want := range map[string]string{
		"time":        `"time": want FIELD=COLUMN`,
		"=ts":         `"=ts": want FIELD=COLUMN`,
		"px=1":        `"px=1": there is no field "px"`,
		"trades:px=1": `"trades:px=1": "trades" is no kind of file`,
		"mark:side=1": `"mark:side=1": there is no field "side"`,
	} {
		if err := ParseColumns(s, map[string]Columns{}); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", s, err, want)
		}
	}
}

func TestOpenInterestOfTheArchive(t *testing.T) {
	const header = "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio\n"
	const rows = "2026-02-06 00:10:00,AUSDT,102,1020,1\n2026-02-06 00:05:01,AUSDT,101,1010,1\n2026-02-06 00:00:00,AUSDT,100,1000,1\n" +
		"2026-02-06 00:05:00,AUSDT,101.5,1015,1\n2026-02-06 00:15:00,AUSDT,,,\n2026-02-06 00:20:03,AUSDT,104,1040,1\n"
	candles := csv("c.csv", twoBars)
	v, report := mustImport(t, Input{Candles: candles, OpenInterest: csv("m.csv", header+rows)}, Options{})
	at := func(minutes data.UnixMs) data.UnixMs { return t0 + minutes*data.Minute }
	want := data.Points{T: []data.UnixMs{at(0), at(5), at(10), at(20)}, V: []float64{1000, 1015, 1020, 1040}}
	if !reflect.DeepEqual(v.OpenInterest.Points, want) {
		t.Errorf("got %v, want %v: the row that stood on the five minutes wins", v.OpenInterest.Points, want)
	}
	if got, want := report.Files[1], (FileReport{Name: "m.csv", Rows: 6, Copies: 1, Empty: 1, Moved: 2, First: at(0), Last: at(20)}); got != want {
		t.Errorf("report: got %+v, want %+v", got, want)
	}
	if got, want := report.Gaps, []Gap{{"open interest", at(15), at(20)}}; !reflect.DeepEqual(got, want) {
		t.Errorf("gaps: got %v, want %v", got, want)
	}
}

func TestOpenInterestInCoinIsWorthTheCandle(t *testing.T) {
	oi := csv("m.csv", "time,coins\n1770336000,10\n1770336090,20\n")
	oi[0].Columns = columnsOf(t, "oi:qty=coins")["oi"]
	v, _ := mustImport(t, Input{Candles: csv("c.csv", twoBars), OpenInterest: oi}, Options{})
	if want := []float64{20, 40}; !reflect.DeepEqual(v.OpenInterest.V, want) { // both minutes close at 2
		t.Errorf("got %v, want %v", v.OpenInterest.V, want)
	}
	oi[0].Raw = []byte("time,coins\n1770335000,10\n1770335090,10\n")
	if _, _, err := Import(Input{Candles: csv("c.csv", twoBars), OpenInterest: oi}, Options{}); err == nil || !strings.Contains(err.Error(), "m.csv:2: there is no candle") {
		t.Errorf("before the candles: got %v", err)
	}
}

func TestFundingOfTheArchive(t *testing.T) {
	for name, text := range map[string]string{
		"with a header":    "calc_time,funding_interval_hours,last_funding_rate\n1770336000004,8,0.0001\n1770364800000,8,-0.0002\n",
		"without a header": "1770336000004,8,0.0001\n1770364800000,8,-0.0002\n",
	} {
		v, report := mustImport(t, Input{Candles: csv("c.csv", twoBars), Funding: csv("f.csv", text)}, Options{})
		if want := (data.Points{T: []data.UnixMs{t0, t0 + 8*data.Hour}, V: []float64{0.0001, -0.0002}}); !reflect.DeepEqual(v.Funding.Points, want) {
			t.Errorf("%s: got %v, want %v (%+v)", name, v.Funding.Points, want, report.Files)
		}
	}
}

// A long is closed by a sale: three ways to write it.
func TestSidesOfLiquidations(t *testing.T) {
	for _, c := range []struct {
		name, text string
		sides      Sides
		note       bool
	}{
		{"the position's own words", "time,side,price,qty\n1770336000,long,10,3\n", UnknownSides, false},
		{"the order, assumed and said", "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\nx,A,1770336000000000,1770336000000000,,sell,10,3\n", UnknownSides, true},
		{"the order, chosen", "time,side,price,qty\n1770336000,SELL,10,3\n", OrderSides, false},
		{"the position, chosen", "venue,time,side,price,qty\nbybit,1770336000,Buy,10,3\n", PositionSides, false},
		{"side and position side", "time,side,posSide,price,size\n1770336000,sell,long,10,3\n", UnknownSides, false},
	} {
		v, report, err := Import(Input{Liquidations: csv("l.csv", c.text)}, Options{Symbol: "A", Sides: c.sides})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		l := v.Liquidations
		if l.Side[0] != data.Long || l.Notional[0] != 30 || l.T[0] != t0 {
			t.Errorf("%s: got %+v", c.name, l.Liquidations)
		}
		if noted := strings.Contains(strings.Join(report.Notes, "\n"), "--side position says otherwise"); noted != c.note {
			t.Errorf("%s: notes %q", c.name, report.Notes)
		}
	}
}

// One contract of BTCUSD_PERP is 100 US dollars, whatever the price is.
func TestQuantitiesInContracts(t *testing.T) {
	const rows = "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity\n" +
		"1728866962145,SELL,LIMIT,IOC,1,62246.2,62472.0,FILLED,1,3\n1728866962145,SELL,LIMIT,IOC,1,62246.2,62472.0,FILLED,1,3\n"
	for contract, want := range map[float64]data.USD{100: 300, BaseUnits: 187416} {
		v, report := mustImport(t, Input{Liquidations: csv("l.csv", rows)}, Options{Symbol: "BTCUSD_PERP", Contract: contract})
		l := v.Liquidations
		if l.Len() != 1 || l.Notional[0] != want || l.Price[0] != 62472 || l.Venue[0] != "binance" || report.Files[0].Copies != 1 {
			t.Errorf("contract %v: got %+v, want notional %v", contract, l.Liquidations, want)
		}
	}
}

func TestGapsOfEveryLayerAreReported(t *testing.T) {
	in := Input{Candles: csv("c.csv", twoBars+"1770336240000,2,3,1,2,5\n"), Spot: csv("s.csv", twoBars+"1770336180000,2,3,1,2,5\n"),
		Funding: csv("f.csv", "time,rate\n2026-02-06,0\n2026-02-06 08:00:00,0\n2026-02-07 00:00:00,0\n2026-02-07 08:00:00,0\n")}
	_, report := mustImport(t, in, Options{})
	want := []Gap{{"candles", t0 + 2*data.Minute, t0 + 4*data.Minute}, {"spot candles", t0 + 2*data.Minute, t0 + 3*data.Minute},
		{"funding", t0 + 16*data.Hour, t0 + data.Day}}
	if !reflect.DeepEqual(report.Gaps, want) {
		t.Errorf("got %v, want %v", report.Gaps, want)
	}
	var out strings.Builder
	if err := report.Print(&out); err != nil || !strings.Contains(out.String(), "gap: no funding from 2026-02-06T16:00:00Z to 2026-02-07T00:00:00Z") {
		t.Errorf("printed %q (%v)", out.String(), err)
	}
}

func FuzzColumns(f *testing.F) {
	f.Add("time=ts,candles:open=2", []byte("ts,o\n1,2\n"))
	f.Add("side=3,price=2,time=1,qty=4", []byte("1770336000;1;sell;4\n"))
	f.Fuzz(func(t *testing.T, columns string, raw []byte) {
		by := map[string]Columns{}
		if ParseColumns(columns, by) != nil {
			return
		}
		_, _, _ = Import(Input{Candles: []File{{"c.csv", raw, by["candles"]}}}, Options{})
		_, _, _ = Import(Input{Liquidations: []File{{"l.csv", raw, by["liquidations"]}}}, Options{})
	})
}
