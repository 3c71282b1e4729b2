package market

import (
	"sort"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/tape"
)

// wholeCandles returns how many candles of a tape are whole: all, or those that
// had closed at its edge.
func wholeCandles(t *tape.Tape) int {
	c := t.Candles
	if t.Edge == 0 {
		return c.Len()
	}
	return sort.Search(c.Len(), func(i int) bool { return c.T[i]+c.Step > t.Edge })
}

// untilEdge leaves of in what was known when the last whole candle of an event
// that goes on had closed: an estimate is made of whole candles alone, so it
// changes when one closes. Columns go on to the end of the candle that is not.
func untilEdge(in *level.Input, t *tape.Tape) {
	n, step := wholeCandles(t), t.Candles.Step
	closed := floorTo(t.Edge, step)
	in.Candles = firstCandles(in.Candles, n)
	if m := in.Mark; m != nil {
		n := min(n, len(m.T))
		in.Mark = &data.MarkBars{T: m.T[:n], High: m.High[:n], Low: m.Low[:n], Close: m.Close[:n]}
	}
	in.OpenInterest, in.Funding = pointsUntil(in.OpenInterest, closed), pointsUntil(in.Funding, closed)
	in.From = floorTo(in.From, step)
	in.To = max(closed, in.From) + step
}

// firstCandles returns the first n of c, in the same memory.
func firstCandles(c *data.Candles, n int) *data.Candles {
	first := &data.Candles{
		Step: c.Step, T: c.T[:n], Open: c.Open[:n], High: c.High[:n], Low: c.Low[:n], Close: c.Close[:n], Volume: c.Volume[:n],
	}
	if c.TakerBuy != nil {
		first.TakerBuy = c.TakerBuy[:n]
	}
	return first
}

// pointsUntil returns the points of p until t inclusive, in the same memory; nil
// where p is.
func pointsUntil(p *data.Points, t data.UnixMs) *data.Points {
	if p == nil {
		return nil
	}
	n := sort.Search(len(p.T), func(i int) bool { return p.T[i] > t })
	return &data.Points{T: p.T[:n], V: p.V[:n]}
}
