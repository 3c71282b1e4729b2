package view

import (
	"math"
	"sort"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/anim"
	"unwind/render/palette"
)

// How liquidations look: the area of a bubble is its notional.
const (
	bubbleRef   = 12e6 // dollars of a bubble of radius bubbleRefPx
	bubbleRefPx = 17   // logical pixels
	bubbleLeast = 0.7  // logical pixels of radius below which one is left out
	bubbleSign  = 5.5  // logical pixels of radius from which one carries a triangle
	bubbleOpens = 300  // viewer's milliseconds in which one opens
	ringSpreads = 700  // the soft ring of the largest
	ringShare   = 0.35 // of the largest liquidation: from this size on one sends a ring
)

// How a crossed level burns out, in the viewer's milliseconds.
const (
	flashHot   = 120
	flashCools = 600
	endShare   = 0.3 // least place on the legend of a level that leaves a visible end
)

// settledBubbles returns how many liquidations have opened fully.
func (b *builder) settledBubbles() int {
	opens := data.UnixMs(bubbleOpens * max(b.Stage.Speed, 1))
	if b.Style.ReducedMotion {
		opens = 0
	}
	return b.Market.LiquidationsUntil(b.t - opens)
}

// bubbles draws liquidations from first to last, those still opening as far as
// they are open.
func (b *builder) bubbles(l *render.List, first, last int) {
	liq := b.Market.Tape.Liquidations
	if liq == nil || b.Stage.Layers&wire.LayerBubbles == 0 {
		return
	}
	from := sort.Search(liq.Len(), func(i int) bool { return liq.T[i] >= b.chart.From })
	for i := max(first, from); i < last && liq.T[i] < b.chart.To; i++ {
		r := b.bubbleRadius(liq.Notional[i])
		if r < bubbleLeast*b.chart.scale {
			continue
		}
		x, y := float32(b.chart.time.XFromTime(liq.T[i])), float32(b.chart.price.YFromPrice(liq.Price[i]))
		if !b.inPlot(x, y) {
			continue
		}
		b.bubble(l, x, y, r*b.opened(liq.T[i]), liq.Side[i])
	}
}

func (b *builder) bubbleRadius(usd data.USD) float32 {
	return float32(math.Sqrt(float64(usd)/bubbleRef)) * bubbleRefPx * b.chart.typeScale * b.chart.scale
}

// opened is the share of its radius that a bubble of time at has by now.
func (b *builder) opened(at data.UnixMs) float32 {
	age := b.ageMs(b.t, at)
	if age >= bubbleOpens || b.Style.ReducedMotion {
		return 1
	}
	return float32(anim.EaseOut(age / bubbleOpens))
}

func (b *builder) bubble(l *render.List, x, y, r float32, side data.Side) {
	line := max(1, b.chart.scale)
	sign := r >= bubbleSign*b.chart.scale
	switch side {
	case data.Long:
		l.Marks = append(l.Marks,
			render.Mark{X: x, Y: y, R: r, Shape: render.Disc, Color: b.theme.LongFill},
			render.Mark{X: x, Y: y, R: r, W: line, Shape: render.Ring, Color: b.theme.Long})
		if sign {
			l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r * 0.5, Shape: render.TriangleDown, Color: b.theme.Background})
		}
	case data.Short:
		l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r, W: max(line, r*0.18), Shape: render.Ring, Color: b.theme.Short})
		if sign {
			l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r * 0.5, Shape: render.TriangleUp, Color: b.theme.Short})
		}
	default:
		l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r, W: line, Shape: render.Ring, Color: b.theme.Quiet})
	}
}

// rings lets the largest liquidations send one soft ring.
func (b *builder) rings(l *render.List) {
	liq := b.Market.Tape.Liquidations
	if liq == nil || b.Stage.Layers&wire.LayerBubbles == 0 || b.Style.ReducedMotion {
		return
	}
	least := data.USD(ringShare) * b.Market.LargestLiquidation()
	recent := b.Market.LiquidationsUntil(b.t - data.UnixMs(ringSpreads*max(b.Stage.Speed, 1)))
	for i := recent; i < b.Market.LiquidationsUntil(b.t); i++ {
		if liq.Notional[i] < least {
			continue
		}
		x, y := float32(b.chart.time.XFromTime(liq.T[i])), float32(b.chart.price.YFromPrice(liq.Price[i]))
		age := b.ageMs(b.t, liq.T[i]) / ringSpreads
		if age >= 1 || !b.inPlot(x, y) {
			continue
		}
		r := b.bubbleRadius(liq.Notional[i]) * float32(1+1.6*anim.EaseOut(age))
		color := palette.Fade(b.theme.Long, float32(0.7*(1-age)))
		if liq.Side[i] == data.Short {
			color = palette.Fade(b.theme.Short, float32(0.7*(1-age)))
		}
		l.Marks = append(l.Marks, render.Mark{X: x, Y: y, R: r, W: max(1, 1.5*b.chart.scale), Shape: render.Ring, Color: color})
	}
}

// flashes draws the levels that burn out at the replay time: white-hot, then
// an ember that cools.
func (b *builder) flashes(l *render.List) {
	p := b.Market.Pyramid
	if p == nil || b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	lasts := data.UnixMs((flashHot + flashCools) * max(b.Stage.Speed, 1))
	first := b.Market.TouchesUntil(p.Columns.Index(b.t-lasts) - 1)
	last := b.Market.TouchesUntil(p.Columns.Index(b.t))
	touches := b.Market.Touches()
	for i := first; i < last; i++ {
		b.flash(l, &touches[i])
	}
}

func (b *builder) flash(l *render.List, touch *heat.Touch) {
	p := b.Market.Pyramid
	at := p.Columns.Start(touch.Column)
	age := b.ageMs(b.t, at)
	place := b.legendPlace(float64(touch.USD))
	if place <= 0 || age < 0 || age >= flashHot+flashCools {
		return
	}
	x, top, bottom := b.cell(touch)
	color := palette.Fade(b.theme.Flash, place)
	if age >= flashHot || b.Style.ReducedMotion {
		cooled := max(age-flashHot, 0) / flashCools
		color = palette.Fade(b.theme.Ember, place*float32((1-cooled)*(1-cooled)))
	}
	long := b.chart.px(10 + 26*float32(place))
	b.clipped(l, x-long, top, x+b.chart.px(2), bottom, color)
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
	touches := b.Market.Touches()
	wide := max(1, b.chart.px(1.5))
	for i := b.Market.TouchesUntil(p.Columns.Index(b.chart.From) - 1); i < ended; i++ {
		place := b.legendPlace(float64(touches[i].USD))
		if place < endShare {
			continue
		}
		x, top, bottom := b.cell(&touches[i])
		b.clipped(l, x-wide, top, x, bottom, palette.Fade(b.theme.EmberCap, place))
	}
}

// cell returns where a touched level ends: the x of its end, and its edges, at
// least a logical pixel apart.
func (b *builder) cell(touch *heat.Touch) (x, top, bottom int32) {
	p := b.Market.Pyramid
	x = int32(math.Round(b.chart.time.XFromTime(p.Columns.Start(touch.Column))))
	top = int32(math.Floor(b.chart.price.YFromPrice(p.Bins.Edge(touch.Bin + 1))))
	bottom = int32(math.Ceil(b.chart.price.YFromPrice(p.Bins.Edge(touch.Bin))))
	return x, top, max(bottom, top+max(1, b.chart.px(1)))
}
