package heat

import "unwind/data"

// Group is a part of the estimate that shares a side and a leverage.
type Group struct {
	Side     data.Side
	Leverage float64 // entry leverage of the positions, e.g. 25
	Scale    int     // index into [Field.Scales]

	// Low and High are what the notional of the group would be under the lowest
	// and the highest weight that its leverage may have, as multiples of what
	// it is: 0 <= Low <= 1 <= High. Both are zero when no band is known.
	Low, High float64

	// HalfLife is the time in which half of the group ages away, zero when it
	// does not age. It says how the scale came about and is already in it.
	HalfLife data.UnixMs
}

// Run is estimated notional that waits at one price: born at column Start, it
// stays until the mark price touches its bin at column Start+Len, or until the
// field ends. USD is its size before scaling: at column c it is worth
// USD × Scales[group.Scale][c].
//
// A run born in bar c appears from column c+1, when the bar has closed; one
// touched in bar c is gone from column c. So a column never shows a birth
// that was not yet known.
type Run struct {
	Group      uint16
	Bin        uint16
	Start, Len int32
	USD        float32
}

// End returns the first column at which the run is gone.
func (r Run) End() int { return int(r.Start + r.Len) }

// Field is the whole level estimate of one event, exactly, as runs.
type Field struct {
	Bins    Bins
	Columns Columns
	Groups  []Group
	// Scales hold, per column, the share of once opened notional that is still
	// open after voluntary closing and ageing; 1 is all of it. Groups that lose
	// notional alike share one.
	Scales [][]float32
	Runs   []Run // ascending by Bin, then Start, then Group

	// Reached is what the price has reached though no run says so. What is asked
	// of a column heeds it; pyramids, quantizers, timelines and touches are of the
	// runs alone.
	Reached Reached
}
