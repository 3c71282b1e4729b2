package view

import (
	"image/color"
	"math"
	"sort"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/anim"
	"unwind/render/palette"
)

// How liquidations look: the area of a bubble is its notional, at every zoom of
// an event. The event's largest half hour sets the scale, so that a small
// event is as legible as a large one; the key shows a round amount.
const (
	bubbleLargest   = 25         // logical pixels of radius of the event's largest half hour
	bubbleLeast     = 0.8        // logical pixels of radius below which one is left out
	bubblePlot      = 1200 * 430 // logical pixels of the plot on which they have these sizes
	bubbleSign      = 7          // logical pixels of radius from which one carries a triangle
	bubbleSignShare = 0.36       // its radius is that share of the bubble's
	brokenLine      = 1.5        // how many times as thick a broken outline is, so that its gaps show
	bubbleOpens     = 300        // viewer's milliseconds in which one opens
	ringSpreads     = 700        // the soft ring of the largest
	printsMost      = 3000       // that open at once, the newest: at smart pace a calm of many small ones is over in a moment
	ringShare       = 0.35       // of the largest liquidation: from this size on one sends a ring
)

// How a crossed level burns out, in the viewer's milliseconds.
const (
	flashHot   = 120
	flashCools = 600
	endShare   = 0.3 // least brightness of a level that leaves a visible end
)

// bubbles draws the liquidations of the candles that have closed.
func (b *builder) bubbles(l *render.List, level, closed int) {
	all, step := b.Market.Bubbles(level), b.Market.Candles(level).Step
	first := sort.Search(len(all), func(i int) bool { return all[i].T+step > b.chart.From })
	for i := first; i < closed && all[i].T < b.chart.To; i++ {
		b.candleBubble(l, &all[i], step)
	}
}

// formingBubbles draws the liquidations of the candle at the replay time.
func (b *builder) formingBubbles(l *render.List, level int) {
	var room [4]market.Bubble
	for _, bubble := range b.Market.AppendFormingBubbles(room[:0], level, b.t) {
		b.candleBubble(l, &bubble, b.Market.Candles(level).Step)
	}
}

// candleBubble draws one bubble over the middle of its candle.
func (b *builder) candleBubble(l *render.List, bubble *market.Bubble, step data.UnixMs) {
	r := b.bubbleRadius(bubble.Notional)
	if r < bubbleLeast*b.chart.scale {
		return
	}
	x := float32(b.chart.time.XFromTime(bubble.T + step/2))
	y := float32(b.chart.price.YFromPrice(bubble.Price))
	if b.inPlot(x, y) {
		b.bubble(l, x, y, r, bubble.Side, outline(bubble.Saturated))
	}
}

// bubbleScale makes bubbles smaller on small plots, which show as many.
func (b *builder) bubbleScale() float32 {
	area := float64(b.chart.plot.Width() * b.chart.plot.Height())
	return float32(min(max(math.Sqrt(area/bubblePlot), 0.5), 1.5))
}

func (b *builder) bubbleRadius(usd data.USD) float32 {
	share := usd / max(b.Market.LargestBubble(), 1)
	return float32(math.Sqrt(float64(share))) * bubbleLargest * b.bubbleScale() * b.chart.scale
}

// outline returns the outline of a bubble: a broken one where its feed was full
// and there was more.
func outline(saturated bool) render.Shape {
	if saturated {
		return render.BrokenRing
	}
	return render.Ring
}

func (b *builder) bubble(l *render.List, x, y, r float32, side data.Side, ring render.Shape) {
	line := max(1, b.chart.scale)
	if ring == render.BrokenRing {
		line *= brokenLine
	}
	sign := r >= bubbleSign*b.chart.scale
	switch side {
	case data.Long:
		l.Marks = append(l.Marks,
			render.Mark{X: x, Y: y, R: r, Shape: render.Disc, Color: b.theme.LongFill},
			render.Mark{X: x, Y: y, R: r, W: line, Shape: ring, Color: b.theme.Long})
		if sign {
			l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r * bubbleSignShare, Shape: render.TriangleDown, Color: b.theme.Long})
		}
	case data.Short:
		l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r, W: max(line, r*0.18), Shape: ring, Color: b.theme.Short})
		if sign {
			l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r * bubbleSignShare, Shape: render.TriangleUp, Color: b.theme.Short})
		}
	default:
		l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r, W: line, Shape: ring, Color: b.theme.Quiet})
	}
}

// prints lets each liquidation of the last moment open where it happened, and
// the largest send one soft ring. The bubbles of the candles hold all of them.
func (b *builder) prints(l *render.List) {
	liq := b.Market.Tape.Liquidations
	if liq == nil || b.Style.ReducedMotion {
		return
	}
	least := data.USD(ringShare) * b.Market.LargestLiquidation()
	recent, last := b.Market.LiquidationsUntil(b.tempo.Before(b.t, ringSpreads)), b.Market.LiquidationsUntil(b.t)
	for i := max(recent, last-printsMost); i < last; i++ {
		x, y := float32(b.chart.time.XFromTime(liq.T[i])), float32(b.chart.price.YFromPrice(liq.Price[i]))
		if age := b.ageMs(b.t, liq.T[i]); b.inPlot(x, y) {
			b.print(l, x, y, b.bubbleRadius(liq.Notional[i]), liq.Side[i], age, liq.Notional[i] >= least)
		}
	}
}

