package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/scale"
)

// Dirty says which parts of a scene must be rebuilt. Values combine with |.
type Dirty uint8

// What may have changed since the scene was last built.
const (
	DirtyPointer Dirty = 1 << iota // the pointer
	DirtyTime                      // the replay time
	DirtyAll     Dirty = 0xff      // window, size, stage, style or market
)

// Build rebuilds the dirty parts of s from f and leaves the others alone. The
// first Build of a scene needs DirtyAll. It is not safe for concurrent use of
// one scene.
func Build(s *render.Scene, f *Frame, d Dirty) {
	b := newBuilder(f)
	if d == DirtyAll {
		s.Width, s.Height = int(b.chart.px(f.Width)), int(b.chart.px(f.Height))
		s.Scale = f.Scale
		s.Background = b.theme.Background
		b.all(s)
	}
	if d&DirtyTime != 0 {
		b.moved(s, d == DirtyAll)
	}
	if d&(DirtyTime|DirtyPointer) != 0 {
		l := &s.Layers[render.LayerCursor]
		l.Reset()
		b.cursor(l, &s.Layers[render.LayerAxes])
	}
}

// builder holds what the parts of one frame share.
type builder struct {
	*Frame
	chart chart
	t     data.UnixMs // the replay time
	tempo Tempo
	theme *palette.Theme
	words *words // texts in the language
	lang  scale.Lang
	buf   [192]byte // text under construction

	legendAt Box         // the legend as drawn, device pixels; empty without one
	keyAt    render.Rect // the key of the bubbles, where it lies in the plot
	wordsAt  render.Rect // the words of the what-if; empty without any
}

func newBuilder(f *Frame) builder {
	return builder{
		Frame: f, chart: chartOf(f), t: f.Time(), tempo: TempoOf(f),
		theme: palette.Of(f.Style.Theme == wire.ThemeLight),
		words: wordsOf(f.Style.Lang), lang: scale.LangOf(f.Style.Lang),
	}
}

// all rebuilds what stands still while the replay plays.
func (b *builder) all(s *render.Scene) {
	l := &s.Layers[render.LayerGrid]
	l.Reset()
	b.grid(l)
}

// moved rebuilds what depends on the replay time. Layers that only grow when
// something has closed or settled are rebuilt only then.
func (b *builder) moved(s *render.Scene, all bool) {
	heat := &s.Layers[render.LayerHeat]
	heat.Reset()
	b.heatLayer(heat)
	b.gaps(heat)
	b.chain(heat)

	if ended := b.ended(); renew(&s.Layers[render.LayerEnds], ended, all) {
		b.ends(&s.Layers[render.LayerEnds], ended)
	}
	level := b.chart.candleLevel(b.Market)
	if closed := b.closed(level); renew(&s.Layers[render.LayerCandles], closed, all) {
		if closed > 0 {
			b.candleLayer(&s.Layers[render.LayerCandles], level)
			b.panelLayer(&s.Layers[render.LayerCandles], level)
		}
	}
	b.liquidations(s, level, all)
	b.chainLinks(&s.Layers[render.LayerLive])
	b.whatIfGap(&s.Layers[render.LayerLive])
	b.profile(&s.Layers[render.LayerProfile], all)

	hud := &s.Layers[render.LayerHUD]
	hud.Reset()
	b.hud(hud)

	if all { // after the HUD, whose key it leaves room; nothing of it moves with the replay
		whatIf := &s.Layers[render.LayerWhatIf]
		whatIf.Reset()
		b.whatIf(whatIf)
		b.whatIfWords(whatIf)
	}

	axes := &s.Layers[render.LayerAxes] // after the HUD, whose key they leave room
	axes.Reset()
	b.wordsAt = wordsAt(&s.Layers[render.LayerWhatIf])
	b.present(axes)
	b.chainLabels(axes, hud)
	b.laneLabels(axes)
}

// liquidations rebuilds the bubbles, and what is live: levels that burn out,
// the forming candle and the prints of the last moment.
func (b *builder) liquidations(s *render.Scene, level int, all bool) {
	live := &s.Layers[render.LayerLive]
	live.Reset()
	b.flashes(live)
	if b.Market.CandleLevels() == 0 {
		return
	}
	b.formingCandle(live, level)
	b.formingPanels(live, level)
	if b.Stage.Layers&wire.LayerBubbles == 0 {
		s.Layers[render.LayerMarks].Reset()
		return
	}
	closed := b.Market.BubblesClosed(level, b.t)
	if marks := &s.Layers[render.LayerMarks]; renew(marks, closed, all) {
		b.bubbles(marks, level, closed)
	}
	b.formingBubbles(live, level)
	b.prints(live)
}

func (b *builder) closed(level int) int {
	if b.Market.CandleLevels() == 0 {
		return 0
	}
	return b.Market.ClosedUntil(level, b.t)
}

// renew empties a list that was built from another count, and says so.
func renew(l *render.List, count int, always bool) bool {
	if !always && l.Count == count {
		return false
	}
	l.Reset()
	l.Count = count
	return true
}

// clipped adds a rectangle held inside the plot: clamping edges is the clip,
// no backend needs one.
func (b *builder) clipped(l *render.List, x0, y0, x1, y1 int32, c color.RGBA) {
	x0, x1 = max(x0, b.chart.x0), min(x1, b.chart.x1)
	y0, y1 = max(y0, b.chart.y0), min(y1, b.chart.y1)
	rect(l, x0, y0, x1, y1, c)
}

// rect adds a rectangle unless it is empty.
func rect(l *render.List, x0, y0, x1, y1 int32, c color.RGBA) {
	if x0 < x1 && y0 < y1 {
		l.Rects = append(l.Rects, render.Rect{X0: x0, Y0: y0, X1: x1, Y1: y1, Color: c})
	}
}

// inPlot says whether the centre of a mark lies in the plot.
func (b *builder) inPlot(x, y float32) bool {
	return x >= float32(b.chart.x0) && x < float32(b.chart.x1) &&
		y >= float32(b.chart.y0) && y < float32(b.chart.y1)
}

// legendPlace is where usd lies between the handles of the legend, 0 to 1.
func (b *builder) legendPlace(usd float64) float32 {
	low, gain := legendScale(b.Frame)
	place := (b.Market.Pyramid.Quant.Place(usd) - float64(low)) * float64(gain)
	return float32(math.Min(math.Max(place, 0), 1))
}

// brightness is how far along the colour map usd shows, 0 to 1.
func (b *builder) brightness(usd float64) float32 {
	return float32(math.Pow(float64(b.legendPlace(usd)), b.Style.GammaOrDefault()))
}
