package market

import (
	"unwind/data"
	"unwind/data/heat"
)

// ProfileAt returns the liquidation map at time t: what the level estimate says
// waits then, by price, in the column that contains t. It is written to long
// and short, which the profile keeps and which must have room for every bin;
// [heat.MaxBins] always suffices. It is false where there is no estimate.
func (m *Market) ProfileAt(t data.UnixMs, long, short []data.USD) (heat.Profile, bool) {
	f := m.Field
	if f == nil {
		return heat.Profile{}, false
	}
	p := heat.Profile{Bins: f.Bins, Long: long[:f.Bins.N], Short: short[:f.Bins.N]}
	column := m.profileColumn(t)
	m.timeline.At(p.Long, p.Short, column)
	f.DropReached(p.Long, p.Short, column)
	return p, true
}

// ProfileColumn returns the column of the level estimate that shows time t: the
// one that contains it, or the last. It is −1 before the estimate begins and
// without one.
func (m *Market) ProfileColumn(t data.UnixMs) int {
	if m.Field == nil {
		return -1
	}
	return m.profileColumn(t)
}

func (m *Market) profileColumn(t data.UnixMs) int {
	c := m.Field.Columns
	return max(min(c.Index(t), c.N-1), -1)
}
