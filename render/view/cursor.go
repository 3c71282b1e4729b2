package view

import (
	"image/color"
	"math"
	"strconv"

	"unwind/data"
	"unwind/render"
	"unwind/render/scale"
)

// cursor draws the crosshair, its labels on the axes and the read-out of what
// the pointer is on. Of the labels of axes it takes away those that its own meet.
func (b *builder) cursor(l, axes *render.List) {
	b.pin(l)
	at := b.t - 1 // a candle that has just opened has nothing to say yet
	if b.Pointer == nil {
		b.panelTitles(l, at)
		return
	}
	p := *b.Pointer
	onPlot := b.chart.plot.Contains(p.X, p.Y)
	onProfile := b.chart.profile.Contains(p.X, p.Y) || b.chart.fuel.Contains(p.X, p.Y)
	x, y, line := b.chart.px(p.X), b.chart.px(p.Y), max(1, b.chart.px(1))
	if inPanels := p.X >= b.chart.plot.X0 && p.X < b.chart.plot.X1 && p.Y >= b.chart.plot.Y1 && p.Y < b.chart.times.Y0; onPlot || inPanels {
		at = b.chart.time.TimeFromX(float64(p.X * b.chart.scale))
		b.upright(l, x, line, b.theme.Crosshair, &render.Rect{})
		b.timeChip(l, x, at, b.theme.Surface, b.theme.Text)
		b.makeRoom(l, axes)
	}
	b.panelTitles(l, min(at, b.t-1))
	if !onPlot && !onProfile {
		return
	}
	price := b.chart.price.PriceFromY(float64(p.Y * b.chart.scale))
	b.profileMark(l, price)
	rect(l, b.chart.x0, y, b.chart.axis, y+line, b.theme.Crosshair)
	b.priceChip(l, y, price, b.theme.Surface, b.theme.Text)
	b.makeRoom(l, axes)
	b.readout(l, x, y, at, price, onProfile)
}

// readout lists what is known of a place of the chart, or of the liquidation
// map, in a box beside it.
func (b *builder) readout(l *render.List, x, y int32, at data.UnixMs, price data.Price, onProfile bool) {
	r := readout{builder: b, list: l}
	r.s = b.style(sizeSmall, render.Regular, b.theme.Text)
	r.strong = b.style(sizeSmall, render.Medium, b.theme.Text)
	r.lineHeight = b.chart.px(17 * b.chart.typeScale)
	for pass := range 2 { // the first measures, the second draws on its plate
		r.draw = pass == 1
		r.place(x, y)
		if onProfile {
			r.profileLines(price)
		} else {
			r.lines(x, at, price)
		}
	}
}

// readout is the box under construction.
type readout struct {
	*builder
	list       *render.List
	s, strong  style
	lineHeight int32
	wide, high int32 // of the text, device pixels
	left, base int32
	row        int32
	draw       bool
	labels     [128]byte // a line's text, while buf holds its value
}

// place puts the box beside the pointer, on the side that has room, and draws
// its plate.
func (r *readout) place(x, y int32) {
	r.row = 0
	if !r.draw {
		return
	}
	c, pad, off := &r.chart, r.chart.px(8), r.chart.px(14)
	r.wide += 2 * pad
	high := r.high + 2*pad
	left := x + off
	if left+r.wide > c.x1 {
		left = max(x-off-r.wide, c.x0)
	}
	top := y + off
	if top+high > c.y1 {
		top = y - off - high
	}
	if top < c.y0 { // too high for either: rather over the counter than over the panels
		top = max(min(c.y0, c.y1-high), 0)
	}
	rect(r.list, left, top, left+r.wide, top+high, r.theme.Plate)
	r.left, r.base = left+pad, top+pad
	r.wide -= 2 * pad
}

// lines lists time, price, what is missing and what the estimate holds under
// the pointer.
func (r *readout) lines(x int32, at data.UnixMs, price data.Price) {
	when := scale.AppendDateTime(r.buf[:0], at, r.lang)
	r.line(r.strong, append(when, " UTC"...), nil, r.theme.Text)
	if k, ok := r.candleAt(at); ok {
		r.candle(k)
	}
	r.gaps(x, at)
	r.cell(at, price)
}

