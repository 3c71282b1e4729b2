package anim

import (
	"math"
	"testing"
)

func near(got, want float64) bool { return math.Abs(got-want) < 1e-9 }

func TestEasing(t *testing.T) {
	cases := []struct {
		name string
		f    func(float64) float64
		t    float64
		want float64
	}{
		{"out starts at 0", EaseOut[float64], 0, 0},
		{"out is far ahead half way", EaseOut[float64], 0.5, 0.875},
		{"out ends at 1", EaseOut[float64], 1, 1},
		{"out is held before", EaseOut[float64], -3, 0},
		{"out is held after", EaseOut[float64], 3, 1},
		{"in lags half way", EaseIn[float64], 0.5, 0.125},
		{"in and out meet in the middle", EaseInOut[float64], 0.5, 0.5},
		{"in and out is slow at first", EaseInOut[float64], 0.25, 0.15625},
		{"what is not a number is over", EaseInOut[float64], math.NaN(), 1},
	}
	for _, k := range cases {
		if got := k.f(k.t); !near(got, k.want) {
			t.Errorf("%s: got %v, want %v", k.name, got, k.want)
		}
	}
}

func TestTween(t *testing.T) {
	w := Tween{From: 10, To: 30, Start: 1000, Duration: 400}
	cases := []struct {
		name string
		now  float64
		want float64
		done bool
	}{
		{"before the start", 900, 10, false},
		{"half way", 1200, 20, false},
		{"a quarter", 1100, 10 + 20*0.15625, false},
		{"at the end", 1400, 30, true},
		{"after the end", 9999, 30, true},
	}
	for _, k := range cases {
		if got := w.At(k.now); !near(got, k.want) || w.Done(k.now) != k.done {
			t.Errorf("%s: got %v done %v, want %v done %v", k.name, got, w.Done(k.now), k.want, k.done)
		}
	}
	if got := (Tween{To: 5}).At(0); got != 5 {
		t.Errorf("without a duration it is at its end: got %v", got)
	}
}

func TestCoast(t *testing.T) {
	c := Coast{From: 100, Velocity: 2, Start: 50, Decay: 300}
	if got, want := c.At(350), 100+600*(1-1/math.E); !near(got, want) {
		t.Errorf("after one decay: got %v, want %v", got, want)
	}
	if got := c.At(0); got != 100 {
		t.Errorf("before the start: got %v, want 100", got)
	}
	if got, want := c.Duration(), 300*math.Log(1200.0); !near(got, want) {
		t.Errorf("duration: got %v, want %v", got, want)
	}
	end := c.Start + c.Duration()
	if got := c.At(end - 0.001); math.Abs(got-c.End()) > 0.501 || c.Done(end-0.001) || !c.Done(end) {
		t.Errorf("it stops with half a pixel to go: got %v of %v", got, c.End())
	}
	for _, still := range []Coast{{From: 7, Decay: 300}, {From: 7, Velocity: 3}} {
		if still.At(10) != 7 || !still.Done(10) {
			t.Errorf("%+v does not rest", still)
		}
	}
}

func TestCameraArrives(t *testing.T) {
	a, b := View{0, 1000, 10, 11}, View{400, 500, 10.2, 10.4}
	c := Move(a, b, 0)
	if c.At(-5) != a || c.At(c.Duration) != b || c.Done(c.Duration-1) || !c.Done(c.Duration) {
		t.Errorf("a camera starts at A and ends at B: %+v", c)
	}
	if c.Duration < ShortestMove || c.Duration > LongestMove {
		t.Errorf("duration: got %v, want 250 to 400", c.Duration)
	}
	if same := Move(a, a, 0); same.Duration != ShortestMove {
		t.Errorf("no way takes the shortest time: got %v", same.Duration)
	}
}

// Zooming from [0, 1000] to [400, 500] keeps 4000/9 at the same share of the
// window: (x−0)/1000 = (x−400)/100.
func TestCameraKeepsTheCommonPoint(t *testing.T) {
	c := Move(View{0, 1000, 10, 11}, View{400, 500, 10, 11}, 0)
	const x = 4000.0 / 9
	for now := 0.0; now < c.Duration; now += 17 {
		v := c.At(now)
		if share := (x - v.From) / (v.To - v.From); !near(share, x/1000) {
			t.Fatalf("at %v ms the common point is at %v of the window, want %v", now, share, x/1000)
		}
		if v.LogLow != 10 || v.LogHigh != 11 {
			t.Fatalf("at %v ms the price window moved: %+v", now, v)
		}
	}
}

func TestCameraZoomsEvenlyInTheLogarithm(t *testing.T) {
	c := Camera{View{0, 1024, 0, 1}, View{0, 1, 0, 1}, 0, 300}
	v := c.At(150) // half way of EaseInOut: the geometric mean of 1024 and 1
	if got := v.To - v.From; !near(got, 32) {
		t.Errorf("length half way: got %v, want 32", got)
	}
}

func TestCameraPansWithoutZooming(t *testing.T) {
	c := Camera{View{0, 100, 0, 1}, View{50, 150, 1, 2}, 0, 300}
	if got, want := c.At(150), (View{25, 125, 0.5, 1.5}); got != want {
		t.Errorf("half way: got %v, want %v", got, want)
	}
}
