package view

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/render"
)

// blockShare is the part of the plot's height that the words of a what-if may
// take.
const blockShare = 0.36

// whatIfWords says what was assumed and what came out, in a few lines in the
// corner of the plot where they hide least, the most important first: the others
// give way where there is little room.
func (b *builder) whatIfWords(l *render.List) {
	a, at := b.WhatIf, b.Stage.WhatIf.At
	if a == nil || !b.Stage.WhatIf.On() || a.Choice.End() < b.chart.From || at >= b.chart.To {
		return
	}
	var lines whatIfLines
	lines.fill(b, a)
	pad, high := b.chart.px(7), b.chart.size(sizeSmall)+b.chart.px(5)
	most := int32(blockShare * float32(b.chart.y1-b.chart.y0))
	lines.fit(int((most - pad) / high))
	wide := int32(0)
	for i := range lines.n {
		wide = max(wide, widthOf(b.whatIfStyle(&lines, i), lines.text(i)))
	}
	wide = min(wide+2*pad, b.chart.x1-b.chart.x0-2*pad)
	x, top := b.freeCorner(wide, int32(lines.n)*high+pad)
	rect(l, x, top, x+wide, top+int32(lines.n)*high+pad, b.theme.Plate)
	rect(l, x, top, x+b.chart.px(2), top+int32(lines.n)*high+pad, b.theme.WhatIf) // see wordsAt
	for i := range lines.n {
		s := b.whatIfStyle(&lines, i)
		y := top + pad/2 + int32(i)*high + high/2
		text(l, x+pad, middle(y, s.size), s, left, fits(s, lines.text(i), wide-2*pad))
	}
}

// wordsAt returns where the list of the what-if has its words, empty where it has
// none: their plate is the last rectangle but one.
func wordsAt(l *render.List) render.Rect {
	if n := len(l.Rects); len(l.Texts) > 0 && n > 1 {
		return l.Rects[n-2]
	}
	return render.Rect{}
}

// around adds a rectangle but for what of it lies across a box: a line ends at
// it and goes on behind it.
func around(l *render.List, box *render.Rect, r render.Rect) {
	if r.X0 >= box.X1 || r.X1 <= box.X0 || r.Y0 >= box.Y1 || r.Y1 <= box.Y0 {
		rect(l, r.X0, r.Y0, r.X1, r.Y1, r.Color)
		return
	}
	rect(l, r.X0, r.Y0, min(r.X1, box.X0), r.Y1, r.Color)
	rect(l, max(r.X0, box.X1), r.Y0, r.X1, r.Y1, r.Color)
	x0, x1 := max(r.X0, box.X0), min(r.X1, box.X1)
	rect(l, x0, r.Y0, x1, min(r.Y1, box.Y0), r.Color)
	rect(l, x0, max(r.Y0, box.Y1), x1, r.Y1, r.Color)
}

// whatIfStyle is how line i of the words is set: what is assumed in the colour of
// the what-if, what came of it strong.
func (b *builder) whatIfStyle(lines *whatIfLines, i int) style {
	face, ink, outcome := render.Regular, b.theme.Text, 1
	if lines.own {
		outcome = 2
	}
	if i == 0 || i == outcome {
		face = render.Medium
	}
	if i < outcome {
		ink = b.theme.WhatIf
	}
	return b.style(sizeSmall, face, ink)
}

// freeCorner returns where in the plot a box lies that hides the least of what
// happened and of the what-if. It looks at the whole window, revealed or not, so
// that the box stays where it is while the replay plays.
func (b *builder) freeCorner(wide, high int32) (x, y int32) {
	gap, least := b.chart.px(8), int(^uint(0)>>1)
	for _, left := range [...]int32{b.chart.x1 - gap - wide, b.chart.x0 + gap} {
		first, last := b.besideKey(left, left+wide)
		for _, top := range [...]int32{last - gap - high, first + gap} {
			if hidden := b.hidden(left, top, wide, high); hidden < least {
				x, y, least = left, top, hidden
			}
		}
	}
	return x, y
}

// hiddenSamples is at how many places along a box [builder.hidden] looks.
const hiddenSamples = 24

// hidden counts what lies below a box: the price weighs most, then the central
// run, then the fan.
func (b *builder) hidden(left, top, wide, height int32) (count int) {
	a := b.WhatIf
	inside := func(y int32) bool { return y >= top && y < top+height }
	for i := range int32(hiddenSamples) {
		t := b.chart.time.TimeFromX(float64(left + wide*i/hiddenSamples))
		if p, ok := b.Market.PriceAt(t); ok && inside(b.yOf(p)) {
			count += 4
		}
		if p, ok := a.PriceAt(t); ok && inside(b.yOf(p)) {
			count += 3
		}
		if high, low, ok := b.fanRows(t); ok && high < top+height && low >= top {
			count++
		}
	}
	return count
}

// fanRows returns the rows between which the fan lies at a time.
func (b *builder) fanRows(t data.UnixMs) (high, low int32, ok bool) {
	a := b.WhatIf
	if len(a.Fan) != len(cascade.Quantiles) || t < a.Choice.At || t > a.Choice.End() {
		return 0, 0, false
	}
	return b.yOf(fanAt(&a.Fan[len(a.Fan)-1], t-a.Choice.At)), b.yOf(fanAt(&a.Fan[0], t-a.Choice.At)), true
}
