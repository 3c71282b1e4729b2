// Package raster draws a [render.Scene] into an image, in pure Go: posters and
// golden images. It is the reference for render/gpu, whose shaders evaluate
// the same formulas in float32; each is written out where it is computed.
//
// # Blending
//
// Colours are premultiplied. A colour c of opacity a that covers a share k of
// a pixel d gives
//
//	d' = min(1, k·c + d·(1 − k·a))
//
// per channel, rounded to the nearest of 255 steps. Light (a = 0, c > 0) is
// only added by this. The share k is 1 for a rectangle, the coverage of the
// glyph for text, and for marks what shapes.go says, evaluated at the pixel's
// centre.
package raster

import (
	"image"
	"image/color"

	"unwind/render"
	"unwind/render/glyph"
)

// Draw draws s into the top left of dst, layer by layer; what does not fit is
// cut off. The background replaces what was there. Glyphs come from a, which
// must not be used by others meanwhile; dst and the scene are not kept.
func Draw(dst *image.RGBA, s *render.Scene, a *glyph.Atlas) {
	c := canvasOf(dst, s)
	c.clear(s.Background)
	for i := range s.Layers {
		c.list(&s.Layers[i], a)
	}
}

// canvas is the part of an image that a scene covers, from (0, 0).
type canvas struct {
	pix    []uint8
	stride int
	w, h   int
}

func canvasOf(dst *image.RGBA, s *render.Scene) *canvas {
	return &canvas{
		pix: dst.Pix, stride: dst.Stride,
		w: min(s.Width, dst.Rect.Dx()), h: min(s.Height, dst.Rect.Dy()),
	}
}

// row returns the bytes of the pixels x0 to x1 of row y, which must be inside.
func (c *canvas) row(y, x0, x1 int) []uint8 {
	return c.pix[y*c.stride+4*x0 : y*c.stride+4*x1 : y*c.stride+4*x1]
}

// clip cuts a half-open rectangle to the canvas; it is empty when x0 >= x1 or
// y0 >= y1.
func (c *canvas) clip(x0, y0, x1, y1 int) (int, int, int, int) {
	return max(x0, 0), max(y0, 0), min(x1, c.w), min(y1, c.h)
}

func (c *canvas) clear(background color.RGBA) {
	if c.w <= 0 || c.h <= 0 {
		return
	}
	first := c.row(0, 0, c.w)
	fill(first, background)
	for y := 1; y < c.h; y++ {
		copy(c.row(y, 0, c.w), first)
	}
}

func (c *canvas) list(l *render.List, a *glyph.Atlas) {
	if l.Heat != nil {
		c.heat(l.Heat)
	}
	for i := range l.Rects {
		c.rect(&l.Rects[i])
	}
	for i := range l.Stripes {
		c.stripes(&l.Stripes[i])
	}
	for i := range l.Marks {
		c.mark(&l.Marks[i])
	}
	for i := range l.Texts {
		c.text(l, &l.Texts[i], a)
	}
}

func (c *canvas) rect(r *render.Rect) {
	x0, y0, x1, y1 := c.clip(int(r.X0), int(r.Y0), int(r.X1), int(r.Y1))
	if x0 >= x1 {
		return
	}
	for y := y0; y < y1; y++ {
		over(c.row(y, x0, x1), r.Color)
	}
}

// stripes fills the pixels that lie in a stripe.
func (c *canvas) stripes(s *render.Stripes) {
	x0, y0, x1, y1 := c.clip(int(s.X0), int(s.Y0), int(s.X1), int(s.Y1))
	for y := y0; y < y1 && x0 < x1; y++ {
		row := c.row(y, x0, x1)
		for x := x0; x < x1; x++ {
			if s.Striped(int32(x)-s.X0, s.Y1-1-int32(y)) {
				over(row[4*(x-x0):4*(x-x0)+4], s.Color)
			}
		}
	}
}
