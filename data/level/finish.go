package level

import (
	"unwind/data/bucket"
	"unwind/data/heat"
)

// runsPerBar is how many runs cost about as much as a bar, when they are
// sorted.
const runsPerBar = 64

// ending is what is left to do after the last bar: the columns without one,
// and the order of the runs.
type ending struct {
	begun   bool
	byBin   *bucket.Sort[heat.Run]
	runs    []heat.Run // by bin, nearly in order
	ordered int        // of them, in order
}

// finish does a piece of the ending that costs about as much as the given
// number of bars.
func (e *Estimator) finish(bars int) {
	last := &e.ending
	switch {
	case !last.begun:
		e.endBars()
		last.begun = true
	case e.column < e.columns.N-1:
		e.beginColumns(min(e.column+bars, e.columns.N-1))
	case last.byBin == nil:
		last.byBin = bucket.New(e.runs, e.shown.N, e.binOf)
	case last.runs == nil:
		if last.byBin.Step(runsPerBar * bars) {
			last.runs = last.byBin.Sorted()
		}
	case last.ordered < len(last.runs):
		last.order(runsPerBar * bars)
	default:
		e.makeField()
	}
}

// endBars makes runs of what the last bars left.
func (e *Estimator) endBars() {
	if e.column < 0 {
		e.enterWindow()
	}
	e.flush()
}

func (e *Estimator) makeField() {
	e.field = &heat.Field{
		Bins:    e.shown,
		Columns: e.columns,
		Groups:  e.groups(),
		Scales:  e.scales(),
		Runs:    e.ending.runs,
	}
	e.runs, e.older, e.ending = nil, nil, ending{}
}

// groups are the leverages of the mix, first as longs, then as shorts, each
// with a scale of its own.
func (e *Estimator) groups() []heat.Group {
	groups := make([]heat.Group, 0, 2*len(e.mix))
	for _, b := range e.books {
		for _, s := range e.mix {
			low, high := s.band()
			groups = append(groups, heat.Group{Side: b.side, Leverage: s.Leverage,
				Scale: len(groups), Low: low, High: high, HalfLife: s.HalfLife})
		}
	}
	return groups
}

func (e *Estimator) scales() [][]float32 {
	scales := make([][]float32, 0, 2*len(e.mix))
	for _, b := range e.books {
		for i := range b.levers {
			scales = append(scales, b.levers[i].scales)
		}
	}
	return scales
}

// binOf returns the bin of a run, or -1 for one that was never seen. A run of
// no length is open to the end.
func (e *Estimator) binOf(r *heat.Run) int {
	if r.Len == 0 {
		r.Len = int32(e.columns.N) - r.Start
	}
	if r.Len < 0 {
		return -1
	}
	return int(r.Bin)
}

// order sorts the next runs in among those before them. Runs come nearly
// ascending by start, so there is little to do in each bin.
func (last *ending) order(runs int) {
	all := last.runs
	end := min(last.ordered+runs, len(all))
	for i := last.ordered; i < end; i++ {
		r := all[i]
		j := i
		for ; j > 0 && heat.CompareRuns(all[j-1], r) > 0; j-- {
			all[j] = all[j-1]
		}
		all[j] = r
	}
	last.ordered = end
}
