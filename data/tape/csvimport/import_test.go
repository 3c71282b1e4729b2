package csvimport

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// t0 is 2026-02-06T00:00:00Z, where the made-up files begin.
const t0 = data.UnixMs(1770336000000)

func load(t testing.TB, path string) File {
	t.Helper()
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s is absent", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return File{Name: filepath.Base(path), Raw: raw}
}

func sample(t testing.TB, name string) File { return load(t, filepath.Join("testdata", name)) }

// realFile loads a file of market data that is no part of the project.
func realFile(t testing.TB, name string) File {
	return load(t, filepath.Join("../../../../shared/data", name))
}

func mustImport(t *testing.T, in Input, o Options) (*tape.Tape, *Report) {
	t.Helper()
	v, report, err := Import(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return v, report
}

func TestCandlesAreSortedAndCopiesDropped(t *testing.T) {
	v, report := mustImport(t, Input{Candles: []File{sample(t, "candles_1m.csv")}}, Options{Symbol: "AAAUSDT"})
	want := data.Candles{Step: data.Minute,
		T:    []data.UnixMs{t0, t0 + data.Minute, t0 + 2*data.Minute, t0 + 4*data.Minute},
		Open: []data.Price{100, 101, 102, 102.5}, High: []data.Price{101.5, 102.25, 103, 104},
		Low: []data.Price{99, 100.5, 101.75, 102}, Close: []data.Price{101, 102, 102.5, 103},
		Volume: []float64{10.5, 4, 3.25, 7}, TakerBuy: []float64{4, 2, 1.5, 3}}
	if !reflect.DeepEqual(v.Candles.Candles, want) {
		t.Errorf("candles: got %+v, want %+v", v.Candles.Candles, want)
	}
	if v.Candles.Provenance != data.Recorded {
		t.Errorf("provenance: got %v, want recorded", v.Candles.Provenance)
	}
	if got, want := report.Files[0], (FileReport{Name: "candles_1m.csv", Rows: 5, Copies: 1, First: t0, Last: t0 + 4*data.Minute}); got != want {
		t.Errorf("report: got %+v, want %+v", got, want)
	}
	if got, want := report.Gaps, []Gap{{"candles", t0 + 3*data.Minute, t0 + 4*data.Minute}}; !reflect.DeepEqual(got, want) {
		t.Errorf("gaps: got %v, want %v", got, want)
	}
	if v.ID != "aaausdt-2026-02-06" || v.Title.In("ru") != "AAAUSDT, 2026-02-06" || v.Base != "AAA" || v.From != t0 || v.To != t0+5*data.Minute {
		t.Errorf("identity: got %q %q %q %d %d", v.ID, v.Title.In("ru"), v.Base, v.From, v.To)
	}
}

func TestTakerVolumeIsReadAddedUpAndNeverHalf(t *testing.T) {
	const fine = "open_time,open,high,low,close,volume,taker_buy_volume\n" +
		"1770336000000,1,1,1,1,10,4\n1770336060000,1,1,1,1,2,0\n1770336120000,1,1,1,1,3,3\n1770336180000,1,1,1,1,5,1\n"
	file := File{Name: "fine.csv", Raw: []byte(fine)}
	coarse := File{Name: "coarse.csv", Raw: []byte("open_time,open,high,low,close,volume\n1770336240000,1,1,1,1,9\n1770336360000,1,1,1,1,9\n")}
	for _, c := range []struct {
		name  string
		files []File
		step  data.UnixMs
		want  []float64
		note  string
	}{
		{"as it is", []File{file}, 0, []float64{4, 0, 3, 1}, ""},
		{"aggregated", []File{file}, 2 * data.Minute, []float64{4, 4}, ""},
		{"half of the candles have none", []File{file, coarse}, 0, nil, "taker volume: left out, 2 of 4 candles have none"},
		{"no candle has any", []File{coarse}, 0, nil, ""},
	} {
		v, report := mustImport(t, Input{Candles: c.files}, Options{Step: c.step})
		if !reflect.DeepEqual(v.Candles.TakerBuy, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, v.Candles.TakerBuy, c.want)
		}
		if notes := strings.Join(report.Notes, "\n"); strings.Contains(notes, "taker") != (c.note != "") || !strings.Contains(notes, c.note) {
			t.Errorf("%s: notes %q, want %q", c.name, notes, c.note)
		}
	}
}

