package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/anim"
	"unwind/render/palette"
)

// How the chain of a wave looks, in logical pixels. A domino lies where its
// cluster was, to the right of the moment in which the price ran into it: the
// price has left that place, so it covers no candle, and candles are drawn over
// it. What joins dominoes is drawn over the candles.
const (
	chainWide  = 36  // width of the wave below which its chain is left out
	dominoLong = 44  // the largest domino of a wave
	dominoFade = 0.4 // its opacity
	chainFade  = 0.9 // opacity of what joins dominoes
	triggerR   = 3.5
	saleLeast  = 3 // radius of a forced sale, and what all of the wave's would add
	saleMore   = 5
)

// dominoFalls is how long a domino takes to fall, in the viewer's milliseconds.
const dominoFalls = 350

// shownChain returns wave i and its chain, and whether it is drawn: the layer
// is chosen, the wave has begun, ran into something and has room.
func (b *builder) shownChain(i int) (*market.Wave, *cascade.Chain, bool) {
	w, c := &b.Market.Waves()[i], &b.Market.Chains()[i]
	shown := w.Start <= b.t && w.To >= b.chart.From && w.Start < b.chart.To && len(c.Dominoes) > 0 &&
		b.xOf(w.To)-b.xOf(w.Start) >= b.chart.px(chainWide)
	return w, c, shown
}

// shownChains is how many chains may be drawn.
func (b *builder) shownChains() int {
	if b.Stage.Layers&wire.LayerChain == 0 {
		return 0
	}
	return len(b.Market.Chains())
}

// chain draws the dominoes that have fallen by the replay time.
func (b *builder) chain(l *render.List) {
	for i := range b.shownChains() {
		_, c, shown := b.shownChain(i)
		for k := 0; shown && k < len(c.Dominoes) && c.Dominoes[k].At <= b.t; k++ {
			b.domino(l, c, &c.Dominoes[k])
		}
	}
}

// domino draws one that has fallen. With reduced motion it fades in instead.
func (b *builder) domino(l *render.List, c *cascade.Chain, d *cascade.Domino) {
	r, ink := b.dominoBox(c, d), b.chainInk(c)
	fade := b.appearance(d.At)
	b.clipped(l, r.X0, r.Y0, r.X0+b.line(), r.Y1, palette.Fade(ink, chainFade*fade))
	b.clipped(l, r.X0+b.line(), r.Y0, r.X1, r.Y1, palette.Fade(ink, dominoFade*fade))
}

// dominoBox returns where a domino lies at the replay time.
func (b *builder) dominoBox(c *cascade.Chain, d *cascade.Domino) render.Rect {
	r := render.Rect{X0: b.xOf(d.At), Y0: b.yOf(d.High), Y1: b.yOf(d.Low)}
	if gap := b.chart.px(1); r.Y1-r.Y0 > 3*gap {
		r.Y1 -= gap
	}
	r.X1 = r.X0 + b.dominoLength(c, d)
	return r
}

// dominoLength returns how long a domino is in device pixels: what the price
// has touched of its cluster by the replay time, on the scale of the largest of
// its wave, each part growing as it falls.
func (b *builder) dominoLength(c *cascade.Chain, d *cascade.Domino) int32 {
	largest, usd := data.USD(1), 0.0
	for i := range c.Dominoes {
		largest = max(largest, c.Dominoes[i].USD)
	}
	for i := range d.Reaches {
		part := &d.Reaches[i]
		if part.At > b.t {
			break
		}
		usd += float64(part.USD) * b.growth(part.At)
	}
	return max(b.chart.px(float32(dominoLong*usd/float64(largest))), b.chart.px(2))
}

// growth is how far what fell at a time has fallen, 0 to 1; with reduced motion
// it lies at once.
func (b *builder) growth(at data.UnixMs) float64 {
	if b.Style.ReducedMotion {
		return 1
	}
	return anim.EaseOut(b.ageMs(b.t, at) / dominoFalls)
}

// appearance is the opacity of what came at a time, 0 to 1: it fades in with
// reduced motion alone.
func (b *builder) appearance(at data.UnixMs) float32 {
	if !b.Style.ReducedMotion {
		return 1
	}
	return float32(anim.EaseOut(b.ageMs(b.t, at) / dominoFalls))
}

// chainInk is the colour of the side whose positions were closed.
func (b *builder) chainInk(c *cascade.Chain) color.RGBA {
	if c.Dominoes[0].Side == data.Short {
		return b.theme.Short
	}
	return b.theme.Long
}

// chainLinks draws what joins dominoes: from the trigger along in time and then
// in price to the first one, from where that ends through what was sold by
// force to the next, and how long the last sale lasted.
func (b *builder) chainLinks(l *render.List) {
	for i := range b.shownChains() {
		if w, c, shown := b.shownChain(i); shown {
			b.links(l, w, c)
		}
	}
}

func (b *builder) links(l *render.List, w *market.Wave, c *cascade.Chain) {
	ink, line := b.chainInk(c), b.line()
	x, y := b.xOf(w.Start), b.yOf(c.From)
	known, sold := c.From > 0, c.Before.Total()
	if known {
		b.chainMark(l, x, y, triggerR, render.Disc, ink)
	}
	for i := range c.Dominoes {
		d := &c.Dominoes[i]
		if d.At > b.t {
			break
		}
		near, far := b.yOf(d.High), b.yOf(d.Low)
		if d.Side == data.Short {
			near, far = far, near
		}
		at, c := b.xOf(d.At), palette.Fade(ink, chainFade*b.appearance(d.At))
		if known {
			b.clipped(l, x, y-line, at+line, y, c)
			b.clipped(l, at, min(y, near), at+line, max(y, near), c)
			b.sale(l, at, (y+near)/2, sold, w, palette.Fade(ink, b.appearance(d.At)))
		}
		x, y, known, sold = at, far, true, d.Forced.Total()
	}
	if end := b.xOf(min(b.t, w.To)); known { // the sale that goes on, or was the last one
		b.clipped(l, x, y-line, end, y, palette.Fade(ink, chainFade))
	}
}

// sale marks what was sold by force on the way from one cluster to the next, as
// large as its part of the wave; the tip points the way that it pushed the
// price.
func (b *builder) sale(l *render.List, x, y int32, usd data.USD, w *market.Wave, c color.RGBA) {
	if !(usd > 0) {
		return
	}
	shape := render.TriangleDown
	if w.Side == data.Short {
		shape = render.TriangleUp
	}
	part := math.Sqrt(min(float64(usd/w.Total()), 1))
	b.chainMark(l, x+b.line()/2, y, saleLeast+saleMore*float32(part), shape, c)
}

// chainMark draws a mark of a radius in logical pixels on a plate of its shape,
// so that it stands out from candles and bubbles.
func (b *builder) chainMark(l *render.List, x, y int32, r float32, shape render.Shape, c color.RGBA) {
	if !b.inPlot(float32(x), float32(y)) {
		return
	}
	r *= b.chart.typeScale * b.chart.scale
	l.Marks = append(l.Marks,
		render.Mark{X: float32(x), Y: float32(y), R: r + 2*b.chart.scale, Shape: shape, Color: b.theme.Plate},
		render.Mark{X: float32(x), Y: float32(y), R: r, Shape: shape, Color: c})
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
