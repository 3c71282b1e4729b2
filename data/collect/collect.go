// Package collect makes tapes of what venues report while it comes: of a
// window of a recording, which is closed, or of a market that is followed,
// which grows. Both are made by the same rules, so a cut of a recording shows
// what the live chart showed.
package collect

import (
	"unwind/data"
	"unwind/data/feed"
)

// Collection is what venues reported of one coin, from which a tape can be
// made. Every row must be given once; rows of other coins are left out. It is
// not safe for concurrent use, but tapes that it made stay as they are.
type Collection struct {
	Window // of one that grows, From is what was forgotten and To is 0
	coin   string
	open   bool
	since  data.UnixMs // liquidations are complete from then on; 0: not told
	floor  data.UnixMs // what was left out is from before

	mine         map[string]bool // symbols that were met, and whether they are of the coin
	liquidations liquidations
	candles      market
	spot         market
	marks        map[series]*minutes
	interest     map[series]*points
	funding      map[series]*points
	gaps         gaps
	points       int         // open interest and funding that were taken
	thinned      data.UnixMs // when old points were
}

// series names what is told by itself.
type series struct {
	venue, symbol string
	step          data.UnixMs // of candles
}

// Source is who reports something, and when it arrived.
type Source struct {
	Venue    string      // lower case: "binance"
	Spot     bool        // a spot market: its candles are a reference price
	Received data.UnixMs // what has no time of its own is of then
	Way      feed.Way    // how it came
}

// Marks is a mark price, and its extremes since the one before.
type Marks struct {
	feed.Mark
	High, Low data.Price
}

// New returns an empty collection that grows: the coin of a symbol, on all
// venues. The symbol is any venue's own; its candles are taken first.
func New(symbol string) *Collection {
	c := Of(Window{Symbol: symbol})
	c.open = true
	return c
}

// Of returns an empty collection of a window.
func Of(w Window) *Collection {
	return &Collection{
		Window: w, coin: feed.Coin(w.Symbol), mine: map[string]bool{},
		liquidations: newLiquidations(), candles: newMarket(), spot: newMarket(),
		marks: map[series]*minutes{}, interest: map[series]*points{}, funding: map[series]*points{},
	}
}

// Follow goes on with the choice of candles of another collection, if they
// are there.
func (c *Collection) Follow(before *Collection) {
	c.candles.chosen, c.spot.chosen = before.candles.chosen, before.spot.chosen
}

// Rows returns how many rows are kept or were taken that no number of minutes
// bounds: liquidations, open interest, funding rates and gaps.
func (c *Collection) Rows() int { return c.liquidations.len() + c.points + len(c.gaps.pieces) }

// of reports whether a symbol is one of the collection's coin.
func (c *Collection) of(symbol string) bool {
	mine, known := c.mine[symbol]
	if !known {
		mine = feed.Coin(symbol) == c.coin
		if len(c.mine) < maxSymbols {
			c.mine[symbol] = mine
		}
	}
	return mine
}

// maxSymbols bounds the symbols that are remembered.
const maxSymbols = 4096

// Since says from when on liquidations are complete, but for gaps: later
// where some were left out, earlier where older ones have come.
func (c *Collection) Since(t data.UnixMs) { c.since = max(t, c.floor) }

// Batch takes what a frame holds.
func (c *Collection) Batch(s Source, b *feed.Batch) {
	for i := range b.Liquidations {
		c.Liquidation(s, &b.Liquidations[i])
	}
	for i := range b.Candles {
		c.Candle(s, &b.Candles[i])
	}
	for i := range b.Marks {
		m := b.Marks[i]
		c.Mark(s, &Marks{m, m.Price, m.Price})
	}
	for i := range b.Interest {
		c.Interest(s, &b.Interest[i])
	}
	for i := range b.Funding {
		c.Funding(s, &b.Funding[i])
	}
}

// Takes reports whether a liquidation of a symbol and a time belongs to it.
func (c *Collection) Takes(symbol string, t data.UnixMs) bool {
	return c.of(symbol) && t >= c.From && c.before(t)
}