func TestFinerCandlesAreAggregatedToTheLongestStep(t *testing.T) {
	both := Input{Candles: []File{sample(t, "candles_1m.csv"), sample(t, "candles_2m.csv")}}
	v, report := mustImport(t, both, Options{})
	want := []data.UnixMs{t0, t0 + 2*data.Minute, t0 + 6*data.Minute}
	if !reflect.DeepEqual(v.Candles.T, want) || v.Candles.Step != 2*data.Minute {
		t.Errorf("got step %d, times %v, want %v", v.Candles.Step, v.Candles.T, want)
	}
	if !strings.Contains(strings.Join(report.Notes, "\n"), "candles_1m.csv: candles of 1m0s aggregated to 2m0s") {
		t.Errorf("notes: got %q", report.Notes)
	}
}

func TestFinerCandlesFillWhatTheLongerLack(t *testing.T) {
	fine := sample(t, "candles_1m.csv")
	fine.Raw = append(fine.Raw, "1770336300000,103,106,102,105,2,1,1\n"...)
	v, _ := mustImport(t, Input{Candles: []File{fine, sample(t, "candles_2m.csv")}}, Options{})
	c := v.Candles
	if c.Len() != 4 || c.T[2] != t0+4*data.Minute {
		t.Fatalf("times: got %v", c.T)
	}
	if c.Open[2] != 102.5 || c.High[2] != 106 || c.Low[2] != 102 || c.Close[2] != 105 || c.Volume[2] != 9 {
		t.Errorf("got %v %v %v %v, volume %v", c.Open[2], c.High[2], c.Low[2], c.Close[2], c.Volume[2])
	}
}

func TestAStepThatIsAskedForLeavesLongerCandlesOut(t *testing.T) {
	both := Input{Candles: []File{sample(t, "candles_1m.csv"), sample(t, "candles_2m.csv")}}
	v, report := mustImport(t, both, Options{Step: data.Minute})
	if v.Candles.Step != data.Minute || v.Candles.Len() != 4 {
		t.Errorf("got %d candles of %d", v.Candles.Len(), v.Candles.Step)
	}
	if !strings.Contains(strings.Join(report.Notes, "\n"), "candles_2m.csv: left out") {
		t.Errorf("notes: got %q", report.Notes)
	}
}

func TestMarkStandsOnTheCandles(t *testing.T) {
	in := Input{Candles: []File{sample(t, "candles_1m.csv")}, Mark: []File{sample(t, "mark_1m.csv")}}
	v, report := mustImport(t, in, Options{})
	if want := []data.Price{99.2, 100.6, 101.75, 102.1}; !reflect.DeepEqual(v.Mark.Low, want) {
		t.Errorf("low: got %v, want %v; the third is the candle's", v.Mark.Low, want)
	}
	if !strings.Contains(strings.Join(report.Notes, "\n"), "mark: 1 of 4 bars are missing") || !strings.Contains(v.Mark.Why["en"], "1 of 4") {
		t.Errorf("the missing bar is not told: %q, %q", report.Notes, v.Mark.Why)
	}
	in.Candles = []File{sample(t, "candles_1m.csv")}
	in.Mark = []File{sample(t, "candles_2m.csv")}
	if v, _ := mustImport(t, in, Options{}); v.Mark != nil {
		t.Error("mark bars longer than the candles are used")
	}
}

func TestPointsAreSorted(t *testing.T) {
	v, _ := mustImport(t, Input{Candles: []File{sample(t, "candles_1m.csv")}, Funding: []File{sample(t, "funding_8h.csv")},
		OpenInterest: []File{sample(t, "open_interest.csv"), sample(t, "open_interest.csv")}}, Options{})
	if want := (data.Points{T: []data.UnixMs{t0, t0 + 8*data.Hour}, V: []float64{-3.67e-06, 1.749e-05}}); !reflect.DeepEqual(v.Funding.Points, want) {
		t.Errorf("funding: got %v, want %v", v.Funding.Points, want)
	}
	if want := (data.Points{T: []data.UnixMs{t0, t0 + 4*data.Hour}, V: []float64{6.5e9, 6.6e9}}); !reflect.DeepEqual(v.OpenInterest.Points, want) {
		t.Errorf("open interest: got %v, want %v", v.OpenInterest.Points, want)
	}
}

