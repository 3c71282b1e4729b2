package score

import (
	"cmp"
	"math"
	"slices"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/tape"
)

// Dollars compares what was liquidated with what the estimate had in the cells
// that the price reached, by candle and side, quiet candles included.
type Dollars struct {
	Missing   Missing // why there is no comparison
	Pairs     int     // candles × sides
	Predicted data.USD
	Realised  data.USD
	Rank      float64 // Spearman's correlation over the pairs, −1 to 1
}

// Missing says why realised dollars are not available.
type Missing uint8

// Reasons without realised dollars.
const (
	Available   Missing = iota
	NoFeed              // the tape has no liquidations
	Sampled             // the feed is sampled or has gaps: its sums are lower bounds
	NotRecorded         // published or modelled figures are no feed
)

// String returns an English clause.
func (m Missing) String() string {
	switch m {
	case NoFeed:
		return "there are no liquidations"
	case Sampled:
		return "the feed of liquidations is sampled or has gaps, so that its sums are lower bounds"
	case NotRecorded:
		return "the liquidations are no venue's own messages"
	}
	return "available"
}

// Code returns a name of m for programs.
func (m Missing) Code() string {
	return [...]string{"available", "no-feed", "sampled", "not-recorded"}[m]
}

func missing(t *tape.Tape) Missing {
	l := t.Liquidations
	switch {
	case l == nil || l.Len() == 0:
		return NoFeed
	case l.Provenance != data.Recorded:
		return NotRecorded
	case l.AtLeast || market.MissesLiquidations(t):
		return Sampled
	}
	return Available
}

// dollarsOf compares where the feed is complete, over the candles of the
// window that the estimate was made from.
func dollarsOf(t *tape.Tape, touches []level.Touch) Dollars {
	if why := missing(t); why != Available {
		return Dollars{Missing: why}
	}
	c := &t.Candles.Candles
	from, _ := slices.BinarySearch(c.T, t.From)
	to, _ := slices.BinarySearch(c.T, t.To)
	predicted, realised := make([]float64, 2*c.Len()), make([]float64, 2*c.Len())
	for _, touch := range touches {
		if i, ok := barAt(c, touch.T); ok {
			predicted[2*i+sideIndex(touch.Side)] += float64(touch.USD)
		}
	}
	l := &t.Liquidations.Liquidations
	for row, at := range l.T {
		if i, ok := barAt(c, at); ok && t.Own(row) {
			realised[2*i+sideIndex(l.Side[row])] += float64(l.Notional[row])
		}
	}
	return compared(predicted[2*from:2*to], realised[2*from:2*to])
}

// barAt returns the candle that holds t.
func barAt(c *data.Candles, t data.UnixMs) (int, bool) {
	i, exact := slices.BinarySearch(c.T, t)
	if !exact {
		i--
	}
	return i, i >= 0 && t < c.T[i]+c.Step
}

func compared(predicted, realised []float64) Dollars {
	d := Dollars{Pairs: len(predicted), Rank: correlation(ranks(predicted), ranks(realised))}
	for i := range predicted {
		d.Predicted += data.USD(predicted[i])
		d.Realised += data.USD(realised[i])
	}
	return d
}

// ranks returns the rank of each value, equal values sharing their mean rank.
func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	out := make([]float64, len(v))
	for first := 0; first < len(order); {
		end := first
		for end < len(order) && v[order[end]] == v[order[first]] {
			end++
		}
		for _, i := range order[first:end] {
			out[i] = float64(first+end-1) / 2
		}
		first = end
	}
	return out
}

// correlation is Pearson's; zero when either does not vary.
func correlation(a, b []float64) float64 {
	var sa, sb float64
	for i := range a {
		sa += a[i]
		sb += b[i]
	}
	n := float64(len(a))
	var ab, aa, bb float64
	for i := range a {
		x, y := a[i]-sa/n, b[i]-sb/n
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
