package view

import (
	"image/color"

	"unwind/render"
	"unwind/render/glyph"
)

// Type sizes of the house in logical pixels.
const (
	sizeSmall   = 11
	sizeText    = 13
	sizeStrong  = 16
	sizeTitle   = 24
	sizeCounter = 30
)

// align says which end of a text a position means.
type align uint8

const (
	left align = iota
	center
	right
)

// style is how a text is set.
type style struct {
	size  int32 // device pixels per em
	face  render.Face
	color color.RGBA
}

func (b *builder) style(points float32, face render.Face, c color.RGBA) style {
	return style{size: b.chart.size(points), face: face, color: c}
}

// text adds one line of text on baseline y and returns its width in device
// pixels.
func text(l *render.List, x, y int32, s style, a align, chars []byte) int32 {
	wide := widthOf(s, chars)
	switch a {
	case center:
		x -= wide / 2
	case right:
		x -= wide
	}
	start := int32(len(l.Bytes))
	l.Bytes = append(l.Bytes, chars...)
	l.Texts = append(l.Texts, render.Text{
		X: x, Y: y, Size: s.size, Face: s.face, Color: s.color,
		Start: start, End: int32(len(l.Bytes)),
	})
	return wide
}

// middle returns the baseline that centres figures of the given size on y.
func middle(y, size int32) int32 { return y + glyph.CapHeight(size)/2 }

// fits cuts chars in place, at a rune boundary and with an ellipsis, to at most
// wide device pixels. It returns nothing when not even the ellipsis fits.
func fits(s style, chars []byte, wide int32) []byte {
	if widthOf(s, chars) <= wide {
		return chars
	}
	for n := len(chars); n > 0; {
		n--
		for n > 0 && chars[n]&0xc0 == 0x80 {
			n--
		}
		if cut := append(chars[:n], "…"...); widthOf(s, cut) <= wide {
			return cut
		}
	}
	return nil
}

func widthOf(s style, chars []byte) int32 { return glyph.Width(s.face, s.size, chars) }
