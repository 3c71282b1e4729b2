package poster

import (
	"image"
	"sync"

	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/raster"
	"unwind/render/view"
)

// canvas is the memory of one drawing, used again for the next.
type canvas struct {
	scene render.Scene
	image image.RGBA
	atlas *glyph.Atlas
}

var canvases = sync.Pool{New: func() any { return &canvas{atlas: glyph.New()} }}

// Draw returns the picture of m that q describes, as a PNG, with the answer to
// its what-if, if there is one.
func Draw(m *market.Market, q *wire.Query, answer *whatif.Answer) ([]byte, error) {
	c := canvases.Get().(*canvas)
	defer canvases.Put(c)
	view.Build(&c.scene, frameOf(m, q, answer), view.DirtyAll)
	c.resize(c.scene.Width, c.scene.Height)
	raster.Draw(&c.image, &c.scene, c.atlas)
	return encode(&c.image)
}

func frameOf(m *market.Market, q *wire.Query, answer *whatif.Answer) *view.Frame {
	return &view.Frame{
		Market: m, Stage: q.Stage, Style: q.Style,
		Width: float32(q.Picture.Width), Height: float32(q.Picture.Height), Scale: float32(q.Picture.Scale),
		Caption: !q.Picture.Bare, WhatIf: answer, Live: view.LiveOf(m, q),
	}
}

// resize makes the image width × height, keeping its memory when it suffices.
func (c *canvas) resize(width, height int) {
	need := 4 * width * height
	if cap(c.image.Pix) < need {
		c.image.Pix = make([]uint8, need)
	}
	c.image = image.RGBA{Pix: c.image.Pix[:need], Stride: 4 * width, Rect: image.Rect(0, 0, width, height)}
}
