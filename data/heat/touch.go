package heat

import (
	"unwind/data"
	"unwind/data/bucket"
)

// Touch is estimated notional that the mark price reached: it is gone from
// column Column on.
type Touch struct {
	Column, Bin int
	Side        data.Side
	USD         data.USD // at the column of the touch, > 0
}

// Touches returns every touch of the field, one per column, bin and side,
// ascending by column, then bin, then side. Runs that last to the end of the
// field were not touched.
func (f *Field) Touches() []Touch {
	b := NewTouches(f)
	for !b.Step(len(f.Runs) + 1) {
	}
	return b.Touches()
}

// TouchBuilder is [Field.Touches] in slices, for a caller that may not block.
type TouchBuilder struct {
	field    *Field
	found    []Touch // ascending by bin, then side
	next     int     // run to do next
	byColumn *bucket.Sort[Touch]
	sorted   []Touch // ascending by column too; nil before
	visited  int     // of them, to merge
	merged   int     // of them, each of another place
}

// NewTouches starts the touches of f, which must pass [Field.Check] and must
// not change before the last [TouchBuilder.Step].
func NewTouches(f *Field) *TouchBuilder { return &TouchBuilder{field: f} }

// Step visits the given number of runs, to the end of a bin, or sorts or merges
// as many touches, and returns true when all are in order.
func (b *TouchBuilder) Step(runs int) (done bool) {
	switch {
	case b.next < len(b.field.Runs):
		b.collect(runs)
	case b.byColumn == nil:
		b.byColumn = bucket.New(b.found, b.field.Columns.N, func(t *Touch) int { return t.Column })
	case b.sorted != nil:
		b.merge(runs)
		return b.visited == len(b.sorted)
	case b.byColumn.Step(runs):
		b.sorted = b.byColumn.Sorted()
	}
	return false
}

// Touches returns the touches, once Step has returned true.
func (b *TouchBuilder) Touches() []Touch { return b.sorted[:b.merged] }

// collect finds the touches of the next bins, until it has visited that many
// runs.
func (b *TouchBuilder) collect(runs int) {
	all := b.field.Runs
	for stop := b.next + runs; b.next < min(stop, len(all)); {
		end := b.next
		for end < len(all) && all[end].Bin == all[b.next].Bin {
			end++
		}
		b.found = b.field.appendTouches(b.found, all[b.next:end], data.Long)
		b.found = b.field.appendTouches(b.found, all[b.next:end], data.Short)
		b.next = end
	}
}

// appendTouches appends those of runs that are of a side and were touched.
func (f *Field) appendTouches(touches []Touch, runs []Run, side data.Side) []Touch {
	for i := range runs {
		r := &runs[i]
		if r.End() >= f.Columns.N || f.Groups[r.Group].Side != side {
			continue
		}
		if usd := f.Worth(*r, r.End()); usd > 0 {
			touches = append(touches, Touch{r.End(), int(r.Bin), side, usd})
		}
	}
	return touches
}

// merge adds up neighbours that differ in nothing but size, in place.
func (b *TouchBuilder) merge(touches int) {
	all := b.sorted
	for end := min(b.visited+touches, len(all)); b.visited < end; b.visited++ {
		t := all[b.visited]
		if n := b.merged; n > 0 && all[n-1].at() == t.at() {
			all[n-1].USD += t.USD
			continue
		}
		all[b.merged] = t
		b.merged++
	}
}

// at returns t without its size.
func (t Touch) at() Touch { return Touch{Column: t.Column, Bin: t.Bin, Side: t.Side} }
