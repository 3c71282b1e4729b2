package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/render"
	"unwind/render/scale"
)

// Position is a position of the viewer's own. It is no part of the stage, so
// no link and no picture of one shows it.
type Position struct {
	Side        data.Side // Long or Short
	Entry       data.Price
	Liquidation data.Price  // 0: no price liquidates it
	Since       data.UnixMs // when it was opened
	Touched     data.UnixMs // open time of the first bar that reached Liquidation; 0: none
	Tier        int         // of the venue's table, from 1
}

// gone reports whether the position has been liquidated by the replay time: the
// bar that reached its price has closed.
func (b *builder) gone() bool {
	p := b.Position
	return p.Touched > 0 && b.Market.CandleLevels() > 0 && b.t >= p.Touched+b.Market.Candles(0).Step
}

// ownPosition draws the viewer's position: its liquidation price as a line over
// the whole plot with a label, a chip on the axis, and where it was opened and
// liquidated. The chip goes to the given row; ownPosition returns the part of
// the axis that it takes.
func (b *builder) ownPosition(l *render.List, row int32) span {
	p := b.Position
	if p == nil {
		return span{}
	}
	c := b.theme.Long
	if p.Side == data.Short {
		c = b.theme.Short
	}
	b.entryMark(l, p, c)
	if !(p.Liquidation > 0) {
		return span{}
	}
	y := b.liquidationRow()
	beyond := int32(0) // which way the line lies outside the plot
	switch {
	case y < b.chart.y0:
		y, beyond = b.chart.y0, -1
	case y >= b.chart.y1:
		y, beyond = b.chart.y1-1, 1
	default:
		b.ownLine(l, y, c)
		b.endMark(l, p, y, c)
	}
	b.ownLabel(l, p, y, beyond, c)
	return b.ownChip(l, p, row, beyond, c)
}

// ownLine draws long dashes on a plate, so that they stand out from any heat.
func (b *builder) ownLine(l *render.List, y int32, c color.RGBA) {
	line := max(1, b.chart.px(1.5))
	around := max(1, b.chart.px(1))
	b.clipped(l, b.chart.x0, y-around, b.chart.x1, y+line+around, b.theme.Plate)
	dash, gap := b.chart.px(12), b.chart.px(4)
	for x := b.chart.x0; x < b.chart.x1; x += dash + gap {
		b.clipped(l, x, y, x+dash, y+line, c)
	}
}

// entryMark rings the place where the position was opened, and notches the
// edge of the plot at its price.
func (b *builder) entryMark(l *render.List, p *Position, c color.RGBA) {
	y := b.chart.price.YFromPrice(p.Entry)
	if !(y >= float64(b.chart.y0) && y < float64(b.chart.y1)) {
		return
	}
	row, line := int32(math.Round(y)), max(1, b.chart.px(1.5))
	b.clipped(l, b.chart.x1-b.chart.px(9), row, b.chart.x1, row+line, c)
	if p.Since <= b.t {
		b.ownMark(l, p.Since, row, c, render.Ring)
	}
}

// endMark fills the place where the position was liquidated, once it was.
func (b *builder) endMark(l *render.List, p *Position, y int32, c color.RGBA) {
	if b.gone() {
		b.ownMark(l, p.Touched, y, c, render.Disc)
	}
}

func (b *builder) ownMark(l *render.List, t data.UnixMs, row int32, c color.RGBA, shape render.Shape) {
	x, y := float32(b.chart.time.XFromTime(t)), float32(row)
	if !b.inPlot(x, y) {
		return
	}
	r := 4.5 * b.chart.typeScale * b.chart.scale
	l.Marks = append(l.Marks,
		render.Mark{X: x, Y: y, R: r + 2*b.chart.scale, Shape: render.Disc, Color: b.theme.Plate},
		render.Mark{X: x, Y: y, R: r, W: max(1, 2*b.chart.scale), Shape: shape, Color: c})
}

