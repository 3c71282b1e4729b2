package anim

import "math"

// View is a window: times in milliseconds and natural logarithms of prices, in
// which camera moves are even.
type View struct{ From, To, LogLow, LogHigh float64 }

// Durations of a camera move, milliseconds.
const (
	ShortestMove = 250
	LongestMove  = 400
)

// Camera moves from one view to another. A zoom is even in the logarithm of
// the window's length, so that it looks equally fast at both ends.
type Camera struct {
	A, B            View
	Start, Duration float64 // milliseconds
}

// Move returns the camera that leaves a for b at time start. It takes
// [ShortestMove] for a small change and up to [LongestMove] for one by several
// windows.
func Move(a, b View, start float64) Camera {
	far := max(apart(a.From, a.To, b.From, b.To), apart(a.LogLow, a.LogHigh, b.LogLow, b.LogHigh))
	return Camera{a, b, start, ShortestMove + (LongestMove-ShortestMove)*EaseOut(far/4)}
}

// apart is how far two intervals are from each other, in lengths of the
// longer and in halvings.
func apart(a0, a1, b0, b1 float64) float64 {
	la, lb := a1-a0, b1-b0
	if !(la > 0) || !(lb > 0) {
		return 0
	}
	return math.Abs(a0+a1-b0-b1)/2/max(la, lb) + math.Abs(math.Log2(la/lb))
}

// At returns the view at time now: A before Start, B from the end on.
func (c Camera) At(now float64) View {
	if c.Done(now) {
		return c.B
	}
	t := EaseInOut((now - c.Start) / c.Duration)
	var v View
	v.From, v.To = between(c.A.From, c.A.To, c.B.From, c.B.To, t)
	v.LogLow, v.LogHigh = between(c.A.LogLow, c.A.LogHigh, c.B.LogLow, c.B.LogHigh, t)
	return v
}

// Done reports whether the camera has arrived at time now.
func (c Camera) Done(now float64) bool { return !(now < c.Start+c.Duration) }

// between goes from the interval a to b. Its length changes evenly in the
// logarithm, and its ends so that the point which both intervals show at the
// same place stays there: a zoom about a point keeps that point still.
func between(a0, a1, b0, b1, t float64) (lo, hi float64) {
	la, lb := a1-a0, b1-b0
	if !(la > 0) || !(lb > 0) || math.Abs(lb/la-1) < 1e-6 {
		return a0 + (b0-a0)*t, a1 + (b1-a1)*t
	}
	length := la * math.Pow(lb/la, t)
	s := (length - la) / (lb - la) // share of the change in length
	lo = a0 + (b0-a0)*s
	return lo, lo + length
}
