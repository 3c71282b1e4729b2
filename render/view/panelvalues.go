package view

import (
	"sort"

	"unwind/data"
	"unwind/data/market"
)

// reading is what a panel shows of one candle: values that point up and down
// from zero, or one value.
type reading struct {
	up, down float64 // both zero or more; the funding rate has one of them
	unsided  float64 // liquidations of no known side, on top of up
	value    float64 // of open interest and depth
	depth    market.DepthFrom
	known    bool
	falls    bool // volume of a falling candle
	noSpot   bool // the spot market's part, down, is not known
}

// reading returns what panel k shows of candle i of a level, as far as it is
// known at the replay time.
func (b *builder) reading(k panel, level, i int) reading {
	c := b.Market.Candles(level)
	from, closes := c.T[i], c.T[i]+c.Step
	switch k {
	case panelLiquidations:
		return b.liquidated(level, from, closes)
	case panelLanes: // each lane says its own
		return reading{}
	case panelVolume, panelSpot:
		r := reading{up: c.Volume[i], known: true, falls: c.Close[i] < c.Open[i]}
		if closes > b.t {
			now, _ := b.Market.Forming(level, b.t)
			r.up, r.falls = now.Volume, now.Close < now.Open
		}
		if k == panelSpot {
			volume, ok := b.spotVolume(c.Step, from, closes)
			r.down, r.noSpot = volume, !ok
		}
		return r
	case panelInterest:
		v, ok := b.Market.Tape.OpenInterest.Points.At(min(closes, b.t))
		return reading{value: v, known: ok}
	case panelDepth:
		d := b.Market.Depth(market.DepthChoice{}, min(closes, b.t))
		return reading{value: float64(d.Quote), known: d.From != market.DepthUnknown, depth: d.From}
	}
	v, ok := b.Market.Tape.Funding.Points.At(min(closes, b.t))
	return reading{up: max(v, 0), down: max(-v, 0), known: ok}
}

func (b *builder) liquidated(level int, from, closes data.UnixMs) reading {
	r := reading{known: true}
	if closes > b.t {
		var room [4]market.Bubble
		for _, bubble := range b.Market.AppendFormingBubbles(room[:0], level, b.t) {
			r.add(&bubble)
		}
		return r
	}
	all := b.Market.Bubbles(level)
	for i := sort.Search(len(all), func(i int) bool { return all[i].T >= from }); i < len(all) && all[i].T < closes; i++ {
		r.add(&all[i])
	}
	return r
}

func (r *reading) add(bubble *market.Bubble) {
	switch usd := float64(bubble.Notional); bubble.Side {
	case data.Long:
		r.down += usd
	case data.Short:
		r.up += usd
	default:
		r.unsided += usd
	}
}

// spotVolume returns what the spot market traded in a candle, and whether it is
// known: not where its candles are longer, nor where it has none.
func (b *builder) spotVolume(step, from, closes data.UnixMs) (float64, bool) {
	c := b.Market.SpotCandles(step)
	if c == nil {
		return 0, false
	}
	i := sort.Search(c.Len(), func(i int) bool { return c.T[i] >= from })
	if i == c.Len() || c.T[i] >= closes {
		return 0, false
	}
	if closes > b.t {
		return b.Market.FormingSpot(step, b.t), true
	}
	return c.Volume[i], true
}

// panelRange returns the least and the greatest value of panel k in the part of
// the window before until. To the window's end, revealed or not, it is the
// scale, which stands still while the replay plays.
func (b *builder) panelRange(k panel, level int, until data.UnixMs) (low, high float64) {
	from, tape := b.chart.From, b.Market.Tape
	switch k {
	case panelLiquidations:
		return b.liquidatedRange(level, until)
	case panelLanes:
		return 0, float64(b.Market.LaneMost(level))
	case panelVolume:
		return 0, mostVolume(b.Market.Candles(level), from, until)
	case panelSpot:
		c := b.Market.Candles(level)
		if spot := b.Market.SpotCandles(c.Step); spot != nil {
			low = -mostVolume(spot, from, until)
		}
		return low, mostVolume(c, from, until)
	case panelInterest:
		return pointRange(&tape.OpenInterest.Points, from, until)
	case panelDepth:
		return b.depthRange(from, until)
	}
	low, high = pointRange(&tape.Funding.Points, from, until)
	return min(low, 0), max(high, 0)
}

func (b *builder) liquidatedRange(level int, until data.UnixMs) (low, high float64) {
	all, step := b.Market.Bubbles(level), b.Market.Candles(level).Step
	var sum reading
	var at data.UnixMs
	for i := sort.Search(len(all), func(i int) bool { return all[i].T+step > b.chart.From }); i < len(all) && all[i].T < until; i++ {
		if all[i].T != at {
			sum, at = reading{}, all[i].T
		}
		sum.add(&all[i])
		low, high = min(low, -sum.down), max(high, sum.up+sum.unsided)
	}
	return low, high
}

func mostVolume(c *data.Candles, from, until data.UnixMs) float64 {
	most := 0.0
	for i := sort.Search(c.Len(), func(i int) bool { return c.T[i]+c.Step > from }); i < c.Len() && c.T[i] < until; i++ {
		most = max(most, c.Volume[i])
	}
	return most
}

// pointRange returns the range of the values that hold somewhere in
// [from, until).
func pointRange(p *data.Points, from, until data.UnixMs) (low, high float64) {
	i := sort.Search(len(p.T), func(i int) bool { return p.T[i] > from })
	i = max(i-1, 0)
	if i >= len(p.T) || p.T[i] >= until {
		return 0, 0
	}
	low, high = p.V[i], p.V[i]
	for ; i < len(p.T) && p.T[i] < until; i++ {
		low, high = min(low, p.V[i]), max(high, p.V[i])
	}
	return low, high
}

// depthRange returns the range of the depth, as published or else as measured,
// that holds somewhere in [from, until).
func (b *builder) depthRange(from, until data.UnixMs) (low, high float64) {
	if l := b.Market.Tape.Depth; l != nil && len(l.T) > 0 {
		return pointRange(&l.Points, from, until)
	}
	flows := b.Market.Flows()
	first := max(0, sort.Search(len(flows), func(i int) bool { return flows[i].To > from })-1)
	for i := first; i < len(flows) && flows[i].To < until; i++ {
		v := float64(flows[i].Depth.PerPercent())
		if i == first {
			low = v
		}
		low, high = min(low, v), max(high, v)
	}
	return low, high
}
