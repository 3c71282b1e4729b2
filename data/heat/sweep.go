package heat

import (
	"math/bits"
	"slices"
)

// change is what happens to the notional of one scale at one column.
type change struct {
	usd  float64
	runs int32
}

// sweep walks the columns of one bin in segments between which no run starts
// or ends. It costs one step a segment, not one a column.
type sweep struct {
	columns int
	changes [][]change // per scale, one per column; zero where marks is clear
	marks   []uint64   // columns with a change
	open    []change   // per scale, what is open in the segment at hand
	at      int        // end of the segment at hand
}

func newSweep(columns, scales int) *sweep {
	s := &sweep{columns: columns, marks: make([]uint64, columns/64+1)}
	s.changes = make([][]change, scales)
	for k := range s.changes {
		s.changes[k] = make([]change, columns)
	}
	s.open = make([]change, scales)
	return s
}

// load starts the sweep over runs, all of one bin.
func (s *sweep) load(runs []Run, groups []Group) {
	s.at = 0
	clear(s.open)
	for i := range runs {
		r := &runs[i]
		usd := float64(r.USD)
		changes := s.changes[groups[r.Group].Scale]
		s.mark(changes, int(r.Start), change{usd, 1})
		s.mark(changes, r.End(), change{-usd, -1})
	}
}

func (s *sweep) mark(changes []change, column int, c change) {
	if column >= s.columns {
		return
	}
	changes[column].usd += c.usd
	changes[column].runs += c.runs
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
	bit := uint64(1) << (column & 63)
	if s.marks[column>>6]&bit == 0 {
		return
	}
	s.marks[column>>6] &^= bit
	for k, changes := range s.changes {
		c := changes[column]
		changes[column] = change{}
		s.open[k].runs += c.runs
		s.open[k].usd += c.usd
		if s.open[k].runs == 0 {
			s.open[k].usd = 0
		}
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
	some := false
	for k := range s.open {
		usd := float32(s.open[k].usd)
		switch {
		case usd <= 0:
		case some:
			addScaled(dst[lo:hi], scales[k][lo:hi], usd)
		default:
			setScaled(dst[lo:hi], scales[k][lo:hi], usd)
			some = true
		}
	}
	return some
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
