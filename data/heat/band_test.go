package heat

import (
	"math"
	"testing"
)

// bandedField is the hand field whose 10x longs may be a quarter to twice as
// much, and whose 50x longs nothing to three times. Shorts have no band.
func bandedField() *Field {
	f := handField()
	f.Groups[0].Low, f.Groups[0].High = 0.25, 2
	f.Groups[2].Low, f.Groups[2].High = 0, 3
	return f
}

func TestBandByHand(t *testing.T) {
	f := bandedField()
	for _, c := range []struct {
		name      string
		col, bin  int
		low, high Cell
		uncertain float64
	}{
		{"one leverage", 0, 0, Cell{Long: 25}, Cell{Long: 200}, 175.0 / 225},
		{"two leverages", 1, 0, Cell{Long: 25}, Cell{Long: 320}, 295.0 / 345},
		{"both sides", 1, 1, Cell{Long: 2, Short: 60}, Cell{Long: 16, Short: 60}, 14.0 / 138},
		{"scaled", 3, 1, Cell{Long: 1}, Cell{Long: 8}, 7.0 / 9},
		{"no band", 0, 2, Cell{Short: 80}, Cell{Short: 80}, 0},
		{"nothing", 2, 0, Cell{}, Cell{}, 0},
		{"outside", 4, 0, Cell{}, Cell{}, 0},
	} {
		low, high := f.Band(c.col, c.bin)
		if low != c.low || high != c.high {
			t.Errorf("%s: got %v to %v, want %v to %v", c.name, low, high, c.low, c.high)
		}
		if got := f.Uncertainty(c.col, c.bin); math.Abs(got-c.uncertain) > 1e-12 {
			t.Errorf("%s: uncertainty %v, want %v", c.name, got, c.uncertain)
		}
	}
}

func TestEveryCellLiesInItsBand(t *testing.T) {
	f := randomField(12, 80, 20, 600)
	for i := range f.Groups {
		f.Groups[i].Low, f.Groups[i].High = 0.2*float64(i), 1+float64(i)
	}
	for bin := range f.Bins.N {
		for col := range f.Columns.N {
			low, high := f.Band(col, bin)
			cell := f.At(col, bin)
			if low.Long > cell.Long || high.Long < cell.Long || low.Short > cell.Short || high.Short < cell.Short {
				t.Fatalf("column %d bin %d: %v is not within %v to %v", col, bin, cell, low, high)
			}
			if got := f.Uncertainty(col, bin); !(got >= 0 && got <= 1) {
				t.Fatalf("column %d bin %d: uncertainty %v", col, bin, got)
			}
		}
	}
	if got := f.Uncertainty(0, -1); got != 0 {
		t.Errorf("outside the field: uncertainty %v", got)
	}
}

// A sum of floats leaves a remainder that must not look like uncertainty.
func TestUncertaintyStaysWithinItsRange(t *testing.T) {
	for _, c := range []struct{ low, high, want float64 }{
		{0, 0, 0}, {1, 1, 0}, {0, 5, 1}, {1, 3, 0.5}, {1, 1 - 1e-9, 0}, {-1e-9, 1, 1},
	} {
		if got := uncertainty(c.low, c.high); got != c.want {
			t.Errorf("%v to %v: got %v, want %v", c.low, c.high, got, c.want)
		}
	}
}
