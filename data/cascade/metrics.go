package cascade

import (
	"math"
	"sort"

	"unwind/data"
)

// measure returns how a metric is taken over a window, or nil when its source
// is missing.
func (in *FlushInput) measure(m Metric) func(Window) (float64, bool) {
	switch {
	case m == OpenInterest && in.OpenInterest != nil:
		return func(w Window) (float64, bool) { return meanPoint(in.OpenInterest, w) }
	case m == FundingRate && in.Funding != nil:
		return func(w Window) (float64, bool) { return meanPoint(in.Funding, w) }
	case m == PerpetualShare && in.Perpetual != nil && in.Spot != nil:
		return func(w Window) (float64, bool) { return perpetualShare(in.Perpetual, in.Spot, w) }
	case m == SpotVolume && in.Spot != nil:
		return func(w Window) (float64, bool) { return perHour(in.Spot, w) }
	case m == Volatility && in.Perpetual != nil:
		return func(w Window) (float64, bool) { return volatility(in.Perpetual, w) }
	case m == LongLiquidation && in.Liquidations != nil:
		return func(w Window) (float64, bool) { return longShare(in.Liquidations, w) }
	}
	return nil
}

// missing says which source of a metric is not there.
func (in *FlushInput) missing(m Metric) Reason {
	switch {
	case m == OpenInterest:
		return NoInterest
	case m == FundingRate:
		return NoFunding
	case m == LongLiquidation:
		return NoEvents
	case m != Volatility && in.Spot == nil:
		return NoSpot
	}
	return NoPerpetual
}

// level returns the last value known at the end of a window, when it is not
// older than the window's start by more than its length.
func level(p *data.Points, w Window) (float64, bool) {
	v, ok := p.At(w.To - 1)
	i := sort.Search(len(p.T), func(i int) bool { return p.T[i] >= w.To })
	return v, ok && p.T[i-1] >= w.From-(w.To-w.From) && finite(v)
}

// meanPoint returns the mean of the values of a window; where it has none, the
// last one before it, as with level.
func meanPoint(p *data.Points, w Window) (float64, bool) {
	sum, n := 0.0, 0.0
	for i, t := range p.T {
		if t >= w.From && t < w.To {
			sum, n = sum+p.V[i], n+1
		}
	}
	if n == 0 {
		return level(p, w)
	}
	return sum / n, finite(sum)
}

// barsOf returns the candles that lie wholly in a window, and whether they
// cover nine tenths of it.
func barsOf(c *data.Candles, w Window) (from, to int, covered bool) {
	from = sort.Search(c.Len(), func(i int) bool { return c.T[i] >= w.From })
	to = sort.Search(c.Len(), func(i int) bool { return c.T[i]+c.Step > w.To })
	to = max(to, from)
	return from, to, float64(to-from)*float64(c.Step) >= 0.9*float64(w.To-w.From) || wide(c, w, to-from)
}

// wide allows for the candles at both ends of a window that lie partly outside
// it.
func wide(c *data.Candles, w Window, bars int) bool {
	return bars > 0 && float64(bars+2)*float64(c.Step) >= float64(w.To-w.From)
}

func volumeOf(c *data.Candles, w Window) (volume float64, covered bool) {
	from, to, covered := barsOf(c, w)
	for _, v := range c.Volume[from:to] {
		volume += v
	}
	return volume, covered && finite(volume)
}

// perHour returns the mean volume of an hour, of the candles in a window.
func perHour(c *data.Candles, w Window) (float64, bool) {
	from, to, _ := barsOf(c, w)
	volume, covered := volumeOf(c, w)
	if !covered || !(volume > 0) {
		return 0, false
	}
	return volume * float64(data.Hour) / (float64(to-from) * float64(c.Step)), true
}

func perpetualShare(perpetual, spot *data.Candles, w Window) (float64, bool) {
	p, ok := volumeOf(perpetual, w)
	s, also := volumeOf(spot, w)
	if !ok || !also || !(p+s > 0) || p == 0 || s == 0 {
		return 0, false
	}
	return p / (p + s), true
}

// leastReturns is how many returns a volatility needs.
const leastReturns = 2

// volatility returns the realised volatility of a day: the root of the mean
// squared log return of the candles, times that of the candles in a day.
func volatility(c *data.Candles, w Window) (float64, bool) {
	from, to, covered := barsOf(c, w)
	sum := 0.0
	for i := from; i < to; i++ {
		r := math.Log(float64(c.Close[i] / c.Open[i]))
		sum += r * r
	}
	if !covered || to-from < leastReturns || !finite(sum) {
		return 0, false
	}
	return math.Sqrt(sum / float64(to-from) * float64(data.Day) / float64(c.Step)), true
}

func longShare(f *data.Flow, w Window) (float64, bool) {
	var d Dollars
	for i, t := range f.T {
		if t >= w.From && t < w.To {
			d.Long, d.Short = d.Long+f.Long[i], d.Short+f.Short[i]
		}
	}
	if !(d.Total() > 0) {
		return 0, false
	}
	return float64(d.Long / d.Total()), true
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
