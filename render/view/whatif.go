package view

import (
	"math"
	"slices"

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

// whatIf draws the stage's what-if from its start on: the fan, how far what
// happened lies from it up to the replay time, the central run, and the start.
func (b *builder) whatIf(l *render.List) {
	a := b.WhatIf
	if a == nil || !b.Stage.WhatIf.On() {
		return
	}
	start, line := b.xOf(a.Choice.At), max(1, b.chart.px(1))
	if a.Reason == cascade.Known {
		end := max(b.xOf(a.Choice.End()), start+2*line)
		for x := max(start, b.chart.x0); x < min(end, b.chart.x1); x += line {
			b.whatIfColumn(l, x, line)
		}
	}
	if start >= b.chart.x0 && start < b.chart.x1 {
		for y := b.chart.y0; y < b.chart.y1; y += 4 * b.chart.px(2) {
			b.clipped(l, start, y, start+line, y+2*b.chart.px(2), b.theme.WhatIf)
		}
	}
}

// whatIfColumn draws what lies in the column of device pixels from x on, wide
// pixels wide.
func (b *builder) whatIfColumn(l *render.List, x, wide int32) {
	a := b.WhatIf
	from, to := b.chart.time.TimeFromX(float64(x)), b.chart.time.TimeFromX(float64(x+wide))
	middle := min(max((from+to)/2, a.Choice.At), a.Choice.End())
	if len(a.Fan) == len(cascade.Quantiles) {
		high, low := fanAt(&a.Fan[4], middle-a.Choice.At), fanAt(&a.Fan[0], middle-a.Choice.At)
		b.band(l, x, wide, high, low, fanFade)
		b.band(l, x, wide, fanAt(&a.Fan[3], middle-a.Choice.At), fanAt(&a.Fan[1], middle-a.Choice.At), fanInside)
		for _, y := range [...]int32{b.yOf(high), b.yOf(low) - wide} {
			b.clipped(l, x, y, x+wide, y+wide, palette.Fade(b.theme.WhatIf, fanEdge))
		}
	}
	low, high, ok := a.Between(from, to)
	if !ok {
		return
	}
	if actual, known := b.Market.PriceAt(middle); known && middle <= b.t {
		fade := float32(gapFade)
		if x/wide%gapPeriod == 0 {
			fade = gapLine
		}
		b.band(l, x, wide, max(actual, low), min(actual, high), fade)
	}
	top, bottom := b.yOf(high), b.yOf(low)
	half := max(1, b.chart.px(1))
	b.clipped(l, x, top-2*half, x+wide, bottom+2*half, b.theme.Plate)
	b.clipped(l, x, top-half, x+wide, bottom+half, b.theme.WhatIf)
}

// band fills a column from one price down to another.
func (b *builder) band(l *render.List, x, wide int32, high, low data.Price, fade float32) {
	if high > low {
		b.clipped(l, x, b.yOf(high), x+wide, b.yOf(low), palette.Fade(b.theme.WhatIf, fade))
	}
}

// fanAt returns a line of a fan at a time after the start, between two of its
// points in proportion.
func fanAt(line *cascade.FanLine, after data.UnixMs) data.Price {
	s, n := float64(after)/float64(data.Second), len(line.Seconds)
	i, _ := slices.BinarySearch(line.Seconds, s)
	switch {
	case i == 0:
		return line.Price[0]
	case i >= n:
		return line.Price[n-1]
	}
	u := (s - line.Seconds[i-1]) / (line.Seconds[i] - line.Seconds[i-1])
	return line.Price[i-1] + (line.Price[i]-line.Price[i-1])*data.Price(u)
}
