package level

import (
	"sort"

	"unwind/data"
)

// densest is the widest spacing of two open-interest points between which a
// rise counts as births. Wider apart, a rise hides too much to be dated.
const densest = data.Hour

// interest is open interest over time. Times must be asked in ascending order.
type interest struct {
	points data.Points
	rise   []float64 // per interval between points: USD opened per ms
	at     int       // interval at hand: between points at-1 and at
}

// newInterest returns the open interest of in, or nil without any point.
func newInterest(in *Input) *interest {
	if in.OpenInterest == nil || len(in.OpenInterest.T) == 0 {
		return nil
	}
	o := &interest{points: *in.OpenInterest}
	o.rise = make([]float64, len(o.points.T)+1)
	for i := 1; i < len(o.points.T); i++ {
		o.rise[i] = o.riseOf(i, in.Candles)
	}
	return o
}

// riseOf returns how fast positions were opened, net, between points i−1 and
// i. Open interest in dollars also moves with the price, so the earlier value
// is first carried to the later price.
func (o *interest) riseOf(i int, c *data.Candles) float64 {
	spacing := o.points.T[i] - o.points.T[i-1]
	if spacing > densest {
		return 0
	}
	carried := o.points.V[i-1] * float64(priceAt(c, o.points.T[i])/priceAt(c, o.points.T[i-1]))
	return max(0, o.points.V[i]-carried) / float64(spacing)
}

// priceAt returns the last price known at time t, or the first.
func priceAt(c *data.Candles, t data.UnixMs) data.Price {
	i := sort.Search(len(c.T), func(i int) bool { return c.T[i]+c.Step > t })
	if i == 0 {
		return c.Close[0]
	}
	return c.Close[i-1]
}

// seek moves to the interval that holds t.
func (o *interest) seek(t data.UnixMs) {
	for o.at < len(o.points.T) && o.points.T[o.at] <= t {
		o.at++
	}
}

// value returns the open interest at t: linear between points, constant
// outside.
func (o *interest) value(t data.UnixMs) float64 {
	o.seek(t)
	switch o.at {
	case 0:
		return o.points.V[0]
	case len(o.points.T):
		return o.points.V[o.at-1]
	}
	t0, t1 := o.points.T[o.at-1], o.points.T[o.at]
	v0, v1 := o.points.V[o.at-1], o.points.V[o.at]
	return v0 + (v1-v0)*float64(max(t, t0)-t0)/float64(t1-t0)
}

// opened returns the net openings in a bar that opens at t, by the interval
// that holds its open.
func (o *interest) opened(t, step data.UnixMs) float64 {
	o.seek(t)
	return o.rise[o.at] * float64(step)
}
