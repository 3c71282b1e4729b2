package market

import (
	"sort"

	"unwind/data"
)

// SpotCandles returns the spot market's candles of a length, or nil when the
// tape has none that short or none that make it up. They must not be changed.
func (m *Market) SpotCandles(step data.UnixMs) *data.Candles {
	for i := range m.spot {
		if m.spot[i].Step == step {
			return &m.spot[i]
		}
	}
	return nil
}

// FormingSpot returns the spot volume, in base units, of the candle of a length
// that contains t, as far as it is known at t: a candle's volume flows evenly
// over it. It is 0 where [Market.SpotCandles] has none.
func (m *Market) FormingSpot(step, t data.UnixMs) float64 {
	if m.SpotCandles(step) == nil {
		return 0
	}
	base, volume := &m.spot[0], 0.0
	start := floorTo(t, step)
	for i := sort.Search(base.Len(), func(i int) bool { return base.T[i] >= start }); i < base.Len() && base.T[i] <= t; i++ {
		volume += m.partOf(base, i, t).Volume
	}
	return volume
}
