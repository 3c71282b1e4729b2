//go:build js

package gpu

import (
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
	"unwind/render/glyph"
)

// atlas is the glyph atlas with its page as a texture.
type atlas struct {
	*glyph.Atlas
	texture *ebiten.Image
	staging []byte
}

func newAtlas() atlas {
	return atlas{Atlas: glyph.New(), texture: newTexture(glyph.PageSize, glyph.PageSize)}
}

// text adds the glyphs of t.
func (a *atlas) text(b *batch, l *render.List, t *render.Text) {
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