// Liquidation takes a liquidation.
func (c *Collection) Liquidation(s Source, l *feed.Liquidation) {
	if t := l.Time(s.Received); c.Takes(l.Symbol, t) {
		c.liquidations.add(l, t)
	}
}

// before reports whether a time is before the end.
func (c *Collection) before(t data.UnixMs) bool { return c.open || t < c.To }

// Candle takes what is known of a candle.
func (c *Collection) Candle(s Source, k *feed.Candle) {
	to, from := &c.candles, c.known()
	if s.Spot {
		to, from = &c.spot, c.From
	}
	if !c.of(k.Symbol) || !c.before(k.T) || k.T+k.Step <= from {
		return
	}
	to.put(series{s.Venue, k.Symbol, k.Step}, k, s.Way)
}

// Mark takes a mark price.
func (c *Collection) Mark(s Source, m *Marks) {
	t := orReceipt(m.At, s)
	if c.of(m.Symbol) && c.before(t) && c.keeps(t) {
		at(c.marks, series{venue: s.Venue, symbol: m.Symbol}).put(t, m, s.Way)
	}
}

// WarmUp is how long before a window its prices, open interest and funding begin,
// as far as they are known: levels are estimated from as much of what was before
// as those of a market that is followed.
const WarmUp = data.Day

// known returns when prices, open interest and funding begin.
func (c *Collection) known() data.UnixMs {
	if c.open {
		return c.From
	}
	return c.From - WarmUp
}

// keeps reports whether something of a moment is kept. What was said before a
// window is what is known at its start.
func (c *Collection) keeps(t data.UnixMs) bool { return !c.open || t >= c.From }

// Interest takes an open interest. One of nothing at all says nothing.
func (c *Collection) Interest(s Source, o *feed.Interest) {
	if o.Qty == 0 && o.Notional == 0 {
		return
	}
	t := orReceipt(o.At, s)
	c.point(c.interest, series{venue: s.Venue, symbol: o.Symbol}, point{t, o.Qty, float64(o.Notional), s.Way})
}

// Funding takes a funding rate.
func (c *Collection) Funding(s Source, f *feed.Funding) {
	at := f.At
	if f.Predicted {
		at = 0 // it is when the rate will be paid
	}
	c.point(c.funding, series{venue: s.Venue, symbol: f.Symbol}, point{orReceipt(at, s), f.Rate, 0, s.Way})
}

func (c *Collection) point(to map[series]*points, key series, p point) {
	if !c.of(key.symbol) || !c.before(p.t) || !c.keeps(p.t) {
		return
	}
	c.points++
	at(to, key).put(p, c.open)
}

// Gap takes a stretch of which something is missing, or a piece of it. One of
// no length says nothing.
func (c *Collection) Gap(g data.Gap) {
	if g.From < g.To && g.To > c.From && c.before(g.From) {
		c.gaps.add(g)
	}
}

// orReceipt returns a time, or that of receipt for 0.
func orReceipt(t data.UnixMs, s Source) data.UnixMs {
	if t == 0 {
		return s.Received
	}
	return t
}

// at returns the value of a key, made when there is none.
func at[V any](all map[series]*V, key series) *V {
	v := all[key]
	if v == nil {
		v = new(V)
		all[key] = v
	}
	return v
}

// Forget leaves out what ended before a time, of a collection that grows.
// Liquidations are then complete from that time on at most.
func (c *Collection) Forget(before data.UnixMs) {
	if before <= c.From {
		return
	}
	c.From = before
	c.leaveOut(before)
	c.liquidations.forget(before)
	c.candles.forget(before)
	c.spot.forget(before)
	forget(c.marks, func(m *minutes) bool { return m.forget(before) })
	forget(c.interest, func(p *points) bool { return p.forget(before) })
	forget(c.funding, func(p *points) bool { return p.forget(before) })
	c.gaps.forget(before)
}

// leaveOut notes that liquidations from before a time are not there.
func (c *Collection) leaveOut(before data.UnixMs) {
	c.floor = max(c.floor, before)
	c.since = max(c.since, c.floor)
}

// forget drops the series of which nothing is left.
func forget[V any](all map[series]*V, empties func(*V) bool) {
	for key, v := range all {
		if empties(v) {
			delete(all, key)
		}
	}
}
