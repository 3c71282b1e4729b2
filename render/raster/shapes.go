package raster

import (
	"math"

	"unwind/render"
)

// sin60 is the sine of 60°, half the side of the triangle in a unit circle.
const sin60 = 0.8660254

// coverage returns the share of a pixel that a mark covers, with (dx, dy) from
// the mark's centre to the pixel's centre, y down, p their length, and clamp
// holding values in [0, 1]:
//
//	Disc          clamp(R − p + ½)
//	Ring          clamp(W/2 − |p − (R − W/2)| + ½)
//	TriangleUp    clamp(½ − t(dx, dy))
//	TriangleDown  clamp(½ − t(dx, −dy))
//	Glow          clamp(1 − p/R)²
//	BrokenRing    Ring · clamp(d(dx, dy) + ½)
//
// with t(x, y) = max(y − R/2, sin60·|x| − y/2 − R/2), the distance to the
// equilateral triangle in the circle of radius R, exact along its sides, and
// d(x, y) = min(|x|, |sin60·|y| − |x|/2|) − max(0.16·R, 0.7), the distance from
// three lines through the centre along which a broken ring has its gaps.
func coverage(m *render.Mark, dx, dy float32) float32 {
	switch m.Shape {
	case render.Disc:
		return clamp(m.R - length(dx, dy) + 0.5)
	case render.Ring:
		return clamp(m.W/2 - abs(length(dx, dy)-(m.R-m.W/2)) + 0.5)
	case render.TriangleDown:
		return clamp(0.5 - triangle(dx, -dy, m.R))
	case render.TriangleUp:
		return clamp(0.5 - triangle(dx, dy, m.R))
	case render.Glow:
		f := clamp(1 - length(dx, dy)/m.R)
		return f * f
	case render.BrokenRing:
		return clamp(m.W/2-abs(length(dx, dy)-(m.R-m.W/2))+0.5) * clamp(dash(dx, dy, m.R)+0.5)
	}
	return 0
}

func dash(x, y, r float32) float32 {
	x, y = abs(x), abs(y)
	return min(x, abs(sin60*y-x/2)) - max(0.16*r, 0.7)
}

func triangle(x, y, r float32) float32 { return max(y-r/2, sin60*abs(x)-y/2-r/2) }

func length(x, y float32) float32 { return sqrt(x*x + y*y) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

func abs(v float32) float32 { return math.Float32frombits(math.Float32bits(v) &^ (1 << 31)) }

// clamp holds v in [0, 1]; what is not a number is 0.
func clamp(v float32) float32 {
	switch {
	case v >= 1:
		return 1
	case v > 0:
		return v
	}
	return 0
}
