package view

import (
	"image/color"

	"unwind/data"
	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/scale"
)

// priceChip labels price p at device y on the price axis. The chip stays
// inside the axis's height; priceChip returns the part of it that it takes.
func (b *builder) priceChip(l *render.List, y int32, p data.Price, ground, ink color.RGBA) span {
	s := b.style(sizeSmall, render.Medium, ink)
	half := b.chipHalf()
	y = min(max(y, b.chart.y0+half), b.chart.y1-half)
	right := b.chart.px(b.chart.prices.X1)
	rect(l, b.chart.axis+b.chart.px(1), y-half, right, y+half, ground)
	label := scale.AppendPrice(b.buf[:0], p, scale.PriceDecimals(p), b.lang)
	text(l, b.chart.axis+b.chart.px(8), middle(y, s.size), s, left, label)
	return span{y - half, y + half}
}

// makeRoom blots out the labels of the axes that the chip drawn last meets, so
// that none looks out from under it.
func (b *builder) makeRoom(l, axes *render.List) {
	chip := l.Rects[len(l.Rects)-1]
	for _, t := range axes.Texts {
		wide := glyph.Width(t.Face, t.Size, axes.Bytes[t.Start:t.End])
		b.blot(l, chip, render.Rect{X0: t.X, Y0: t.Y - t.Size, X1: t.X + wide, Y1: t.Y + t.Size/2})
	}
	for _, r := range axes.Rects {
		b.blot(l, chip, r)
	}
	l.Rects = append(l.Rects, chip)
}

// blot covers r where it lies on an axis and meets the chip.
func (b *builder) blot(l *render.List, chip, r render.Rect) {
	onAxis := r.X0 >= b.chart.axis || r.Y0 >= b.chart.floor
	if onAxis && r.X0 < chip.X1 && chip.X0 < r.X1 && r.Y0 < chip.Y1 && chip.Y0 < r.Y1 {
		rect(l, r.X0, r.Y0, r.X1, r.Y1, b.theme.Background)
	}
}

// chipHalf is half of the height of a chip on the price axis.
func (b *builder) chipHalf() int32 { return b.chart.size(sizeSmall)/2 + b.chart.px(4) }

// timeChip labels time t at device x on the time axis. The chip stays inside
// the axis's width; timeChip returns the part of it that it takes.
func (b *builder) timeChip(l *render.List, x int32, t data.UnixMs, ground, ink color.RGBA) span {
	return b.timeChipOf(l, x, scale.AppendDateTime(b.buf[:0], t, b.lang), ground, ink)
}

// presentChip labels the replay time at device x, at smart pace with the speed
// of the moment: nothing else in the picture says it. There the chip is also
// drawn when x lies outside the plot, with an arrow that points to it.
func (b *builder) presentChip(l *render.List, x int32) span {
	if b.Live.On() && b.Live.Edge {
		return b.edgeChip(l, x)
	}
	label := b.buf[:0]
	if x < b.chart.x0 {
		label = append(label, "« "...)
	}
	label = scale.AppendDateTime(label, b.t, b.lang)
	if b.Stage.Smart {
		label = scale.AppendSpeed(append(label, " · "...), b.tempo.Factor(b.t), b.lang)
	}
	if x > b.chart.x1 {
		label = append(label, " »"...)
	}
	return b.timeChipOf(l, x, label, b.theme.Accent, b.theme.OnAccent)
}

// timeChipOf is a chip on the time axis.
func (b *builder) timeChipOf(l *render.List, x int32, label []byte, ground, ink color.RGBA) span {
	s := b.style(sizeSmall, render.Medium, ink)
	half := widthOf(s, label)/2 + b.chart.px(6)
	x = max(min(x, b.chart.x1-half), b.chart.x0+half)
	top, bottom := b.chart.px(b.chart.times.Y0), b.chart.px(b.chart.times.Y1)
	pad := b.chart.px(3)
	rect(l, x-half, top+pad, x+half, bottom-pad, ground)
	text(l, x, middle((top+bottom)/2, s.size), s, center, label)
	return span{x - half, x + half}
}