// print draws one liquidation of an age in the viewer's milliseconds.
func (b *builder) print(l *render.List, x, y, r float32, side data.Side, age float64, large bool) {
	ink := b.theme.Long
	if side == data.Short {
		ink = b.theme.Short
	}
	if age < bubbleOpens {
		open := anim.EaseOut(age / bubbleOpens)
		l.Marks = append(l.Marks, render.Mark{
			X: x, Y: y, R: max(r, 2*b.chart.scale) * float32(open), Shape: render.Disc,
			Color: palette.Fade(ink, float32(1-0.6*open)),
		})
	}
	if large && age < ringSpreads {
		spread := age / ringSpreads
		l.Marks = append(l.Marks, render.Mark{
			X: x, Y: y, R: max(r, 4*b.chart.scale) * float32(1+1.8*anim.EaseOut(spread)), W: 1.5 * b.chart.scale,
			Shape: render.Ring, Color: palette.Fade(ink, float32(0.7*(1-spread))),
		})
	}
}

// flashes draws the levels that burn out at the replay time: white-hot, then
// an ember that cools.
func (b *builder) flashes(l *render.List) {
	p := b.Market.Pyramid
	if p == nil || b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	first := b.Market.TouchesUntil(p.Columns.Index(b.tempo.Before(b.t, flashHot+flashCools)) - 1)
	last := b.Market.TouchesUntil(p.Columns.Index(b.t))
	for i := first; i < last; i++ {
		touch := b.Market.Touch(i)
		at := p.Columns.Start(touch.Column)
		if place, color := b.ember(at, touch.USD); place > 0 && !b.burns(at, p.Bins.Mid(touch.Bin)) {
			b.flash(l, place, color, at, p.Bins.Edge(touch.Bin), p.Bins.Edge(touch.Bin+1))
		}
	}
	burns := b.Market.Burns()
	for i := range burns {
		k := &burns[i]
		if place, color := b.ember(k.T, k.USD); place > 0 {
			b.flash(l, place, color, k.Column, k.Low, k.High)
		}
	}
}

// burns reports whether a level that ends at a column is among the burns, which
// say when within the minute that was.
func (b *builder) burns(column data.UnixMs, p data.Price) bool {
	all := b.Market.Burns()
	for i := range all {
		if k := &all[i]; k.Column == column && k.Low <= p && p < k.High {
			return true
		}
	}
	return false
}

// ember returns how bright a level was that burnt out at a time, and what it is
// like now; a brightness of 0 where it is out, or not yet.
func (b *builder) ember(at data.UnixMs, usd data.USD) (place float32, c color.RGBA) {
	age := b.ageMs(b.t, at)
	place = b.brightness(float64(usd))
	if place <= 0 || age < 0 || age >= flashHot+flashCools {
		return 0, c
	}
	if age < flashHot && !b.Style.ReducedMotion {
		return place, palette.Fade(b.theme.Flash, place)
	}
	cooled := max(age-flashHot, 0) / flashCools
	return place, palette.Fade(b.theme.Ember, place*float32((1-cooled)*(1-cooled)))
}

// flash draws what is left of a level where it ends.
func (b *builder) flash(l *render.List, place float32, c color.RGBA, column data.UnixMs, low, high data.Price) {
	x, top, bottom := b.cell(column, low, high)
	long := b.chart.px(10 + 26*place)
	b.clipped(l, x-long, top, x+b.chart.px(2), bottom, c)
}

// ended returns how many levels have burnt out.
func (b *builder) ended() int {
	if b.Market.Pyramid == nil {
		return 0
	}
	return b.Market.TouchesUntil(b.Market.Pyramid.Columns.Index(b.t))
}

// ends draws the faint ends of the first ended levels that burnt out.
func (b *builder) ends(l *render.List, ended int) {
	p := b.Market.Pyramid
	if p == nil || b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	wide := max(1, b.chart.px(1.5))
	for i := b.Market.TouchesUntil(p.Columns.Index(b.chart.From) - 1); i < ended; i++ {
		touch := b.Market.Touch(i)
		place := b.brightness(float64(touch.USD))
		if place < endShare {
			continue
		}
		x, top, bottom := b.cell(p.Columns.Start(touch.Column), p.Bins.Edge(touch.Bin), p.Bins.Edge(touch.Bin+1))
		b.clipped(l, x-wide, top, x, bottom, palette.Fade(b.theme.EmberCap, place))
	}
}

// cell returns where a level ends that is gone from a time on: the x of its end,
// and its edges, at least a logical pixel apart.
func (b *builder) cell(column data.UnixMs, low, high data.Price) (x, top, bottom int32) {
	x = int32(math.Round(b.chart.time.XFromTime(column)))
	top = int32(math.Floor(b.chart.price.YFromPrice(high)))
	bottom = int32(math.Ceil(b.chart.price.YFromPrice(low)))
	return x, top, max(bottom, top+max(1, b.chart.px(1)))
}
