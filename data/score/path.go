package score

import (
	"math"

	"unwind/data"
	"unwind/data/level"
)

// path is what the price did: mark price bars, or candles without them.
type path struct {
	step             data.UnixMs
	times            []data.UnixMs // open times
	high, low, close []data.Price
}

func pathOf(in *level.Input) *path {
	c := in.Candles
	p := &path{step: c.Step, times: c.T, high: c.High, low: c.Low, close: c.Close}
	if m := in.Mark; m != nil {
		p.high, p.low, p.close = m.High, m.Low, m.Close
	}
	return p
}

// reach is how far the price went within a time.
type reach struct{ low, high data.Price }

// after returns the reach of the price in the horizon that begins when a bar
// closes. It is false when the bars do not fill the horizon: it lies partly
// beyond the data or in a gap, or is no whole number of bars.
func (p *path) after(bar int, horizon data.UnixMs) (reach, bool) {
	n := int(horizon / p.step)
	if n < 1 || horizon%p.step != 0 || bar+n >= len(p.times) || p.times[bar+n]-p.times[bar] != horizon {
		return reach{}, false
	}
	r := reach{p.low[bar+1], p.high[bar+1]}
	for i := bar + 2; i <= bar+n; i++ {
		r.low, r.high = min(r.low, p.low[i]), max(r.high, p.high[i])
	}
	return r, true
}

// touches reports whether the price reached a cell of a side whose middle is
// mid, inclusive as in the estimate.
func (r reach) touches(side data.Side, mid data.Price) bool {
	if side == data.Long {
		return r.low <= mid
	}
	return r.high >= mid
}

// excursion returns how far the price went from price towards the cells of a
// side, in log price; negative when it only went away.
func (r reach) excursion(side data.Side, price data.Price) float64 {
	if side == data.Long {
		return math.Log(float64(price / r.low))
	}
	return math.Log(float64(r.high / price))
}
