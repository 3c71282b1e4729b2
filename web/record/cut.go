package record

import (
	"context"
	"errors"
	"fmt"

	"unwind/data"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// ErrNothing says that neither candles nor liquidations of a window were
// recorded.
var ErrNothing = errors.New("neither candles nor liquidations of it were recorded")

// Cut makes a tape of what was recorded, and of what is known beside it of the
// day before ([Past]). The same window of the same always makes the same tape.
// It may be called while a recorder writes.
func (s *Store) Cut(ctx context.Context, w Window) (*tape.Tape, error) {
	return s.cut(ctx, w, s.ended)
}

// cut makes a tape; missing says what nobody recorded up to its end beside the
// gaps that were stored. It is asked before the recording is read and after: a
// store that takes again meanwhile has in the end what was not there to be read.
func (s *Store) cut(ctx context.Context, w Window, missing func(Window) []data.Gap) (*tape.Tape, error) {
	if err := check(&w); err != nil {
		return nil, err
	}
	before := missing(w)
	c, err := s.collect(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, g := range append(before, missing(w)...) {
		c.Gap(g)
	}
	t := c.Tape(w.To)
	if t == nil {
		return nil, ErrNothing
	}
	t.Summary = csvimport.Summary(t)
	if err := tape.Check(t); err != nil {
		return nil, fmt.Errorf("what was recorded makes no valid tape: %w", err)
	}
	return t, nil
}

// quiet is longer than a recorder that runs stores nothing while data comes.
// While none comes from any venue, up to a minute of that may be said to be
// without a recorder too: it is missing either way.
const quiet = 10 * data.Second

// ended returns the part of a window after the last message, where nobody seems
// to record any more.
func (s *Store) ended(w Window) []data.Gap {
	end, err := s.end()
	if err != nil || end == 0 || w.To-end < quiet {
		return nil
	}
	return []data.Gap{{From: max(end, w.From), To: w.To, Why: Stopped}}
}