// ownLabel says at the right end of the line whose it is, how far away and in
// which tier: on the far side of the price, or where there is room.
func (b *builder) ownLabel(l *render.List, p *Position, y, beyond int32, c color.RGBA) {
	s := b.style(sizeSmall, render.Medium, c)
	pad, high := b.chart.px(5), s.size+b.chart.px(6)
	end := b.chart.x1 - b.chart.px(12)
	room := end - b.chart.x0 - 2*pad
	chars := b.ownWords(p, false)
	if widthOf(s, chars) > room {
		chars = b.ownWords(p, true)
	}
	if chars = fits(s, chars, room); len(chars) == 0 {
		return
	}
	wide, gap := widthOf(s, chars)+2*pad, b.chart.px(4)
	first, last := b.besideKey(end-wide, end)
	last -= high
	top := y + gap
	if p.Side == data.Short && beyond == 0 || beyond > 0 {
		top = y - gap - high
	}
	top = min(top, last)
	if beyond == 0 && top < y+gap && top+high > y-gap { // no room below
		top = y - gap - high
	}
	if top < first {
		top = max(first, y) + gap
	}
	rect(l, end-wide, top, end, top+high, b.theme.Plate)
	text(l, end-pad, middle(top+high/2, s.size), s, right, chars)
}

// besideKey returns the rows of the plot that the key of the bubbles leaves free
// between two columns, the last one exclusive.
func (b *builder) besideKey(x0, x1 int32) (first, last int32) {
	first, last = b.chart.y0, b.chart.y1
	switch key := &b.keyAt; {
	case key.X1 <= x0 || key.X0 >= x1:
	case key.Y0+key.Y1 > first+last:
		last = key.Y0
	default:
		first = key.Y1
	}
	return first, last
}

// ownWords are the words of the label, fewer of them where brief.
func (b *builder) ownWords(p *Position, brief bool) []byte {
	w := &b.words.own
	whose := w.long
	if p.Side == data.Short {
		whose = w.short
	}
	out := append(b.buf[:0], whose...)
	if b.gone() {
		return scale.AppendDateTime(append(out, w.gone...), p.Touched, b.lang)
	}
	if !brief {
		out = append(out, w.liquidation...)
	}
	if price, ok := b.Market.PriceAt(b.t); ok {
		out = scale.AppendChange(append(out, ' '), float64(p.Liquidation/price-1), 1, b.lang)
	}
	if brief {
		return out
	}
	return scale.AppendCount(append(out, w.tier...), p.Tier, b.lang)
}

// ownChip labels the liquidation price on the axis, beside the chip of the
// price. A triangle says that the line lies further off.
func (b *builder) ownChip(l *render.List, p *Position, row, beyond int32, c color.RGBA) span {
	got := b.priceChip(l, row, p.Liquidation, c, b.theme.OnAccent)
	if beyond == 0 {
		return got
	}
	r := 4 * b.chart.typeScale * b.chart.scale
	shape := render.TriangleUp
	if beyond > 0 {
		shape = render.TriangleDown
	}
	l.Marks = append(l.Marks, render.Mark{
		X: float32(b.chart.px(b.chart.prices.X1)) - 1.8*r, Y: float32(got.from+got.to) / 2, R: r, Shape: shape, Color: b.theme.OnAccent})
	return got
}

// chipRows returns the rows of the chips of the price, at y, and of the viewer's
// position so that they do not meet: the position's keeps to its side of the
// price's, and where the axis ends the price's gives way.
func (b *builder) chipRows(y int32, price data.Price) (now, own int32) {
	half := b.chipHalf()
	inside := func(y int32) int32 { return min(max(y, b.chart.y0+half), b.chart.y1-half) }
	now = inside(y)
	if b.Position == nil || !(b.Position.Liquidation > 0) {
		return now, now
	}
	own = inside(b.liquidationRow())
	if b.Position.Liquidation > price {
		own = inside(min(own, now-2*half))
		return max(now, own+2*half), own
	}
	own = inside(max(own, now+2*half))
	return min(now, own-2*half), own
}

// liquidationRow is the row of the liquidation price, held near the frame.
func (b *builder) liquidationRow() int32 {
	return int32(math.Round(min(max(b.chart.price.YFromPrice(b.Position.Liquidation), -1e6), 1e6)))
}
