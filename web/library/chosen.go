package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"unwind/data/level"
	"unwind/data/market"
)

// ErrBusy says that too many choices are being worked out.
var ErrBusy = errors.New("too many choices of levels are being worked out")

// maxWait is how long a choice waits for its turn.
const maxWait = 5 * time.Second

// Chosen returns the market of e with what c chooses of it. Choices take tens
// to hundreds of milliseconds: few are worked out at a time, those asked for
// last are kept, and callers that ask for the same one meanwhile wait for it.
// It returns [ErrBusy] when none is to be had soon.
func (l *Library) Chosen(e *Event, c level.Choice) (*market.Market, error) {
	m, err := l.Market(e)
	if err != nil {
		return nil, err
	}
	if c = m.Fit(c); c == (level.Choice{}) {
		return m, nil
	}
	key := fmt.Sprintf("%s %v", e.Tape.Hash, c)
	if kept := l.chosen.find(key); kept != nil {
		return kept, nil
	}
	made, err, _ := l.chosen.group.Do(key, func() (any, error) {
		// others may wait for the same choice, so it does not end with the
		// request that came first
		ctx, cancel := context.WithTimeout(context.Background(), maxWait)
		defer cancel()
		return l.choose(ctx, m, c, key)
	})
	if err != nil {
		return nil, fmt.Errorf("choose levels of event %q: %w", e.ID, err)
	}
	return made.(*market.Market), nil
}

// choose waits for a turn and makes the choice.
func (l *Library) choose(ctx context.Context, m *market.Market, c level.Choice, key string) (*market.Market, error) {
	if err := l.turns.Acquire(ctx, 1); err != nil {
		return nil, ErrBusy
	}
	defer l.turns.Release(1)
	made, err := market.Chosen(m, c)
	if err == nil {
		l.chosen.keep(key, made)
	}
	return made, err
}
