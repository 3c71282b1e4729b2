// Package scale holds the axes: mappings between time or price and pixels,
// round ticks on them, and the words and numbers of their labels in each
// language. Everything appends to the caller's buffers and allocates nothing
// once those have grown.
package scale

import (
	"math"

	"unwind/data"
)

// Linear maps the values [V0, V1] to the pixels [Px0, Px1]; either may run
// backwards. It extends beyond both ends.
type Linear struct{ V0, V1, Px0, Px1 float64 }

// Px returns the place of v. An empty range of values maps to the middle of
// the pixels.
func (l Linear) Px(v float64) float64 { return lerp(v, l.V0, l.V1, l.Px0, l.Px1) }

// Value is the inverse of Px. An empty range of pixels maps to the middle of
// the values.
func (l Linear) Value(px float64) float64 { return lerp(px, l.Px0, l.Px1, l.V0, l.V1) }

// lerp maps x from [a0, a1] to [b0, b1].
func lerp(x, a0, a1, b0, b1 float64) float64 {
	if a0 == a1 {
		return (b0 + b1) / 2
	}
	return b0 + (x-a0)/(a1-a0)*(b1-b0)
}

// Time maps the window [From, To) to the pixels from X0, its left edge, to X1.
type Time struct {
	From, To data.UnixMs
	X0, X1   float64
}

// XFromTime returns the place of t; an empty window maps to the middle.
func (s Time) XFromTime(t data.UnixMs) float64 {
	// Differences first: a time near 2^41 ms would cost a float its fraction.
	return lerp(float64(t-s.From), 0, float64(s.To-s.From), s.X0, s.X1)
}

// TimeFromX returns the time at x, rounded to a millisecond; when X0 equals X1
// it is the middle of the window.
func (s Time) TimeFromX(x float64) data.UnixMs {
	return s.From + data.UnixMs(math.Round(lerp(x, s.X0, s.X1, 0, float64(s.To-s.From))))
}

// PxPerMs returns how many pixels a millisecond takes, 0 in an empty window.
func (s Time) PxPerMs() float64 {
	if s.From == s.To {
		return 0
	}
	return (s.X1 - s.X0) / float64(s.To-s.From)
}

// Price maps prices to pixels logarithmically: High to Top, Low to Bottom.
// Top is above Bottom when it is the smaller number, as on a screen.
type Price struct {
	Low, High   data.Price // both positive
	Top, Bottom float64
}

// YFromPrice returns the place of p; an empty range maps to the middle. A
// price that is not positive has no place and gives NaN.
func (s Price) YFromPrice(p data.Price) float64 {
	if !(p > 0) || !(s.Low > 0) {
		return math.NaN()
	}
	return lerp(math.Log(float64(p/s.Low)), 0, math.Log(float64(s.High/s.Low)), s.Bottom, s.Top)
}

// PriceFromY returns the price at y; when Top equals Bottom it is the
// geometric middle of the range.
func (s Price) PriceFromY(y float64) data.Price {
	return s.Low * data.Price(math.Exp(lerp(y, s.Bottom, s.Top, 0, math.Log(float64(s.High/s.Low)))))
}
