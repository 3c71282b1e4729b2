package heat

import (
	"math/bits"
	"slices"

	"unwind/data"
)

// change is what happens to the notional of one scale at one column.
type change struct {
	usd  float64
	lean float64 // of it, shorts less longs
	wide float64 // of it, the highest less [UnsureFrom] times the lowest
	runs int32
}

// changeOf returns what the start of a run of g changes.
func (g *Group) changeOf(usd float64) change {
	c := change{usd: usd, lean: -usd, runs: 1}
	if g.Side == data.Short {
		c.lean = usd
	}
	c.wide = g.Wide(usd)
	return c
}

func (c *change) add(d change) {
	c.usd += d.usd
	c.lean += d.lean
	c.wide += d.wide
	c.runs += d.runs
}

func (c change) undone() change { return change{-c.usd, -c.lean, -c.wide, -c.runs} }

// sweep walks the columns of one bin in segments between which no run starts
// or ends. It costs one step a segment, not one a column.
type sweep struct {
	columns int
	due     []due    // of the runs loaded
	first   []int32  // by column: one more than the place in due of its first; 0: none
	marks   []uint64 // columns with a change
	open    []change // per scale, what is open in the segment at hand
	held    uint64   // bit k is set when scale k, of which there are at most 64, has anything open
	at      int      // end of the segment at hand
}

// due is a change of one scale at a column, and the next one of that column, as
// in [sweep.first]. They lie beside each other, because those of a bin are few
// and a table of all columns would be megabytes.
type due struct {
	change
	scale int
	next  int32
}

func newSweep(columns, scales int) *sweep {
	return &sweep{
		columns: columns,
		first:   make([]int32, columns),
		marks:   make([]uint64, columns/64+1),
		open:    make([]change, scales),
	}
}

// load starts the sweep over runs, all of one bin.
func (s *sweep) load(runs []Run, groups []Group) {
	s.at, s.held, s.due = 0, 0, s.due[:0]
	clear(s.open)
	for i := range runs {
		r := &runs[i]
		g := &groups[r.Group]
		c := g.changeOf(float64(r.USD))
		s.mark(int(r.Start), g.Scale, c)
		s.mark(r.End(), g.Scale, c.undone())
	}
}

func (s *sweep) mark(column, scale int, c change) {
	if column >= s.columns {
		return
	}
	s.due = append(s.due, due{c, scale, s.first[column]})
	s.first[column] = int32(len(s.due))
	s.marks[column>>6] |= 1 << (column & 63)
}

// next moves to the next segment, columns from lo to hi exclusive, and
// returns false after the last. What is open in it is in s.open.
func (s *sweep) next() (lo, hi int, ok bool) {
	if s.at >= s.columns {
		return 0, 0, false
	}
	lo = s.at
	s.take(lo)
	s.at = s.nextMark(lo)
	return lo, s.at, true
}

// take applies the changes of a column and clears them for the next load. The
// count of runs says when nothing is open, because sums of floats may leave a
// remainder.
func (s *sweep) take(column int) {
	i := s.first[column]
	if i == 0 {
		return
	}
	s.first[column] = 0
	s.marks[column>>6] &^= 1 << (column & 63)
	for i != 0 {
		d := &s.due[i-1]
		open := &s.open[d.scale]
		open.add(d.change)
		s.held |= 1 << d.scale
		if open.runs == 0 {
			*open = change{}
			s.held &^= 1 << d.scale
		}
		i = d.next
	}
}

// nextMark returns the first column with a change that is not yet taken, or
// the number of columns.
func (s *sweep) nextMark(from int) int {
	for w := from >> 6; w < len(s.marks); w++ {
		if s.marks[w] != 0 {
			return w<<6 + bits.TrailingZeros64(s.marks[w])
		}
	}
	return s.columns
}

// value writes the scaled notional of the segment from lo to hi to dst[lo:hi]
// and returns whether there is any.
func (s *sweep) value(dst []float32, lo, hi int, scales [][]float32) bool {
	dst = dst[lo:hi]
	var waiting []float32 // scale of the term that is not yet in dst
	var usd float32       // of it
	some := false
	for held := s.held; held != 0; held &= held - 1 {
		k := bits.TrailingZeros64(held)
		next := float32(s.open[k].usd)
		scale := scales[k][lo:hi]
		switch {
		case next <= 0:
		case waiting == nil:
			waiting, usd = scale, next
		case some:
			addTwo(dst, waiting, usd, scale, next)
			waiting = nil
		default:
			setTwo(dst, waiting, usd, scale, next)
			waiting, some = nil, true
		}
	}
	switch {
	case waiting == nil:
	case some:
		addScaled(dst, waiting, usd)
	default:
		setScaled(dst, waiting, usd)
		some = true
	}
	return some
}

// setTwo and addTwo are two terms at once, which is faster than one after the
// other; the order of additions is the same.
func setTwo(dst, scale1 []float32, usd1 float32, scale2 []float32, usd2 float32) {
	scale1, scale2 = scale1[:len(dst)], scale2[:len(dst)]
	for i := range dst {
		dst[i] = float32(usd1*scale1[i]) + float32(usd2*scale2[i])
	}
}

func addTwo(dst, scale1 []float32, usd1 float32, scale2 []float32, usd2 float32) {
	scale1, scale2 = scale1[:len(dst)], scale2[:len(dst)]
	for i := range dst {
		dst[i] = dst[i] + float32(usd1*scale1[i]) + float32(usd2*scale2[i])
	}
}

func setScaled(dst, scale []float32, usd float32) {
	scale = scale[:len(dst)]
	for i := range dst {
		dst[i] = usd * scale[i]
	}
}

func addScaled(dst, scale []float32, usd float32) {
	scale = scale[:len(dst)]
	for i := range dst {
		dst[i] += usd * scale[i]
	}
}

// runsOf returns the runs of one bin.
func (f *Field) runsOf(bin int) []Run {
	lo, _ := slices.BinarySearchFunc(f.Runs, bin, compareBin)
	n, _ := slices.BinarySearchFunc(f.Runs[lo:], bin+1, compareBin)
	return f.Runs[lo : lo+n]
}

func compareBin(r Run, bin int) int { return int(r.Bin) - bin }
