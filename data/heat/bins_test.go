package heat

import (
	"math"
	"testing"

	"unwind/data"
)

func TestBinOfPrice(t *testing.T) {
	b := Bins{Low: 100, LogStep: math.Log(1.1), N: 3} // edges 100, 110, 121, 133.1
	for _, c := range []struct {
		name  string
		price data.Price
		want  int
	}{
		{"the low edge is in bin 0", 100, 0},
		{"inside bin 0", 109.9, 0},
		{"inside bin 1", 110.1, 1},
		{"inside bin 2", 133, 2},
		{"above the range", 134, 3},
		{"far above the range", 1e300, 3},
		{"below the range", 99.9, -1},
		{"far below the range", 1e-300, -1},
		{"zero", 0, -1},
		{"negative", -5, -1},
		{"not a number", data.Price(math.NaN()), -1},
		{"infinite", data.Price(math.Inf(1)), -1},
	} {
		if got := b.Index(c.price); got != c.want {
			t.Errorf("%s: got bin %d, want %d", c.name, got, c.want)
		}
	}
	if got, want := float64(b.Mid(1)), 110*math.Sqrt(1.1); math.Abs(got-want) > 1e-9 {
		t.Errorf("middle of bin 1: got %v, want %v", got, want)
	}
}

func TestColumnOfTime(t *testing.T) {
	c := Columns{From: 1000, Step: 10, N: 4}
	for _, tt := range []struct {
		t    data.UnixMs
		want int
	}{{1000, 0}, {1009, 0}, {1010, 1}, {1039, 3}, {1040, 4}, {999, -1}, {990, -1}, {989, -2}} {
		if got := c.Index(tt.t); got != tt.want {
			t.Errorf("column of %d: got %d, want %d", tt.t, got, tt.want)
		}
	}
}
