// Package render describes frames. A [Scene] holds shapes, text and one heat
// map in drawing order with every decision already taken: backends only turn
// it into pixels, and both (render/raster, render/gpu) turn it into the same.
//
// Coordinates are device pixels with the origin at the top left, already
// rounded where edges must be sharp, so that no backend rounds on its own.
// Colours are premultiplied; a colour whose alpha is below its channels adds
// light.
package render

import (
	"image/color"

	"unwind/data/heat"
)

// Layer orders drawing: lower layers are drawn first.
type Layer int

// Layers of a scene. Inside a layer the heat map is drawn first, then
// rectangles, then stripes, then marks, then texts, each in slice order.
const (
	LayerHeat    Layer = iota // heat map
	LayerEnds                 // faint ends of levels that have burnt out
	LayerGrid                 // grid lines
	LayerCandles              // volume and price
	LayerMarks                // settled liquidation bubbles
	LayerLive                 // what moves while the replay plays: flashes, young bubbles, the forming candle
	LayerWhatIf               // what would have happened: the simulator's fan
	LayerProfile              // liquidation map at the replay time
	LayerAxes                 // axes, labels, price line
	LayerHUD                  // counter, legend, titles
	LayerCursor               // crosshair and read-out; changes with every pointer move
	LayerCount
)

// The layers from StillFirst to StillLast hold plain lists that, while the
// window, the size and the style stay, only gain shapes as the replay goes on:
// whenever something closes, settles or burns out. A backend may keep a picture
// of them, see [Trace].
const (
	StillFirst = LayerEnds
	StillLast  = LayerMarks
)

// Still says whether l is one of the layers from [StillFirst] to [StillLast].
func (l Layer) Still() bool { return l >= StillFirst && l <= StillLast }

// Scene is one frame, described.
type Scene struct {
	Width, Height int     // device pixels
	Scale         float32 // device pixels per logical pixel
	Background    color.RGBA
	Layers        [LayerCount]List
}

// List is the display list of one layer. Its zero value is empty and ready to
// use. It keeps its memory between frames: after a few frames, rebuilding it
// allocates nothing.
type List struct {
	Heat    *Heat // nil: none
	Rects   []Rect
	Stripes []Stripes
	Marks   []Mark
	Texts   []Text
	Bytes   []byte // the characters of Texts, UTF-8

	// Count is for whoever builds the list: how much of something it was built
	// from, so that an unchanged list can be left alone.
	Count int

	heat Heat
	gen  uint64
}

// Reset empties the list, keeping its memory, and starts a new generation.
func (l *List) Reset() {
	l.Heat = nil
	l.Rects = l.Rects[:0]
	l.Stripes = l.Stripes[:0]
	l.Marks = l.Marks[:0]
	l.Texts = l.Texts[:0]
	l.Bytes = l.Bytes[:0]
	l.gen++
}

// Generation changes whenever the list is rebuilt.
func (l *List) Generation() uint64 { return l.gen }

// SetHeat makes h the heat map of the list.
func (l *List) SetHeat(h Heat) {
	l.heat = h
	l.Heat = &l.heat
}

// Rect fills the half-open rectangle [X0, X1) × [Y0, Y1).
type Rect struct {
	X0, Y0, X1, Y1 int32
	Color          color.RGBA
}

// Stripes fills those pixels of a rectangle that lie in the stripes of a
// pattern, whose Fade has no meaning here.
type Stripes struct {
	Rect
	Hatch
}

// Shape is the outline of a [Mark].
type Shape uint8

// Shapes, each centred on (X, Y) and anti-aliased over one device pixel.
const (
	Disc         Shape = iota // filled circle of radius R
	Ring                      // circle of radius R with a line of width W inside it
	TriangleDown              // filled triangle in the circle of radius R, tip down
	TriangleUp                // the same, tip up
	Glow                      // light that falls off quadratically to nothing at radius R
	BrokenRing                // a Ring with six gaps
)

// Mark is a shape drawn from its signed distance.
type Mark struct {
	X, Y, R, W float32
	Shape      Shape
	Color      color.RGBA
}

// Face is one of the embedded fonts.
type Face uint8

// Faces. Both have tabular figures and Cyrillic.
const (
	Regular Face = iota
	Medium
)

// Text is one line of text that starts at X on the baseline Y.
type Text struct {
	X, Y       int32
	Size       int32 // pixels per em, device pixels
	Face       Face
	Color      color.RGBA
	Start, End int32 // bytes of [List.Bytes]
}

// Heat is the heat map: a window on a [heat.Pyramid], coloured by a table.
//
// For the centre (x+½, y+½) of a device pixel of the rectangle
//
//	column = Col0 + (x+½−X0)·ColPerPx      bin = Bin0 + (Y1−y−½)·BinPerPx
//
// Up to column Now (exclusive) the cell of level (TimeLevel, PriceLevel) that
// contains (column, bin) is shown. Where the cell of that level reaches Now or
// beyond, the cell of (0, PriceLevel) is taken instead, at min(column,
// NowColumn), so that nothing of the future shows; right of Now this
// projects what still waits, and its opacity is multiplied by Fade.
//
// The shade of the stored byte maps to entry
// round(255·clamp((shade−Low)·Gain, 0, 1)^Gamma) of Colors, of shorts where the
// byte has [heat.ShortBit] and else of longs, except that the byte 0, and
// anything outside the pyramid, is left out. Cells with [heat.UnsureBit] are
// hatched.
type Heat struct {
	X0, Y0, X1, Y1        int32
	Pyramid               *heat.Pyramid
	TimeLevel, PriceLevel int
	Col0, ColPerPx        float32
	Bin0, BinPerPx        float32
	Now                   float32 // column position of the replay time
	NowColumn             int     // last column that may show, ⌊Now⌋ at most; −1: none
	Low, Gain, Gamma      float32
	Fade                  float32
	Colors                *[2][256]color.RGBA // of longs, of shorts; opaque; entry 0 is the background
	ColorsID              int                 // changes with the contents of Colors
	Hatch                 Hatch
}

// Hatch is a pattern of diagonal stripes of whole device pixels. The pixel that
// is i from the left and j from the bottom of a rectangle lies in a stripe
// where (i−j+Phase) mod Period < Width; there the opacity is multiplied by
// Fade. A Period of 0 is no pattern.
type Hatch struct {
	Period, Width, Phase int32 // 0 <= Phase < Period
	Fade                 float32
}

// Striped says whether a pixel lies in a stripe.
func (h *Hatch) Striped(i, j int32) bool {
	if h.Period <= 0 {
		return false
	}
	m := (i - j + h.Phase) % h.Period
	if m < 0 {
		m += h.Period
	}
	return m < h.Width
}
