package view

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"unwind/data"
	"unwind/data/reconstruct"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
)

// labelSizes are frames from a small phone to a wall, in logical pixels.
var labelSizes = [][2]float32{
	{320, 360}, {360, 464}, {390, 520}, {480, 430}, {768, 480},
	{1024, 640}, {1280, 512}, {1920, 776}, {2560, 1100}, {3840, 1600},
}

// labelMoments are the cover, the start, where no candle has closed yet, the
// middle of the cascade and the end.
func labelMoments() []data.UnixMs {
	tape := synthetic.Tape
	return []data.UnixMs{tape.Cover, tape.From, tape.From + 780*data.Minute, tape.To}
}

// pointAnywhere puts a pointer on the frame: on the present, in a corner of the
// plot, on the liquidation map, in the panels, anywhere, or nowhere.
func pointAnywhere(f *Frame, rnd *rand.Rand) {
	c := chartOf(f)
	plot := c.plot
	x, y := plot.X0+rnd.Float32()*plot.Width(), plot.Y0+rnd.Float32()*plot.Height()
	switch rnd.IntN(7) {
	case 0:
		return
	case 1: // beside the chips of the present
		x = float32(c.time.XFromTime(f.Time()))/f.Scale + 40*(rnd.Float32()-0.5)
		if p, ok := f.Market.PriceAt(f.Time()); ok {
			y = float32(c.price.YFromPrice(p))/f.Scale + 30*(rnd.Float32()-0.5)
		}
	case 2:
		x, y = plot.X0+float32(rnd.IntN(2))*(plot.Width()-1), plot.Y0+float32(rnd.IntN(2))*(plot.Height()-1)
	case 3:
		x = (plot.X1 + c.prices.X0) / 2
	case 4:
		y = (plot.Y1 + c.times.Y0) / 2
	}
	f.Pointer = &Pointer{x, y}
}

// labelFrame is one of many: every size, scale, language, way of the interface
// and moment, and of themes, layers, captions and pointers what chance gives.
func labelFrame(size [2]float32, scale float32, lang string, ui wire.UI, at data.UnixMs, rnd *rand.Rand) *Frame {
	return frame(func(f *Frame) {
		f.Width, f.Height, f.Scale = size[0], size[1], scale
		f.Style.Lang, f.Style.UI, f.Stage.Clock.At = lang, ui, at
		f.Style.Theme = []wire.Theme{wire.ThemeDark, wire.ThemeLight}[rnd.IntN(2)]
		if rnd.IntN(3) == 0 {
			f.Stage.Layers = wire.DefaultLayers
		}
		if rnd.IntN(3) == 0 { // near: other ticks, other read-outs
			middle := f.Market.Tape.From + 700*data.Minute
			f.Stage.From, f.Stage.To = middle, middle+data.UnixMs(20+rnd.IntN(400))*data.Minute
		}
		f.Caption = rnd.IntN(4) == 0
		f.Stage.Smart = rnd.IntN(3) == 0
		f.Stage.Pin = wire.Pin{T: at, Low: 68000, High: 68000}
		if !f.Caption {
			pointAnywhere(f, rnd)
		}
	})
}

func TestLabelsAtEverySizeScaleLanguageAndMoment(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 2026))
	for _, size := range labelSizes {
		for _, scale := range []float32{1, 1.5, 2, 3} {
			for _, lang := range []string{"en", "ru"} {
				for _, ui := range []wire.UI{wire.UIFull, wire.UIMin, wire.UIStage, wire.UINone} {
					at := labelMoments()[rnd.IntN(4)]
					f := labelFrame(size, scale, lang, ui, at, rnd)
					name := fmt.Sprintf("%v at %v, %s, %v, minute %d, layers %v", size, scale, lang, ui, (at-f.Market.Tape.From)/data.Minute, f.Stage.Layers)
					if f.Pointer != nil {
						name += fmt.Sprintf(", pointer %v", *f.Pointer)
					}
					legible(t, name, f)
				}
			}
		}
	}
}

// TestLabelsAtEveryMomentOfEverySize goes through the moments one by one, with
// every panel and without a pointer.
func TestLabelsAtEveryMomentOfEverySize(t *testing.T) {
	for i, size := range labelSizes {
		for k, at := range labelMoments() {
			for _, lang := range []string{"en", "ru"} {
				f := frame(func(f *Frame) {
					f.Width, f.Height, f.Scale = size[0], size[1], []float32{1, 1.5, 2, 3}[(i+k)%4]
					f.Style.Lang, f.Stage.Clock.At = lang, at
					f.Stage.Smart = i%2 == 0
				})
				apart(t, fmt.Sprintf("%v at %v, %s, minute %d", size, f.Scale, lang, (at-f.Market.Tape.From)/data.Minute), built(f))
			}
		}
	}
}

// TestLabelsOfTheBuiltInEvents has counters of one and of more than ten
// billions, at their covers, which are on posters too.
func TestLabelsOfTheBuiltInEvents(t *testing.T) {
	for _, id := range reconstruct.IDs() {
		tp, err := reconstruct.Event(id)
		if err != nil {
			t.Fatal(err)
		}
		m := marketOf(t, tp)
		for _, size := range [][2]float32{{320, 360}, {390, 464}, {960, 480}, {1184, 620}, {1248, 512}, {1280, 620}, {3840, 1600}} {
			for _, lang := range []string{"en", "ru"} {
				for _, caption := range []bool{false, true} {
					f := frame(func(f *Frame) {
						f.Market, f.Stage.Clock.At, f.Caption = m, tp.Cover, caption
						f.Stage.Smart = true // the longest chip at the present
						f.Width, f.Height, f.Style.Lang = size[0], size[1], lang
					})
					apart(t, fmt.Sprintf("%s, %v, %s, caption %v", id, size, lang, caption), built(f))
				}
			}
		}
	}
}

// legible checks that texts stay inside and apart. Those that the read-out's box
// lies over do not count, nor those that the cursor has covered whole; what it
// covers in part is cut.
func legible(t *testing.T, name string, f *Frame) {
	t.Helper()
	s := built(f)
	var texts []placed
	theme := palette.Of(f.Style.Theme == wire.ThemeLight)
	for _, p := range textsOf(s, render.LayerProfile, render.LayerAxes, render.LayerHUD) {
		switch coverOf(s, p, theme) {
		case uncovered:
			texts = append(texts, p)
		case cut:
			t.Errorf("%s: %q at %v is cut", name, p.chars, p)
		}
	}
	wantApart(t, name, s, append(texts, textsOf(s, render.LayerCursor)...))
}

// How much of a text the cursor's rectangles hide.
const (
	uncovered = iota
	cut
	covered
)

func coverOf(s *render.Scene, p placed, theme *palette.Theme) int {
	state := uncovered
	for _, r := range s.Layers[render.LayerCursor].Rects {
		if r.Color == theme.Crosshair || // which one sees through
			p.x0 >= r.X1 || r.X0 >= p.x1 || p.y0 >= r.Y1 || r.Y0 >= p.y1 {
			continue
		}
		if r.Color == theme.Plate || r.X0 <= p.x0 && r.X1 >= p.x1 && r.Y0 <= p.y0 && r.Y1 >= p.y1 {
			return covered
		}
		state = cut
	}
	return state
}
