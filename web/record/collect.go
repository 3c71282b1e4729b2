package record

import (
	"context"
	"errors"
	"fmt"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/feed"
)

// Window is what a tape is cut of.
type Window = collect.Window

// MaxWindow is the longest window.
const MaxWindow = 7 * data.Day

// check refuses a window that cannot be cut.
func check(w *Window) error {
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

// collector takes events of a recording into a collection.
type collector struct {
	*collect.Collection
	seen  map[string]struct{} // identities of liquidations
	later int                 // gaps that begin after the window
}

// errLater ends the reading of gaps.
var errLater = errors.New("what comes begins after the window")

// collect reads a window.
func (s *Store) collect(ctx context.Context, w Window) (*collect.Collection, error) {
	c := &collector{Collection: collect.Of(w), seen: map[string]struct{}{}}
	c.Since(w.From)
	if err := s.warm(ctx, c); err != nil {
		return nil, err
	}
	if g, missing := s.unrecorded(ctx, w); missing {
		c.Gap(g)
		c.Since(g.To)
	}
	if err := s.Read(ctx, w.From-leadIn, w.To, []Kind{Liquidation, Candle, Spot, Mark, Interest, Funding}, c.take); err != nil {
		return nil, err
	}
	// some gaps are recorded when they end, which may be long after the window
	if err := s.Read(ctx, w.From, feed.MaxTime, []Kind{Missing}, c.take); err != nil && !errors.Is(err, errLater) {
		return nil, err
	}
	return c.Collection, nil
}

// take takes an event.
func (c *collector) take(e *Event) error {
	from := collect.Source{Venue: e.Venue, Spot: e.Kind == Spot, Received: e.Received, Way: e.Way}
	switch e.Kind {
	case Liquidation:
		c.liquidation(from, &e.Liquidation)
	case Candle, Spot:
		c.candle(from, &e.Candle)
	case Mark:
		c.Mark(from, &e.Mark)
	case Interest:
		c.Interest(from, &e.Interest)
	case Funding:
		c.Funding(from, &e.Funding)
	case Missing:
		return c.missing(&e.Gap)
	}
	if c.Rows() > maxCollected {
		return ErrTooMuch
	}
	return nil
}

// missing takes a gap. Messages that were under way together may be stored in
// any order: gaps are read until so many of them begin after the window that
// none of it can follow.
func (c *collector) missing(g *Gap) error {
	if g.From < c.To {
		c.Gap(data.Gap{Venue: g.Venue, From: g.From, To: g.To, Why: g.Why})
	} else if c.later++; c.later > batchSize {
		return errLater
	}
	if c.Rows() > maxCollected {
		return ErrTooMuch
	}
	return nil
}

// candle takes what was known of a candle at the end of the window.
func (c *collector) candle(from collect.Source, k *feed.Candle) {
	if k.T+k.Step <= c.To || from.Received <= c.To {
		c.Candle(from, k)
	}
}

// liquidation takes a liquidation of the window that was not seen before.
func (c *collector) liquidation(from collect.Source, l *feed.Liquidation) {
	if !c.Takes(l.Symbol, l.Time(from.Received)) {
		return
	}
	id := l.Identity()
	if _, again := c.seen[id]; !again {
		c.seen[id] = struct{}{}
		c.Liquidation(from, l)
	}
}
