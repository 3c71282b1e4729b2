package heat

import (
	"math"

	"unwind/data"
)

// Between returns the bins from (inclusive) to to (exclusive) that a range of
// prices stands for: those whose middle is in [low, high), or the one that
// holds low where high is no greater. There are none (to = from) outside the
// bins and for what is no price.
func (b Bins) Between(low, high data.Price) (from, to int) {
	if !(low > 0) || math.IsInf(float64(low), 0) || math.IsNaN(float64(high)) {
		return 0, 0
	}
	if high <= low {
		i := b.Index(low)
		if i < 0 || i >= b.N {
			return 0, 0
		}
		return i, i + 1
	}
	from = b.firstFrom(low)
	return from, max(b.firstFrom(high), from)
}

// firstFrom returns the first bin whose middle is at least p, at most N.
func (b Bins) firstFrom(p data.Price) int {
	return int(min(max(math.Ceil(b.Position(p)-0.5), 0), float64(b.N)))
}

// Sum is what waits in some bins at a column: the estimate, and the least and
// the most that it may be, as [Field.Band] has them.
type Sum struct{ Cell, Least, Most Cell }

// Between returns what waits at column col in the bins from (inclusive) to to
// (exclusive), together. It is zero outside the field, visits every run of
// these bins and allocates nothing.
func (f *Field) Between(col, from, to int) Sum {
	var s Sum
	if col < 0 || col >= f.Columns.N {
		return s
	}
	for _, r := range f.RunsBetween(from, to) {
		if f.holds(r, col) {
			s.add(&f.Groups[r.Group], f.Worth(r, col))
		}
	}
	return s
}

// add adds what a run of g is worth.
func (s *Sum) add(g *Group, usd data.USD) {
	least, most := g.Band()
	s.Cell.add(g.Side, usd)
	s.Least.add(g.Side, usd*data.USD(least))
	s.Most.add(g.Side, usd*data.USD(most))
}

// Foremost returns the leverage that most of what waits at column col in the
// bins from (inclusive) to to (exclusive) was opened with, both sides together,
// and its dollars; of equal ones the first of [Field.Groups]. Both are zero
// where nothing waits. It allocates nothing.
func (f *Field) Foremost(col, from, to int) (leverage float64, usd data.USD) {
	if col < 0 || col >= f.Columns.N {
		return 0, 0
	}
	var sums [MaxGroups]data.USD
	for _, r := range f.RunsBetween(from, to) {
		if f.holds(r, col) {
			sums[r.Group] += f.Worth(r, col)
		}
	}
	for i := range f.Groups {
		var sum data.USD
		for k := range f.Groups {
			if f.Groups[k].Leverage == f.Groups[i].Leverage {
				sum += sums[k]
			}
		}
		if sum > usd {
			leverage, usd = f.Groups[i].Leverage, sum
		}
	}
	return leverage, usd
}
