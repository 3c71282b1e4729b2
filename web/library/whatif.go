package library

import (
	"context"
	"fmt"
	"unsafe"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
)

// answerBytes bounds the what-ifs that are kept; one takes some fifty kilobytes,
// the longest a quarter of a megabyte.
const answerBytes = 16 << 20

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
	if a, ok := l.answers.Get(key); ok {
		return a, nil
	}
	made, err, _ := l.asking.Do(key, func() (any, error) {
		// others may wait for the same answer, so it does not end with the
		// request that came first
		ctx, cancel := context.WithTimeout(context.Background(), maxWait)
		defer cancel()
		if err := l.turns.Acquire(ctx, 1); err != nil {
			return nil, ErrBusy
		}
		defer l.turns.Release(1)
		a := whatif.Of(m, c)
		l.answers.Put(key, a, sizeOf(a))
		return a, nil
	})
	if err != nil {
		return nil, fmt.Errorf("what-if of event %q: %w", e.ID, err)
	}
	return made.(*whatif.Answer), nil
}

// sizeOf is about how many bytes an answer takes.
func sizeOf(a *whatif.Answer) int {
	prices := len(a.Path)
	for i := range a.Fan {
		prices += len(a.Fan[i].Price) + len(a.Fan[i].Seconds)
	}
	return int(unsafe.Sizeof(*a)) + prices*int(unsafe.Sizeof(data.Price(0)))
}
