package heat

import "unwind/data"

// Timeline answers what waits at a column in all bins, by side, without
// visiting every run: it keeps the open notional of every stride-th column and
// what changes in between. It is read-only and may be shared between
// goroutines.
type Timeline struct {
	field  *Field
	stride int         // columns between two keys
	keys   [][]float64 // unscaled notional at columns 0, stride, 2·stride, …: by place, then bin
	first  []int32     // by column: its first change
	change []binChange
}

// binChange is what is added to a bin at a column. Its place is twice the
// scale, and one more for shorts.
type binChange struct {
	bin   uint16
	place uint8
	usd   float32
}

// How far apart the keys of a timeline are at least, in columns, and how many
// values they hold at most together.
const (
	keyStride = 64
	keyValues = 1 << 21
)

// dust is less than any sum of notional: what remains of floats that were
// added and taken away.
const dust data.USD = 1e-3

// TimelineBuilder makes a timeline in small steps.
type TimelineBuilder struct {
	timeline *Timeline
	open     []float64 // notional at column done, by place, then bin
	done     int       // columns whose changes are in open
}

// NewTimeline returns a builder for the timeline of f, which is kept and must
// be valid.
func NewTimeline(f *Field) *TimelineBuilder {
	values := 2 * len(f.Scales) * f.Bins.N
	t := &Timeline{field: f, stride: max(keyStride, f.Columns.N*values/keyValues+1)}
	return &TimelineBuilder{timeline: t, open: make([]float64, values)}
}

// Step does the next columns and reports whether all are done. The first step
// sorts the runs by time instead.
func (b *TimelineBuilder) Step(columns int) (done bool) {
	t := b.timeline
	if t.change == nil {
		t.sortChanges()
		return t.field.Columns.N == 0
	}
	bins := t.field.Bins.N
	for end := min(b.done+columns, t.field.Columns.N); b.done < end; b.done++ {
		for _, c := range t.change[t.first[b.done]:t.first[b.done+1]] {
			b.open[int(c.place)*bins+int(c.bin)] += float64(c.usd)
		}
		if b.done%t.stride == 0 {
			t.keys = append(t.keys, append([]float64(nil), b.open...))
		}
	}
	return b.done == t.field.Columns.N
}

// Timeline returns the finished timeline, once Step has reported that all is
// done.
func (b *TimelineBuilder) Timeline() *Timeline { return b.timeline }

// changeOf returns what the start of r changes.
func (t *Timeline) changeOf(r *Run) binChange {
	g := &t.field.Groups[r.Group]
	c := binChange{bin: r.Bin, place: uint8(2 * g.Scale), usd: r.USD}
	if g.Side == data.Short {
		c.place++
	}
	return c
}

// sortChanges lists the starts and ends of all runs by column. It counts,
// because comparing takes a browser too long.
func (t *Timeline) sortChanges() {
	runs, columns := t.field.Runs, t.field.Columns.N
	t.first = make([]int32, columns+2)
	for i := range runs {
		t.first[runs[i].Start+1]++
		t.first[min(runs[i].End(), columns)+1]++
	}
	for c := range columns + 1 {
		t.first[c+1] += t.first[c]
	}
	t.change = make([]binChange, 2*len(runs))
	next := append([]int32(nil), t.first...)
	put := func(column int, c binChange) {
		t.change[next[column]] = c
		next[column]++
	}
	for i := range runs {
		r := &runs[i]
		c := t.changeOf(r)
		put(int(r.Start), c)
		c.usd = -c.usd
		put(min(r.End(), columns), c)
	}
}

// At writes what waits at a column to long and short, one value a bin, lowest
// price first; zeros outside the field. The length of both must be Bins.N. It
// allocates nothing.
func (t *Timeline) At(long, short []data.USD, col int) {
	f := t.field
	clear(long)
	clear(short)
	if !f.inside(col, 0) {
		return
	}
	key := t.keys[col/t.stride]
	for k, scale := range f.Scales {
		s, n := float64(scale[col]), f.Bins.N
		addTimes(long, key[2*k*n:], s)
		addTimes(short, key[(2*k+1)*n:], s)
	}
	t.replay(long, short, col)
	dropDust(long)
	dropDust(short)
}

// addTimes adds s times the first values of src to dst.
func addTimes(dst []data.USD, src []float64, s float64) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += data.USD(s * src[i])
	}
}

// replay adds what has changed since the last key.
func (t *Timeline) replay(long, short []data.USD, col int) {
	from := col - col%t.stride + 1
	for _, c := range t.change[t.first[from]:t.first[max(col+1, from)]] {
		usd := data.USD(float64(c.usd) * float64(t.field.Scales[c.place/2][col]))
		if c.place%2 == 0 {
			long[c.bin] += usd
		} else {
			short[c.bin] += usd
		}
	}
}

func dropDust(values []data.USD) {
	for i, v := range values {
		if v < dust {
			values[i] = 0
		}
	}
}
