package level

import (
	"sort"

	"unwind/data"
)

// densest is the widest spacing of two open-interest points between which a
// rise counts as births. Wider apart, a rise hides too much to be dated.
const densest = data.Hour

// interest is open interest over time in contracts, that is in base asset
// units: what is quoted in dollars also moves with the price, which opens and
// closes nothing. Times are best asked in nearly ascending order: it walks from
// one to the next. They go back a little where a bar ends after the start of a
// column that begins within it.
type interest struct {
	t     []data.UnixMs
	units []float64
	rise  []float64 // per interval between points: units opened per ms, net
	at    int       // interval at hand: between points at-1 and at
}

// newInterest returns the open interest of in, or nil without any point.
func newInterest(in *Input) *interest {
	if in.OpenInterest == nil || len(in.OpenInterest.T) == 0 {
		return nil
	}
	o := &interest{t: in.OpenInterest.T}
	o.rise = make([]float64, len(o.t)+1)
	for i, usd := range in.OpenInterest.V {
		o.units = append(o.units, min(usd, maxUSD)/float64(priceAt(in.Candles, o.t[i])))
		if i > 0 {
			o.rise[i] = o.riseOf(i)
		}
	}
	return o
}

// riseOf returns how fast contracts were opened, net, between points i−1 and i.
func (o *interest) riseOf(i int) float64 {
	spacing := o.t[i] - o.t[i-1]
	if spacing > densest {
		return 0
	}
	return max(0, o.units[i]-o.units[i-1]) / float64(spacing)
}

// priceAt returns the last price known at time t, or the first.
func priceAt(c *data.Candles, t data.UnixMs) data.Price {
	i := sort.Search(len(c.T), func(i int) bool { return c.T[i]+c.Step > t })
	if i == 0 {
		return c.Open[0]
	}
	return c.Close[i-1]
}

// seek moves to the interval that holds t.
func (o *interest) seek(t data.UnixMs) {
	for o.at < len(o.t) && o.t[o.at] <= t {
		o.at++
	}
	for o.at > 0 && o.t[o.at-1] > t {
		o.at--
	}
}

// value returns the open interest at t: linear between points, constant
// outside.
func (o *interest) value(t data.UnixMs) float64 {
	o.seek(t)
	switch o.at {
	case 0:
		return o.units[0]
	case len(o.t):
		return o.units[o.at-1]
	}
	t0, t1 := o.t[o.at-1], o.t[o.at]
	v0, v1 := o.units[o.at-1], o.units[o.at]
	return v0 + (v1-v0)*float64(max(t, t0)-t0)/float64(t1-t0)
}

// opened returns the net openings in a bar that opens at t, by the interval
// that holds its open.
func (o *interest) opened(t, step data.UnixMs) float64 {
	o.seek(t)
	return o.rise[o.at] * float64(step)
}
