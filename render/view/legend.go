package view

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/palette"
	"unwind/render/scale"
)

// legend draws what the colours mean, with dollars, from x0 to x1 below top.
func (b *builder) legend(l *render.List, x0, x1, top int32) {
	if b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	if b.Market.Pyramid == nil {
		s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
		text(l, x1, top+s.size, s, right, fits(s, append(b.buf[:0], b.words.noEstimate...), x1-x0))
		return
	}
	g := b.newLegend(x0, x1, top)
	g.title(l)
	if b.hatches(b.Market.Pyramid) {
		g.swatch(l)
	}
	g.ramps(l)
	g.ticks(l)
	b.legendAt = Box{float32(x0), float32(top), float32(x1), float32(g.base)}
}

// legend is where the parts of a legend are, in device pixels.
type legend struct {
	*builder
	s           style
	colors      *palette.Map
	x0, x1, top int32
	end         int32    // of the bars
	bars        int32    // 1, or 2 where sides differ
	rows        [2]int32 // the top of each bar
	high        int32    // of a bar
	base        int32    // of the dollars
}

func (b *builder) newLegend(x0, x1, top int32) legend {
	k := b.chart.typeScale
	g := legend{builder: b, x0: x0, x1: x1, top: top, end: x1, s: b.style(sizeSmall, render.Regular, b.theme.Quiet)}
	g.colors, _ = palette.Colors(b.Style.Palette, b.theme.Light)
	g.bars, g.rows[0], g.high, g.base = 1, top+b.chart.px(15*k), max(3, b.chart.px(6*k)), top+b.chart.px(34*k)
	if b.Style.Palette == palette.Split {
		g.bars, g.rows = 2, [2]int32{top + b.chart.px(13*k), top + b.chart.px(23*k)}
		g.high, g.base = max(3, b.chart.px(5*k)), top+b.chart.px(40*k)
	}
	return g
}

// title names the colours: dollars in one bin of the price. A scale that is not
// the event's says so first.
func (g *legend) title(l *render.List) {
	base := g.top + g.chart.px(9*g.chart.typeScale)
	x, title := g.x0, g.titleOf(g.words.legend, "")
	brief := g.words.legendBrief
	if !g.Stage.Locked() {
		x = g.openLock(l, x, base)
		title, brief = g.titleOf(g.words.ownScale, brief), g.words.ownScale
	}
	if widthOf(g.s, title) > g.x1-x {
		title = g.titleOf(brief, "")
	}
	text(l, x, base, g.s, left, fits(g.s, title, g.x1-x))
}

func (g *legend) titleOf(words, more string) []byte {
	title := append(g.buf[:0], words...)
	if more != "" {
		title = append(append(title, " · "...), more...)
	}
	title = append(title, ", $ / "...)
	step := math.Expm1(g.Market.Pyramid.Bins.LogStep)
	return append(scale.AppendShare(title, step, 2, g.lang), g.words.per...)
}

// openLock draws a padlock whose shackle is out on one side, and returns where
// what follows it begins.
func (g *legend) openLock(l *render.List, x, base int32) int32 {
	u := func(v float32) int32 { return g.chart.px(v * g.chart.typeScale) }
	line, c := max(1, u(1)), g.theme.Text
	body, end := base-u(5), x+u(9)
	rect(l, x, body, end, base, c)
	from, to, up := x+u(2), end-u(2), base-u(11)
	rect(l, from, up, to, up+line, c)
	rect(l, from, up+line, from+line, body, c)
	rect(l, to-line, up+line, to, body-u(3), c)
	return end + u(5)
}

