package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/wire"
	"unwind/render"
)

// CellAt returns the cell of the heat map that f draws at a point of the plot,
// in logical pixels: the column that the point is in, and the bins that are
// drawn as one there. On the liquidation map it is the bar at the point, at the
// replay time. It is false elsewhere and where there is no estimate.
func CellAt(f *Frame, x, y float32) (wire.Pin, bool) {
	b := newBuilder(f)
	onPlot, onProfile := b.chart.plot.Contains(x, y), b.chart.profile.Contains(x, y) || b.chart.fuel.Contains(x, y)
	if f.Market.Field == nil || !onPlot && !onProfile {
		return wire.Pin{}, false
	}
	price := b.chart.price.PriceFromY(float64(y * b.chart.scale))
	at, per := b.t, 1<<b.priceLevel()
	if onPlot {
		at = b.chart.time.TimeFromX(float64(x * b.chart.scale))
	} else {
		per = b.profileRows().per
	}
	from, to := binsAround(f.Market.Field.Bins, price, per)
	return pinOf(f.Market.Field, at, from, to), from < to
}

// priceLevel returns the level of the pyramid along price that is drawn.
func (b *builder) priceLevel() int {
	p := b.Market.Pyramid
	bins := p.Bins.Position(b.chart.High) - p.Bins.Position(b.chart.Low)
	return levelFor(bins/float64(b.chart.y1-b.chart.y0), p.PriceLevels())
}

// binsAround returns the bins [from, to) that are drawn as one with the bin that
// holds a price, per of them together; none outside the bins.
func binsAround(bins heat.Bins, price data.Price, per int) (from, to int) {
	i := bins.Index(price)
	if i < 0 || i >= bins.N {
		return 0, 0
	}
	from = i / per * per
	return from, min(from+per, bins.N)
}

// pinOf returns the place of some bins in the column of a time, in round
// numbers: of a single bin its middle.
func pinOf(f *heat.Field, at data.UnixMs, from, to int) wire.Pin {
	column := min(max(f.Columns.Index(at), 0), f.Columns.N-1)
	p := wire.Pin{T: f.Columns.Start(column)}
	p.Low, p.High = wire.RoundPrice(f.Bins.Edge(from)), wire.RoundPrice(f.Bins.Edge(to))
	if to-from == 1 {
		p.Low = wire.RoundPrice(f.Bins.Mid(from))
		p.High = p.Low
	}
	return p
}

// pin draws a frame around the pinned place, as high as its prices but large
// enough to be seen.
func (b *builder) pin(l *render.List) {
	r, ok := b.pinBox()
	if !ok {
		return
	}
	line := max(1, b.chart.px(1.5))
	b.outline(l, r.X0, r.Y0, r.X1, r.Y1, line, b.theme.Background)
	b.outline(l, r.X0+line, r.Y0+line, r.X1-line, r.Y1-line, line, b.theme.Accent)
}

// pinBox returns where the frame around the pinned place is, and whether it
// lies in the plot.
func (b *builder) pinBox() (render.Rect, bool) {
	p := b.Stage.Pin
	if !p.IsSet() || b.Market.Field == nil {
		return render.Rect{}, false
	}
	bins := b.Market.Field.Bins
	from, to := bins.Between(p.Low, p.High)
	x := b.chart.time.XFromTime(p.T)
	low, high := b.chart.price.YFromPrice(bins.Edge(from)), b.chart.price.YFromPrice(bins.Edge(to))
	half := pinSize / 2 * float64(b.chart.scale)
	mid := (low + high) / 2
	if from >= to || !b.inPlot(float32(x), float32(mid)) {
		return render.Rect{}, false
	}
	line := max(1, b.chart.px(1.5))
	return render.Rect{
		X0: int32(math.Round(x-half)) - line, X1: int32(math.Round(x+half)) + line,
		Y0: int32(math.Round(min(high, mid-half))) - line, Y1: int32(math.Round(max(low, mid+half))) + line,
	}, true
}

// outline draws the inside edge of a rectangle, held inside the plot.
func (b *builder) outline(l *render.List, x0, y0, x1, y1, line int32, c color.RGBA) {
	b.clipped(l, x0, y0, x1, y0+line, c)
	b.clipped(l, x0, y1-line, x1, y1, c)
	b.clipped(l, x0, y0+line, x0+line, y1-line, c)
	b.clipped(l, x1-line, y0+line, x1, y1-line, c)
}

// pinSize is the least size of the frame around a pinned place in logical
// pixels.
const pinSize = 13

// Nudge returns the point of the plot that lies so many candles to the right of
// p and so many cells, as f draws them, above it; a nil p stands for the replay
// time and its price. Along a way of 0 it stays, else it goes to the middle of
// the candle or the cell. It does not leave the plot.
func Nudge(f *Frame, p *Pointer, right, up int) Pointer {
	b := newBuilder(f)
	at, price := b.placeOf(p)
	if step := CandleStep(f); right != 0 && step > 0 {
		at = (at/step+data.UnixMs(right))*step + step/2
	}
	if up != 0 && f.Market.Field != nil {
		bins, per := f.Market.Field.Bins, 1<<b.priceLevel()
		cell := math.Floor(bins.Position(price)/float64(per)) + float64(up) + 0.5
		price = bins.At(cell * float64(per))
	}
	box := b.chart.plot
	x := float32(b.chart.time.XFromTime(at)) / b.chart.scale
	y := float32(b.chart.price.YFromPrice(price)) / b.chart.scale
	return Pointer{min(max(x, box.X0), box.X1-0.5), min(max(y, box.Y0), box.Y1-0.5)}
}

// placeOf returns the time and the price at a point, or of the replay.
func (b *builder) placeOf(p *Pointer) (data.UnixMs, data.Price) {
	if p != nil {
		return b.chart.time.TimeFromX(float64(p.X * b.chart.scale)), b.chart.price.PriceFromY(float64(p.Y * b.chart.scale))
	}
	price, ok := b.Market.PriceAt(b.t)
	if !ok {
		price = b.chart.price.PriceFromY(float64(b.chart.y0+b.chart.y1) / 2)
	}
	return b.t, price
}
