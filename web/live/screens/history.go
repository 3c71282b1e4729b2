package screens

import (
	"cmp"
	"context"
	"slices"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/record"
)

// History is what was before the screens began, or what they did not hear: it
// comes later, from a recording or from venues. It never takes the place of
// what is known better. Not safe for concurrent use.
type History struct{ batch }

// Since says that liquidations and gaps are all there from a time on, up to
// when the screens began.
func (h *History) Since(t data.UnixMs) { h.since = t }

// Event adds what was recorded. Each liquidation comes once; of too many the
// oldest are left out.
func (h *History) Event(e *record.Event) {
	h.event(e)
	if len(h.liquidations) >= 2*mostLiquidations {
		h.sort()
	}
}

// sort puts liquidations in the order of their receipt, and keeps the last.
func (h *History) sort() {
	slices.SortStableFunc(h.liquidations, func(a, b liquidation) int { return cmp.Compare(a.received, b.received) })
	if old := len(h.liquidations) - mostLiquidations; old > 0 {
		h.since = max(h.since, h.liquidations[old-1].received+1)
		h.liquidations = slices.Clone(h.liquidations[old:])
	}
}

// Gap adds a stretch that is missing.
func (h *History) Gap(g record.Gap) { h.gaps = append(h.gaps, g) }

// Candles adds candles that are over, as if they had arrived at their ends: what
// was heard of one after that is better.
func (h *History) Candles(venue string, spot bool, bars []feed.Candle) {
	for _, c := range bars {
		c.Final = true
		h.candles.put(candle{source{venue, c.T + c.Step, feed.Fetched}, spot, c})
	}
}

// Marks adds candles of the mark price that are over.
func (h *History) Marks(venue string, bars []feed.Candle) {
	for i := range bars {
		c := &bars[i]
		h.marks.put(bar(source{venue, c.T + c.Step, feed.Fetched}, c))
	}
}

// Interest adds open interest that has a time.
func (h *History) Interest(venue string, points []feed.Interest) {
	for _, p := range points {
		h.interest.put(interest{source{venue, p.At, feed.Fetched}, p})
	}
}

// Funding adds rates that were paid.
func (h *History) Funding(venue string, rates []feed.Funding) {
	for _, r := range rates {
		h.funding.put(funding{source{venue, r.At, feed.Fetched}, r})
	}
}

// lesson is history on its way to the goroutine that sends.
type lesson struct {
	*History
	learnt chan struct{} // closed when it is known
}

// Learn takes history into the past and sends it to screens that watch. It
// returns when that was done, or with the error of ctx.
func (s *Screens) Learn(ctx context.Context, h *History) error {
	h.sort()
	l := lesson{h, make(chan struct{})}
	s.pendingMu.Lock()
	s.lessons = append(s.lessons, l)
	s.pendingMu.Unlock()
	select {
	case <-l.learnt:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Span is a stretch of time, To exclusive.
type Span struct{ From, To data.UnixMs }

// Empty reports whether there is nothing in it.
func (s Span) Empty() bool { return s.From >= s.To }

// LacksCandles returns the shortest part of a span that has every minute of it
// whose candle is not known to be final.
func (s *Screens) LacksCandles(venue, symbol string, spot bool, in Span) Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := series{venue: venue, symbol: symbol, spot: spot, step: data.Minute}
	return s.past.candles.lacks(key, in, data.Minute, func(c *candle) bool { return c.Final })
}

// LacksMarks returns the same of minutes without a mark price.
func (s *Screens) LacksMarks(venue, symbol string, in Span) Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past.marks.lacks(series{venue: venue, symbol: symbol}, in, data.Minute, func(*mark) bool { return true })
}

// LacksInterest returns the same of steps without open interest.
func (s *Screens) LacksInterest(venue, symbol string, in Span, step data.UnixMs) Span {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past.interest.lacks(series{venue: venue, symbol: symbol}, in, step, func(*interest) bool { return true })
}

// lacks returns the shortest part of a span, in whole steps, in all other steps
// of which there is a row that will do.
func (t *table[R, P]) lacks(key series, in Span, step data.UnixMs, does func(P) bool) Span {
	rows := t.rows[key]
	found := Span{}
	i, _ := place[R, P](rows, in.From)
	for from := in.From; from < in.To; from += step {
		there := false
		for ; i < len(rows) && P(&rows[i]).slot() < from+step; i++ {
			there = there || does(&rows[i])
		}
		if there {
			continue
		}
		if found.Empty() {
			found.From = from
		}
		found.To = min(from+step, in.To)
	}
	return found
}
