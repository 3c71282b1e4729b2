package level

import "unwind/data/heat"

// finish begins the columns after the last bar and makes the field.
func (e *Estimator) finish() {
	if e.column < 0 {
		e.enterWindow()
	}
	e.flush()
	e.beginColumns(e.columns.N - 1)
	e.field = &heat.Field{
		Bins:    e.shown,
		Columns: e.columns,
		Groups:  e.groups(),
		Scales:  e.scales(),
		Runs:    sortRuns(e.runs, e.shown.N, e.columns.N),
	}
	e.runs, e.older = nil, nil
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

// sortRuns returns the runs that were seen in the order of a field. A run of
// no length is open to the end. Runs come nearly ascending by start, so
// counting by bin leaves little to do in each.
func sortRuns(runs []heat.Run, bins, columns int) []heat.Run {
	first := make([]int32, bins+1)
	for i := range runs {
		if runs[i].Len == 0 {
			runs[i].Len = int32(columns) - runs[i].Start
		}
		if runs[i].Len > 0 {
			first[runs[i].Bin+1]++
		}
	}
	for bin := range bins {
		first[bin+1] += first[bin]
	}
	sorted := make([]heat.Run, first[bins])
	for _, r := range runs {
		if r.Len > 0 {
			sorted[first[r.Bin]] = r
			first[r.Bin]++
		}
	}
	insertionSort(sorted)
	return sorted
}

// insertionSort sorts runs that are nearly in order already.
func insertionSort(runs []heat.Run) {
	for i := 1; i < len(runs); i++ {
		r := runs[i]
		j := i
		for ; j > 0 && heat.CompareRuns(runs[j-1], r) > 0; j-- {
			runs[j] = runs[j-1]
		}
		runs[j] = r
	}
}
