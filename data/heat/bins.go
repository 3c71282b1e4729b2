// Package heat holds estimated liquidation notional by time column and price
// bin: as exact runs ([Field]) and as one byte a cell for drawing ([Pyramid]).
package heat

import (
	"math"

	"unwind/data"
)

// Bins divides a price range into bins of equal width in log price. A price p
// falls in bin i when Edge(i) <= p < Edge(i+1), with
// Edge(i) = Low · e^(i·LogStep).
type Bins struct {
	Low     data.Price // lower edge of bin 0
	LogStep float64    // width of a bin in natural-log price, > 0
	N       int        // number of bins
}

// Index returns the bin of price p, which is outside [0, N) when p is outside
// the range; it is −1 for a price that is not finite and positive.
func (b Bins) Index(p data.Price) int {
	if !(p > 0) || math.IsInf(float64(p), 0) {
		return -1
	}
	i := math.Floor(b.Position(p))
	switch { // keep the conversion to int defined for far-away prices
	case i < -1:
		return -1
	case i > float64(b.N):
		return b.N
	}
	return int(i)
}

// Position returns the place of price p in bins: 2.5 is the middle (in log
// price) of bin 2.
func (b Bins) Position(p data.Price) float64 {
	return math.Log(float64(p)/float64(b.Low)) / b.LogStep
}

// At is the inverse of Position: the price at a place in bins.
func (b Bins) At(position float64) data.Price {
	return data.Price(float64(b.Low) * math.Exp(position*b.LogStep))
}

// Edge returns the lower edge of bin i; Edge(N) is the upper end of the range.
func (b Bins) Edge(i int) data.Price { return b.At(float64(i)) }

// Mid returns the middle of bin i in log price. It stands for the liquidation
// price of everything in the bin: a run dies when the mark price reaches it.
func (b Bins) Mid(i int) data.Price { return b.At(float64(i) + 0.5) }

// Columns divides time into columns of equal length. Column c covers the
// half-open interval [From+c·Step, From+(c+1)·Step).
type Columns struct {
	From, Step data.UnixMs
	N          int
}

// Index returns the column of time t, which is outside [0, N) when t is.
func (c Columns) Index(t data.UnixMs) int {
	d := t - c.From
	if d < 0 {
		return int((d+1)/c.Step) - 1
	}
	return int(d / c.Step)
}

// Start returns the first instant of column i.
func (c Columns) Start(i int) data.UnixMs { return c.From + data.UnixMs(i)*c.Step }
