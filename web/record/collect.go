package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"unwind/data"
	"unwind/data/feed"
)

// Window is what a tape is cut of: everything that concerns the coin of a
// symbol, from one time to another.
type Window struct {
	Symbol   string // any venue's own; its coin is what counts, and its candles are taken first
	From, To data.UnixMs
}

// MaxWindow is the longest window.
const MaxWindow = 7 * data.Day

// check refuses a window that cannot be cut.
func (w *Window) check() error {
	switch {
	case w.Symbol == "" || len(w.Symbol) > 64:
		return fmt.Errorf("no symbol: %q", w.Symbol)
	case !known(w.From) || !known(w.To) || w.From >= w.To:
		return errors.New("the window is empty")
	case w.To-w.From > MaxWindow:
		return fmt.Errorf("the window is longer than %d days", MaxWindow/data.Day)
	}
	return nil
}

// maxCollected bounds the events of a window. It keeps the memory of a cut
// below half a gigabyte.
const maxCollected = 1_000_000

// ErrTooMuch says that a window holds more than a tape takes.
var ErrTooMuch = fmt.Errorf("more than %d events: choose a shorter window", maxCollected)

// leadIn is how long before a window what is known at its start was said.
const leadIn = 10 * data.Minute

// collection is what was recorded of a window, in the order it was stored.
type collection struct {
	Window
	coin string
	n    int

	liquidations []feed.Liquidation  // with the times that they are shown at
	seen         map[string]struct{} // identities
	candles      map[series]map[data.UnixMs]feed.Candle
	marks        map[series]map[data.UnixMs]minuteMark
	points       map[series][]point // open interest and funding
	gaps         []Gap
}

// minuteMark is the mark price of a minute.
type minuteMark struct {
	high, low, last data.Price
	at              data.UnixMs // of the last
}

// point is what was told at a time: open interest in coin and in dollars, one
// of which may be 0, or a rate.
type point struct {
	t              data.UnixMs
	qty, usd, rate float64
}

// collect reads a window.
func (s *Store) collect(ctx context.Context, w Window) (*collection, error) {
	c := &collection{
		Window: w, coin: feed.Coin(w.Symbol), seen: map[string]struct{}{},
		candles: map[series]map[data.UnixMs]feed.Candle{}, marks: map[series]map[data.UnixMs]minuteMark{}, points: map[series][]point{},
	}
	if err := s.Read(ctx, w.From-leadIn, w.To, []Kind{Liquidation, Candle, Spot, Mark, Interest, Funding}, c.take); err != nil {
		return nil, err
	}
	// a gap is recorded when it ends, which may be long after the window
	if err := s.Read(ctx, w.From, feed.MaxTime, []Kind{Missing}, c.takeGap); err != nil {
		return nil, err
	}
	c.sort()
	return c, nil
}

// take keeps an event that belongs to the window.
func (c *collection) take(e *Event) error {
	if feed.Coin(e.Symbol) != c.coin || e.Time() >= c.To {
		return nil
	}
	key := series{kind: e.Kind, venue: e.Venue, symbol: e.Symbol, step: e.Candle.Step}
	switch e.Kind {
	case Liquidation:
		c.liquidation(e)
	case Candle, Spot:
		if e.Candle.T+e.Candle.Step > c.From {
			c.candle(key, e.Candle)
		}
	case Mark:
		c.mark(key, e)
	case Interest, Funding:
		c.n++
		c.points[key] = append(c.points[key], point{e.Time(), e.Interest.Qty, float64(e.Interest.Notional), e.Funding.Rate})
	}
	if c.n > maxCollected {
		return ErrTooMuch
	}
	return nil
}

// takeGap keeps a gap that touches the window.
func (c *collection) takeGap(e *Event) error {
	if e.Gap.To <= c.From || e.Gap.From >= c.To {
		return nil
	}
	if c.n++; c.n > maxCollected {
		return ErrTooMuch
	}
	c.gaps = append(c.gaps, e.Gap)
	return nil
}

