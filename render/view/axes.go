package view

import (
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

// grid draws hairlines and the labels of both axes.
func (b *builder) grid(l *render.List) {
	line := max(1, b.chart.px(1))
	l.Rects = append(l.Rects, render.Rect{X0: b.chart.x1, Y0: b.chart.y0, X1: b.chart.x1 + line, Y1: b.chart.y1, Color: b.theme.Hairline})
	l.Rects = append(l.Rects, render.Rect{X0: b.chart.x0, Y0: b.chart.y1, X1: b.chart.x1, Y1: b.chart.y1 + line, Color: b.theme.Hairline})
	b.priceTicks(l, line)
	b.timeTicks(l, line)
}

func (b *builder) priceTicks(l *render.List, line int32) {
	var room [24]data.Price
	ticks, decimals := scale.AppendPriceTicks(room[:0], b.chart.price, float64(priceTickPx*b.chart.typeScale*b.chart.scale))
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	half := s.size/2 + 1
	for _, p := range ticks {
		y := int32(math.Round(b.chart.price.YFromPrice(p)))
		rect(l, b.chart.x0, y, b.chart.x1, y+line, b.theme.Hairline)
		if y-half < b.chart.y0 || y+half > b.chart.y1 {
			continue
		}
		label := scale.AppendPrice(b.buf[:0], p, decimals, b.lang)
		text(l, b.chart.x1+b.chart.px(8), middle(y, s.size), s, left, label)
	}
}

func (b *builder) timeTicks(l *render.List, line int32) {
	least := float32(timeTickPx)
	if b.chart.compact {
		least = timeTickMin
	}
	var room [32]scale.TimeTick
	ticks := scale.AppendTimeTicks(room[:0], b.chart.time, float64(least*b.chart.typeScale*b.chart.scale))
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	y := middle((b.chart.px(b.chart.times.Y0)+b.chart.px(b.chart.times.Y1))/2, s.size)
	for _, k := range ticks {
		x := int32(math.Round(b.chart.time.XFromTime(k.At)))
		rect(l, x, b.chart.y0, x+line, b.chart.y1, b.theme.Hairline)
		st := s
		if k.Unit >= scale.DayUnit {
			st.color = b.theme.Text
		}
		b.labelBelow(l, x, y, st, scale.AppendTimeTick(b.buf[:0], k, b.lang))
	}
	utc := append(b.buf[:0], "UTC"...)
	text(l, b.chart.x1+b.chart.px(8), y, s, left, utc)
}

// labelBelow centres a label on x where it fits whole between the ends of the
// time axis, and leaves it out elsewhere.
func (b *builder) labelBelow(l *render.List, x, y int32, s style, label []byte) {
	half := widthOf(s, label)/2 + 1
	if x-half < b.chart.x0 || x+half > b.chart.x1 {
		return
	}
	text(l, x, y, s, center, label)
}

// present draws where the replay stands: the line of the present, the price
// line and their labels on the axes.
func (b *builder) present(l *render.List) {
	x := int32(math.Round(b.chart.time.XFromTime(b.t)))
	line := max(1, b.chart.px(1))
	visible := x >= b.chart.x0 && x <= b.chart.x1
	if visible {
		rect(l, x, b.chart.y0, x+line, b.chart.y1, b.theme.SessionEdge)
		b.timeChip(l, x, b.t, b.theme.Accent, b.theme.OnAccent)
	}
	price, ok := b.Market.PriceAt(b.t)
	if !ok || price < b.chart.Low || price > b.chart.High {
		return
	}
	y := int32(math.Round(b.chart.price.YFromPrice(price)))
	from := max(b.chart.x0, min(x, b.chart.x1))
	dash := max(2, b.chart.px(4))
	for at := from; at < b.chart.x1; at += 2 * dash {
		rect(l, at, y, min(at+dash, b.chart.x1), y+line, b.theme.PriceLine)
	}
	b.priceChip(l, y, price, b.theme.Accent, b.theme.OnAccent)
}
