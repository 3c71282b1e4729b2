// Package market is everything known of one instrument, ready to be asked
// about any time: what the price was, what had been liquidated, what waited.
// Answers are functions of the time, never accumulated.
package market

import (
	"unwind/data/heat"
	"unwind/data/tape"
)

// Market is one event, indexed. It is read-only after [Builder.Market] and may
// be shared between goroutines.
type Market struct {
	Tape    *tape.Tape
	Field   *heat.Field   // nil when nothing can be estimated
	Pyramid *heat.Pyramid // nil when Field is
}
