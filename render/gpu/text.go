//go:build js

package gpu

import (
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
	"unwind/render/glyph"
)

// figures are the characters that change while the replay plays. They are
// rasterised with the first text of a size, so that counting uploads nothing.
const figures = "0123456789.,:+−%$"

// atlas is the glyph atlas with its page as a texture.
type atlas struct {
	*glyph.Atlas
	texture *ebiten.Image
	staging []byte
	warmed  map[font]uint64 // generation of the page that holds the figures
}

// font is a face at a size.
type font struct {
	face render.Face
	size int32
}

func newAtlas() atlas {
	return atlas{
		Atlas: glyph.New(), texture: newTexture(glyph.PageSize, glyph.PageSize),
		warmed: map[font]uint64{},
	}
}

// warm brings the figures of a font to the page.
func (a *atlas) warm(f font) {
	if g, ok := a.warmed[f]; ok && g == a.Generation() {
		return
	}
	for _, r := range figures {
		a.Glyph(f.face, f.size, r)
	}
	a.warmed[f] = a.Generation()
}

// text adds the glyphs of t.
func (a *atlas) text(b *batch, l *render.List, t *render.Text) {
	a.warm(font{t.Face, t.Size})
	pen := t.X
	for text := l.Bytes[t.Start:t.End]; len(text) > 0; {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		g := a.Glyph(t.Face, t.Size, r)
		if g.W > 0 {
			b.glyph(t.Color, pen+g.Left, t.Y+g.Top, g)
		}
		pen += g.Advance
	}
}

// upload brings what is new on the page to the texture.
func (a *atlas) upload() {
	part := a.TakeDirty()
	if part.Empty() {
		return
	}
	a.staging = a.staging[:0]
	page := a.Page()
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, c := range page[y*glyph.PageSize+part.Min.X : y*glyph.PageSize+part.Max.X] {
			a.staging = append(a.staging, c, c, c, c)
		}
	}
	a.texture.SubImage(part).(*ebiten.Image).WritePixels(a.staging)
}
