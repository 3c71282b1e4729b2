package view

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/render"
	"unwind/render/palette"
)

// How a what-if looks: a colour of its own, a fan of bands, and between what
// happened and what would have a hatch of upright lines, so that nothing of it
// passes for a price, a liquidation or an estimate.
const (
	fanFade   = 0.20 // opacity of the band of the middle nine tenths of the runs
	fanInside = 0.22 // of that of the middle half, on top
	fanEdge   = 0.55 // of its edges
	gapFade   = 0.10 // opacity of the gap
	gapLine   = 0.55 // of the lines of its hatch
	gapPeriod = 5    // logical pixels from line to line
)

// How the price axis makes room for a what-if where it is fitted: in steps, so
// that it stands still while a setting changes little, and only so far.
const (
	whatIfStep  = 0.025 // log price
	whatIfReach = 0.25  // log price
	whatIfRoom  = 0.03  // share of it left free above and below
)

// fitWhatIf widens a fitted window by what a simulated.
func (w *Window) fitWhatIf(a *whatif.Answer) {
	if a == nil || !(a.Price > 0) {
		return
	}
	low, high, ok := a.Span(w.From, w.To)
	if !ok {
		return
	}
	down := math.Ceil(math.Log(float64(a.Price/low))/whatIfStep) * whatIfStep
	up := math.Ceil(math.Log(float64(high/a.Price))/whatIfStep) * whatIfStep
	low, high = a.Price*data.Price(math.Exp(-min(down, whatIfReach))), a.Price*data.Price(math.Exp(min(up, whatIfReach)))
	if low >= w.Low && high <= w.High {
		return
	}
	w.Low, w.High = min(w.Low, low), max(w.High, high)
	room := data.Price(math.Exp(whatIfRoom * math.Log(float64(w.High/w.Low))))
	w.Low, w.High = w.Low/room, w.High*room
}

// whatIf draws the stage's what-if from its start on: the fan, the central run,
// and the start.
func (b *builder) whatIf(l *render.List) {
	a := b.WhatIf
	if a == nil || !b.Stage.WhatIf.On() {
		return
	}
	start, line := b.xOf(a.Choice.At), max(1, b.chart.px(1))
	if a.Reason == cascade.Known {
		for x := max(start, b.chart.x0); x < min(b.whatIfEnd(), b.chart.x1); x += line {
			b.whatIfColumn(l, x, line)
		}
	}
	if start >= b.chart.x0 && start < b.chart.x1 {
		for y := b.chart.y0; y < b.chart.y1; y += 4 * b.chart.px(2) {
			b.clipped(l, start, y, start+line, y+2*b.chart.px(2), b.theme.WhatIf)
		}
	}
}

// whatIfEnd is where the simulated time is over, at least two pixels from its
// start.
func (b *builder) whatIfEnd() int32 {
	c := &b.WhatIf.Choice
	return max(b.xOf(c.End()), b.xOf(c.At)+2*max(1, b.chart.px(1)))
}

// whatIfColumn draws what lies in the column of device pixels from x on, wide
// pixels wide.
func (b *builder) whatIfColumn(l *render.List, x, wide int32) {
	a := b.WhatIf
	from, to := b.chart.time.TimeFromX(float64(x)), b.chart.time.TimeFromX(float64(x+wide))
	if len(a.Fan) == len(cascade.Quantiles) {
		after := min(max((from+to)/2, a.Choice.At), a.Choice.End()) - a.Choice.At
		high, low := fanAt(&a.Fan[4], after), fanAt(&a.Fan[0], after)
		b.band(l, x, wide, high, low, fanFade)
		b.band(l, x, wide, fanAt(&a.Fan[3], after), fanAt(&a.Fan[1], after), fanInside)
		for _, y := range [...]int32{b.yOf(high), b.yOf(low) - wide} {
			b.clipped(l, x, y, x+wide, y+wide, palette.Fade(b.theme.WhatIf, fanEdge))
		}
	}
	low, high, ok := a.Between(from, to)
	if !ok {
		return
	}
	top, bottom := b.yOf(high), b.yOf(low)
	half := max(1, b.chart.px(1))
	b.clipped(l, x, top-2*half, x+wide, bottom+2*half, b.theme.Plate)
	b.clipped(l, x, top-half, x+wide, bottom+half, b.theme.WhatIf)
}

// whatIfGap hatches what lies between the price as it was and that of the
// central run, as far as the replay has got.
func (b *builder) whatIfGap(l *render.List) {
	a := b.WhatIf
	if a == nil || a.Reason != cascade.Known || !b.Stage.WhatIf.On() || b.t <= a.Choice.At {
		return
	}
	line := max(1, b.chart.px(1))
	start, end := b.xOf(a.Choice.At), min(b.xOf(min(b.t, a.Choice.End())), b.chart.x1)
	first := start
	if hidden := b.chart.x0 - start; hidden > 0 { // the hatch is fixed to the start, not to the window
		first += hidden / (gapPeriod * line) * gapPeriod * line
	}
	for x := first; x < end; x += gapPeriod * line {
		wide := min(gapPeriod*line, end-x)
		t := min(b.chart.time.TimeFromX(float64(x)+float64(wide)/2), b.t)
		actual, known := b.Market.PriceAt(t)
		other, ok := a.PriceAt(min(max(t, a.Choice.At), a.Choice.End()))
		if known && ok {
			high, low := max(actual, other), min(actual, other)
			b.band(l, x, wide, high, low, gapFade)
			b.band(l, x, min(line, wide), high, low, gapLine)
		}
	}
}

// band fills a column from one price down to another.
func (b *builder) band(l *render.List, x, wide int32, high, low data.Price, fade float32) {
	if high > low {
		b.clipped(l, x, b.yOf(high), x+wide, b.yOf(low), palette.Fade(b.theme.WhatIf, fade))
	}
}

// fanAt returns a line of a fan at a time after the start, between two of its
// points, which are equally far apart, in proportion.
func fanAt(line *cascade.FanLine, after data.UnixMs) data.Price {
	last := len(line.Seconds) - 1
	at := float64(after) / float64(data.Second) / line.Seconds[last] * float64(last)
	i := min(max(int(at), 0), last-1)
	u := data.Price(min(max(at-float64(i), 0), 1))
	return line.Price[i] + (line.Price[i+1]-line.Price[i])*u
}
