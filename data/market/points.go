package market

import (
	"sort"

	"unwind/data"
)

// ValueAt returns the last value of p known at time t: that of the last point
// at or before t. Between two points nothing is made up, since the later one
// was not yet known. It is false before the first point.
func ValueAt(p *data.Points, t data.UnixMs) (float64, bool) {
	i := sort.Search(len(p.T), func(i int) bool { return p.T[i] > t })
	if i == 0 {
		return 0, false
	}
	return p.V[i-1], true
}
