package reconstruct

import (
	"unwind/data"
)

// minuteBars are minute candles in whole ticks and tenths of the base asset.
type minuteBars struct {
	open, high, low, close []ticks
	volume                 []int64 // in 1/volumeUnit of the base asset
	path                   []ticks // the price every 60/stepsPerMinute seconds
}

// newMinuteBars draws the candles of the event.
func newMinuteBars(f *figures) *minuteBars {
	p := newPlan(f)
	b := p.candles(p.walk(p.volatility()))
	b.volume = p.volumes(b)
	return b
}

// candles reads minutes off the path. The last step of a minute is the open
// of the next, but for a published close that differs from it.
func (p *plan) candles(path []ticks) *minuteBars {
	n := len(p.lo)
	b := &minuteBars{
		open: make([]ticks, n), high: make([]ticks, n), low: make([]ticks, n), close: make([]ticks, n),
		path: path,
	}
	for m := range n {
		steps := path[m*stepsPerMinute : (m+1)*stepsPerMinute+1]
		b.open[m], b.close[m] = steps[0], steps[stepsPerMinute]
		if p.closes[m] != 0 {
			b.close[m] = p.closes[m]
		}
		b.low[m], b.high[m] = min(b.open[m], b.close[m]), max(b.open[m], b.close[m])
		for _, s := range steps[1:stepsPerMinute] {
			b.low[m], b.high[m] = min(b.low[m], s), max(b.high[m], s)
		}
	}
	return b
}

// candles returns the bars as the tape has them.
func (f *figures) candles(b *minuteBars) data.Candles {
	n := len(b.open)
	c := data.Candles{
		Step: data.Minute, T: make([]data.UnixMs, n), Volume: make([]float64, n),
		Open: f.prices(b.open), High: f.prices(b.high), Low: f.prices(b.low), Close: f.prices(b.close),
	}
	for m := range n {
		c.T[m] = f.at(m)
		c.Volume[m] = float64(b.volume[m]) / volumeUnit
	}
	return c
}

// prices converts a column of ticks.
func (f *figures) prices(column []ticks) []data.Price {
	out := make([]data.Price, len(column))
	for i, t := range column {
		out[i] = f.price(t)
	}
	return out
}
