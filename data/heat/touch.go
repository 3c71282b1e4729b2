package heat

import "unwind/data"

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
	var touches []Touch
	for first := 0; first < len(f.Runs); {
		end := first
		for end < len(f.Runs) && f.Runs[end].Bin == f.Runs[first].Bin {
			end++
		}
		touches = f.appendTouches(touches, f.Runs[first:end], data.Long)
		touches = f.appendTouches(touches, f.Runs[first:end], data.Short)
		first = end
	}
	return mergeTouches(sortByColumn(touches, f.Columns.N))
}

// appendTouches appends those of runs that are of a side and were touched.
func (f *Field) appendTouches(touches []Touch, runs []Run, side data.Side) []Touch {
	for _, r := range runs {
		if r.End() >= f.Columns.N || f.Groups[r.Group].Side != side {
			continue
		}
		if usd := f.worth(r, r.End()); usd > 0 {
			touches = append(touches, Touch{r.End(), int(r.Bin), side, usd})
		}
	}
	return touches
}

// sortByColumn returns touches ascending by column and otherwise in the order
// they have. It counts, because comparing takes a browser too long.
func sortByColumn(touches []Touch, columns int) []Touch {
	next := make([]int32, columns+1)
	for i := range touches {
		next[touches[i].Column+1]++
	}
	for c := range columns {
		next[c+1] += next[c]
	}
	sorted := make([]Touch, len(touches))
	for _, t := range touches {
		sorted[next[t.Column]] = t
		next[t.Column]++
	}
	return sorted
}

// mergeTouches adds up neighbours that differ in nothing but size, in place.
func mergeTouches(touches []Touch) []Touch {
	n := 0
	for _, t := range touches {
		if n > 0 && touches[n-1].at() == t.at() {
			touches[n-1].USD += t.USD
			continue
		}
		touches[n] = t
		n++
	}
	return touches[:n]
}

// at returns t without its size.
func (t Touch) at() Touch { return Touch{Column: t.Column, Bin: t.Bin, Side: t.Side} }
