package csvimport

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data"
)

// The layouts are those of Binance's archive; the numbers are made up.

func TestSnapshotsOfTheBookBecomeDepth(t *testing.T) {
	const rows = "timestamp,percentage,depth,notional\n" +
		"2026-02-06 00:00:05,-1.00,10,1000\n2026-02-06 00:00:05,1.00,10,3000\n2026-02-06 00:00:05,-0.20,1,1\n" +
		"2026-02-06 00:00:35,-1.00,10,4000\n2026-02-06 00:00:35,1.00,10,5000\n2026-02-06 00:00:35,5.00,1,99\n" +
		"2026-02-06 00:01:05,-1,10,6000\n" + // half a snapshot
		"2026-02-06 00:04:05,-1,10,6000\n2026-02-06 00:04:05,1,10,7000\n"
	for name, text := range map[string]string{"with a header": rows, "without": rows[strings.Index(rows, "\n")+1:]} {
		v, report := mustImport(t, Input{Candles: csv("c.csv", twoBars), Depth: csv("d.csv", text)}, Options{})
		want := data.Points{T: []data.UnixMs{t0 + 35*data.Second, t0 + 4*data.Minute + 5*data.Second}, V: []float64{4500, 6500}}
		if v.Depth == nil || !reflect.DeepEqual(v.Depth.Points, want) {
			t.Errorf("%s: got %+v, want %+v", name, v.Depth, want)
		}
		if len(report.Gaps) != 1 || report.Gaps[0].Layer != "depth" {
			t.Errorf("%s: gaps %v", name, report.Gaps)
		}
	}
	v, report := mustImport(t, Input{Candles: csv("c.csv", twoBars), Depth: csv("d.csv", "timestamp,percentage,depth,notional\n2026-02-06,-5,1,2\n")}, Options{})
	if v.Depth != nil || !strings.Contains(strings.Join(report.Notes, "\n"), "depth: left out") {
		t.Errorf("no figure at 1 %%: got %+v, %q", v.Depth, report.Notes)
	}
}

