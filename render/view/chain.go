package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/anim"
	"unwind/render/palette"
)

// How the chain of a wave looks, in logical pixels. A domino lies where its
// cluster was, to the right of the moment in which the price ran into it: the
// price has left that place, so it covers no candle, and candles are drawn over
// it.
const (
	chainWide  = 36  // width of the wave below which its chain is left out
	dominoLong = 44  // the largest domino of a wave
	dominoFade = 0.4 // its opacity
	chainFade  = 0.9 // opacity of what joins dominoes
	triggerR   = 3.5
)

// dominoFalls is how long a domino takes to fall, in the viewer's milliseconds.
const dominoFalls = 350

// chain draws what each wave has run into by the replay time.
func (b *builder) chain(l *render.List) {
	if b.Stage.Layers&wire.LayerChain == 0 {
		return
	}
	waves, chains := b.Market.Waves(), b.Market.Chains()
	for i := range chains {
		w := &waves[i]
		if w.Start > b.t || w.To < b.chart.From || w.Start >= b.chart.To || len(chains[i].Dominoes) == 0 {
			continue
		}
		if b.xOf(w.To)-b.xOf(w.Start) >= b.chart.px(chainWide) {
			b.waveChain(l, w.Start, &chains[i])
		}
	}
}

// waveChain draws one wave: its trigger, and domino after domino.
func (b *builder) waveChain(l *render.List, start data.UnixMs, c *cascade.Chain) {
	ink := b.theme.Long
	if c.Dominoes[0].Side == data.Short {
		ink = b.theme.Short
	}
	x, y := b.xOf(start), b.yOf(c.From)
	known := c.From > 0
	if known && b.inPlot(float32(x), float32(y)) {
		l.Marks = append(l.Marks, render.Mark{X: float32(x), Y: float32(y), R: triggerR * b.chart.scale, Shape: render.Disc, Color: ink})
	}
	largest := data.USD(1)
	for i := range c.Dominoes {
		largest = max(largest, c.Dominoes[i].USD)
	}
	for i := range c.Dominoes {
		d := &c.Dominoes[i]
		if d.At > b.t {
			return
		}
		near, far := b.yOf(d.High), b.yOf(d.Low)
		if d.Side == data.Short {
			near, far = far, near
		}
		at := b.xOf(d.At)
		if known {
			b.joint(l, x, y, at, near, palette.Fade(ink, chainFade))
		}
		b.domino(l, at, near, far, b.dominoLength(d, largest), ink)
		x, y, known = at, far, true
	}
}

// dominoLength returns how long a domino is by the replay time, in device
// pixels.
func (b *builder) dominoLength(d *cascade.Domino, largest data.USD) int32 {
	long := float64(dominoLong) * float64(d.USD/largest)
	if age := b.ageMs(b.t, d.At); age < dominoFalls && !b.Style.ReducedMotion {
		long *= anim.EaseOut(age / dominoFalls)
	}
	return max(b.chart.px(float32(long)), b.chart.px(2))
}

// domino draws one that has fallen to the right of x.
func (b *builder) domino(l *render.List, x, near, far, long int32, ink color.RGBA) {
	top, bottom := min(near, far), max(near, far)
	if gap := b.chart.px(1); bottom-top > 3*gap {
		bottom -= gap
	}
	b.clipped(l, x, top, x+b.line(), bottom, palette.Fade(ink, chainFade))
	b.clipped(l, x+b.line(), top, x+long, bottom, palette.Fade(ink, dominoFade))
}

// joint joins where one domino ends with where the next begins: along in time,
// then along in price.
func (b *builder) joint(l *render.List, x0, y0, x1, y1 int32, c color.RGBA) {
	w := b.line()
	b.clipped(l, x0, y0-w, x1+w, y0, c)
	b.clipped(l, x1, min(y0, y1), x1+w, max(y0, y1), c)
}

// line is the width of what joins dominoes.
func (b *builder) line() int32 { return max(1, b.chart.px(1.5)) }

// xOf and yOf return where a time and a price are, held near the plot.
func (b *builder) xOf(t data.UnixMs) int32 { return nearPlot(b.chart.time.XFromTime(t)) }
func (b *builder) yOf(p data.Price) int32  { return nearPlot(b.chart.price.YFromPrice(p)) }

// nearPlot rounds a coordinate that a zoomed window may put anywhere.
func nearPlot(v float64) int32 {
	return int32(math.Round(min(max(v, -math.MaxInt16), math.MaxInt16)))
}
