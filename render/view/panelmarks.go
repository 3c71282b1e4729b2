package view

import (
	"image/color"
	"math"

	"unwind/render"
	"unwind/render/palette"
)

// softBar is the opacity of the volume of candles that fall and of what is no
// amount.
const softBar = 0.55

// bars draws what points up and down from zero, a bar a candle.
func (b *builder) bars(l *render.List, p *panelBox, k panel, level, first, last int) {
	if !(p.high > p.low) {
		return
	}
	shape, c, zero := b.candleShape(level), b.Market.Candles(level), p.y(0)
	for i := first; i < last; i++ {
		r := b.reading(k, level, i)
		x, wide := b.candleLeft(&shape, c.T[i]), shape.body
		if k == panelFunding { // a rate holds all the time
			x = int32(math.Round(b.chart.time.XFromTime(c.T[i])))
			wide = int32(math.Round(b.chart.time.XFromTime(min(c.T[i]+c.Step, max(b.t, c.T[i]))))) - x
		}
		up, down := b.barColors(k, &r)
		b.bar(l, x, wide, zero, p.y(r.up), r.up, up)
		b.bar(l, x, wide, p.y(r.up), p.y(r.up+r.unsided), r.unsided, b.theme.Quiet)
		b.bar(l, x, wide, zero, p.y(-r.down), r.down, down)
	}
}

// barColors are those of what points up and down. Only liquidations have the
// colours of the sides.
func (b *builder) barColors(k panel, r *reading) (up, down color.RGBA) {
	switch {
	case k == panelLiquidations:
		return b.theme.Short, b.theme.Long
	case k == panelSpot:
		return b.theme.Quiet, b.theme.Text
	case r.falls || k == panelFunding:
		return palette.Fade(b.theme.Quiet, softBar), palette.Fade(b.theme.Quiet, softBar)
	}
	return b.theme.Quiet, b.theme.Quiet
}

// bar draws one bar from device y a to z, at least a pixel high for any value.
func (b *builder) bar(l *render.List, x, wide, a, z int32, v float64, c color.RGBA) {
	if !(v > 0) {
		return
	}
	if a == z {
		z--
	}
	x0, x1 := max(x, b.chart.x0), min(x+wide, b.chart.x1)
	rect(l, x0, min(a, z), x1, max(a, z), c)
}

// steps draws a line that holds each value for the length of its candle, from
// the place where it was before.
func (b *builder) steps(l *render.List, p *panelBox, k panel, level, first, last int) {
	c, line := b.Market.Candles(level), max(1, int32(math.Round(1.5*float64(b.chart.scale))))
	ink, before := palette.Fade(b.theme.Text, 0.8), int32(math.MinInt32)
	if first > 0 {
		if r := b.reading(k, level, first-1); r.known {
			before = p.y(r.value)
		}
	}
	for i := first; i < last; i++ {
		r := b.reading(k, level, i)
		if !r.known {
			continue
		}
		y := p.y(r.value)
		x0 := max(int32(math.Round(b.chart.time.XFromTime(c.T[i]))), b.chart.x0)
		x1 := min(int32(math.Round(b.chart.time.XFromTime(min(c.T[i]+c.Step, max(b.t, c.T[i]))))), b.chart.x1)
		if before != math.MinInt32 && before != y {
			rect(l, x0, min(before, y), x0+line, max(before, y)+line, ink)
		}
		rect(l, x0, y, max(x1, x0+line), y+line, ink)
		before = y
	}
}
