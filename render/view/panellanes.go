package view

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/render"
	"unwind/render/scale"
)

// Sizes of lanes in logical pixels, before the type scale.
const (
	laneHigh  = 15 // of one lane
	laneRoom  = 2  // of it is left free above its largest bar
	lanesWide = 150
)

// lanesHigh is the height of the body of the panel of lanes.
func lanesHigh(m *market.Market) float32 {
	return max(laneHigh*float32(len(m.Lanes())), panelLeast)
}

// laneRow returns the rows of lane i within its panel.
func (b *builder) laneRow(p *panelBox, i int) (top, bottom int32) {
	n := int32(len(b.Market.Lanes()))
	k := int32(i)
	return p.y0 + k*(p.y1-p.y0)/n, p.y0 + (k+1)*(p.y1-p.y0)/n
}

// laneBars draws the lanes' part of the candles from first to last, exclusive:
// what each venue liquidated in each, longs below shorts, all on one scale.
func (b *builder) laneBars(l *render.List, p *panelBox, level, first, last int) {
	most := float64(b.Market.LaneMost(level))
	if !(most > 0) {
		return
	}
	shape, c := b.candleShape(level), b.Market.Candles(level)
	for k := range b.Market.Lanes() {
		top, bottom := b.laneRow(p, k)
		room := float64(bottom - top - b.chart.px(laneRoom))
		at := func(usd data.USD) int32 { return bottom - int32(math.Round(float64(usd)/most*room)) }
		for i := first; i < last; i++ {
			d := b.Market.LaneSum(k, c.T[i], min(c.T[i]+c.Step, b.t+1))
			if !(d.Total() > 0) {
				continue
			}
			x := b.candleLeft(&shape, c.T[i])
			b.bar(l, x, shape.body, bottom, at(d.Long), float64(d.Long), b.theme.Long)
			b.bar(l, x, shape.body, at(d.Long), at(d.Long+d.Short), float64(d.Short), b.theme.Short)
			b.bar(l, x, shape.body, at(d.Long+d.Short), at(d.Total()), float64(d.Unknown), b.theme.Quiet)
		}
	}
}

// laneRules draws the lines between lanes.
func (b *builder) laneRules(l *render.List, p *panelBox, line int32) {
	for i := 1; i < len(b.Market.Lanes()); i++ {
		top, _ := b.laneRow(p, i)
		rect(l, b.chart.x0, top, b.chart.x1, top+line, b.theme.Hairline)
	}
}

// laneLabels names each lane, with what it liquidated in the window so far, and
// marks who fired first in each wave.
func (b *builder) laneLabels(l *render.List) {
	if b.Market.CandleLevels() == 0 {
		return
	}
	p, ok := b.panelBox(panelLanes, b.chart.candleLevel(b.Market))
	if !ok {
		return
	}
	for i := range b.Market.Waves() {
		b.waveTicks(l, &p, i)
	}
	s := b.style(sizeSmall, render.Medium, b.theme.Text)
	pad := b.chart.px(4)
	for i := range b.Market.Lanes() {
		top, bottom := b.laneRow(&p, i)
		chars := fits(s, b.laneName(i), b.chart.x1-b.chart.x0-4*pad)
		x := b.chart.x0 + pad
		b.lanePlate(l, x, top+1, x+widthOf(s, chars)+2*pad, bottom)
		text(l, x+pad, middle((top+bottom)/2, s.size), s, left, chars)
	}
}

// laneName is a lane's name and its dollars.
func (b *builder) laneName(i int) []byte {
	lane, out := &b.Market.Lanes()[i], b.buf[:0]
	switch {
	case lane.Venues == 0:
		out = append(out, b.words.allVenues...)
		out = append(append(out, ", "...), b.words.provenance[b.panelOrigin(panelLanes).Provenance]...)
	case lane.Venues > 1:
		out = append(scale.AppendCount(out, lane.Venues, b.lang), b.words.others...)
	case lane.Venue == "":
		out = append(out, b.words.unnamed...)
	default:
		out = append(out, cascade.VenueName(lane.Venue)...)
	}
	sum := b.Market.LaneSum(i, b.chart.From, min(b.t+1, b.chart.To))
	return scale.AppendMoney(append(out, ' '), max(sum.Total(), 0), b.lang)
}

// waveTicks marks in each lane when it fired first in wave i, and says how long
// after the first venue that was, as far as the feeds' clocks tell.
func (b *builder) waveTicks(l *render.List, p *panelBox, i int) {
	w := &b.Market.Waves()[i]
	lanes, reason := b.Market.WaveLanes(i)
	wide := b.xOf(w.To) - b.xOf(w.Start)
	if reason != cascade.Known || w.Start > b.t || w.To < b.chart.From || w.Start >= b.chart.To || wide < b.chart.px(chainWide) {
		return
	}
	for k := range lanes {
		if row := b.rowOfVenue(lanes[k].Venue); row >= 0 && lanes[k].First <= b.t {
			top, bottom := b.laneRow(p, row)
			b.waveTick(l, &lanes[k], k == 0, wide >= b.chart.px(lanesWide), top, bottom)
		}
	}
}

// rowOfVenue returns the lane of a venue alone, −1 without one.
func (b *builder) rowOfVenue(venue string) int {
	lanes := b.Market.Lanes()
	for i := range lanes {
		if lanes[i].Venue == venue && lanes[i].Venues == 1 {
			return i
		}
	}
	return -1
}

func (b *builder) waveTick(l *render.List, lane *cascade.Lane, first, says bool, top, bottom int32) {
	x := b.xOf(lane.First)
	if x < b.chart.x0 || x >= b.chart.x1 {
		return
	}
	rect(l, x, top+1, min(x+b.line(), b.chart.x1), bottom, b.theme.Text)
	if !says {
		return
	}
	s := b.style(sizeSmall, render.Regular, b.theme.Text)
	pad, names := b.chart.px(3), b.chart.x0+b.widestName() // which is written in the same room
	chars := b.lagWords(lane, first)
	wide, at := widthOf(s, chars)+2*pad, x+b.line()
	switch {
	case x-wide > names: // before the line nothing has been drawn of the wave
		at = x - wide
	case x < names || at+wide > b.chart.x1:
		return
	}
	b.lanePlate(l, at, top+1, at+wide, bottom)
	text(l, at+pad, middle((top+bottom)/2, s.size), s, left, chars)
}

// lagWords says "first", or a lag with the limit of both clocks: "+10.0 ± 1.5 s".
func (b *builder) lagWords(lane *cascade.Lane, first bool) []byte {
	if first {
		return append(b.buf[:0], b.words.first...)
	}
	out := scale.AppendFixed(append(b.buf[:0], '+'), float64(lane.Lag)/float64(data.Second), 1, b.lang)
	out = scale.AppendFixed(append(out, " ± "...), float64(lane.Clock)/float64(data.Second), 1, b.lang)
	return append(out, b.words.seconds...)
}

// widestName is the width that the names of lanes take, with their plates.
func (b *builder) widestName() (wide int32) {
	s := b.style(sizeSmall, render.Medium, b.theme.Text)
	for i := range b.Market.Lanes() {
		wide = max(wide, widthOf(s, b.laneName(i)))
	}
	return wide + 4*b.chart.px(4)
}

// lanePlate adds a plate held between the left edge of the plot and its right.
func (b *builder) lanePlate(l *render.List, x0, y0, x1, y1 int32) {
	rect(l, max(x0, b.chart.x0), y0, min(x1, b.chart.x1), y1, b.theme.Plate)
}