// liquidation keeps a liquidation that was not seen before.
func (c *collection) liquidation(e *Event) {
	if e.Time() < c.From {
		return
	}
	id := e.Liquidation.Identity()
	if _, again := c.seen[id]; again {
		return
	}
	c.n++
	c.seen[id] = struct{}{}
	e.Liquidation.At = e.Time()
	c.liquidations = append(c.liquidations, e.Liquidation)
}

// mark keeps the extremes and the last mark price of a minute.
func (c *collection) mark(key series, e *Event) {
	if c.marks[key] == nil {
		c.marks[key] = map[data.UnixMs]minuteMark{}
	}
	t := e.Time()
	m, ok := c.marks[key][t-t%data.Minute]
	if !ok {
		m = minuteMark{high: e.Mark.High, low: e.Mark.Low}
	}
	m.high, m.low = max(m.high, e.Mark.High), min(m.low, e.Mark.Low)
	if t >= m.at {
		m.last, m.at = e.Mark.Price, t
	}
	c.marks[key][t-t%data.Minute] = m
}

// candle keeps what was said of a candle last, or that it is final.
func (c *collection) candle(key series, k feed.Candle) {
	if c.candles[key] == nil {
		c.candles[key] = map[data.UnixMs]feed.Candle{}
	}
	if before := c.candles[key][k.T]; before.Final && !k.Final {
		return
	}
	c.candles[key][k.T] = k
}

// sort puts everything in the order of its times.
func (c *collection) sort() {
	slices.SortStableFunc(c.liquidations, func(a, b feed.Liquidation) int { return cmp.Compare(a.At, b.At) })
	for _, points := range c.points {
		slices.SortStableFunc(points, func(a, b point) int { return cmp.Compare(a.t, b.t) })
	}
	slices.SortStableFunc(c.gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Venue, b.Venue))
	})
	c.gaps = joined(slices.Compact(c.gaps))
}

// joined makes one gap of pieces that follow each other: one that lasts is
// recorded while it lasts. Gaps are in the order of their starts.
func joined(pieces []Gap) []Gap {
	type kind struct {
		venue string
		why   Why
	}
	var all []Gap
	last := map[kind]int{}
	for _, g := range pieces {
		k := kind{g.Venue, g.Why}
		if i, known := last[k]; known && all[i].To == g.From {
			all[i].To = g.To
			all[i].Events += g.Events
			continue
		}
		last[k] = len(all)
		all = append(all, g)
	}
	return all
}

// best returns the candles of a kind that a chart is drawn from: of the symbol
// that was asked for if there are any, then the most, then the first venue by
// name.
func (c *collection) best(k Kind) (series, []feed.Candle) {
	var found []series
	for key := range c.candles {
		if key.kind == k {
			found = append(found, key)
		}
	}
	if len(found) == 0 {
		return series{}, nil
	}
	other := func(key series) int {
		if key.symbol == c.Symbol {
			return 0
		}
		return 1
	}
	best := slices.MinFunc(found, func(a, b series) int {
		return cmp.Or(
			cmp.Compare(other(a), other(b)), cmp.Compare(len(c.candles[b]), len(c.candles[a])),
			cmp.Compare(a.venue, b.venue), cmp.Compare(a.symbol, b.symbol), cmp.Compare(a.step, b.step),
		)
	})
	bars := slices.SortedFunc(maps.Values(c.candles[best]), func(a, b feed.Candle) int { return cmp.Compare(a.T, b.T) })
	return best, apart(bars)
}

// apart leaves out candles that reach into the one before.
func apart(bars []feed.Candle) []feed.Candle {
	var end data.UnixMs
	return slices.DeleteFunc(bars, func(b feed.Candle) bool {
		if b.T < end {
			return true
		}
		end = b.T + b.Step
		return false
	})
}
