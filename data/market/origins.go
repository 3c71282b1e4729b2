package market

import (
	"unwind/data"
	"unwind/data/level"
	"unwind/data/tape"
)

// Layer names a layer of a tape.
type Layer uint8

// Layers of a tape in the order in which they are listed to people.
const (
	LayerPrice Layer = iota
	LayerMark
	LayerSpot
	LayerOpenInterest
	LayerFunding
	LayerDepth
	LayerLiquidations
	LayerTotals
	LayerADL
	LayerGaps
	LayerLevels
	LayerCount
)

var layerNames = [LayerCount]string{
	"price", "mark", "spot", "openInterest", "funding", "depth", "liquidations", "totals", "adl", "gaps", "levels",
}

// String returns the layer's name in the JSON interface.
func (l Layer) String() string { return layerNames[l] }

// Part is a layer with where it comes from.
type Part struct {
	Layer Layer
	tape.Origin
}

// Origins returns where each present layer comes from. A level estimate that
// was made here from the tape's candles is listed as estimated.
func (m *Market) Origins() []Part {
	parts := PartsOf(m.Tape)
	own := Part{LayerLevels, tape.Origin{Provenance: data.Estimated, Why: m.estimated}}
	switch {
	case m.Field == nil:
	case m.Tape.Levels == nil:
		parts = append(parts, own)
	case m.choice.Tuning != (level.Tuning{}):
		parts[len(parts)-1] = own // the last layer is that of the levels
	}
	return parts
}

// PartsOf returns where each layer of a tape comes from.
func PartsOf(t *tape.Tape) []Part {
	var parts []Part
	add := func(l Layer, o tape.Origin) { parts = append(parts, Part{l, o}) }
	if t.Candles != nil {
		add(LayerPrice, t.Candles.Origin)
	}
	if t.Mark != nil {
		add(LayerMark, t.Mark.Origin)
	}
	if t.Spot != nil {
		add(LayerSpot, t.Spot.Origin)
	}
	if t.OpenInterest != nil {
		add(LayerOpenInterest, t.OpenInterest.Origin)
	}
	if t.Funding != nil {
		add(LayerFunding, t.Funding.Origin)
	}
	if t.Depth != nil {
		add(LayerDepth, t.Depth.Origin)
	}
	if t.Liquidations != nil {
		add(LayerLiquidations, t.Liquidations.Origin)
	}
	if t.Totals != nil {
		add(LayerTotals, t.Totals.Origin)
	}
	if t.ADL != nil {
		add(LayerADL, t.ADL.Origin)
	}
	if t.Gaps != nil {
		add(LayerGaps, t.Gaps.Origin)
	}
	if t.Levels != nil {
		add(LayerLevels, t.Levels.Origin)
	}
	return parts
}

// CounterOrigin says where the headline counter comes from: the totals, or
// the tape's own liquidations where it has none.
func (m *Market) CounterOrigin() tape.Origin {
	switch {
	case m.Tape.Totals != nil:
		return m.Tape.Totals.Origin
	case m.Tape.Liquidations != nil:
		return m.Tape.Liquidations.Origin
	}
	return tape.Origin{}
}

// Counts says whether there is anything for the headline counter to count.
func (m *Market) Counts() bool { return m.Tape.Totals != nil || m.Tape.Liquidations != nil }

// AtLeast says whether the headline counter of the whole event is a lower
// bound: its feed is sampled, or has gaps.
func (m *Market) AtLeast() bool { return m.AtLeastBetween(m.Tape.From, m.Tape.To) }

// AtLeastBetween says whether what the headline counter counts in (from, to] is
// a lower bound. Gaps of feeds take nothing from totals, which come by another
// way.
func (m *Market) AtLeastBetween(from, to data.UnixMs) bool {
	switch {
	case m.Tape.Totals != nil:
		return m.Tape.Totals.AtLeast
	case m.Tape.Liquidations != nil:
		return m.sampled() || m.LiquidationGap(from, to)
	}
	return false
}

// sampled says whether a part of the tape's liquidations was never sent: the
// tape says so, or they came by a throttled feed.
func (m *Market) sampled() bool { return m.Tape.Liquidations.AtLeast || len(m.feeds) > 0 }

// PrintsAtLeast says whether sums of the tape's liquidations are lower bounds:
// they are sampled, or have gaps.
func (m *Market) PrintsAtLeast() bool {
	return m.Tape.Liquidations != nil && (m.sampled() || m.LiquidationGap(m.Tape.From, m.Tape.To))
}

// LargestLiquidation returns the notional of the tape's largest liquidation,
// 0 without any.
func (m *Market) LargestLiquidation() data.USD { return m.largest }
