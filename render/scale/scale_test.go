package scale

import (
	"math"
	"testing"

	"unwind/data"
)

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

func TestLinear(t *testing.T) {
	cases := []struct {
		name    string
		l       Linear
		v, want float64
	}{
		{"maps the low end to the first pixel", Linear{10, 20, 100, 300}, 10, 100},
		{"maps the middle to the middle", Linear{10, 20, 100, 300}, 15, 200},
		{"extends beyond the end", Linear{10, 20, 100, 300}, 25, 400},
		{"runs backwards", Linear{10, 20, 300, 100}, 20, 100},
		{"maps an empty range to the middle", Linear{10, 10, 100, 300}, 10, 200},
		{"maps anything to an empty range of pixels", Linear{10, 20, 7, 7}, 12, 7},
	}
	for _, k := range cases {
		if got := k.l.Px(k.v); got != k.want {
			t.Errorf("%s: got %v, want %v", k.name, got, k.want)
		}
	}
	if got := (Linear{10, 20, 7, 7}).Value(7); got != 15 {
		t.Errorf("an empty range of pixels maps to the middle value: got %v", got)
	}
	l := Linear{-3, 11, 40, 700}
	for v := -10.0; v < 20; v += 0.37 {
		if got := l.Value(l.Px(v)); !near(got, v, 1e-12) {
			t.Errorf("round trip of %v: got %v", v, got)
		}
	}
}

const feb5 = data.UnixMs(1770249600000) // 2026-02-05T00:00Z

func TestTime(t *testing.T) {
	s := Time{feb5, feb5 + data.Day, 0, 1440}
	if got := s.XFromTime(feb5 + 90*data.Minute); got != 90 {
		t.Errorf("a minute a pixel: got %v, want 90", got)
	}
	if got := s.TimeFromX(720); got != feb5+12*data.Hour {
		t.Errorf("the middle is noon: got %v", got)
	}
	for x := -100.0; x < 1600; x += 13.37 {
		if got := s.XFromTime(s.TimeFromX(x)); !near(got, x, 0.5*s.PxPerMs()+1e-9) {
			t.Errorf("round trip of %v: got %v", x, got)
		}
	}
	empty := Time{feb5, feb5, 10, 30}
	if x, p := empty.XFromTime(feb5+5), empty.PxPerMs(); x != 20 || p != 0 {
		t.Errorf("an empty window: got x %v and %v px/ms, want the middle and 0", x, p)
	}
	if got := (Time{feb5, feb5 + 100, 8, 8}).TimeFromX(8); got != feb5+50 {
		t.Errorf("no pixels give the middle time: got %v", got)
	}
}

func TestPrice(t *testing.T) {
	s := Price{Low: 50_000, High: 80_000, Top: 20, Bottom: 620}
	cases := []struct {
		name string
		p    data.Price
		want float64
	}{
		{"high is at the top", 80_000, 20},
		{"low is at the bottom", 50_000, 620},
		{"the geometric mean is in the middle", 63245.55320336759, 320},
		{"below low is below the bottom", 31_250, 1220},
	}
	for _, k := range cases {
		if got := s.YFromPrice(k.p); !near(got, k.want, 1e-6) {
			t.Errorf("%s: got %v, want %v", k.name, got, k.want)
		}
	}
	for p := data.Price(20_000); p < 200_000; p *= 1.013 {
		if got := s.PriceFromY(s.YFromPrice(p)); !near(float64(got/p), 1, 1e-12) {
			t.Errorf("round trip of %v: got %v", p, got)
		}
	}
	if got := (Price{100, 100, 0, 50}).YFromPrice(100); got != 25 {
		t.Errorf("an empty range maps to the middle: got %v", got)
	}
	if got := (Price{100, 400, 9, 9}).PriceFromY(9); !near(float64(got), 200, 1e-9) {
		t.Errorf("no pixels give the geometric middle: got %v, want 200", got)
	}
	for _, p := range []data.Price{0, -1, data.Price(math.NaN())} {
		if got := s.YFromPrice(p); !math.IsNaN(got) {
			t.Errorf("%v has no place: got %v", p, got)
		}
	}
}
