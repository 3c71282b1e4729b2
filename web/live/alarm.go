package live

import "time"

// alarm tells what is due at a time, and when the next thing will be.
type alarm struct{ now, next time.Time }

// rings reports whether a time has come; otherwise it is remembered.
func (a *alarm) rings(at time.Time) bool {
	if !a.now.Before(at) {
		return true
	}
	if a.next.IsZero() || at.Before(a.next) {
		a.next = at
	}
	return false
}
