// Package anim holds motion as functions of time: everything is asked for a
// time and answers with a place, nothing is advanced step by step. So a seek
// shows what playing shows, and a dropped frame changes nothing.
package anim

import "math"

// Number is a place on a path or a share of it.
type Number interface{ ~float32 | ~float64 }

// EaseOut goes from 0 at t = 0 to 1 at t = 1, fast at first (1 − (1−t)³), and
// is held outside. It suits what appears.
func EaseOut[F Number](t F) F {
	u := 1 - clamp(t)
	return 1 - u*u*u
}

// EaseIn goes from 0 to 1, slow at first (t³), and is held outside. It suits
// what leaves.
func EaseIn[F Number](t F) F {
	t = clamp(t)
	return t * t * t
}

// EaseInOut goes from 0 to 1, slow at both ends (smoothstep, 3t² − 2t³), and
// is held outside. It suits camera moves.
func EaseInOut[F Number](t F) F {
	t = clamp(t)
	return t * t * (3 - 2*t)
}

// clamp holds t in [0, 1]; what is not a number is 1, the end.
func clamp[F Number](t F) F {
	switch {
	case t < 0:
		return 0
	case t < 1:
		return t
	}
	return 1
}

// Tween goes from From at the time Start to To at Start+Duration with
// [EaseInOut]. Times are milliseconds of any one clock.
type Tween struct {
	From, To        float64
	Start, Duration float64
}

// At returns the place at time now. A tween without a duration is at its end.
func (w Tween) At(now float64) float64 {
	if w.Done(now) {
		return w.To
	}
	return w.From + (w.To-w.From)*EaseInOut((now-w.Start)/w.Duration)
}

// Done reports whether the tween has reached its end at time now.
func (w Tween) Done(now float64) bool { return !(now < w.Start+w.Duration) }

// Coast is a throw that slows down by friction: the place at s milliseconds
// after Start is
//
//	From + Velocity·Decay·(1 − e^(−s/Decay))
//
// so the velocity is Velocity·e^(−s/Decay) and the way in all is
// Velocity·Decay.
type Coast struct {
	From     float64 // place at Start, pixels
	Velocity float64 // at Start, pixels a millisecond
	Start    float64 // milliseconds
	Decay    float64 // milliseconds in which the velocity falls to 1/e, > 0
}

// CoastDecay is a friction that feels like a sheet of paper, milliseconds.
const CoastDecay = 325

// stopsBelow is the way still to go, in pixels, at which a coast has stopped.
const stopsBelow = 0.5

// At returns the place at time now; before Start it is From.
func (c Coast) At(now float64) float64 {
	if c.Done(now) {
		return c.End()
	}
	s := max(0, now-c.Start)
	return c.From + c.Velocity*c.Decay*-math.Expm1(-s/c.Decay)
}

// End returns where the coast comes to rest.
func (c Coast) End() float64 {
	if !(c.Decay > 0) {
		return c.From
	}
	return c.From + c.Velocity*c.Decay
}

// Duration returns after how many milliseconds the coast stops: when less than
// half a pixel is left.
func (c Coast) Duration() float64 {
	way := math.Abs(c.Velocity * c.Decay)
	if !(c.Decay > 0) || !(way > stopsBelow) {
		return 0
	}
	return c.Decay * math.Log(way/stopsBelow)
}

// Done reports whether the coast has stopped at time now.
func (c Coast) Done(now float64) bool { return !(now < c.Start+c.Duration()) }