// swatch shows at the right end how cells look that are unsure, and ends the
// bars before it.
func (g *legend) swatch(l *render.List) {
	label := append(scale.AppendCount(append(g.buf[:0], g.words.unsure...), heat.UnsureFrom, g.lang), '+')
	wide := widthOf(g.s, label)
	from := g.x1 - wide
	if from-g.x0 < g.chart.px(90*g.chart.typeScale) {
		return // the dollars need the room
	}
	text(l, from, g.base, g.s, left, label)
	h := g.stripes()
	for i, y := range g.rows[:g.bars] {
		side := int(g.bars) - 1 - i
		color := g.colors[side][160]
		rect(l, from, y, g.x1, y+g.high, color)
		g.stripe(l, &h, render.Rect{X0: from, Y0: y, X1: g.x1, Y1: y + g.high,
			Color: palette.Mix(g.theme.Background, color, h.Fade)})
	}
	g.end = from - g.chart.px(14*g.chart.typeScale)
}

// stripe draws the stripes of h in the colour of r over r.
func (g *legend) stripe(l *render.List, h *render.Hatch, r render.Rect) {
	for y := r.Y0; y < r.Y1; y++ {
		for x := r.X0; x < r.X1; x++ {
			if h.Striped(x-r.X0, r.Y1-1-y) && !h.Striped(x-1-r.X0, r.Y1-1-y) || x == r.X0 && h.Striped(0, r.Y1-1-y) {
				end := x + 1
				for end < r.X1 && h.Striped(end-r.X0, r.Y1-1-y) {
					end++
				}
				rect(l, x, y, end, y+1, r.Color)
			}
		}
	}
}

// ramps draws the colour map from the lower handle to the upper: one bar, or
// where sides differ that of shorts above that of longs, as the price has them.
func (g *legend) ramps(l *render.List) {
	if g.bars == 2 {
		g.x0 += g.names(l) + g.chart.px(6*g.chart.typeScale)
	}
	steps := max(2, min(128, g.end-g.x0))
	for i, y := range g.rows[:g.bars] {
		side := int(g.bars) - 1 - i
		for step := range steps {
			a, z := g.x0+(g.end-g.x0)*step/steps, g.x0+(g.end-g.x0)*(step+1)/steps
			rect(l, a, y, z, y+g.high, g.colors[side][g.entryAt(float64(step)/float64(steps-1))])
		}
		rect(l, g.x0, y+g.high, g.end, y+g.high+max(1, g.chart.px(1)), g.theme.Hairline)
	}
}

// names writes before each of two bars whose it is, and returns how wide that
// is.
func (g *legend) names(l *render.List) int32 {
	var wide int32
	for i, name := range [...]string{g.words.short, g.words.long} {
		base := g.rows[i] + (g.high+glyph.CapHeight(g.s.size)+1)/2
		wide = max(wide, text(l, g.x0, base, g.s, left, append(g.buf[:0], name...)))
	}
	return wide
}

// entryAt returns the entry of the colour map at a place of the legend, 0 to 1.
func (b *builder) entryAt(place float64) int {
	return int(255*math.Pow(place, b.Style.GammaOrDefault()) + 0.5)
}

// ticks writes under the bars the dollars where they end, and round ones at
// their places.
func (g *legend) ticks(l *render.List) {
	lo, hi := LegendRange(g.Market, &g.Stage)
	gap, free := g.chart.px(14), g.x0
	last := g.end - text(l, g.end, g.base, g.s, right, scale.AppendMoneyDigits(g.buf[:0], hi, 2, g.lang)) - gap
	for usd := roundAtLeast(float64(lo)); usd <= float64(hi); usd = roundAtLeast(usd * 1.5) {
		label := scale.AppendMoneyShort(g.buf[:0], data.USD(usd), g.lang)
		wide := widthOf(g.s, label)
		x := g.x0 + int32(g.legendPlace(usd)*float32(g.end-g.x0)) - wide/2
		x = max(x, g.x0)
		if x < free || x+wide > last {
			continue
		}
		text(l, x, g.base, g.s, left, label)
		free = x + wide + gap
	}
}

// roundAtLeast is the first 1, 2 or 5 times a power of ten that is at least
// usd, which is at least 1.
func roundAtLeast(usd float64) float64 {
	decade := math.Pow10(int(math.Floor(math.Log10(max(usd, 1)))))
	for _, m := range [...]float64{1, 2, 5} {
		if m*decade >= usd*(1-1e-9) {
			return m * decade
		}
	}
	return 10 * decade
}
