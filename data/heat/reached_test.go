package heat

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
)

// The middles of the three bins are 100·e^0.005 = 100.501, 101.511 and 102.532.
func TestWhatAPriceReachesByHand(t *testing.T) {
	bins := Bins{Low: 100, LogStep: 0.01, N: 3}
	mid := bins.Mid(1)
	for _, c := range []struct {
		name          string
		low, high     data.Price
		longs, shorts int
	}{
		{"nothing on either side of a price within a bin's lower half", 101.1, 101.2, 2, 1},
		{"a middle itself, on both sides", mid, mid, 2, 2},
		{"just above it: its shorts alone", mid + 1e-9, mid + 1e-9, 1, 2},
		{"just below it: its longs alone", mid - 1e-9, mid - 1e-9, 2, 1},
		{"all, from below the lowest to above the highest", 90, 110, 3, 3},
		{"beyond the bins, above", 110, 120, 0, 3},
		{"beyond the bins, below", 80, 90, 3, 0},
		{"no price", 0, 0, 0, 0},
		{"not a number", data.Price(math.NaN()), 100, 0, 0},
		{"ends that are not in order", 102, 101, 0, 0},
	} {
		if got := bins.ReachedBy(c.low, c.high, 7); got.Longs != c.longs || got.Shorts != c.shorts {
			t.Errorf("%s: got %+v, want the longs of %d bins and the shorts of %d", c.name, got, c.longs, c.shorts)
		}
	}
	if got := bins.ReachedBy(101, 102, 7).Column; got != 7 {
		t.Errorf("from column %d on, want 7", got)
	}
}

// Middles are reached exactly, however positions are rounded.
func TestTheMiddleOfEveryBinIsReached(t *testing.T) {
	bins := Bins{Low: 61_234.5, LogStep: 0.0009, N: 1500}
	for i := range bins.N {
		mid := bins.Mid(i)
		if got, want := bins.ReachedBy(mid, mid, 1), (Reached{1, bins.N - i, i + 1}); got != want {
			t.Fatalf("bin %d: got %+v, want %+v", i, got, want)
		}
	}
}

// cutAt is f with what r takes cut from its runs.
func cutAt(f *Field, r Reached) *Field {
	cut := *f
	cut.Runs, cut.Reached = nil, Reached{}
	for _, run := range f.Runs {
		long := f.Groups[run.Group].Side == data.Long
		taken := long && int(run.Bin) >= f.Bins.N-r.Longs || !long && int(run.Bin) < r.Shorts
		if taken && run.End() > r.Column {
			run.Len = int32(r.Column) - run.Start
		}
		if run.Len > 0 {
			cut.Runs = append(cut.Runs, run)
		}
	}
	return &cut
}

func TestAFieldHeedsWhatIsReached(t *testing.T) {
	for seed := range uint64(5) {
		f := randomField(seed, 40, 12, 900)
		f.Reached = Reached{Column: 36, Longs: 5, Shorts: 4}
		want := cutAt(f, f.Reached)
		if len(want.Runs) == len(f.Runs) {
			t.Fatal("no run begins too late to be seen")
		}
		for col := -1; col <= f.Columns.N; col++ {
			if got, want := f.Total(col), want.Total(col); got != want {
				t.Fatalf("column %d: %+v waits, want %+v", col, got, want)
			}
			if got, want := f.Between(col, 2, 10), want.Between(col, 2, 10); got != want {
				t.Fatalf("column %d: %+v between, want %+v", col, got, want)
			}
			leverage, usd := f.Foremost(col, 0, 12)
			wantLeverage, wantUSD := want.Foremost(col, 0, 12)
			if leverage != wantLeverage || usd != wantUSD {
				t.Fatalf("column %d: foremost %v of %v, want %v of %v", col, leverage, usd, wantLeverage, wantUSD)
			}
			sameColumns(t, f, want, col)
		}
	}
}

// sameColumns compares two fields in one column, bin by bin.
func sameColumns(t *testing.T, f, want *Field, col int) {
	t.Helper()
	n := f.Bins.N
	a, b, c, d := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	u, v := make([]bool, n), make([]bool, n)
	f.Column(a, col)
	want.Column(b, col)
	f.Unsure(u, col)
	want.Unsure(v, col)
	if !slices.Equal(a, b) || !slices.Equal(u, v) {
		t.Fatalf("column %d: got %v %v, want %v %v", col, a, u, b, v)
	}
	f.Sides(a, c, col)
	want.Sides(b, d, col)
	if !slices.Equal(a, b) || !slices.Equal(c, d) {
		t.Fatalf("column %d: sides %v and %v, want %v and %v", col, a, c, b, d)
	}
	var open, left int
	for range f.Open(col, 0, n) {
		open++
	}
	for range want.Open(col, 0, n) {
		left++
	}
	if open != left {
		t.Fatalf("column %d: %d runs are open, want %d", col, open, left)
	}
	timeline := func(f *Field) (long, short []data.USD) {
		long, short = make([]data.USD, n), make([]data.USD, n)
		b := NewTimeline(f)
		for !b.Step(1000) {
		}
		b.Timeline().At(long, short, col)
		f.DropReached(long, short, col)
		return long, short
	}
	long, short := timeline(f)
	wantLong, wantShort := timeline(want)
	for bin := range n {
		if math.Abs(float64(long[bin]-wantLong[bin]))+math.Abs(float64(short[bin]-wantShort[bin])) > 0.01 {
			t.Fatalf("column %d, bin %d: the timeline has %v and %v, want %v and %v", col, bin, long[bin], short[bin], wantLong[bin], wantShort[bin])
		}
	}
}

func TestWhatIsBornInAColumnByHand(t *testing.T) {
	b := NewTimeline(handField())
	for !b.Step(1) {
	}
	long, short := make([]data.USD, 3), make([]data.USD, 3)
	for _, c := range []struct {
		col         int
		long, short []data.USD
	}{
		{0, []data.USD{100, 0, 0}, []data.USD{0, 0, 80}},
		{1, []data.USD{40, 8, 0}, []data.USD{0, 60, 0}},
		{2, []data.USD{0, 0, 0}, []data.USD{0, 0, 0}},
		{-1, []data.USD{0, 0, 0}, []data.USD{0, 0, 0}},
		{4, []data.USD{0, 0, 0}, []data.USD{0, 0, 0}},
	} {
		if b.Timeline().Born(long, short, c.col); !slices.Equal(long, c.long) || !slices.Equal(short, c.short) {
			t.Errorf("column %d: got %v and %v, want %v and %v", c.col, long, short, c.long, c.short)
		}
	}
}
