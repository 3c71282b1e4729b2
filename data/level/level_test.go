package level

import (
	"math"
	"reflect"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

func TestFieldOfTenDays(t *testing.T) {
	f := estimateTenDays(t)
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if f.Columns.N != 7200 || f.Columns.Step != data.Minute {
		t.Errorf("got %d columns of %d ms, want 7200 minutes", f.Columns.N, f.Columns.Step)
	}
	if f.Bins.N < 500 || f.Bins.N > 700 {
		t.Errorf("got %d bins, want about 600", f.Bins.N)
	}
	if len(f.Touches()) == 0 {
		t.Error("the cascade touched nothing")
	}
}

// unitsAt returns the base asset units that wait at a column, long and short.
func unitsAt(f *heat.Field, col int) [2]float64 {
	var units [2]float64
	for _, r := range f.Runs {
		if int(r.Start) > col || col >= r.End() {
			continue
		}
		g := f.Groups[r.Group]
		usd := float64(r.USD) * float64(f.Scales[g.Scale][col])
		units[g.Side-data.Long] += usd / float64(f.Bins.Mid(int(r.Bin)))
	}
	return units
}

// checkAccounts asserts that no contract is made or lost: all that was placed
// became something, and both sides opened and hold alike.
func checkAccounts(t *testing.T, e *Estimator) {
	t.Helper()
	long, short := e.Account(data.Long), e.Account(data.Short)
	if long.Gross != short.Gross {
		t.Fatalf("opened %v long, %v short", long.Gross, short.Gross)
	}
	most := long.Gross * 1e-9
	if held, other := long.Active+long.Unlevered, short.Active+short.Unlevered; math.Abs(held-other) > most {
		t.Fatalf("%v long contracts are held, %v short", held, other)
	}
	for _, a := range []Account{long, short} {
		if off := a.Opened - (a.Touched + a.Aged + a.Closed + a.Active); math.Abs(off) > most {
			t.Fatalf("%+v leaves %v units unexplained", a, off)
		}
		if a.Active < 0 || a.Unlevered < -most || a.Opened > a.Gross*(1+1e-9) {
			t.Fatalf("more waits than is held: %+v", a)
		}
	}
}

// busyTenDays has everything that moves a position: volume beyond measure,
// taker flow and funding.
func busyTenDays() (Input, Params) {
	in, p := tenDaysInput(), Defaults()
	p.VolumeShare = 1
	c := in.Candles
	for i, v := range c.Volume {
		c.TakerBuy = append(c.TakerBuy, v*(0.5+0.4*math.Sin(float64(i)/100)))
	}
	in.Funding = &data.Points{T: []data.UnixMs{data.Day, 6 * data.Day}, V: []float64{0.001, -0.002}}
	return in, p
}

// Contracts are counted in units: valued at the price of the column they never
// exceed open interest.
func TestUnitsNeverExceedOpenInterest(t *testing.T) {
	in, p := busyTenDays()
	p.LeveredShare = 1 // so that the bound is on what is shown
	for i := range p.Mix {
		p.Mix[i].HalfLife = 0
	}
	e, f := mustEstimate(t, in, p)
	bound := newInterest(&in)
	nearest := 0.0
	for col := range f.Columns.N {
		most := bound.value(f.Columns.Start(col))
		for side, units := range unitsAt(f, col) {
			if units > most*(1+1e-5) {
				t.Fatalf("column %d, side %d: %v units wait, open interest is %v", col, side, units, most)
			}
			nearest = max(nearest, units/most)
		}
	}
	if nearest < 0.5 || e.Account(data.Long).Closed == 0 {
		t.Errorf("at most %v of open interest waited: the test says nothing", nearest)
	}
}

func TestNoContractIsMadeOrLost(t *testing.T) {
	in, p := busyTenDays()
	e, err := New(in, p)
	if err != nil {
		t.Fatal(err)
	}
	bound := newInterest(&in)
	for done := false; !done; {
		done = e.Step(1)
		checkAccounts(t, e)
		a := e.Account(data.Short)
		now := in.Candles.T[e.bar-1] + in.Candles.Step
		if held, most := a.Active+a.Unlevered, bound.value(now); held > most*(1+1e-9) {
			t.Fatalf("at %d: %v units are held, open interest is %v", now, held, most)
		}
	}
	if a := e.Account(data.Long); a.Touched == 0 || a.Aged == 0 || a.Closed == 0 {
		t.Errorf("got %+v, want some of every fate", a)
	}
}

func TestTouchesAddUpToTheAccount(t *testing.T) {
	e, f := mustEstimate(t, tenDaysInput(), Defaults())
	sum, units := map[data.Side]data.USD{}, map[data.Side]float64{}
	var before Touch
	for i, touch := range e.Touched() {
		sum[touch.Side] += touch.USD
		units[touch.Side] += float64(touch.USD) / float64(touch.Price)
		if touch.T < before.T || !(touch.USD > 0) {
			t.Fatalf("touch %d: %+v after %+v", i, touch, before)
		}
		before = touch
	}
	wantUnits(t, "long", units[data.Long], e.Account(data.Long).Touched)
	wantUnits(t, "short", units[data.Short], e.Account(data.Short).Touched)
	var shown data.USD
	for _, touch := range f.Touches() {
		shown += touch.USD
	}
	if all := sum[data.Long] + sum[data.Short]; shown > all || shown <= 0 {
		t.Errorf("the field shows touches of %v, the estimate has %v", shown, all)
	}
}

func TestTouchesAreMergedPerBarSideAndBin(t *testing.T) {
	e, _ := mustEstimate(t, tenDaysInput(), Defaults())
	type key struct {
		t     data.UnixMs
		side  data.Side
		price data.Price
	}
	seen := map[key]bool{}
	for _, touch := range e.Touched() {
		k := key{touch.T, touch.Side, touch.Price}
		if seen[k] {
			t.Fatalf("twice: %+v", touch)
		}
		seen[k] = true
	}
}

// Nothing may wait where the mark price has just been.
func TestNothingWaitsBeyondTheMark(t *testing.T) {
	in := tenDaysInput()
	_, f := mustEstimate(t, in, Defaults())
	long, short := make([]float32, f.Bins.N), make([]float32, f.Bins.N)
	for i, at := range in.Candles.T {
		col := f.Columns.Index(at)
		if col < 0 || i%37 != 0 {
			continue
		}
		f.Sides(long, short, col)
		for bin := range long {
			mid := f.Bins.Mid(bin)
			if long[bin] > 0 && mid >= in.Candles.Low[i] || short[bin] > 0 && mid <= in.Candles.High[i] {
				t.Fatalf("column %d: %v long, %v short wait at %v; the bar went from %v to %v",
					col, long[bin], short[bin], mid, in.Candles.Low[i], in.Candles.High[i])
			}
		}
	}
}

func TestSlicesGiveTheSameEstimate(t *testing.T) {
	whole, sliced := estimateTenDays(t), (*heat.Field)(nil)
	e, err := New(tenDaysInput(), Defaults())
	if err != nil {
		t.Fatal(err)
	}
	for !e.Step(100) {
		if e.Field() != nil {
			t.Fatal("a field before the last step")
		}
	}
	if sliced = e.Field(); !reflect.DeepEqual(whole, sliced) {
		t.Error("slices give another field")
	}
}

func TestLiveColumnIsTheNextColumnOfTheField(t *testing.T) {
	p := Defaults()
	p.BirthInterval = data.Minute // otherwise births of the interval at hand wait for its end
	in := tenDaysInput()
	e, err := New(in, p)
	if err != nil {
		t.Fatal(err)
	}
	var live Live
	column := make([]float32, e.Bins().N)
	e.Step(11_000)
	e.Live(&live)
	e.Column(column)
	for !e.Step(1000) {
	}
	f := e.Field()
	col := f.Columns.Index(in.Candles.T[11_000])
	near := func(got float32, want data.USD) bool {
		// The bar that opens the next column may touch; touches of it are gone.
		return want == 0 || math.Abs(float64(got)-float64(want)) <= 1e-3*float64(want)+20
	}
	unsure, differ := make([]bool, e.Bins().N), 0
	f.Unsure(unsure, col)
	for bin := range column {
		want := f.At(col, bin)
		if !near(column[bin], want.Total()) || !near(live.Long[bin], want.Long) || !near(live.Short[bin], want.Short) {
			t.Errorf("bin %d: got %v and %v live, together %v, the field has %+v", bin, live.Long[bin], live.Short[bin], column[bin], want)
		}
		if want.Total() > 1e4 && live.Unsure[bin] != unsure[bin] {
			differ++
		}
	}
	if differ > 2 {
		t.Errorf("%d bins are unsure live and not in the field, or the other way round", differ)
	}
}

func TestReEstimateDoesNotChangeItsInput(t *testing.T) {
	in := tenDaysInput()
	mustEstimate(t, in, Defaults())
	if want := tenDaysInput(); !reflect.DeepEqual(in, want) {
		t.Error("the input changed")
	}
}

// What comes after the last bar is done in pieces too: a step of n bars sorts
// at most 64·n runs.
func TestTheEndingIsDoneInPieces(t *testing.T) {
	e, err := New(tenDaysInput(), Defaults())
	if err != nil {
		t.Fatal(err)
	}
	e.Step(14_400)
	steps := 0
	for !e.Step(10) {
		steps++
	}
	if least := 3 * len(e.Field().Runs) / (10 * runsPerBar); steps < least {
		t.Errorf("%d runs were counted, placed and ordered in %d steps, want at least %d", len(e.Field().Runs), steps, least)
	}
}
