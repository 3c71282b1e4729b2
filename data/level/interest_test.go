package level

import (
	"testing"

	"unwind/data"
)

// In units: 10, 20 and 0 at a price of 100,000.
func TestInterestBetweenPoints(t *testing.T) {
	in := Input{Candles: candlesOf(flat(0)), OpenInterest: &data.Points{
		T: []data.UnixMs{100, 200, 400}, V: []float64{1e6, 2e6, 0}}}
	o := newInterest(&in)
	for _, c := range []struct {
		t    data.UnixMs
		want float64
	}{{0, 10}, {100, 10}, {150, 15}, {200, 20}, {250, 15}, {400, 0}, {999, 0}} {
		if got := o.value(c.t); got != c.want {
			t.Errorf("at %d: got %v, want %v", c.t, got, c.want)
		}
	}
}

func TestNoPointsAreNoInterest(t *testing.T) {
	in := Input{Candles: candlesOf(flat(0)), OpenInterest: &data.Points{}}
	if newInterest(&in) != nil {
		t.Error("an empty series bounds the estimate")
	}
}

func TestRisingInterestOpensPositionsWhereItIsDense(t *testing.T) {
	const hours = 4
	for _, c := range []struct {
		name    string
		spacing data.UnixMs
		last    float64 // open interest after four hours, from 1e9
		price   float64 // after the first bar, from 100,000
		want    float64 // units opened after the stock, levered half
	}{
		{"an hour apart, rising", data.Hour, 1.4e9, 100e3, 2000},
		{"a minute apart, rising", data.Minute, 1.4e9, 100e3, 2000},
		{"an hour apart, falling", data.Hour, 0.6e9, 100e3, 0},
		{"two hours apart, rising", 2 * data.Hour, 1.4e9, 100e3, 0},
	} {
		p := tenTimes()
		p.StockSpread = 0 // all 5,000 levered units of the stock are placed
		in := Input{Candles: flatHours(hours, c.price), From: 0, To: hours * data.Hour}
		in.OpenInterest = line(1e9, c.last, c.spacing, hours*data.Hour)
		e, _ := mustEstimate(t, in, p)
		wantUnits(t, c.name, e.Account(data.Long).Opened-5000, c.want)
	}
}

// Open interest in dollars that only moves with the price opens nothing.
func TestRevaluationOpensNothing(t *testing.T) {
	in := Input{Candles: candlesOf(flat(0), flatAt(100e3), flatAt(110e3), flatAt(110e3)), From: 0, To: 4 * data.Minute}
	in.OpenInterest = &data.Points{
		T: []data.UnixMs{data.Minute, 3 * data.Minute}, V: []float64{1e9, 1.1e9}}
	p := tenTimes()
	p.StockSpread = 0
	e, _ := mustEstimate(t, in, p)
	a := e.Account(data.Short)
	wantUnits(t, "opened", a.Opened, 5000)
	wantUnits(t, "closed", a.Closed, 0)
}

func flatHours(hours int, price float64) *data.Candles {
	bars := make([]bar, 60*hours)
	for i := range bars {
		bars[i] = flatAt(price)
	}
	return candlesOf(bars...)
}

func line(from, to float64, spacing, span data.UnixMs) *data.Points {
	p := &data.Points{}
	for t := data.UnixMs(0); t <= span; t += spacing {
		p.T = append(p.T, t)
		p.V = append(p.V, from+(to-from)*float64(t)/float64(span))
	}
	return p
}

func TestFallingInterestClosesProRata(t *testing.T) {
	p := tenTimes()
	p.StockSpread = 0
	in := Input{Candles: flatHours(1, 100e3), From: 0, To: data.Hour,
		OpenInterest: &data.Points{T: []data.UnixMs{0, data.Hour}, V: []float64{1e9, 0.4e9}}}
	e, f := mustEstimate(t, in, p)
	wantUSD(t, "at the start", f.Total(0).Long, worth(f, longLevel, 5000))
	wantUSD(t, "half way", f.Total(30).Long, worth(f, longLevel, 3500))
	wantUnits(t, "closed", e.Account(data.Long).Closed, 3000)
	if n := len(f.Touches()); n != 0 {
		t.Errorf("voluntary closing shows as %d touches", n)
	}
	if len(f.Runs) != 2 {
		t.Errorf("got %d runs, want one a side: closing is in the scale", len(f.Runs))
	}
}

func TestHardlyAnyOpenInterestLeft(t *testing.T) {
	p := tenTimes()
	bars := make([]bar, 60)
	for i := range bars {
		bars[i] = flat(1000)
	}
	in := Input{Candles: candlesOf(bars...), From: 0, To: data.Hour}
	for _, least := range []float64{0, 0.01, 1000} {
		in.OpenInterest = &data.Points{
			T: []data.UnixMs{0, 20 * data.Minute, 30 * data.Minute, 40 * data.Minute},
			V: []float64{1e9, least, least, 1e9}}
		e, f := mustEstimate(t, in, p)
		for col := 20; col <= 30; col++ {
			if got := unitsAt(f, col)[0]; got > least/100e3*1.001 {
				t.Errorf("column %d: %v units wait of open interest %v", col, got, least/100e3)
			}
		}
		if f.Total(59).Long <= 0 {
			t.Error("nothing was born after open interest came back")
		}
		if n := len(f.Touches()); n != 0 {
			t.Errorf("%d touches at a price that never moved", n)
		}
		checkAccounts(t, e)
	}
}

// A bar off the grid of the columns ends after the start of the column that
// begins within it.
func TestInterestOfAnEarlierTime(t *testing.T) {
	o := &interest{t: []data.UnixMs{0, 100, 200}, units: []float64{10, 20, 40}, rise: make([]float64, 4)}
	for _, w := range []struct {
		at   data.UnixMs
		want float64
	}{{250, 40}, {150, 30}, {50, 15}, {-1, 10}, {200, 40}} {
		if got := o.value(w.at); got != w.want {
			t.Errorf("at %d: %v, want %v", w.at, got, w.want)
		}
	}
}
