package library

import (
	"fmt"
	"slices"
	"sync"
)

// maxLent bounds the events that are lent.
const maxLent = 8

// lent is events that were made for somebody and are not listed. They are
// found by their ids until others have taken their places.
type lent struct {
	mu   sync.Mutex
	kept []*Event // asked for last at the end
}

// Lend checks a tape and lends it: [Library.Event] finds it by its id until
// eight others were wanted since. Nobody gets an id that a listed event has.
func (l *Library) Lend(raw []byte) (*Event, error) {
	e, err := checkTape(raw)
	if err != nil {
		return nil, err
	}
	if l.current().byID[e.ID] != nil {
		return nil, fmt.Errorf("an event has the id %q", e.ID)
	}
	l.lent.keep(e)
	return e, nil
}

func (l *lent) find(id string) *Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := l.index(id)
	if i < 0 {
		return nil
	}
	e := l.kept[i]
	l.kept = append(slices.Delete(l.kept, i, i+1), e)
	return e
}

func (l *lent) keep(e *Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := l.index(e.ID); i >= 0 {
		l.kept = slices.Delete(l.kept, i, i+1)
	}
	l.kept = append(l.kept, e)
	if len(l.kept) > maxLent {
		l.kept = slices.Delete(l.kept, 0, 1)
	}
}

func (l *lent) index(id string) int {
	return slices.IndexFunc(l.kept, func(e *Event) bool { return e.ID == id })
}