// cell lists what the estimate holds in the cell that is drawn at a place: its
// prices, the dollars by side, the band of both together and the leverage that
// most of it has. What lies beyond the replay time is what waits now.
func (r *readout) cell(at data.UnixMs, price data.Price) {
	f := r.Market.Field
	if f == nil {
		return
	}
	from, to := binsAround(f.Bins, price, 1<<r.priceLevel())
	column := min(f.Columns.Index(min(at, r.t)), f.Columns.N-1)
	if from >= to || column < 0 {
		return
	}
	sum := f.Between(column, from, to)
	r.line(r.s, r.span(f.Bins.Edge(from), f.Bins.Edge(to)), nil, r.theme.Quiet)
	r.side(r.words.estLong, sum.Cell.Long, r.theme.Long)
	r.side(r.words.estShort, sum.Cell.Short, r.theme.Short)
	all := sum.Cell.Total()
	if !(all > 0) {
		return
	}
	if least, most := sum.Least.Total(), sum.Most.Total(); least < most {
		value := scale.AppendMoneySpan(r.buf[:0], least, most, r.lang)
		r.line(r.s, append(r.labels[:0], r.words.band...), value, r.theme.Quiet)
	}
	leverage, usd := f.Foremost(column, from, to)
	value := append(strconv.AppendFloat(r.buf[:0], leverage, 'g', 4, 64), "×\u00a0"...)
	value = scale.AppendShare(value, float64(usd/all), 0, r.lang)
	r.line(r.s, append(r.labels[:0], r.words.mostly...), value, r.theme.Quiet)
}

// span appends a range of prices.
func (r *readout) span(low, high data.Price) []byte {
	decimals := scale.PriceDecimals(low)
	out := append(scale.AppendPrice(r.buf[:0], low, decimals, r.lang), "–"...)
	return scale.AppendPrice(out, high, decimals, r.lang)
}

// candleKnown is the part of a candle that a read-out shows.
type candleKnown struct{ Open, High, Low, Close data.Price }

// candleAt returns the shown candle at a time as far as it is revealed.
func (r *readout) candleAt(at data.UnixMs) (candleKnown, bool) {
	if r.Market.CandleLevels() == 0 || at > r.t {
		return candleKnown{}, false
	}
	level := r.chart.candleLevel(r.Market)
	last := r.Market.Candles(level).Step
	k, ok := r.Market.Forming(level, min(r.t, at-at%last+last-1))
	return candleKnown{k.Open, k.High, k.Low, k.Close}, ok
}

// candle lists the prices of a candle, in two lines where one is too wide.
func (r *readout) candle(k candleKnown) {
	whole := r.prices(k, 0, 4)
	if widthOf(r.s, whole)+2*r.chart.px(8) <= r.chart.x1-r.chart.x0 {
		r.line(r.s, whole, nil, r.theme.Quiet)
		return
	}
	r.line(r.s, r.prices(k, 0, 2), nil, r.theme.Quiet)
	r.line(r.s, r.prices(k, 2, 4), nil, r.theme.Quiet)
}

// prices appends the prices [from, to) of open, high, low and close.
func (r *readout) prices(k candleKnown, from, to int) []byte {
	out := r.buf[:0]
	decimals := scale.PriceDecimals(k.Close)
	all := [...]data.Price{k.Open, k.High, k.Low, k.Close}
	for i := from; i < to; i++ {
		p := all[i]
		if i > from {
			out = append(out, "  "...)
		}
		out = append(append(out, r.words.ohlc[i]...), "\u00a0"...)
		out = scale.AppendPrice(out, p, decimals, r.lang)
	}
	return out
}

func (r *readout) side(name string, usd data.USD, c color.RGBA) {
	label := append(r.labels[:0], name...)
	r.line(r.s, label, scale.AppendMoney(r.buf[:0], usd, r.lang), c)
}

// line measures or draws one line: a text and, at the right, a value.
func (r *readout) line(s style, chars, value []byte, c color.RGBA) {
	wide := widthOf(s, chars)
	if value != nil {
		wide += r.chart.px(16) + widthOf(r.strong, value)
	}
	r.row++
	if !r.draw {
		r.wide, r.high = max(r.wide, wide), r.row*r.lineHeight
		return
	}
	s.color = c
	base := r.base + int32(math.Round(float64(r.row)*float64(r.lineHeight))) - (r.lineHeight-s.size)/2 - s.size/6
	text(r.list, r.left, base, s, left, chars)
	if value != nil {
		strong := r.strong
		text(r.list, r.left+r.wide, base, strong, right, value)
	}
}
