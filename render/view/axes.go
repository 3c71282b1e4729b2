package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/render"
	"unwind/render/scale"
)

// Least distances between ticks in logical pixels.
const (
	priceTickPx = 44
	timeTickPx  = 92
	timeTickMin = 66 // on compact frames
)

// grid draws the hairlines.
func (b *builder) grid(l *render.List) {
	line := max(1, b.chart.px(1))
	rect(l, b.chart.axis, b.chart.y0, b.chart.axis+line, b.chart.floor, b.theme.Hairline)
	rect(l, b.chart.x0, b.chart.floor, b.chart.axis, b.chart.floor+line, b.theme.Hairline)
	if b.chart.axis > b.chart.x1 {
		rect(l, b.chart.x1, b.chart.y0, b.chart.x1+line, b.chart.floor, b.theme.Hairline)
	}
	if x := b.chart.x2; x > b.chart.x1 && x < b.chart.axis {
		rect(l, x, b.chart.y0, x+line, b.chart.y1, b.theme.Hairline)
	}
	b.panelRules(l, line)
	var prices [24]data.Price
	ticks, _ := b.priceTicks(prices[:0])
	for _, p := range ticks {
		y := int32(math.Round(b.chart.price.YFromPrice(p)))
		rect(l, b.chart.x0, y, b.chart.axis, y+line, b.theme.Hairline)
	}
	var times [32]scale.TimeTick
	for _, k := range b.timeTicks(times[:0]) {
		x := int32(math.Round(b.chart.time.XFromTime(k.At)))
		rect(l, x, b.chart.y0, x+line, b.chart.floor, b.theme.Hairline)
	}
}

// upright draws a vertical line through the plot, but not through a box in it,
// and the panels but their titles.
func (b *builder) upright(l *render.List, x, line int32, c color.RGBA, box *render.Rect) {
	around(l, box, render.Rect{X0: x, Y0: b.chart.y0, X1: x + line, Y1: b.chart.y1, Color: c})
	for k := range b.chart.panels {
		if box := &b.chart.panels[k]; box.Height() > 0 {
			rect(l, x, b.chart.px(box.Y0+panelTitle*b.chart.typeScale), x+line, b.chart.px(box.Y1), c)
		}
	}
}

func (b *builder) priceTicks(dst []data.Price) ([]data.Price, int) {
	return scale.AppendPriceTicks(dst, b.chart.price, float64(priceTickPx*b.chart.typeScale*b.chart.scale))
}

func (b *builder) timeTicks(dst []scale.TimeTick) []scale.TimeTick {
	least := float32(timeTickPx)
	if b.chart.compact {
		least = timeTickMin
	}
	return scale.AppendTimeTicks(dst, b.chart.time, float64(least*b.chart.typeScale*b.chart.scale))
}

// span is a half-open range of device pixels on an axis.
type span struct{ from, to int32 }

func (s span) meets(from, to int32) bool { return from < s.to && s.from < to }

// priceLabels labels the price axis but where the chips at price and own stand.
func (b *builder) priceLabels(l *render.List, price, own span) {
	var room [24]data.Price
	ticks, decimals := b.priceTicks(room[:0])
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	half := s.size/2 + 1
	for _, p := range ticks {
		y := int32(math.Round(b.chart.price.YFromPrice(p)))
		if y-half < b.chart.y0 || y+half > b.chart.y1 || price.meets(y-half, y+half) || own.meets(y-half, y+half) {
			continue
		}
		text(l, b.chart.axis+b.chart.px(8), middle(y, s.size), s, left, scale.AppendPrice(b.buf[:0], p, decimals, b.lang))
	}
}

// timeLabels labels the time axis but where the chip at taken stands. Days are
// stronger than hours.
func (b *builder) timeLabels(l *render.List, taken span) {
	var room [32]scale.TimeTick
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	y := middle((b.chart.px(b.chart.times.Y0)+b.chart.px(b.chart.times.Y1))/2, s.size)
	gap := b.chart.px(4)
	for _, k := range b.timeTicks(room[:0]) {
		s.color = b.theme.Quiet
		if k.Unit >= scale.DayUnit {
			s.color = b.theme.Text
		}
		label := scale.AppendTimeTick(b.buf[:0], k, b.lang)
		x, half := int32(math.Round(b.chart.time.XFromTime(k.At))), widthOf(s, label)/2+1
		if x-half < b.chart.x0 || x+half > b.chart.x1 || taken.meets(x-half-gap, x+half+gap) {
			continue
		}
		text(l, x, y, s, center, label)
	}
	s.color = b.theme.Quiet
	text(l, b.chart.axis+b.chart.px(8), y, s, left, append(b.buf[:0], "UTC"...))
}

// present draws where the replay stands: the line of the present, the price
// line, and both axes with their labels.
func (b *builder) present(l *render.List) {
	x := int32(math.Round(b.chart.time.XFromTime(b.t)))
	line := max(1, b.chart.px(1))
	var time, price span
	inside := x >= b.chart.x0 && x <= b.chart.x1
	if inside {
		b.upright(l, x, line, b.edgeInk(), &b.wordsAt)
	}
	if inside || b.Stage.Smart {
		time = b.presentChip(l, x)
	}
	own := b.chart.y0 // the row of the chip of the viewer's position
	if b.Position != nil {
		own = b.liquidationRow()
	}
	if p, ok := b.Market.PriceAt(b.t); ok && p >= b.chart.Low && p <= b.chart.High {
		y := int32(math.Round(b.chart.price.YFromPrice(p)))
		b.dashes(l, max(b.chart.x0, min(x, b.chart.x1)), y, line)
		y, own = b.chipRows(y, p)
		price = b.priceChip(l, y, p, b.theme.Accent, b.theme.OnAccent)
	}
	taken := b.ownPosition(l, own)
	b.priceLabels(l, price, taken)
	b.timeLabels(l, time)
}

// dashes draws the price line from x to the end of the plot, but not through the
// words of a what-if.
func (b *builder) dashes(l *render.List, x, y, line int32) {
	dash := max(2, b.chart.px(4))
	for ; x < b.chart.x1; x += 2 * dash {
		around(l, &b.wordsAt, render.Rect{X0: x, Y0: y, X1: min(x+dash, b.chart.x1), Y1: y + line, Color: b.theme.PriceLine})
	}
}
