//go:build js

package gpu

import (
	"image/color"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
	"unwind/render/glyph"
)

// Kinds of quad, in custom.x of shape.kage. Marks follow in the order of
// [render.Shape].
const (
	kindRect    = 0
	kindGlyph   = 1
	kindMark    = 2
	kindStripes = 8
)

// batch is a list turned into quads.
type batch struct {
	vertices   []ebiten.Vertex
	list       *render.List
	generation uint64 // of the list
	atlas      uint64 // generation of the atlas whose glyphs it names
}

// stale says whether b no longer shows l. Glyph places end with the atlas'
// generation.
func (b *batch) stale(l *render.List, atlas uint64) bool {
	return b.list != l || b.generation != l.Generation() || len(l.Texts) > 0 && b.atlas != atlas
}

func (b *batch) start(l *render.List) {
	b.list, b.generation = l, l.Generation()
	b.vertices = b.vertices[:0]
}

func (b *batch) rect(r render.Rect) {
	v := vertexOf(r.Color)
	b.quad(v, float32(r.X0), float32(r.Y0), float32(r.X1), float32(r.Y1), [4]float32{})
}

// stripes adds s; the source counts pixels from its left and from its bottom.
func (b *batch) stripes(s *render.Stripes) {
	v := vertexOf(s.Color)
	v.Custom0 = kindStripes
	v.Custom1, v.Custom2, v.Custom3 = float32(s.Period), float32(s.Width), float32(s.Phase)
	b.quad(v, float32(s.X0), float32(s.Y0), float32(s.X1), float32(s.Y1), [4]float32{0, float32(s.Y1 - s.Y0), float32(s.X1 - s.X0), 0})
}

// mark adds the square that holds m and the pixel over which its edge fades.
func (b *batch) mark(m *render.Mark) {
	if !m.Visible() {
		return
	}
	v := vertexOf(m.Color)
	v.Custom0 = kindMark + float32(m.Shape)
	v.Custom1, v.Custom2 = m.R, m.W
	e := m.R + 1
	b.quad(v, m.X-e, m.Y-e, m.X+e, m.Y+e, [4]float32{-e, -e, e, e})
}

// glyph adds g with its top left at (x, y).
func (b *batch) glyph(c color.RGBA, x, y int32, g glyph.Glyph) {
	v := vertexOf(c)
	v.Custom0 = kindGlyph
	b.quad(v, float32(x), float32(y), float32(x+g.W), float32(y+g.H),
		[4]float32{float32(g.X), float32(g.Y), float32(g.X + g.W), float32(g.Y + g.H)})
}

// quad adds four vertices like v; src holds the source's x0, y0, x1, y1.
func (b *batch) quad(v ebiten.Vertex, x0, y0, x1, y1 float32, src [4]float32) {
	n := len(b.vertices)
	b.vertices = append(b.vertices, v, v, v, v)
	q := b.vertices[n : n+4]
	q[0].DstX, q[0].DstY, q[0].SrcX, q[0].SrcY = x0, y0, src[0], src[1]
	q[1].DstX, q[1].DstY, q[1].SrcX, q[1].SrcY = x1, y0, src[2], src[1]
	q[2].DstX, q[2].DstY, q[2].SrcX, q[2].SrcY = x0, y1, src[0], src[3]
	q[3].DstX, q[3].DstY, q[3].SrcX, q[3].SrcY = x1, y1, src[2], src[3]
}

// vertexOf returns a vertex of a premultiplied colour.
func vertexOf(c color.RGBA) ebiten.Vertex {
	return ebiten.Vertex{
		ColorR: float32(c.R) / 255, ColorG: float32(c.G) / 255,
		ColorB: float32(c.B) / 255, ColorA: float32(c.A) / 255,
	}
}
