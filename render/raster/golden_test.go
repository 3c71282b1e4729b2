package raster_test

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/raster/rastertest"
)

// goldens draws a scene of logical size w × h at every scale and compares.
func goldens(t *testing.T, name string, w, h float32, build func(p *painter)) {
	t.Helper()
	for _, scale := range rastertest.Scales {
		p := &painter{scale: scale}
		p.scene = render.Scene{Width: int(w * scale), Height: int(h * scale), Scale: scale, Background: p.theme().Background}
		build(p)
		rastertest.Golden(t, fmt.Sprintf("%s@%g", name, scale), &p.scene)
	}
}

// painter adds shapes given in logical pixels.
type painter struct {
	scene render.Scene
	scale float32
	light bool
}

func (p *painter) theme() *palette.Theme { return palette.Of(p.light) }

func (p *painter) px(v float32) int32 { return int32(math.Round(float64(v * p.scale))) }

func (p *painter) rect(l render.Layer, x0, y0, x1, y1 float32, c color.RGBA) {
	list := &p.scene.Layers[l]
	list.Rects = append(list.Rects, render.Rect{X0: p.px(x0), Y0: p.px(y0), X1: p.px(x1), Y1: p.px(y1), Color: c})
}

func (p *painter) mark(s render.Shape, x, y, r, w float32, c color.RGBA) {
	list := &p.scene.Layers[render.LayerMarks]
	k := p.scale
	list.Marks = append(list.Marks, render.Mark{X: x * k, Y: y * k, R: r * k, W: w * k, Shape: s, Color: c})
}

func (p *painter) text(x, y, size float32, face render.Face, c color.RGBA, text string) {
	list := &p.scene.Layers[render.LayerHUD]
	start := int32(len(list.Bytes))
	list.Bytes = append(list.Bytes, text...)
	list.Texts = append(list.Texts, render.Text{
		X: p.px(x), Y: p.px(y), Size: p.px(size), Face: face, Color: c,
		Start: start, End: int32(len(list.Bytes)),
	})
}

// Stripes lie over rectangles and below marks, go on across two parts of one
// pattern, and end at the edges.
func TestGoldenStripes(t *testing.T) {
	goldens(t, "stripes", 160, 100, func(p *painter) {
		list := &p.scene.Layers[render.LayerMarks]
		p.rect(render.LayerMarks, 20, 10, 140, 50, p.theme().Surface)
		for _, x := range []float32{10, 50} { // two parts of one
			s := render.Stripes{Rect: render.Rect{X0: p.px(x), Y0: p.px(20), X1: p.px(x + 40), Y1: p.px(80), Color: p.theme().Quiet}}
			s.Period, s.Width = p.px(9), p.px(2)
			s.Phase = (p.px(x) - p.px(10)) % s.Period
			list.Stripes = append(list.Stripes, s)
		}
		list.Stripes = append(list.Stripes, render.Stripes{
			Rect:  render.Rect{X0: p.px(100), Y0: p.px(60), X1: p.px(200), Y1: p.px(120), Color: p.theme().LongFill},
			Hatch: render.Hatch{Period: p.px(6), Width: p.px(3), Phase: p.px(4)},
		})
		p.mark(render.Disc, 50, 50, 12, 0, p.theme().Long)
	})
}

func TestGoldenRects(t *testing.T) {
	goldens(t, "rects", 160, 100, func(p *painter) {
		th := p.theme()
		p.rect(render.LayerGrid, 0, 50, 160, 51, th.Hairline)
		p.rect(render.LayerCandles, 10, 10, 50, 90, th.Up)
		p.rect(render.LayerCandles, 40, 30, 90, 70, palette.Fade(th.Long, 0.5))
		p.rect(render.LayerLive, 70, 20, 130, 60, th.Flash) // light
		p.rect(render.LayerLive, 20, 40, 120, 50, th.Ember)
		p.rect(render.LayerLive, 100, 40, 110, 95, color.RGBA{R: 200, G: 90, B: 20, A: 60}) // light that also covers
		p.rect(render.LayerHUD, 150, 90, 400, 400, th.Short)                                // cut off at the edge
		p.rect(render.LayerHUD, -20, -20, 5, 5, th.Long)
		p.rect(render.LayerHUD, 30, 30, 30, 60, th.Text) // empty
		p.rect(render.LayerHUD, 60, 60, 50, 40, th.Text) // upside down: empty
	})
}

func TestGoldenMarks(t *testing.T) {
	goldens(t, "marks", 200, 130, func(p *painter) {
		th := p.theme()
		x := float32(8)
		for i, r := range []float32{0.7, 2, 4.5, 9, 16, 24} {
			x += 2*r + 5
			p.mark(render.Disc, x, 20, r, 0, th.Long)
			p.mark(render.Ring, x+0.3, 50.4, r, 1+float32(i)/2, th.Short)
			p.mark(render.TriangleDown, x, 78, r/1.5, 0, th.Long)
			p.mark(render.TriangleUp, x+0.5, 96, r/1.5, 0, th.Short)
			p.mark(render.Glow, x, 116, r, 0, th.Flash)
		}
		p.mark(render.Disc, 196, 126, 12, 0, th.LongFill) // cut off
		p.mark(render.Disc, 100, 60, 40, 0, th.ShortFill)
		p.mark(render.Glow, 40, 60, 50, 0, th.Ember)
		p.mark(render.Ring, 60, 60, 3, 9, th.Text) // thicker than its radius
	})
}

