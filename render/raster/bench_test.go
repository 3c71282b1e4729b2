package raster_test

import (
	"image"
	"math"
	"testing"

	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/raster"
)

// poster is a picture of 1200 × 630 with a heat map, 2,000 candles of two
// rectangles, 3,000 bubbles of a disc and a ring, and 40 labels.
func poster() *render.Scene {
	p := &painter{scale: 1}
	th := p.theme()
	p.scene = render.Scene{Width: 1200, Height: 630, Scale: 1, Background: th.Background}
	m := show(pyramid(2880, 600), part{0, 2880, 0, 600, 1900}, render.Rect{X0: 0, Y0: 60, X1: 1130, Y1: 600})
	m.TimeLevel = 1
	p.scene.Layers[render.LayerHeat].SetHeat(m)
	for i := range 2000 {
		x, y := float32(i)*0.56, 300+150*float32(math.Sin(float64(i)/90))
		p.rect(render.LayerCandles, x, y-8, x+1, y+9, th.Wick)
		p.rect(render.LayerCandles, x, y-3, x+1, y+4, th.Up)
	}
	for i := range 3000 {
		x, y := float32(i%1130), 300+200*float32(math.Sin(float64(i)/70))
		r := 2 + 14*float32(i%29)/29*float32(i%31)/31
		p.mark(render.Disc, x, y, r, 0, th.LongFill)
		p.mark(render.Ring, x, y, r, 1, th.Long)
	}
	for i := range 40 {
		p.text(1135, 70+float32(i)*13, 11, render.Regular, th.Quiet, "63,605.5")
	}
	p.text(20, 45, 40, render.Medium, th.Text, "$1.95\u00a0B")
	return &p.scene
}

func BenchmarkPoster(b *testing.B) {
	s, atlas := poster(), glyph.New()
	img := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
	b.ReportAllocs()
	for b.Loop() {
		raster.Draw(img, s, atlas)
	}
}

func BenchmarkPosterParts(b *testing.B) {
	for _, k := range []struct {
		name  string
		layer render.Layer
	}{{"heat", render.LayerHeat}, {"candles", render.LayerCandles}, {"bubbles", render.LayerMarks}, {"text", render.LayerHUD}} {
		b.Run(k.name, func(b *testing.B) {
			s, atlas := poster(), glyph.New()
			for l := range s.Layers {
				if l != int(k.layer) {
					s.Layers[l].Reset()
				}
			}
			img := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
			for b.Loop() {
				raster.Draw(img, s, atlas)
			}
		})
	}
}
