package record

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"unwind/data"
	"unwind/data/collect"
)

// Past visits candles, mark prices, open interest and funding that are known
// beside a recording, such as what venues told of the time before it, and
// returns of which time that is.
type Past func(visit func(*Event)) (Span, error)

// SetPast says what is known beside the recording. It must be called before the
// first cut.
func (s *Store) SetPast(p Past) { s.past = p }

// warmWithin bounds how long is read for what was before a window. What was not
// reached then is left out, as if it had not been recorded.
const warmWithin = 8 * time.Second

// warm takes what was told of prices, open interest and funding in the day
// before a window: what is known beside the recording, and what was recorded at
// other times.
func (s *Store) warm(ctx context.Context, c *collector) error {
	var known Span
	if s.past != nil {
		var err error
		known, err = s.past(func(e *Event) { _ = c.take(e) }) // as much as it is, it is bounded
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.options.Log.Warn("a cut is without what is known of the day before", "err", err)
		}
	}
	within, cancel := context.WithTimeout(ctx, warmWithin)
	defer cancel()
	for _, part := range (Span{c.From - collect.WarmUp, c.From - leadIn}).without(known) {
		err := s.Read(within, part.From, part.To-lateness, []Kind{Candle, Mark, Interest, Funding}, func(e *Event) error {
			if e.Received >= part.To {
				return nil
			}
			return c.take(e)
		})
		if err != nil && (ctx.Err() != nil || within.Err() == nil) {
			return err
		}
	}
	return nil
}

// without returns what of a span is not in another one.
func (s Span) without(o Span) []Span {
	var parts []Span
	for _, p := range []Span{{s.From, min(s.To, o.From)}, {max(s.From, o.To), s.To}} {
		if o.From >= o.To {
			return []Span{s}
		}
		if p.From < p.To {
			parts = append(parts, p)
		}
	}
	return parts
}

// unrecorded returns the part of a window before the oldest message, if there is
// one.
func (s *Store) unrecorded(ctx context.Context, w Window) (data.Gap, bool) {
	begun, err := s.begun(ctx)
	g := data.Gap{From: w.From, To: min(begun, w.To), Why: Stopped}
	return g, err == nil && g.To-g.From >= data.Second // venues take moments to begin
}
