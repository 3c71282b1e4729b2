package glyph

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"unwind/render"
)

// PageSize is the width and height of an atlas page in pixels.
const PageSize = 1024

// Glyph is a rasterised glyph: the rectangle of the page that holds its
// coverage, and how to set it.
type Glyph struct {
	X, Y, W, H int32 // on the page; W and H are 0 for a space
	Left, Top  int32 // from the pen to the top left of the rectangle, y down: Top is mostly negative
	Advance    int32 // how far the pen moves
}

// Atlas rasterises glyphs on demand into one page of coverage. When the page
// is full it starts again from empty and [Atlas.Generation] changes: rectangles
// handed out before are void then. It must not be used concurrently.
type Atlas struct {
	page       []uint8
	glyphs     map[key]Glyph
	shelves    shelves
	dirty      image.Rectangle
	generation uint64

	raster vector.Rasterizer
	mask   image.Alpha
	points []point
	ends   []int
}

type key struct {
	r    rune
	size int32
	face render.Face
}

// New returns an empty atlas.
func New() *Atlas {
	return &Atlas{page: make([]uint8, PageSize*PageSize), glyphs: map[key]Glyph{}}
}

// Generation changes whenever the page starts again from empty. Who keeps
// rectangles must ask again for all of them then.
func (a *Atlas) Generation() uint64 { return a.generation }

// Page returns the coverage: PageSize rows of PageSize bytes, 0 is nothing and
// 255 all of a pixel. It is the atlas's own memory and must not be changed.
func (a *Atlas) Page() []uint8 { return a.page }

// TakeDirty returns the part of the page that has changed since the last
// call; it is empty when nothing has.
func (a *Atlas) TakeDirty() image.Rectangle {
	d := a.dirty
	a.dirty = image.Rectangle{}
	return d
}

// Glyph returns the glyph of r, rasterised first if need be. It does not
// allocate for one that is on the page. Runes that the face lacks
// give a question mark.
func (a *Atlas) Glyph(face render.Face, size int32, r rune) Glyph {
	k := key{r, clampSize(size), face}
	g, ok := a.glyphs[k]
	if !ok {
		g = a.add(k)
		a.glyphs[k] = g
	}
	return g
}

// add rasterises a glyph onto the page.
func (a *Atlas) add(k key) Glyph {
	f := of(k.face)
	index := f.glyph(k.r)
	g := Glyph{Advance: f.advance(index, k.size)}
	a.points, a.ends = f.contours(index, a.points[:0], a.ends[:0])
	if len(a.points) == 0 {
		return g
	}
	bounds := place(a.points, k.size)
	g.W, g.H = int32(bounds.Dx()), int32(bounds.Dy())
	g.Left, g.Top = int32(bounds.Min.X), int32(bounds.Min.Y)
	x, y, ok := a.shelves.take(int(g.W), int(g.H))
	if !ok {
		a.startAgain()
		x, y, _ = a.shelves.take(int(g.W), int(g.H))
	}
	g.X, g.Y = int32(x), int32(y)
	a.fill(g)
	return g
}

// startAgain empties the page.
func (a *Atlas) startAgain() {
	clear(a.page)
	clear(a.glyphs)
	a.shelves = shelves{}
	a.dirty = image.Rect(0, 0, PageSize, PageSize)
	a.generation++
}

// place scales points to pixels, y down, and moves them so that the top left
// of the bounds is the origin. It returns the bounds in whole pixels from the
// pen.
func place(points []point, size int32) image.Rectangle {
	x0, y0 := float32(math.MaxFloat32), float32(math.MaxFloat32)
	x1, y1 := -x0, -y0
	for i := range points {
		p := &points[i]
		p.x, p.y = p.x*float32(size)/unitsPerEm, -p.y*float32(size)/unitsPerEm
		x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
	}
	left, top := math.Floor(float64(x0)), math.Floor(float64(y0))
	for i := range points {
		points[i].x -= float32(left)
		points[i].y -= float32(top)
	}
	return image.Rect(int(left), int(top), int(math.Ceil(float64(x1))), int(math.Ceil(float64(y1))))
}

// fill rasterises a.points into the rectangle of g.
func (a *Atlas) fill(g Glyph) {
	w, h := int(g.W), int(g.H)
	a.raster.Reset(w, h)
	a.raster.DrawOp = draw.Src
	start := 0
	for _, end := range a.ends {
		trace(&a.raster, a.points[start:end])
		start = end
	}
	if cap(a.mask.Pix) < w*h {
		a.mask.Pix = make([]uint8, w*h)
	}
	a.mask = image.Alpha{Pix: a.mask.Pix[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
	a.raster.Draw(&a.mask, a.mask.Rect, image.Opaque, image.Point{})
	for row := range h {
		copy(a.page[(int(g.Y)+row)*PageSize+int(g.X):], a.mask.Pix[row*w:(row+1)*w])
	}
	a.dirty = a.dirty.Union(image.Rect(int(g.X), int(g.Y), int(g.X)+w, int(g.Y)+h))
}
