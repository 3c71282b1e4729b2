package library

import (
	"fmt"
	"slices"
)

// Builtin returns the built-in events as they are now. The slice must not be
// changed.
func (l *Library) Builtin() []*Event {
	l.scan.Lock()
	defer l.scan.Unlock()
	return l.builtin
}

// Replace puts the tape in raw in the place of the built-in one of the same id.
// Whoever asks from then on gets the new event, whoever holds the old one keeps
// it whole; everything that is addressed or kept by the tape's hash follows.
func (l *Library) Replace(raw []byte) error {
	e, err := checkTape(raw)
	if err != nil {
		return err
	}
	l.scan.Lock()
	defer l.scan.Unlock()
	i := slices.IndexFunc(l.builtin, func(b *Event) bool { return b.ID == e.ID })
	if i < 0 {
		return fmt.Errorf("there is no built-in event %q", e.ID)
	}
	l.builtin = slices.Clone(l.builtin)
	l.builtin[i] = e
	l.stock()
	return nil
}
