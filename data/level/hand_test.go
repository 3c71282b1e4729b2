package level

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

// bar is a minute candle for tests by hand: it opens where it closes.
type bar struct{ high, low, closing, volume float64 }

func candlesOf(bars ...bar) *data.Candles {
	c := &data.Candles{Step: data.Minute}
	for i, b := range bars {
		c.T = append(c.T, data.UnixMs(i)*data.Minute)
		c.Open = append(c.Open, data.Price(b.closing))
		c.High = append(c.High, data.Price(b.high))
		c.Low = append(c.Low, data.Price(b.low))
		c.Close = append(c.Close, data.Price(b.closing))
		c.Volume = append(c.Volume, b.volume)
	}
	return c
}

// flat is a bar without movement at 100,000.
func flat(volume float64) bar { return bar{100e3, 100e3, 100e3, volume} }

// tenTimes are parameters with one leverage that never ages and no merging, so
// that one base unit of volume opens 0.05 · 0.5 = 0.025 levered units a side.
func tenTimes() Params { return only(Share{Leverage: 10, Weight: 1}) }

// only are parameters with the given leverages and a volume share of 0.05.
func only(mix ...Share) Params {
	p := Defaults()
	p.VolumeShare = 0.05
	p.Mix = mix
	p.BirthInterval = data.Minute
	return p
}

// worth returns the dollars of units that wait in the bin of a price.
func worth(f *heat.Field, price data.Price, units float64) float64 {
	return units * float64(f.Bins.Mid(f.Bins.Index(price)))
}

const (
	longLevel  = data.Price(90_361.4)  // of a 10x long from 100,000
	shortLevel = data.Price(109_561.8) // of a 10x short
)

func wantUnits(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(math.Abs(want), 1e-6) {
		t.Errorf("%s: got %v units, want %v", what, got, want)
	}
}

func mustEstimate(t *testing.T, in Input, p Params) (*Estimator, *heat.Field) {
	t.Helper()
	e, err := New(in, p)
	if err != nil {
		t.Fatal(err)
	}
	for !e.Step(7) {
	}
	if err := e.Field().Check(); err != nil {
		t.Fatal(err)
	}
	return e, e.Field()
}

