package heat

import "unwind/data"

// Cell is estimated notional by side.
type Cell struct{ Long, Short data.USD }

// Total returns both sides together.
func (c Cell) Total() data.USD { return c.Long + c.Short }

func (c *Cell) add(side data.Side, usd data.USD) {
	switch side {
	case data.Long:
		c.Long += usd
	case data.Short:
		c.Short += usd
	}
}

// Worth returns what a run of f is worth at a column, whether it is open there
// or not: its dollars times the factor of its group.
func (f *Field) Worth(r Run, col int) data.USD {
	return data.USD(r.USD) * data.USD(f.Scales[f.Groups[r.Group].Scale][col])
}

// At returns what waits in a bin at a column, exactly. It is zero outside the
// field.
func (f *Field) At(col, bin int) Cell {
	if !f.inside(col, bin) {
		return Cell{}
	}
	return f.Between(col, bin, bin+1).Cell
}

// Total returns what waits at a column in all bins together; zero outside the
// field. It visits every run.
func (f *Field) Total(col int) Cell {
	var cell Cell
	if !f.inside(col, 0) {
		return cell
	}
	for _, r := range f.Runs {
		if f.holds(r, col) {
			cell.add(f.Groups[r.Group].Side, f.Worth(r, col))
		}
	}
	return cell
}

// Column writes what waits at a column, both sides together, to dst, one value
// a bin, lowest price first. len(dst) must be f.Bins.N. It visits every run.
func (f *Field) Column(dst []float32, col int) {
	clear(dst)
	if !f.inside(col, 0) {
		return
	}
	for _, r := range f.Runs {
		if f.holds(r, col) {
			dst[r.Bin] += float32(f.Worth(r, col))
		}
	}
}

// Sides writes what waits at a column to long and short, one value a bin,
// lowest price first. The length of both must be f.Bins.N. It visits every
// run.
func (f *Field) Sides(long, short []float32, col int) {
	clear(long)
	clear(short)
	if !f.inside(col, 0) {
		return
	}
	for _, r := range f.Runs {
		if !f.holds(r, col) {
			continue
		}
		dst := long
		if f.Groups[r.Group].Side == data.Short {
			dst = short
		}
		dst[r.Bin] += float32(f.Worth(r, col))
	}
}

// Row writes what waits in a bin, both sides together, to dst, one value a
// column. len(dst) must be f.Columns.N.
func (f *Field) Row(dst []float32, bin int) {
	clear(dst)
	if !f.inside(0, bin) {
		return
	}
	s := newSweep(f.Columns.N, len(f.Scales))
	s.load(f.runsOf(bin), f.Groups)
	for lo, hi, ok := s.next(); ok; lo, hi, ok = s.next() {
		s.value(dst, lo, hi, f.Scales)
	}
}

func (f *Field) inside(col, bin int) bool {
	return col >= 0 && col < f.Columns.N && bin >= 0 && bin < f.Bins.N
}
