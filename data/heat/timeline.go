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
	keyStride = 256
	keyValues = 1 << 21
)

// Dust is less than any sum of notional: what remains of floats that were
// added and taken away.
const Dust data.USD = 1e-3

// TimelineBuilder makes a timeline in small steps.
type TimelineBuilder struct {
	timeline *Timeline
	counted  int       // runs whose starts and ends are counted by column
	next     []int32   // by column: where its next change goes; nil while runs are counted
	listed   int       // runs whose changes are listed
	open     []float64 // notional at column done, by place, then bin
	done     int       // columns whose changes are in open
}

// NewTimeline returns a builder for the timeline of f, which is kept and must
// be valid.
func NewTimeline(f *Field) *TimelineBuilder {
	values := 2 * len(f.Scales) * f.Bins.N
	t := &Timeline{field: f, stride: max(keyStride, f.Columns.N*values/keyValues+1)}
	t.first = make([]int32, f.Columns.N+2)
	return &TimelineBuilder{timeline: t, open: make([]float64, values)}
}

// Step does the given number of runs, which it first brings into the order of
// time, or the columns with about as many changes, and reports whether all is
// done.
func (b *TimelineBuilder) Step(runs int) (done bool) {
	all := b.timeline.field.Runs
	switch {
	case b.counted < len(all):
		b.count(all[b.counted:min(b.counted+runs, len(all))])
	case b.next == nil:
		b.layOut()
	case b.listed < len(all):
		b.list(all[b.listed:min(b.listed+runs, len(all))])
	default:
		b.addUp(2 * runs)
	}
	return b.done == b.timeline.field.Columns.N
}

// count counts the starts and ends of runs by column. Counting sorts without
// comparing, which takes a browser too long.
func (b *TimelineBuilder) count(runs []Run) {
	first, columns := b.timeline.first, b.timeline.field.Columns.N
	for i := range runs {
		first[runs[i].Start+1]++
		first[min(runs[i].End(), columns)+1]++
	}
	b.counted += len(runs)
}

// layOut turns numbers of changes into the place of the first.
func (b *TimelineBuilder) layOut() {
	t := b.timeline
	for c := range t.field.Columns.N + 1 {
		t.first[c+1] += t.first[c]
	}
	t.change = make([]binChange, 2*len(t.field.Runs))
	b.next = append([]int32(nil), t.first...)
}

// list puts the changes of runs into their columns.
func (b *TimelineBuilder) list(runs []Run) {
	for i := range runs {
		r := &runs[i]
		c := b.timeline.changeOf(r)
		b.put(int(r.Start), c)
		c.usd = -c.usd
		b.put(min(r.End(), b.timeline.field.Columns.N), c)
	}
	b.listed += len(runs)
}

func (b *TimelineBuilder) put(column int, c binChange) {
	b.timeline.change[b.next[column]] = c
	b.next[column]++
}

// addUp takes the changes of the next columns, until it has taken that many,
// and keeps what is open at every stride-th. A column counts as one change and
// a key as one for each value that it holds.
func (b *TimelineBuilder) addUp(changes int) {
	t := b.timeline
	bins := t.field.Bins.N
	for ; changes > 0 && b.done < t.field.Columns.N; b.done++ {
		due := t.change[t.first[b.done]:t.first[b.done+1]]
		for _, c := range due {
			b.open[int(c.place)*bins+int(c.bin)] += float64(c.usd)
		}
		changes -= len(due) + 1
		if b.done%t.stride == 0 {
			t.keys = append(t.keys, append([]float64(nil), b.open...))
			changes -= len(b.open)
		}
	}
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
		t.add(long, short, c, col)
	}
}

// Born writes what no column before col shows of what waits there to long and
// short, as [Timeline.At] does.
func (t *Timeline) Born(long, short []data.USD, col int) {
	clear(long)
	clear(short)
	if !t.field.inside(col, 0) {
		return
	}
	for _, c := range t.change[t.first[col]:t.first[col+1]] {
		if c.usd > 0 {
			t.add(long, short, c, col)
		}
	}
}

// add adds a change to what waits at a column.
func (t *Timeline) add(long, short []data.USD, c binChange, col int) {
	usd := data.USD(float64(c.usd) * float64(t.field.Scales[c.place/2][col]))
	if c.place%2 == 0 {
		long[c.bin] += usd
	} else {
		short[c.bin] += usd
	}
}

func dropDust(values []data.USD) {
	for i, v := range values {
		if v < Dust {
			values[i] = 0
		}
	}
}