func wantUSD(t *testing.T, what string, got data.USD, want float64) {
	t.Helper()
	if math.Abs(float64(got)-want) > 5e-4*math.Abs(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestBirthsAppearAtTheLiquidationPriceWhenTheBarHasClosed(t *testing.T) {
	in := Input{Candles: candlesOf(flat(1), flat(3)), From: 0, To: 4 * data.Minute}
	_, f := mustEstimate(t, in, tenTimes())
	for col, units := range []float64{0, 0.025, 0.1, 0.1} {
		long, short := worth(f, longLevel, units), worth(f, shortLevel, units)
		wantUSD(t, "long", f.At(col, f.Bins.Index(longLevel)).Long, long)
		wantUSD(t, "short", f.At(col, f.Bins.Index(shortLevel)).Short, short)
		wantUSD(t, "all bins", f.Total(col).Total(), long+short)
	}
}

func TestBirthsOfOneIntervalAreOneRun(t *testing.T) {
	p := tenTimes()
	p.BirthInterval = 15 * data.Minute
	bars := make([]bar, 30)
	for i := range bars {
		bars[i] = flat(1)
	}
	_, f := mustEstimate(t, Input{Candles: candlesOf(bars...), From: 0, To: 60 * data.Minute}, p)
	if len(f.Runs) != 4 {
		t.Fatalf("got %d runs, want two intervals of two sides", len(f.Runs))
	}
	for i, start := range []int32{15, 30, 15, 30} {
		r := f.Runs[i]
		if r.Start != start || r.End() != 60 {
			t.Errorf("run %d: got %+v, want one from column %d to the end", i, r, start)
		}
		wantUSD(t, "run", data.USD(r.USD), 15*0.025*float64(f.Bins.Mid(int(r.Bin))))
	}
}

func TestWarmUpIsInTheFirstColumn(t *testing.T) {
	in := Input{Candles: candlesOf(flat(1), flat(1), flat(1), flat(1)), From: 3 * data.Minute, To: 5 * data.Minute}
	_, f := mustEstimate(t, in, tenTimes())
	wantUSD(t, "column 0", f.Total(0).Long, worth(f, longLevel, 0.075))
	wantUSD(t, "column 1", f.Total(1).Long, worth(f, longLevel, 0.1))
	if r := f.Runs[0]; r.Start != 0 || math.Abs(float64(r.USD)-worth(f, longLevel, 0.075)) > 1 {
		t.Errorf("got %+v, want one run of the whole warm-up", r)
	}
}

// touchInput has a level at 90,361.4 when bar 2 brings the given lows; the
// last bar only holds the range of bins down to 85,000.
func touchInput(lastLow, markLow float64) Input {
	bars := []bar{flat(1), flat(0), {100e3, lastLow, 100e3, 0}, {100e3, 85e3, 100e3, 0}}
	in := Input{Candles: candlesOf(bars...), From: 0, To: 4 * data.Minute}
	c := in.Candles
	in.Mark = &data.MarkBars{T: c.T, High: c.High, Close: c.Close,
		Low: []data.Price{100e3, 100e3, data.Price(markLow), 90.4e3}}
	return in
}

func TestTouchIsInclusiveAndOfTheMark(t *testing.T) {
	p := tenTimes()
	in := touchInput(95e3, 95e3)
	bins := binsOf(&in, &p)
	mid := float64(bins.Mid(bins.Index(90_361.4)))
	for _, c := range []struct {
		name       string
		last, mark float64
		touched    bool
	}{
		{"mark exactly at the level", mid, mid, true},
		{"mark just above the level", mid, math.Nextafter(mid, 1e9), false},
		{"last price beyond the level, mark not", 86e3, 91e3, false},
		{"mark beyond the level, last price not", 95e3, 88e3, true},
	} {
		e, f := mustEstimate(t, touchInput(c.last, c.mark), p)
		bin := f.Bins.Index(90_361.4)
		if got := f.At(2, bin).Long == 0; got != c.touched {
			t.Errorf("%s: touched %v, want %v", c.name, got, c.touched)
		}
		wantUSD(t, c.name+": before the touch", f.At(1, bin).Long, worth(f, longLevel, 0.025))
		wantUSD(t, c.name+": touched", touchedAt(e, 2*data.Minute), worth(f, longLevel, 0.025)*b2f(c.touched))
	}
}

func TestShortTouchIsInclusive(t *testing.T) {
	p := tenTimes()
	bars := func(high float64) Input {
		return Input{Candles: candlesOf(flat(1), flat(0), bar{high, 100e3, 100e3, 0}, bar{115e3, 100e3, 100e3, 0}),
			From: 0, To: 4 * data.Minute}
	}
	in := bars(100e3)
	bins := binsOf(&in, &p)
	mid := float64(bins.Mid(bins.Index(109_561.8)))
	for high, units := range map[float64]float64{mid: 0.025, math.Nextafter(mid, 0): 0} {
		e, _ := mustEstimate(t, bars(high), p)
		wantUSD(t, "touched", touchedAt(e, 2*data.Minute), units*mid)
	}
}

func TestTouchEndsTheBirthIntervalEarly(t *testing.T) {
	p := tenTimes()
	p.BirthInterval = 15 * data.Minute
	low := bar{100e3, 90e3, 100e3, 0}
	in := Input{Candles: candlesOf(flat(1), flat(1), flat(1), flat(0), flat(0), low, flat(1)), From: 0, To: 20 * data.Minute}
	_, f := mustEstimate(t, in, p)
	longs := runsOf(f, f.Bins.Index(90_361.4))
	if len(longs) != 2 || longs[0].Start != 3 || longs[0].End() != 5 || longs[1].Start != 7 || longs[1].End() != 20 {
		t.Fatalf("got %+v, want columns 3 to 5 and 7 to 20", longs)
	}
	wantUSD(t, "before the touch", data.USD(longs[0].USD), worth(f, longLevel, 0.075))
	wantUSD(t, "after the touch", data.USD(longs[1].USD), worth(f, longLevel, 0.025))
}

func TestTouchInTheColumnOfTheBirthIsUnseen(t *testing.T) {
	low := bar{100e3, 90e3, 100e3, 0}
	// Too many minutes for a column each: a column has two, and both bars are
	// in the first.
	in := Input{Candles: candlesOf(flat(1), low), From: 0, To: 10_000 * data.Minute}
	e, f := mustEstimate(t, in, tenTimes())
	if f.Columns.Step != 2*data.Minute {
		t.Fatalf("columns of %d ms, want two minutes", f.Columns.Step)
	}
	wantUSD(t, "touched", touchedAt(e, data.Minute), worth(f, longLevel, 0.025))
	if got := f.Total(1); got.Long != 0 || got.Short == 0 {
		t.Errorf("got %+v, want only the short", got)
	}
}

func runsOf(f *heat.Field, bin int) []heat.Run {
	return slices.DeleteFunc(slices.Clone(f.Runs), func(r heat.Run) bool { return int(r.Bin) != bin })
}

// touchedAt adds up the touches of one bar.
func touchedAt(e *Estimator, t data.UnixMs) data.USD {
	var usd data.USD
	for _, touch := range e.Touched() {
		if touch.T == t {
			usd += touch.USD
		}
	}
	return usd
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestPositionsOpenedAndPassedInOneBarAreTouchedUnseen(t *testing.T) {
	p := only(Share{Leverage: 100, Weight: 1})
	// From 100,000 down to 98,000 in one bar: 100x longs opened above 98,600
	// are passed by its close, the others are not.
	in := Input{Candles: candlesOf(bar{100e3, 98e3, 98e3, 10}, flatAt(98e3)), From: 0, To: 2 * data.Minute}
	e, f := mustEstimate(t, in, p)
	a := e.Account(data.Long)
	if a.Touched <= 0 || a.Active <= 0 {
		t.Errorf("got %+v, want some touched and some active", a)
	}
	wantUnits(t, "opened", a.Opened, a.Touched+a.Active)
	shown := 0.0
	for bin := range f.Bins.N {
		shown += float64(f.At(1, bin).Long) / float64(f.Bins.Mid(bin))
	}
	if math.Abs(shown-a.Active) > 1e-4*a.Active {
		t.Errorf("the field shows %v units, want %v", shown, a.Active)
	}
	for i, touch := range e.Touched() {
		if touch.T != 0 || touch.Side != data.Long || touch.Price < 98e3 {
			t.Errorf("touch %d: got %+v, want a long above the close in bar 0", i, touch)
		}
	}
	if len(f.Touches()) != 0 {
		t.Errorf("the field shows touches of what it never showed: %+v", f.Touches())
	}
}

func flatAt(price float64) bar { return bar{price, price, price, 0} }

func TestSizeChoosesTheTier(t *testing.T) {
	p := only(Share{Leverage: 25, Weight: 1})
	p.PositionUSD = 40e6
	in := Input{Candles: candlesOf(flat(1), flat(0)), From: 0, To: 2 * data.Minute}
	_, f := mustEstimate(t, in, p)
	wantUSD(t, "25x of 40 M, liquidated at -2.38 %", f.At(1, f.Bins.Index(97_620)).Long, worth(f, 97_620, 0.025))
}

func TestStockIsPlacedUnlessPassed(t *testing.T) {
	p := tenTimes()
	in := Input{Candles: candlesOf(flat(0), flat(0)), From: 0, To: 2 * data.Minute,
		OpenInterest: &data.Points{T: []data.UnixMs{0}, V: []float64{1e9}}}
	p.StockSpread = 0
	_, f := mustEstimate(t, in, p)
	wantUSD(t, "all entries at the price", f.At(0, f.Bins.Index(longLevel)).Long, worth(f, longLevel, 5000))

	// With a spread of 5 %, a long is passed when its entry is above
	// 100,000/0.903614: ln(1/0.903614)/0.05 = 2.0270 spreads, 2.133 % of a
	// normal distribution. Shorts: ln(1.095618)/0.05 = 1.8264, 3.389 %.
	p.StockSpread, p.Margin, p.LogStep = 0.05, 0.4, 0.0005
	e, _ := mustEstimate(t, in, p)
	for side, want := range map[data.Side]float64{data.Long: 5000 * (1 - 0.02133), data.Short: 5000 * (1 - 0.03389)} {
		a := e.Account(side)
		wantUnits(t, "all contracts", a.Gross, 10_000)
		wantUnits(t, "held", a.Active+a.Unlevered, 10_000)
		if math.Abs(a.Active-want) > 1 {
			t.Errorf("%v: %v units wait, want %v", side, a.Active, want)
		}
	}
}

// A market of 10,000 units of which a tenth of 2,000 is opened a day turns over
// 2 % a day. Of positions with a half-life of a day, ln 2 = 69.31 % a day age:
// in balance 2/(2 + 69.31) = 2.8045 % of the levered half wait, 140.22 units.
func TestStockIsWhatHasNotAged(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 1, HalfLife: data.Day})
	p.StockSpread, p.VolumeShare = 0, 0.1
	bars := make([]bar, 1440)
	for i := range bars {
		bars[i] = flat(2000.0 / 1440)
	}
	e, err := New(Input{Candles: candlesOf(bars...), From: 0, To: data.Day,
		OpenInterest: &data.Points{T: []data.UnixMs{0}, V: []float64{1e9}}}, p)
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Account(data.Long).Active; math.Abs(got-140.22) > 0.01 {
		t.Errorf("got %v units, want 140.22", got)
	}
	before := e.Account(data.Long).Active
	for !e.Step(100) {
	}
	if got := e.Account(data.Long).Active; math.Abs(got/before-1) > 0.01 {
		t.Errorf("a market in balance went from %v to %v units in a day", before, got)
	}
}

func TestTriangleByHand(t *testing.T) {
	d := triangle{low: 0, mode: 1, high: 4}
	for x, want := range map[float64]float64{-1: 0, 0: 0, 0.5: 0.0625, 1: 0.25, 2: 2.0 / 3, 4: 1, 9: 1} {
		if got := d.below(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("below %v: got %v, want %v", x, got, want)
		}
	}
	for _, flat := range []triangle{{2, 2, 5}, {2, 5, 5}, {2, 2, 2}} {
		for x := 1.0; x < 6; x += 0.25 {
			if got := flat.below(x); !(got >= 0 && got <= 1) {
				t.Errorf("%+v below %v: got %v", flat, x, got)
			}
		}
	}
}