// By hand: of the first ten seconds the buys are 2 and 1, the sells 3; the
// trade that stands last is the earliest.
func TestTradesBecomeCandles(t *testing.T) {
	const rows = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n" +
		"2,101,2,1,1,1770336001000,false\n3,99,3,1,1,1770336002000,true\n4,102,1,1,1,1770336009999,False\n5,105,4,1,1,1770336020000,true\n1,100,0,1,1,1770336000500,true\n"
	want := Bars{"t.csv", data.Candles{Step: 10 * data.Second, T: []data.UnixMs{t0, t0 + 20*data.Second}, Open: []data.Price{100, 105}, High: []data.Price{102, 105},
		Low: []data.Price{99, 105}, Close: []data.Price{102, 105}, Volume: []float64{6, 4}, TakerBuy: []float64{3, 0}}}
	for name, text := range map[string]string{
		"with a header": rows, "without": rows[strings.Index(rows, "\n")+1:], "microseconds": strings.NewReplacer("1000,f", "1000000,f", "2000,t", "2000000,t", "9999,F", "9999000,F", "0000,t", "0000000,t", "0500,t", "0500000,t").Replace(rows),
		"sides": "side,price,size,created_time\nbuy,101,2,1770336001000\nsell,99,3,1770336002000\nbuy,102,1,1770336009999\nsell,105,4,1770336020000\nsell,100,0,1770336000500\n",
	} {
		text = strings.Replace(text, "created_time", "timestamp", 1)
		got, n, err := TradeBars("t.csv", strings.NewReader(text), 10*data.Second)
		if err != nil || n != 5 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %d trades (%v), want %+v", name, got, n, err, want)
		}
	}
	for text, want := range map[string]string{
		"time,price,qty\n1770336001000,1,1\n":           "t.csv:1: no column is known for buyerMaker, side of trades",
		"time,price,qty,side\n1770336001000,1,1,up\n":   `t.csv:2: column 4, "side": must be true or false, or buy or sell`,
		"time,price,qty,side\n1770336001000,-1,1,buy\n": `t.csv:2: column 2, "price": must be finite and positive`,
		"": "t.csv: is empty",
	} {
		if _, _, err := TradeBars("t.csv", strings.NewReader(text), data.Minute); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestStrayRowsAreDroppedOnlyWhenAskedTo(t *testing.T) {
	in := Input{Candles: csv("c.csv", twoBars+"1770336120000,2,3,1,2,5\n1770336061000,2,3,1,2,5\n1770336180000,2,3,1,2,5\n1770336120000,2,3,1,2,6\n")}
	if _, _, err := Import(in, Options{}); err == nil {
		t.Error("stray rows were taken")
	}
	v, report := mustImport(t, in, Options{DropStray: true})
	if want := []float64{3, 5, 6, 5}; !reflect.DeepEqual(v.Candles.Volume, want) || v.Candles.Step != data.Minute {
		t.Errorf("got %v of %d, want %v", v.Candles.Volume, v.Candles.Step, want)
	}
	if report.Files[0].Stray != 2 || report.Files[0].Copies != 0 {
		t.Errorf("report: got %+v", report.Files[0])
	}
}

func TestRowsReadElsewhereAreLikeThoseOfFiles(t *testing.T) {
	bars := Bars{"trades", data.Candles{Step: data.Minute, T: []data.UnixMs{t0 + 2*data.Minute}, Open: []data.Price{2}, High: []data.Price{2}, Low: []data.Price{2}, Close: []data.Price{2}, Volume: []float64{1}}}
	points := Points{Name: "rates", Points: data.Points{T: []data.UnixMs{t0 + 8*data.Hour + 3, t0}, V: []float64{2, 1}}}
	coins := points
	coins.Qty = true // worth 2 a coin
	v, _ := mustImport(t, Input{Candles: csv("c.csv", twoBars), CandleBars: []Bars{bars}, MarkBars: []Bars{bars}, SpotBars: []Bars{bars},
		FundingPoints: []Points{points}, OpenInterestPoints: []Points{coins}}, Options{})
	if v.Candles.Len() != 3 || v.Spot.Len() != 1 || v.Mark == nil {
		t.Errorf("bars: got %+v, %+v, %+v", v.Candles, v.Mark, v.Spot)
	}
	want := data.Points{T: []data.UnixMs{t0, t0 + 8*data.Hour}, V: []float64{1, 2}}
	if !reflect.DeepEqual(v.Funding.Points, want) {
		t.Errorf("points: got %v, want %v", v.Funding.Points, want)
	}
	if want := []float64{2, 4}; !reflect.DeepEqual(v.OpenInterest.V, want) {
		t.Errorf("coins: got %v, want %v", v.OpenInterest.V, want)
	}
}

func FuzzTrades(f *testing.F) {
	f.Add([]byte("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n2,101,2,1,1,1770336001000,false\n"))
	f.Add([]byte("2,101,2,1,1,1770336001000000,true\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		bars, _, err := TradeBars("f.csv", strings.NewReader(string(raw)), data.Second)
		if err != nil || len(bars.T) == 0 {
			return
		}
		if _, _, err := Import(Input{CandleBars: []Bars{bars}}, Options{}); err != nil && !strings.Contains(err.Error(), "volume") {
			t.Errorf("candles of trades are refused: %v", err)
		}
	})
}

func FuzzDepth(f *testing.F) {
	f.Add([]byte("timestamp,percentage,depth,notional\n2026-08-14 00:50:01,-1.00,12345.678,735000000.00\n2026-08-14 00:50:01,1.00,12345.678,735000000.00\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _, _ = Import(Input{Candles: csv("c.csv", twoBars), Depth: []File{{Name: "d.csv", Raw: raw}}}, Options{DropStray: true})
	})
}

// BenchmarkTradeBars reads a megabyte of aggregate trades.
func BenchmarkTradeBars(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < 1<<20; i++ {
		text.WriteString("154676475,11376.16,0.001,230188317,230188317,1602989582346,false\n")
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := TradeBars("t.csv", strings.NewReader(text.String()), 10*data.Second); err != nil {
			b.Fatal(err)
		}
	}
}
