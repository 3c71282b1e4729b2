package cascade

import (
	"math"

	"unwind/data"
)

// Wave is one round of a cascade: liquidations that came close upon each other.
type Wave struct {
	Start, End data.UnixMs // of its first and last event, both inclusive
	// Peak is where the densest window begins; the window is as long as the
	// wave's median gap, at least a second.
	Peak data.UnixMs

	Dollars
	Side   data.Side // the one with more of the dollars; unknown when none is known
	Events int

	// From is the price at the start, Extreme the furthest that the price went
	// the way that the forced orders push it, To the price at the end. All are
	// 0 when no price is known.
	From, Extreme, To data.Price

	// ShareOfDay is the part of the dollars liquidated on the UTC day of the
	// wave's middle that fell into it, 0 to 1.
	ShareOfDay   float64
	Completeness Completeness
	// Busy of its Seconds had an event: near 1 of a sampled feed says that it
	// was full, and the truth anything above.
	Busy, Seconds int

	first, last int      // its events
	inside      data.USD // of its dollars, those of the UTC day of its middle
}

// Move returns the price move from the start to the extreme as a fraction:
// −0.05 is a fall of 5 %.
func (w *Wave) Move() (float64, Reason) {
	if !usable(w.From) || !usable(w.Extreme) {
		return 0, NoPrices
	}
	return float64(w.Extreme/w.From) - 1, Known
}

// PerPercent returns the dollars liquidated for each 1 % of the move. It is not
// the cost of a move: others trade too. A move below [LeastMove] has none
// ([SmallMove]): the quotient would be a figure of the price's noise.
func (w *Wave) PerPercent() (data.USD, Reason) {
	move, reason := w.Move()
	switch {
	case reason != Known:
		return 0, reason
	case math.Abs(move) < LeastMove:
		return 0, SmallMove
	}
	return w.Total() / data.USD(100*math.Abs(move)), Known
}

// day returns the start of the UTC day of the wave's middle.
func (w *Wave) day() data.UnixMs { return dayOf(w.Start + (w.End-w.Start)/2) }

// LeastMove is the smallest move that dollars are set against, 0.05 %: less is
// written as 0.0 % and is the noise of the price.
const LeastMove = 0.0005

// leastMove is a hundredth of a basis point: less is no move.
const leastMove = 1e-6

// retraced returns how much of the move to the extreme the price p has taken
// back, 0 when that is not known.
func (w *Wave) retraced(p data.Price) float64 {
	move, reason := w.Move()
	if reason != Known || !usable(p) || math.Abs(move) < leastMove {
		return 0
	}
	return float64((w.Extreme - p) / (w.Extreme - w.From))
}

// further returns the one of two prices that the forced orders of a side push
// towards: the lower for longs, the higher for shorts.
func further(side data.Side, a, b data.Price) data.Price {
	switch {
	case !usable(a):
		return b
	case !usable(b):
		return a
	case side == data.Short:
		return max(a, b)
	}
	return min(a, b)
}
