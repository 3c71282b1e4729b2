package view

import (
	"image/color"
	"sort"

	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
)

// How gaps look: a stretch of which the prices are missing is veiled and
// striped from the top of the chart to the time axis, one of which something
// else is in a row at its top. Lengths are in logical pixels.
const (
	gapVeil   = 0.62 // opacity of the background over the heat map
	gapInk    = 0.22 // of the stripes
	gapStep   = 9
	gapStripe = 1
	gapRow    = 16 // height of the row of a venue, and of words
)

// shownGaps says whether gaps are drawn at all.
func (b *builder) shownGaps() bool {
	return b.Stage.Layers&wire.LayerGaps != 0 && b.Market.HasGaps()
}

// gaps draws what is missing as far as the replay has got: over the heat map
// and below everything that was received.
func (b *builder) gaps(l *render.List) {
	if !b.shownGaps() {
		return
	}
	rows, high, y := b.Market.OtherGaps(), b.chart.px(gapRow*b.chart.typeScale), b.chart.y0
	price := gapBand{builder: b, list: l, top: y, floor: b.chart.floor, words: y + int32(len(rows))*high, high: high}
	price.veil, price.unnamed = palette.Fade(b.theme.Background, gapVeil), b.words.noData
	price.draw(b.Market.PriceGaps())
	for _, row := range rows {
		band := gapBand{builder: b, list: l, top: y, floor: min(y+high-b.chart.px(1), b.chart.y1), words: y, high: high, veil: b.theme.Plate, unnamed: b.words.notRecorded}
		band.draw(row)
		y += high
	}
}

// gapBand is where stretches of one kind are drawn, in device pixels.
type gapBand struct {
	*builder
	list        *render.List
	top, floor  int32
	words, high int32 // the row of words
	veil        color.RGBA
	unnamed     string // said of a stretch without a name
}

// draw draws the stretches that the replay has reached, those that share pixels
// as one.
func (g *gapBand) draw(all []market.NamedStretch) {
	end := min(g.t, g.chart.To)
	for i := sort.Search(len(all), func(i int) bool { return all[i].To > g.chart.From }); i < len(all) && all[i].From < end; {
		name := all[i].Name
		x0, x1 := g.span(&all[i])
		for i++; i < len(all) && all[i].From < end; i++ {
			next, last := g.span(&all[i])
			if next > x1 {
				break
			}
			x1 = max(x1, last)
			if all[i].Name != name {
				name = ""
			}
		}
		g.stretch(x0, x1, name)
	}
}

// span returns where a stretch is drawn, at least one line wide.
func (g *gapBand) span(s *market.NamedStretch) (x0, x1 int32) {
	x0 = g.xOf(s.From)
	return x0, max(g.xOf(min(s.To, g.t)), x0+max(1, g.chart.px(1)))
}

// stretch draws one, with its name where there is room. Its stripes are fixed to
// its start, so that they stay on it when the window moves.
func (g *gapBand) stretch(start, end int32, name string) {
	x0, x1 := max(start, g.chart.x0), min(end, g.chart.x1)
	if x0 >= x1 || g.top >= g.floor {
		return
	}
	r := render.Rect{X0: x0, Y0: g.top, X1: x1, Y1: g.floor, Color: g.veil}
	g.list.Rects = append(g.list.Rects, r)
	r.Color = palette.Fade(g.theme.Quiet, gapInk)
	period := g.chart.px(gapStep * g.chart.typeScale)
	g.list.Stripes = append(g.list.Stripes, render.Stripes{Rect: r, Hatch: render.Hatch{
		Period: period, Width: max(1, g.chart.px(gapStripe*g.chart.typeScale)), Phase: (x0 - start) % period,
	}})
	if name == "" {
		name = g.unnamed
	}
	chars := append(g.buf[:0], name...)
	s, pad := g.style(sizeSmall, render.Regular, g.theme.Quiet), g.chart.px(5*g.chart.typeScale)
	if len(chars) > 0 && widthOf(s, chars)+2*pad <= x1-x0 {
		text(g.list, x0+pad, middle(g.words+g.high/2, s.size), s, left, chars)
	}
}
