package level

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/margin"
)

// Filter is which positions are shown. Its zero value is all of them. Bounds
// that are zero are open. It only ever takes away: what is shown is a part of
// the estimate, and parts that do not overlap add up to it.
type Filter struct {
	Side                      data.Side // UnknownSide: both
	LowLeverage, HighLeverage float64   // both inclusive
	LowUSD, HighUSD           data.USD  // notional of a position when it was opened
	// Venues are ids of venues in ascending order, separated by commas; "" is
	// all of them. The estimate has no split by venue, so they filter recorded
	// liquidations alone.
	Venues string
}

// Levels returns the part of f that selects levels.
func (f Filter) Levels() Filter {
	f.Venues = ""
	return f
}

// Field returns the part of a field that f selects, or the field itself when
// that is all of it. The tiers and a price of the event say how large positions
// of a leverage can be. Only runs are new; everything else is shared.
func (f Filter) Field(whole *heat.Field, t *margin.Table, price data.Price) *heat.Field {
	if f.Levels() == (Filter{}) {
		return whole
	}
	parts := make([]float32, len(whole.Groups))
	for i := range whole.Groups {
		parts[i] = float32(f.partOf(&whole.Groups[i], t, price))
	}
	chosen := *whole
	chosen.Runs = make([]heat.Run, 0, len(whole.Runs))
	for _, r := range whole.Runs {
		r.USD *= parts[r.Group]
		if r.USD > 0 {
			chosen.Runs = append(chosen.Runs, r)
		}
	}
	return &chosen
}

// partOf returns the part of a group that f selects, 0 to 1.
func (f Filter) partOf(g *heat.Group, t *margin.Table, price data.Price) float64 {
	switch {
	case f.Side != data.UnknownSide && f.Side != g.Side,
		g.Leverage < f.LowLeverage,
		f.HighLeverage > 0 && g.Leverage > f.HighLeverage:
		return 0
	case f.LowUSD <= 0 && f.HighUSD <= 0:
		return 1
	}
	return sizePart(f.LowUSD, f.HighUSD, t.LargestAt(g.Leverage, price))
}

// The sizes of positions are not published. Of the dollars that open at a
// leverage, the part in positions below a size is taken to be lognormal, with
// half of them in positions of more than the typical one, cut at the largest
// position that the leverage allows.
const (
	sizeMedian = 100e3 // USD, Defaults().PositionUSD
	sizeSpread = 2     // of the natural logarithm: 68 % of the dollars are within a factor of 7.4
)

// sizePart returns the part of the dollars of a leverage that is in positions
// from low to high, zero is open, when none is larger than largest.
func sizePart(low, high, largest data.USD) float64 {
	if high <= 0 || high > largest {
		high = largest
	}
	if !(high > low) {
		return 0
	}
	return (sizesBelow(high) - sizesBelow(low)) / sizesBelow(largest)
}

// sizesBelow returns the part of the dollars in positions below a size, were
// there no largest.
func sizesBelow(usd data.USD) float64 {
	if !(usd > 0) {
		return 0
	}
	return math.Erfc(-math.Log(float64(usd)/sizeMedian)/(sizeSpread*math.Sqrt2)) / 2
}
