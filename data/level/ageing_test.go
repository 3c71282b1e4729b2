package level

import (
	"math"
	"testing"

	"unwind/data"
)

func TestHalfIsLeftAfterAHalfLife(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 1, HalfLife: 10 * data.Minute})
	in := Input{Candles: candlesOf(flat(1), flat(0)), From: 0, To: 40 * data.Minute}
	e, f := mustEstimate(t, in, p)
	for col, units := range map[int]float64{1: 0.025, 6: 0.025 * math.Sqrt2 / 2, 11: 0.0125, 31: 0.003125} {
		wantUSD(t, "long", f.Total(col).Long, worth(f, longLevel, units))
		wantUSD(t, "short", f.Total(col).Short, worth(f, shortLevel, units))
	}
	if n := len(f.Touches()); n != 0 {
		t.Errorf("ageing shows as %d touches", n)
	}
	if len(f.Runs) != 2 {
		t.Errorf("got %d runs, want one a side: ageing is in the scale", len(f.Runs))
	}
	// The last column begins a minute before the window ends.
	wantUnits(t, "aged", e.Account(data.Long).Aged, 0.025*(1-math.Exp2(-3.8)))
	checkAccounts(t, e)
}

// Between 10x (3 days) and 25x (1 day), 20x is log 2/log 2.5 = 0.756471 of the
// way: 3 days · 3^−0.756471 = 1881.72 minutes.
func TestDefaultHalfLives(t *testing.T) {
	for leverage, want := range map[float64]data.UnixMs{
		1.5: 7 * data.Day, 5: 7 * data.Day, 10: 3 * data.Day, 25: data.Day, 50: 12 * data.Hour,
		100: 4 * data.Hour, 150: 4 * data.Hour, 20: 1882 * data.Minute, math.NaN(): 7 * data.Day,
	} {
		if got := HalfLife(leverage); got != want {
			t.Errorf("%vx: got %d minutes, want %d", leverage, got/data.Minute, want/data.Minute)
		}
	}
}

func TestEachLeverageAgesByItself(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 1, HalfLife: data.Hour}, Share{Leverage: 50, Weight: 1, HalfLife: 5 * data.Minute}, Share{Leverage: 2, Weight: 2})
	in := Input{Candles: candlesOf(flat(4), flat(0)), From: 0, To: 2 * data.Hour}
	_, f := mustEstimate(t, in, p)
	groups := make([]data.USD, 6)
	for bin := range f.Bins.N {
		mid := data.USD(f.Bins.Mid(bin))
		for r, usd := range f.Open(61, bin, bin+1) {
			groups[r.Group] += usd / mid
		}
	}
	for i, want := range []float64{0.025 / 2, 0.025 / 4096, 0} { // 2x lies outside the field
		if math.Abs(float64(groups[i])-want) > 1e-4*want {
			t.Errorf("leverage %d after an hour: got %v units, want %v", i, groups[i], want)
		}
	}
}

// A birth of 0.025 units a minute of which half ages each minute is 0.05 in
// balance, also after the scale has started afresh.
func TestAgeingGoesOnWhenTheScaleIsUsedUp(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 1, HalfLife: data.Minute})
	bars := make([]bar, 300)
	for i := range bars {
		bars[i] = flat(1)
	}
	in := Input{Candles: candlesOf(bars...), From: 0, To: 300 * data.Minute}
	for _, from := range []data.UnixMs{0, 200 * data.Minute} {
		in.From = from
		e, f := mustEstimate(t, in, p)
		last := f.Columns.N - 1
		wantUSD(t, "long", f.Total(last).Long, worth(f, longLevel, 0.05))
		wantUSD(t, "short", f.Total(last).Short, worth(f, shortLevel, 0.05))
		dark := 0
		for _, scale := range f.Scales[0] {
			if scale == 0 {
				dark++
			}
		}
		if want := (f.Columns.N - 1) / 67; dark != want {
			t.Errorf("from %d: %d columns are dark, want %d", from, dark, want)
		}
		if n := len(f.Touches()); n != 0 {
			t.Errorf("%d touches at a price that never moved", n)
		}
		checkAccounts(t, e)
	}
}

func TestAgeingGoesOnInAGap(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 1, HalfLife: data.Hour})
	in := Input{Candles: candlesOf(flat(1), flat(0)), From: 0, To: 4 * data.Hour}
	in.Candles.T[1] = 3 * data.Hour
	_, f := mustEstimate(t, in, p)
	wantUSD(t, "in the gap", f.Total(61).Long, worth(f, longLevel, 0.0125))
	wantUSD(t, "after the gap", f.Total(181).Long, worth(f, longLevel, 0.003125))
}

func TestBandOfACellIsThatOfItsLeverage(t *testing.T) {
	p := only(Share{Leverage: 10, Weight: 0.4, Low: 0.1, High: 0.6}, Share{Leverage: 50, Weight: 0.6})
	in := Input{Candles: candlesOf(flat(1)), From: 0, To: 2 * data.Minute}
	_, f := mustEstimate(t, in, p)
	bin := f.Bins.Index(longLevel)
	low, high := f.Band(1, bin)
	wantUSD(t, "value", f.At(1, bin).Long, worth(f, longLevel, 0.01))
	wantUSD(t, "low", low.Long, worth(f, longLevel, 0.0025))
	wantUSD(t, "high", high.Long, worth(f, longLevel, 0.015))
	bin = f.Bins.Index(98_400) // 50x, whose weight has no band
	low, high = f.Band(1, bin)
	if value := f.At(1, bin); low != value || high != value || value.Long == 0 {
		t.Errorf("got %v to %v, want %v without a band", low, high, value)
	}
}
