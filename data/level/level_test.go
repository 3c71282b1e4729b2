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

func TestTotalNeverExceedsLeveredOpenInterest(t *testing.T) {
	p := Defaults()
	p.VolumeShare = 1 // so much that the bound decides
	in := tenDaysInput()
	_, f := mustEstimate(t, in, p)
	bound := newInterest(&in)
	atBound := 0
	for col := range f.Columns.N {
		total := f.Total(col)
		most := bound.value(f.Columns.Start(col)) * p.LeveredShare
		if float64(total.Long) > most*(1+1e-5) || float64(total.Short) > most*(1+1e-5) {
			t.Fatalf("column %d: %+v waits, levered open interest is %v", col, total, most)
		}
		if float64(total.Short) > 0.9*most {
			atBound++
		}
	}
	if atBound == 0 {
		t.Error("the bound was never near: the test says nothing")
	}
}

func TestEveryContractHasALongAndAShort(t *testing.T) {
	e, err := New(tenDaysInput(), Defaults())
	if err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		done = e.Step(480)
		long, short := e.Account(data.Long), e.Account(data.Short)
		if long.Opened != short.Opened {
			t.Fatalf("opened %v long, %v short", long.Opened, short.Opened)
		}
		for _, a := range []Account{long, short} {
			wantUSD(t, "opened", a.Opened, float64(a.Touched+a.Closed+a.Active))
		}
	}
}

func TestTouchesAddUpToTheAccount(t *testing.T) {
	e, f := mustEstimate(t, tenDaysInput(), Defaults())
	sum := map[data.Side]data.USD{}
	var before Touch
	for i, touch := range e.Touched() {
		sum[touch.Side] += touch.USD
		if touch.T < before.T || !(touch.USD > 0) {
			t.Fatalf("touch %d: %+v after %+v", i, touch, before)
		}
		before = touch
	}
	wantUSD(t, "long", sum[data.Long], float64(e.Account(data.Long).Touched))
	wantUSD(t, "short", sum[data.Short], float64(e.Account(data.Short).Touched))
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
	if e.Progress() != 1 {
		t.Errorf("progress %v, want 1", e.Progress())
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
	live := make([]float32, e.Bins().N)
	e.Step(11_000)
	e.Column(live)
	for !e.Step(1000) {
	}
	f := e.Field()
	col := f.Columns.Index(in.Candles.T[11_000])
	for bin, got := range live {
		want := float64(f.At(col, bin).Total())
		// The bar that opens the next column may touch; touches of it are gone.
		if want > 0 && math.Abs(float64(got)-want) > 1e-3*want+20 {
			t.Errorf("bin %d: got %v live, the field has %v", bin, got, want)
		}
	}
}

func TestReEstimateDoesNotChangeItsInput(t *testing.T) {
	in := tenDaysInput()
	mustEstimate(t, in, Defaults())
	if want := tenDaysInput(); !reflect.DeepEqual(in, want) {
		t.Error("the input changed")
	}
}