func TestForceOrdersGivePriceAndLiquidations(t *testing.T) {
	v, report := mustImport(t, Input{Liquidations: []File{sample(t, "force_orders.csv")}}, Options{})
	want := data.Liquidations{
		T:     []data.UnixMs{t0 + 1000, t0 + 2000, t0 + 61500, t0 + 61500},
		Side:  []data.Side{data.Short, data.Short, data.Long, data.Long},
		Price: []data.Price{102, 0.5, 100, 100}, Notional: []data.USD{204, 500, 3000, 3000},
		Symbol: []string{"AAA", "BBB", "AAA", "AAA"}, Venue: []string{"binance", "binance", "binance", "binance"}}
	if !reflect.DeepEqual(v.Liquidations.Liquidations, want) {
		t.Errorf("got %+v, want %+v", v.Liquidations.Liquidations, want)
	}
	if !v.Liquidations.AtLeast || v.Liquidations.Provenance != data.Recorded || report.Files[0].Copies != 2 {
		t.Errorf("got at least %v, %v, %d copies", v.Liquidations.AtLeast, v.Liquidations.Provenance, report.Files[0].Copies)
	}
	c := v.Candles
	if v.Symbol != "AAA" || c.Provenance != data.Modelled || !reflect.DeepEqual(c.T, []data.UnixMs{t0, t0 + data.Minute}) ||
		!reflect.DeepEqual(c.Close, []data.Price{102, 100}) || !reflect.DeepEqual(c.Volume, []float64{0, 0}) || !c.FromPrints {
		t.Errorf("candles of %q: got %+v", v.Symbol, c)
	}
}

func TestASymbolLeavesOthersOut(t *testing.T) {
	v, _ := mustImport(t, Input{Liquidations: []File{sample(t, "force_orders.csv")}}, Options{Symbol: "BBBUSDT"})
	if v.Liquidations.Len() != 1 || v.Liquidations.Symbol != nil || v.Symbol != "BBBUSDT" || v.Base != "BBB" {
		t.Errorf("got %+v of %q", v.Liquidations.Liquidations, v.Symbol)
	}
}

func TestVenuesKeepTheirNotional(t *testing.T) {
	v, _ := mustImport(t, Input{Liquidations: []File{sample(t, "venues.csv")}}, Options{})
	l := v.Liquidations
	if !reflect.DeepEqual(l.Venue, []string{"binance", "okx", "bybit"}) || !reflect.DeepEqual(l.Notional, []data.USD{100, 191, 285}) ||
		!reflect.DeepEqual(l.Side, []data.Side{data.Short, data.Long, data.Long}) || l.Symbol != nil {
		t.Errorf("got %+v", l.Liquidations)
	}
}

