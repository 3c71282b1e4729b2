package library

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"

	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
)

// maxAnswers bounds the what-ifs that are kept; one takes a tenth of a megabyte,
// the longest a third.
const maxAnswers = 32

// answers keeps the what-ifs that were asked for last. Its zero value is empty.
type answers struct {
	group singleflight.Group
	mu    sync.Mutex
	kept  []keptAnswer // most recently used last
}

type keptAnswer struct {
	key    string // the hash of the tape, the choice and the what-if
	answer *whatif.Answer
}

// WhatIf returns the answer to the what-if of a stage of e, whose market is m,
// nil without one. It takes tens of milliseconds, the longest a quarter of a
// second: as of [Library.Chosen], few are worked out at a time, those asked for
// last are kept, and it returns [ErrBusy] when none is to be had soon.
func (l *Library) WhatIf(e *Event, m *market.Market, s *wire.Stage) (*whatif.Answer, error) {
	c := s.WhatIf.Fit(m, s.Depth)
	if !c.On() {
		return nil, nil
	}
	key := fmt.Sprintf("%s %v %v", e.Tape.Hash, m.Choice(), c)
	if a := l.answers.find(key); a != nil {
		return a, nil
	}
	made, err, _ := l.answers.group.Do(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), maxWait)
		defer cancel()
		if err := l.turns.Acquire(ctx, 1); err != nil {
			return nil, ErrBusy
		}
		defer l.turns.Release(1)
		a := whatif.Of(m, c)
		l.answers.keep(key, a)
		return a, nil
	})
	if err != nil {
		return nil, fmt.Errorf("what-if of event %q: %w", e.ID, err)
	}
	return made.(*whatif.Answer), nil
}

func (k *answers) find(key string) *whatif.Answer {
	k.mu.Lock()
	defer k.mu.Unlock()
	i := slices.IndexFunc(k.kept, func(a keptAnswer) bool { return a.key == key })
	if i < 0 {
		return nil
	}
	found := k.kept[i]
	k.kept = append(slices.Delete(k.kept, i, i+1), found)
	return found.answer
}

func (k *answers) keep(key string, a *whatif.Answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, keptAnswer{key, a})
	if len(k.kept) > maxAnswers {
		k.kept = slices.Delete(k.kept, 0, 1)
	}
}
