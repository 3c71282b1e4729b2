package record

import (
	"context"
	"errors"
	"fmt"

	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// ErrNothing says that neither candles nor liquidations of a window were
// recorded.
var ErrNothing = errors.New("neither candles nor liquidations of it were recorded")

// Cut makes a tape of what was recorded, and of what is known beside it of the
// day before ([Past]). The same window of the same always makes the same tape. It may be called while a recorder writes.
func (s *Store) Cut(ctx context.Context, w Window) (*tape.Tape, error) {
	if err := check(&w); err != nil {
		return nil, err
	}
	c, err := s.collect(ctx, w)
	if err != nil {
		return nil, err
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