func TestBadFilesAreRejectedByLine(t *testing.T) {
	const head = "date,open,high,low,close,volume\n"
	const good = "2026-02-06T00:00:00Z,1,2,1,2,3\n2026-02-06T00:01:00Z,2,2,1,2,3\n"
	candles := func(s string) Input { return Input{Candles: []File{{Name: "c.csv", Raw: []byte(s)}}} }
	const orders = "symbol,side,price,avg_price,cum_filled_qty,trade_time_ms\n"
	liquidations := func(s string) Input { return Input{Liquidations: []File{{Name: "l.csv", Raw: []byte(s)}}} }
	cases := []struct {
		name string
		in   Input
		want string
	}{
		{"nothing", Input{}, "neither candles nor liquidations"},
		{"an empty file", candles(" \n\n"), "c.csv: is empty"},
		{"a header alone", candles(head), "c.csv: has no rows"},
		{"one row", candles(head + "2026-02-06,1,2,1,2,3\n"), "c.csv: has one row"},
		{"an unknown header", candles("a,b\nx,y\n"), `c.csv:1: no column is known for time, open, high, low, close, volume of candles, only "a,b"; name it, such as --columns time=b`},
		{"no volume", candles("date,open,high,low,close\n"), `c.csv:1: no column is known for volume of candles, only "date,open,high,low,close"`},
		{"a field too few", candles(head + good + "2026-02-06T00:02:00Z,1,2,1,2\n"), "c.csv:4: has 5 fields, the first line 6"},
		{"a bad time", candles(head + "yesterday,1,2,1,2,3\n"), `c.csv:2: column 1, "date": must be seconds, milliseconds or microseconds since 1970, or a time such as 2026-02-06T00:19:00Z, is "yesterday"`},
		{"a time before all markets", candles(head + "1200000000,1,2,1,2,3\n"), `c.csv:2: column 1, "date": must be between 2009 and the year 9999, is "1200000000"`},
		{"NaN", candles(head + "2026-02-06,NaN,2,1,2,3\n"), `c.csv:2: column 2, "open": must be a finite number, is "NaN"`},
		{"infinity", candles(head + "2026-02-06,1,+Inf,1,2,3\n"), `c.csv:2: column 3, "high": must be a finite number, is "+Inf"`},
		{"1e999", candles(head + "2026-02-06,1,1e999,1,2,3\n"), `c.csv:2: column 3, "high": must be a finite number`},
		{"a zero price", candles(head + "2026-02-06,1,2,0,2,3\n"), `c.csv:2: column 4, "low": must be finite and positive, is "0"`},
		{"takers that bought more than all", candles("date,open,high,low,close,volume,taker_buy_volume\n2026-02-06,1,2,1,2,3,4\n"), "c.csv:2: takers cannot have bought more than the volume"},
		{"a negative volume", candles(head + "2026-02-06,1,2,1,2,-3\n"), `c.csv:2: column 6, "volume": must be finite and at least 0, is "-3"`},
		{"a high below", candles(head + "2026-02-06,1,1.5,1,2,3\n"), "c.csv:2: high and low must enclose open and close"},
		{"two rows of one time", candles(head + good + "2026-02-06T00:01:00Z,2,2,1,2,4\n"), "c.csv:4: differs from line 3"},
		{"times off the grid", candles(head + good + "2026-02-06T00:03:30Z,2,2,1,2,4\n"), "c.csv:4: the time is no whole number of candles of 1m0s"},
		{"a quote inside", candles(head + "\"2026\"-02-06,1,2,1,2,3\n"), "c.csv:2: field 1: a quote must enclose the whole field"},
		{"a long line", candles(head + strings.Repeat("1", maxLine+1)), "c.csv:2: has more than 16384 bytes"},
		{"many columns", candles(strings.Repeat("a,", maxFields) + "a\n"), "c.csv:1: has more than 256 fields"},
		{"another side", liquidations(orders + "A,HOLD,1,1,1,1770336000000\n"), `l.csv:2: column 2, "side": must be long or short, or sell or buy, is "HOLD"`},
		{"no symbol", liquidations(orders + ",SELL,1,1,1,1770336000000\n"), `l.csv:2: column 1, "symbol": must be a name of 1 to 64 bytes`},
		{"a notional too large", liquidations(orders + "A,SELL,1,1e200,1e200,1770336000000\n"), `l.csv:2: column 5, "cum_filled_qty": must be of a size`},
		{"a long field", candles(head + "2026-02-06," + strings.Repeat("1", maxField+1) + ",2,1,2,3\n"), "c.csv:2: field 2: has more than 1024 bytes"},
		{"no header and no known layout", candles("1770336000000,1,2,1\n"), "c.csv:1: has no header, and 4 columns are no known layout of candles; name them, such as --columns time=1"},
		{"neither notional nor quantity", liquidations("time,side,price\n"), "no column is known for notional, qty of liquidations"},
		{"Bybit's buy", liquidations("venue,symbol,side,price,qty,time\nbybit,A,Buy,1,1,1770336000000\n"), "l.csv:2: Bybit's own buy and sell are sides of the position"},
		{"quantities of an unknown kind", liquidations("time,side,original_quantity,price,average_price,accumulated_fill_quantity\n"), "l.csv:1: its quantities may be contracts: say with --contract"},
		{"a side by number", liquidations("time,side,price,qty\n1770336000000,1,1,1\n"), `l.csv:2: column 2, "side": must be long or short, or sell or buy, is "1"`},
		{"no liquidations", liquidations(orders), "there are no liquidations"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, _, err := Import(c.in, Options{})
			if v != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got tape %v, error %v, want %q", v, err, c.want)
			}
		})
	}
}