// From the smallest bubbles to the largest: gaps open from about three pixels of
// radius on.
func TestGoldenBrokenRings(t *testing.T) {
	goldens(t, "broken", 200, 70, func(p *painter) {
		th := p.theme()
		x := float32(4)
		for _, r := range []float32{1.2, 2.5, 4, 6, 10, 16, 26} {
			x += r + 4
			p.mark(render.Disc, x, 34, r, 0, th.LongFill)
			p.mark(render.BrokenRing, x, 34.4, r, 1.5, th.Long)
			x += r
		}
		p.mark(render.BrokenRing, 180, 34, 18, 4, th.Short)
		p.mark(render.BrokenRing, 195, 66, 12, 2, th.Quiet) // cut off
	})
}

func TestGoldenText(t *testing.T) {
	for _, light := range []bool{false, true} {
		name := map[bool]string{false: "text-dark", true: "text-light"}[light]
		goldens(t, name, 330, 190, func(p *painter) {
			p.light = light
			th := p.theme()
			p.scene.Background = th.Background
			p.text(8, 44, 40, render.Medium, th.Text, "$1.95\u00a0B")
			p.text(170, 44, 24, render.Medium, th.Long, "1,95\u00a0млрд\u00a0$")
			p.text(8, 72, 16, render.Medium, th.Text, "63,605 −13.0\u00a0% since 5\u00a0Feb 00:00")
			p.text(8, 94, 16, render.Regular, th.Short, "63\u00a0605 −13,0\u00a0% с 5\u00a0февр. 00:00")
			p.text(8, 114, 13, render.Regular, th.Text, "Estimated liquidation levels, US dollars a bin · 20:50:12 UTC")
			p.text(8, 132, 13, render.Regular, th.Quiet, "Оценка: где ждут ликвидации — «длинные» и «короткие»")
			p.text(8, 150, 11, render.Regular, th.Quiet, "0123456789 ≈ ≤ ≥ ± × € ₽ Quick brown fox jumps over")
			p.text(8, 166, 11, render.Medium, th.Text, "Съешь ещё этих мягких французских булок, їжак Ґалаґан")
			p.text(8, 182, 11, render.Regular, palette.Fade(th.Text, 0.5), "half as strong, \xff broken and missing 漢")
			p.text(300, 182, 24, render.Regular, th.Accent, "cut off")
		})
	}
}

// pyramid makes a small estimate: bands that appear one after the other, a
// slope, and single cells.
func pyramid(cols, bins int) *heat.Pyramid {
	f := &heat.Field{
		Bins:    heat.Bins{Low: 50_000, LogStep: 0.001, N: bins},
		Columns: heat.Columns{From: 0, Step: data.Minute, N: cols},
		Groups:  []heat.Group{{Side: data.Long, Leverage: 25}},
		Scales:  [][]float32{make([]float32, cols)},
	}
	for c := range f.Scales[0] {
		f.Scales[0][c] = 1
	}
	for bin := range bins {
		start := (bin * 7) % (cols / 2)
		usd := float32(1e5) * float32(1+(bin*bin)%97)
		if bin%3 != 1 {
			f.Runs = append(f.Runs, heat.Run{Bin: uint16(bin), Start: int32(start), Len: int32(cols/5 + 11*bin%(cols/2)), USD: usd})
		}
	}
	return heat.BuildPyramid(f, heat.Quantizer{Unit: 1e5, Peak: 1e7})
}

// part is a part of a pyramid, in columns and bins, with a replay time.
type part struct{ col0, col1, bin0, bin1, now float32 }

// show returns the heat map that shows a part in the rectangle r.
func show(p *heat.Pyramid, v part, r render.Rect) render.Heat {
	colors, id := palette.Colors("inferno", false)
	return render.Heat{
		X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, Pyramid: p,
		Col0: v.col0, ColPerPx: (v.col1 - v.col0) / float32(r.X1-r.X0),
		Bin0: v.bin0, BinPerPx: (v.bin1 - v.bin0) / float32(r.Y1-r.Y0),
		Now: v.now, NowColumn: min(int(math.Floor(float64(v.now))), p.Columns.N-1),
		Low: 0, Gain: 1.0 / heat.Shades, Gamma: 1, Fade: 0.4,
		Colors: (*[2][256]color.RGBA)(colors), ColorsID: id,
	}
}

func TestGoldenHeat(t *testing.T) {
	p := pyramid(128, 60)
	all := part{0, 128, 0, 60, 60.6}
	viridis, id := palette.Colors("viridis", false)
	cases := []struct {
		name   string
		part   part
		change func(m *render.Heat)
	}{
		{"heat-all", part{0, 128, 0, 60, 128}, func(m *render.Heat) {}},
		{"heat-reveal", all, func(m *render.Heat) {}},
		{"heat-before", part{0, 128, 0, 60, -1}, func(m *render.Heat) {}},
		{"heat-pooled", all, func(m *render.Heat) { m.TimeLevel, m.PriceLevel = 2, 1 }},
		{"heat-outside", part{-20, 160, -8, 72, 60.6}, func(m *render.Heat) {}},
		{"heat-close", part{40.3, 70.3, 20.7, 33.7, 60.6}, func(m *render.Heat) {
			m.Low, m.Gain, m.Colors, m.ColorsID = 22, 1.0/30, (*[2][256]color.RGBA)(viridis), id
		}},
	}
	for _, k := range cases {
		goldens(t, k.name, 140, 80, func(g *painter) {
			m := show(p, k.part, render.Rect{X0: g.px(10), Y0: g.px(8), X1: g.px(130), Y1: g.px(72)})
			k.change(&m)
			g.scene.Layers[render.LayerHeat].SetHeat(m)
		})
	}
}
