package heat

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"unwind/data"
)

// handField is small enough to check by hand: 4 columns, 3 bins, one scale for
// each side.
func handField() *Field {
	return &Field{
		Bins:    Bins{Low: 100, LogStep: 0.01, N: 3},
		Columns: Columns{From: 0, Step: data.Minute, N: 4},
		Groups:  []Group{{Side: data.Long, Leverage: 10}, {Side: data.Short, Leverage: 10, Scale: 1}, {Side: data.Long, Leverage: 50}},
		Scales:  [][]float32{{1, 1, 0.5, 0.5}, {1, 1, 1, 0.25}},
		Runs: []Run{
			{Group: 0, Bin: 0, Start: 0, Len: 2, USD: 100}, // touched at column 2
			{Group: 2, Bin: 0, Start: 1, Len: 1, USD: 40},  // touched at column 2
			{Group: 0, Bin: 1, Start: 1, Len: 3, USD: 8},   // lasts
			{Group: 1, Bin: 1, Start: 1, Len: 1, USD: 60},  // touched at column 2
			{Group: 1, Bin: 2, Start: 0, Len: 3, USD: 80},  // touched at column 3
		},
	}
}

func TestCellByHand(t *testing.T) {
	f := handField()
	for _, c := range []struct {
		name     string
		col, bin int
		want     Cell
	}{
		{"one run", 0, 0, Cell{Long: 100}},
		{"two leverages of one side", 1, 0, Cell{Long: 140}},
		{"gone from the column of the touch", 2, 0, Cell{}},
		{"both sides", 1, 1, Cell{Long: 8, Short: 60}},
		{"scaled", 3, 1, Cell{Long: 4}},
		{"before the first column", -1, 0, Cell{}},
		{"after the last column", 4, 1, Cell{}},
		{"below the first bin", 0, -1, Cell{}},
		{"above the last bin", 0, 3, Cell{}},
	} {
		if got := f.At(c.col, c.bin); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
	if got, want := f.Total(1), (Cell{Long: 148, Short: 140}); got != want {
		t.Errorf("total: got %+v, want %+v", got, want)
	}
}

func TestTouchesByHand(t *testing.T) {
	want := []Touch{
		{2, 0, data.Long, 70}, // (100 + 40) · 0.5
		{2, 1, data.Short, 60},
		{3, 2, data.Short, 20}, // 80 · 0.25
	}
	if got := handField().Touches(); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTouchesAscendAndAreMerged(t *testing.T) {
	f := randomField(11, 60, 9, 2000)
	var all, want data.USD
	var before Touch
	for i, touch := range f.Touches() {
		order := cmp.Or(touch.Column-before.Column, touch.Bin-before.Bin, int(touch.Side)-int(before.Side))
		if i > 0 && order <= 0 {
			t.Fatalf("touch %d: %+v after %+v", i, touch, before)
		}
		all += touch.USD
		before = touch
	}
	for _, r := range f.Runs {
		if r.End() < f.Columns.N {
			want += f.Worth(r, r.End())
		}
	}
	near(t, float32(all), want)
}

func TestRunThatEndsAtScaleZeroIsNoTouch(t *testing.T) {
	f := handField()
	f.Scales[1][3] = 0
	if got := f.Touches(); len(got) != 2 {
		t.Errorf("got %+v, want the two of column 2", got)
	}
}

func TestRowsAndColumnsAgreeWithCells(t *testing.T) {
	f := randomField(1, 97, 31, 900)
	row, column := make([]float32, 97), make([]float32, 31)
	long, short := make([]float32, 31), make([]float32, 31)
	for col := range 97 {
		f.Column(column, col)
		f.Sides(long, short, col)
		for bin := range 31 {
			want := f.At(col, bin)
			near(t, column[bin], want.Total())
			near(t, long[bin], want.Long)
			near(t, short[bin], want.Short)
		}
	}
	for bin := range 31 {
		f.Row(row, bin)
		for col := range 97 {
			near(t, row[col], f.At(col, bin).Total())
		}
	}
}

// Sums of floats may leave a remainder; a bin without a run has nothing in it.
func TestRowIsEmptyWhereNoRunIs(t *testing.T) {
	f := handField()
	f.Scales[0] = ones(4)
	f.Runs = []Run{{Bin: 1, Start: 0, Len: 3, USD: 9}, {Bin: 1, Start: 1, Len: 1, USD: 1e17}}
	row := make([]float32, 4)
	f.Row(row, 1)
	if row[0] != 9 || row[3] != 0 {
		t.Errorf("got %v, want 9 first and nothing last", row)
	}
}

func near(t *testing.T, got float32, want data.USD) {
	t.Helper()
	if math.Abs(float64(got)-float64(want)) > 1e-5*float64(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestSlicesGiveTheSameTouches(t *testing.T) {
	f := randomField(12, 150, 41, 600)
	b := NewTouches(f)
	for done := false; !done; {
		run, touch := b.next, b.visited
		done = b.Step(10)
		over := b.next - 1 // the last run of a bin may lie beyond the ten
		for over > run && f.Runs[over].Bin == f.Runs[b.next-1].Bin {
			over--
		}
		if over-run > 10 || b.visited-touch > 10 {
			t.Fatalf("a step of ten visited runs %d to %d and touches %d to %d", run, b.next, touch, b.visited)
		}
	}
	if want := f.Touches(); !slices.Equal(b.Touches(), want) || len(want) == 0 {
		t.Errorf("slices give %d touches, the whole %d, or others", len(b.Touches()), len(want))
	}
}
