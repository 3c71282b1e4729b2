package heat

import (
	"cmp"
	"slices"

	"unwind/data"
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
	var touches []Touch
	for _, r := range f.Runs {
		if r.End() >= f.Columns.N {
			continue
		}
		if usd := f.worth(r, r.End()); usd > 0 {
			touches = append(touches, Touch{r.End(), int(r.Bin), f.Groups[r.Group].Side, usd})
		}
	}
	slices.SortFunc(touches, compareTouch)
	return mergeTouches(touches)
}

func compareTouch(a, b Touch) int {
	return cmp.Or(a.Column-b.Column, a.Bin-b.Bin, int(a.Side)-int(b.Side))
}

// mergeTouches adds up neighbours that differ in nothing but size, in place.
func mergeTouches(touches []Touch) []Touch {
	n := 0
	for _, t := range touches {
		if n > 0 && compareTouch(touches[n-1], t) == 0 {
			touches[n-1].USD += t.USD
			continue
		}
		touches[n] = t
		n++
	}
	return touches[:n]
}