func TestChoicesThatCannotBeMadeAreAskedFor(t *testing.T) {
	in := Input{Candles: []File{sample(t, "candles_1m.csv")}, Liquidations: []File{sample(t, "force_orders.csv")}}
	if _, _, err := Import(in, Options{}); err == nil || !strings.Contains(err.Error(), "the liquidations are of 2 symbols") {
		t.Errorf("two symbols: got %v", err)
	}
	if v, _ := mustImport(t, in, Options{Symbol: "aaausdt"}); v.Liquidations.Len() != 3 {
		t.Errorf("with a symbol: got %d liquidations, want 3", v.Liquidations.Len())
	}
	if _, _, err := Import(in, Options{Symbol: "DDD"}); err == nil || !strings.Contains(err.Error(), `no liquidations of the symbol "DDD"`) {
		t.Errorf("another symbol: got %v", err)
	}
	in = Input{Candles: []File{sample(t, "candles_1m.csv")}, Funding: []File{{Name: "f.csv", Raw: []byte("date,funding_rate\n2026-02-06,1\n2026-02-06,2\n")}}}
	if _, _, err := Import(in, Options{}); err == nil || err.Error() != "f.csv:3: differs from line 2 of f.csv, which has the same time" {
		t.Errorf("two values at one time: got %v", err)
	}
	if _, _, err := Import(Input{Candles: in.Candles}, Options{From: 1}); err != nil {
		t.Errorf("a window that begins earlier: got %v", err)
	}
	if _, _, err := Import(Input{Candles: in.Candles}, Options{From: t0 + data.Day}); err == nil || !strings.Contains(err.Error(), "window") {
		t.Errorf("a window elsewhere: got %v", err)
	}
}

func TestTheUnitOfATimeIsToldByItsSize(t *testing.T) {
	r := &rows{columns: []string{"t"}, fields: []string{""}}
	for _, s := range []string{"1770336000000", "1770336000000000", "1770336000", "1770336000.000", "1770336000000000000", "1770336000000.0", "2026-02-06", "2026-02-06 00:00:00", "2026-02-06 00:00", "2026-02-06 00:00:00 UTC",
		"2026-02-06T02:00:00+02:00", "2026-02-06 02:00:00+02:00", "2026-02-06T00:00:00.000Z"} {
		r.fields[0] = s
		if got := r.moment(0); got != t0 || r.err != nil {
			t.Errorf("%s: got %d (%v), want %d", s, got, r.err, t0)
		}
	}
}

func sums(l *data.Liquidations) (long, short float64) {
	for i, s := range l.Side {
		if s == data.Long {
			long += float64(l.Notional[i])
		} else {
			short += float64(l.Notional[i])
		}
	}
	return long, short
}

func near(got, want, within float64) bool { return math.Abs(got-want) <= within }

func FuzzImport(f *testing.F) {
	for _, name := range []string{"candles_1m.csv", "candles_2m.csv", "mark_1m.csv", "funding_8h.csv", "open_interest.csv", "force_orders.csv", "venues.csv"} {
		f.Add(sample(f, name).Raw)
	}
	f.Add([]byte("\xef\xbb\xbf\"Date\",open,high,low,close,volume\r\n2026-02-06,1,1,1,1,0\r\n2026-02-07,1,1,1,1,0"))
	f.Add([]byte("time,adl_fills,liq_fills\n1770336000000,0,3\n1770336001000,2,4"))
	f.Add([]byte("from,to,venue,why\n1770336000000,1770336001000,okx,silent\n1770336001000,1770336002000,,"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		one := []File{{Name: "f.csv", Raw: raw}}
		candles := []File{sample(t, "candles_1m.csv")}
		for _, in := range []Input{{Candles: one}, {Liquidations: one}, {Candles: candles, Mark: one},
			{Candles: candles, Spot: one}, {Candles: candles, Funding: one}, {Candles: candles, OpenInterest: one}, {Candles: candles, ADL: one}, {Candles: candles, Gaps: one}} {
			v, _, err := Import(in, Options{})
			if err != nil {
				continue
			}
			if written, err := tape.Write(v); err != nil {
				t.Fatalf("an imported tape cannot be written: %v", err)
			} else if _, err := tape.Read(written); err != nil {
				t.Fatalf("an imported tape cannot be read: %v", err)
			}
		}
	})
}
