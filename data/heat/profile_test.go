package heat

import (
	"math"
	"reflect"
	"testing"

	"unwind/data"
)

func profileAt(f *Field, col int) *Profile {
	p := &Profile{Bins: f.Bins, Long: make([]data.USD, f.Bins.N), Short: make([]data.USD, f.Bins.N)}
	timelineOf(f).At(p.Long, p.Short, col)
	return p
}

func timelineOf(f *Field) *Timeline {
	b := NewTimeline(f)
	for !b.Step(37) {
	}
	return b.Timeline()
}

func TestTheTimelineByHand(t *testing.T) {
	f := handField()
	for col, want := range [][3]Cell{
		{{Long: 100}, {}, {Short: 80}},
		{{Long: 140}, {Long: 8, Short: 60}, {Short: 80}},
		{{}, {Long: 4}, {Short: 80}},
		{{}, {Long: 4}, {}},
	} {
		p := profileAt(f, col)
		for bin, w := range want {
			if got := (Cell{p.Long[bin], p.Short[bin]}); got != w {
				t.Errorf("column %d, bin %d: got %+v, want %+v", col, bin, got, w)
			}
		}
	}
	for _, col := range []int{-1, 4} {
		if got := profileAt(f, col).Total(); got != (Cell{}) {
			t.Errorf("column %d is outside: got %+v", col, got)
		}
	}
}

// Every column and bin agrees with the field's own answers, across keys, which
// are 128 columns apart.
func TestTheTimelineAgreesWithTheField(t *testing.T) {
	f := randomField(5, 301, 17, 4000)
	timeline := timelineOf(f)
	p := Profile{Bins: f.Bins, Long: make([]data.USD, f.Bins.N), Short: make([]data.USD, f.Bins.N)}
	for col := range f.Columns.N {
		timeline.At(p.Long, p.Short, col)
		for bin := range f.Bins.N {
			want := f.At(col, bin)
			if !sameUSD(p.Long[bin], want.Long) || !sameUSD(p.Short[bin], want.Short) {
				t.Fatalf("column %d, bin %d: got %v and %v, want %+v", col, bin, p.Long[bin], p.Short[bin], want)
			}
		}
		got, want := p.Total(), f.Total(col)
		if !sameUSD(got.Long, want.Long) || !sameUSD(got.Short, want.Short) {
			t.Fatalf("column %d: got %+v in all, want %+v", col, got, want)
		}
	}
}

func sameUSD(got, want data.USD) bool { return math.Abs(float64(got-want)) <= 1e-6*float64(want)+1e-3 }

func TestBigFieldsHaveFewerKeys(t *testing.T) {
	f := randomField(6, 4096, 2048, 500)
	timeline := timelineOf(f)
	if n := len(timeline.keys) * len(timeline.keys[0]); n > keyValues+len(timeline.keys[0]) {
		t.Errorf("keys hold %d values, want at most %d", n, keyValues)
	}
	p := profileAt(f, 4095)
	if got, want := p.Total(), f.Total(4095); !sameUSD(got.Long, want.Long) || !sameUSD(got.Short, want.Short) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// stairs has a dollar of longs in bin 0, two in bin 1, … and ten times that of
// shorts; middles are at 100·e^(0.01·(i+½)): 100.50, 101.51, 102.53, 103.56.
func stairs() *Profile {
	return &Profile{
		Bins: Bins{Low: 100, LogStep: 0.01, N: 4},
		Long: []data.USD{1, 2, 3, 4}, Short: []data.USD{10, 20, 30, 40},
	}
}

func TestSumsOfAProfileByHand(t *testing.T) {
	p := stairs()
	mid := p.Bins.Mid(1)
	for _, c := range []struct {
		name      string
		got, want Cell
	}{
		{"all", p.Total(), Cell{10, 100}},
		{"outward from between bins", p.Outward(102), Cell{3, 70}},
		{"the bin whose middle is the price counts on both sides", p.Outward(mid), Cell{3, 90}},
		{"outward from below the bins", p.Outward(50), Cell{0, 100}},
		{"outward from above the bins", p.Outward(500), Cell{10, 0}},
		{"within 1 % of 102: 100.98 to 103.02", p.Within(102, 0.01), Cell{2, 30}},
		{"within 2 % of 102: 99.96 to 104.04", p.Within(102, 0.02), Cell{3, 70}},
		{"within nothing", p.Within(102, 0), Cell{}},
		{"a share that reaches past zero", p.Within(102, 1.5), Cell{3, 70}},
		{"within 1 % of a price below the bins", p.Within(50, 0.01), Cell{}},
		{"within 1 % of a price above the bins", p.Within(500, 0.01), Cell{}},
		{"no price", p.Within(0, 0.1), Cell{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, c.got, c.want)
		}
	}
	if down, up := p.Start(102); down != 1 || up != 2 {
		t.Errorf("a move from 102 begins at bins %d and %d, want 1 and 2", down, up)
	}
}

// Wider ranges never hold less, and the widest holds what lies outward.
func TestWiderRangesHoldMore(t *testing.T) {
	f := randomField(7, 50, 301, 3000)
	p := profileAt(f, 25)
	price := f.Bins.Mid(150)
	var before Cell
	for _, share := range []float64{0.01, 0.02, 0.05, 0.1, 0.9} {
		now := p.Within(price, share)
		if now.Long < before.Long || now.Short < before.Short {
			t.Errorf("within %v there is %+v, less than %+v nearer", share, now, before)
		}
		before = now
	}
	if all := p.Outward(price); before != all {
		t.Errorf("the widest holds %+v, outward there is %+v", before, all)
	}
}

func TestTheTimelineAllocatesNothing(t *testing.T) {
	f := randomField(8, 300, 101, 2000)
	timeline, p := timelineOf(f), profileAt(f, 0)
	if n := testing.AllocsPerRun(20, func() { timeline.At(p.Long, p.Short, 200) }); n > 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func BenchmarkTimelineAt(b *testing.B) {
	f := randomField(9, 7200, 601, 45_000)
	timeline := timelineOf(f)
	long, short := make([]data.USD, f.Bins.N), make([]data.USD, f.Bins.N)
	col := 0
	b.ReportAllocs()
	for b.Loop() {
		col = (col + 37) % f.Columns.N
		timeline.At(long, short, col)
	}
}

func TestSlicesGiveTheSameTimeline(t *testing.T) {
	f := randomField(13, 301, 17, 900)
	b := NewTimeline(f)
	for done := false; !done; {
		counted, listed, keys := b.counted, b.listed, len(b.timeline.keys)
		done = b.Step(20)
		if b.counted-counted > 20 || b.listed-listed > 20 || len(b.timeline.keys)-keys > 1 {
			t.Fatalf("a step of 20 counted %d runs, listed %d and kept %d keys",
				b.counted-counted, b.listed-listed, len(b.timeline.keys)-keys)
		}
	}
	whole := NewTimeline(f)
	for !whole.Step(1 << 30) {
	}
	if !reflect.DeepEqual(b.Timeline(), whole.Timeline()) {
		t.Error("slices give another timeline")
	}
}
