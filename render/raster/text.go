package raster

import (
	"image/color"
	"unicode/utf8"

	"unwind/render"
	"unwind/render/glyph"
)

// text sets one line, glyph by glyph.
func (c *canvas) text(l *render.List, t *render.Text, a *glyph.Atlas) {
	pen := t.X
	for text := l.Bytes[t.Start:t.End]; len(text) > 0; {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		g := a.Glyph(t.Face, t.Size, r)
		c.glyph(g, int(pen+g.Left), int(t.Y+g.Top), t.Color, a.Page())
		pen += g.Advance
	}
}

// glyph draws the coverage of g with its top left at (x, y).
func (c *canvas) glyph(g glyph.Glyph, x, y int, ink color.RGBA, page []uint8) {
	x0, y0, x1, y1 := c.clip(x, y, x+int(g.W), y+int(g.H))
	if x0 >= x1 {
		return
	}
	for row := y0; row < y1; row++ {
		start := (int(g.Y)+row-y)*glyph.PageSize + int(g.X) + x0 - x
		shares := page[start : start+x1-x0]
		coverRow(c.row(row, x0, x1), ink, shares)
	}
}

// coverRow covers pixels with c by shares of 255.
func coverRow(pix []uint8, c color.RGBA, shares []uint8) {
	for i, s := range shares {
		switch s {
		case 0:
		case 255:
			over(pix[4*i:4*i+4], c)
		default:
			cover(pix[4*i:], c, float32(s)/255)
		}
	}
}
