package raster

import (
	"math"

	"unwind/render"
)

// mark draws m row by row. Only pixels whose coverage may lie between 0 and 1
// are evaluated one by one; the empty middle of a ring is skipped and the full
// middle of a disc filled.
func (c *canvas) mark(m *render.Mark) {
	if !m.Visible() {
		return
	}
	reach := reachOf(m)
	x0, y0, x1, y1 := c.clip(bounds(m, reach))
	if x0 >= x1 {
		return
	}
	for y := y0; y < y1; y++ {
		dy := float32(y) + 0.5 - m.Y
		l, r := span(m.X, reach, dy, x0, x1)
		a, b := middle(m, dy, l, r)
		c.edge(m, y, dy, l, a)
		if m.Shape == render.Disc {
			over(c.row(y, a, b), m.Color)
		}
		c.edge(m, y, dy, b, r)
	}
}

// reachOf returns how far from its centre m may touch a pixel's centre: round
// shapes end half a pixel outside R, the corners of a triangle a whole one.
func reachOf(m *render.Mark) float32 {
	if m.Shape == render.TriangleDown || m.Shape == render.TriangleUp {
		return m.R + 1
	}
	return m.R + 0.5
}

// bounds returns the pixels that m may touch.
func bounds(m *render.Mark, reach float32) (x0, y0, x1, y1 int) {
	return floor(m.X - reach), floor(m.Y - reach), floor(m.X+reach) + 1, floor(m.Y+reach) + 1
}

func floor(v float32) int { return int(math.Floor(float64(v))) }

// span returns the pixels of a row at dy that may lie in the circle of radius
// r about x, a little too many in doubt, inside [x0, x1). It is empty, but at
// a place inside, when the row misses the circle.
func span(x, r, dy float32, x0, x1 int) (l, h int) {
	square := r*r - dy*dy
	if !(square > 0) {
		return x0, x0
	}
	half := sqrt(square)
	l = min(max(floor(x-half-0.5), x0), x1)
	return l, min(max(floor(x+half+0.5)+1, l), x1)
}

// middle returns the pixels of [l, r) of a row whose coverage need not be
// evaluated: those surely full in a disc, surely empty in a ring. For other
// shapes it is empty.
func middle(m *render.Mark, dy float32, l, r int) (a, b int) {
	inner := m.R - 0.5
	switch m.Shape {
	case render.Ring, render.BrokenRing:
		inner -= m.W
	case render.Disc:
	default:
		return r, r
	}
	square := inner*inner - dy*dy
	if !(inner > 0) || !(square > 0) {
		return r, r
	}
	half := sqrt(square) - 0.01 // rounding must not move a pixel from the edge here
	a = min(max(floor(m.X-half+0.5), l), r)
	return a, min(max(floor(m.X+half+0.5), a), r)
}

// edge evaluates the pixels [x0, x1) of row y.
func (c *canvas) edge(m *render.Mark, y int, dy float32, x0, x1 int) {
	if x0 >= x1 {
		return
	}
	row := c.row(y, x0, x1)
	for x := x0; x < x1; x++ {
		if k := coverage(m, float32(x)+0.5-m.X, dy); k > 0 {
			cover(row[4*(x-x0):], m.Color, k)
		}
	}
}
