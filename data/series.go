package data

import "sort"

// Candles is a column of price candles. All slices have one length; T ascends
// strictly and holds open times, which are inclusive starts.
type Candles struct {
	Step                   UnixMs // length of one candle; gaps between candles are allowed
	T                      []UnixMs
	Open, High, Low, Close []Price
	Volume                 []float64 // base asset units, zero or more
	TakerBuy               []float64 // the part of Volume that takers bought, or nil when it is not known
}

// Len returns the number of candles.
func (c *Candles) Len() int { return len(c.T) }

// MarkBars is a column of mark-price bars on the times of T. Liquidation is
// judged against the mark price, never the last trade.
type MarkBars struct {
	T                []UnixMs
	High, Low, Close []Price
}

// Points is a series of values at strictly ascending times: open interest in
// USD, a funding rate as a fraction, depth in USD.
type Points struct {
	T []UnixMs
	V []float64
}

// At returns the last value known at time t: that of the last point at or
// before t. Between two points nothing is made up, since the later one was not
// yet known. It is false before the first point.
func (p *Points) At(t UnixMs) (float64, bool) {
	i := sort.Search(len(p.T), func(i int) bool { return p.T[i] > t })
	if i == 0 {
		return 0, false
	}
	return p.V[i-1], true
}

// Flow is liquidated notional by side in consecutive intervals of length Step
// that start at T.
type Flow struct {
	Step        UnixMs
	T           []UnixMs
	Long, Short []USD
}

// Liquidations is a column of forced closures in ascending (not necessarily
// distinct) times.
type Liquidations struct {
	T        []UnixMs // the venue's event time, not the time of receipt
	Side     []Side   // side of the position that was closed
	Price    []Price
	Notional []USD
	Symbol   []string // the venue's own symbol, or nil when all are the tape's instrument
	Venue    []string // lower case, or nil when no venue is known
}

// Len returns the number of liquidations.
func (l *Liquidations) Len() int { return len(l.T) }
