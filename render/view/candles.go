package view

import (
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
)

// candlePx is the least width of a candle with its gap, in logical pixels:
// narrower ones are joined to longer candles.
const candlePx = 3

// CandleStep returns the length of the candles that f shows; 0 without
// candles.
func CandleStep(f *Frame) data.UnixMs {
	if f.Market.CandleLevels() == 0 {
		return 0
	}
	c := chartOf(f)
	return f.Market.Candles(c.candleLevel(f.Market)).Step
}

func (c *chart) candleLevel(m *market.Market) int {
	return m.CandleLevel(data.UnixMs(math.Ceil(float64(candlePx*c.scale) / c.time.PxPerMs())))
}

// candleShape is how candles of one length are drawn, in device pixels. Body
// and wick have like parity, so that the wick is exactly in the middle.
type candleShape struct {
	step       data.UnixMs
	body, wick int32
	border     int32
}

func (b *builder) candleShape(level int) candleShape {
	step := b.Market.Candles(level).Step
	wide := b.chart.time.PxPerMs() * float64(step)
	s := candleShape{step: step, wick: max(1, int32(math.Round(float64(b.chart.scale))))}
	s.body = max(s.wick, int32(wide*0.72))
	if (s.body-s.wick)%2 != 0 {
		s.body--
	}
	s.body = max(s.body, s.wick)
	if s.body >= 5*s.wick {
		s.border = s.wick
	}
	return s
}

// candleSpan returns the half-open range of candles that touch the window.
func (b *builder) candleSpan(level int) (first, last int) {
	c := b.Market.Candles(level)
	first = b.Market.ClosedUntil(level, b.chart.From)
	for last = first; last < c.Len() && c.T[last] < b.chart.To; last++ {
	}
	return first, last
}

// candleLayer draws the candles that have closed by the replay time.
func (b *builder) candleLayer(l *render.List, level int) {
	c, shape := b.Market.Candles(level), b.candleShape(level)
	first, last := b.candleSpan(level)
	last = min(last, b.Market.ClosedUntil(level, b.t))
	for i := first; i < last; i++ {
		k := market.Candle{T: c.T[i], Open: c.Open[i], High: c.High[i], Low: c.Low[i], Close: c.Close[i]}
		b.candle(l, &shape, &k)
	}
}

// formingCandle draws what is known of the candle at the replay time.
func (b *builder) formingCandle(l *render.List, level int) {
	k, ok := b.Market.Forming(level, b.t)
	if !ok || k.T >= b.chart.To || k.T+b.Market.Candles(level).Step <= b.chart.From {
		return
	}
	shape := b.candleShape(level)
	b.candle(l, &shape, &k)
}

func (b *builder) candle(l *render.List, s *candleShape, k *market.Candle) {
	if b.Stage.Layers&wire.LayerCandles == 0 {
		return
	}
	x := b.candleLeft(s, k.T)
	mid := x + (s.body-s.wick)/2
	top, bottom := b.edges(k.High, k.Low)
	bodyTop, bodyBottom := b.edges(max(k.Open, k.Close), min(k.Open, k.Close))
	fill := b.theme.Up
	if k.Close < k.Open {
		fill = b.theme.Down
	}
	if s.border > 0 { // an outline keeps neutral bodies apart from any heat
		b.clipped(l, mid, top, mid+s.wick, bottom, b.theme.Wick)
		b.clipped(l, x, bodyTop-s.border, x+s.body, bodyBottom+s.border, b.theme.Outline)
		b.clipped(l, x+s.border, bodyTop, x+s.body-s.border, bodyBottom, fill)
		return
	}
	b.clipped(l, mid, top, mid+s.wick, bottom, b.theme.Wick)
	b.clipped(l, x, bodyTop, x+s.body, bodyBottom, fill)
}

// candleLeft returns the left edge of the body of the candle at t.
func (b *builder) candleLeft(s *candleShape, t data.UnixMs) int32 {
	return int32(math.Round(b.chart.time.XFromTime(t+s.step/2) - float64(s.body)/2))
}

// edges rounds a price range to device pixels, at least one high.
func (b *builder) edges(high, low data.Price) (top, bottom int32) {
	top = int32(math.Round(b.chart.price.YFromPrice(high)))
	bottom = int32(math.Round(b.chart.price.YFromPrice(low)))
	return top, max(bottom, top+1)
}
