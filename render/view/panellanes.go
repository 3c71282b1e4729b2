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
	laneBar   = 12 // of it at least is for bars where the name has a line of its own
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

// nameRoom is the height of the line of a lane's name, which lies above the
// bars; 0 where the lane is too low for both and the name hides some of them.
func (b *builder) nameRoom(top, bottom int32) int32 {
	line := b.chart.size(sizeSmall) + b.chart.px(laneRoom)
	if bottom-top < line+b.chart.px(laneBar) {
		return 0
	}
	return line
}

// closedLanes is until when the lanes stand still: the end of the steps before
// that of the last candle that has closed. Before the first one nothing does.
func (b *builder) closedLanes(level int) data.UnixMs {
	n := b.Market.ClosedUntil(level, b.t)
	if n == 0 {
		return b.chart.From
	}
	c := b.Market.Candles(level)
	return b.Market.StepStart(level, c.T[n-1]+c.Step)
}

// laneBars draws what each venue liquidated in each step of the level's length
// from that at from until to: longs below shorts, all on one scale. It goes by
// time, as venues liquidate where the price has no candle, too.
func (b *builder) laneBars(l *render.List, p *panelBox, level int, from, to data.UnixMs) {
	most := float64(b.Market.LaneMost(level))
	if !(most > 0) {
		return
	}
	shape := b.candleShape(level)
	from, to = b.Market.StepStart(level, max(from, b.chart.From)), min(to, b.chart.To, b.t+1)
	for k := range b.Market.Lanes() {
		top, bottom := b.laneRow(p, k)
		room := float64(bottom - top - b.nameRoom(top, bottom) - b.chart.px(laneRoom))
		at := func(usd data.USD) int32 { return bottom - int32(math.Round(float64(usd)/most*room)) }
		for t := from; t < to; t += shape.step {
			d := b.Market.LaneSum(k, t, min(t+shape.step, b.t+1))
			if !(d.Total() > 0) {
				continue
			}
			x := b.candleLeft(&shape, t)
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
		chars := fits(s, b.laneName(i, top, bottom), b.chart.x1-b.chart.x0-4*pad)
		b.laneText(l, b.chart.x0+pad, top, bottom, pad, s, chars)
	}
}

// laneText writes on a plate that begins at x: in the line above the bars of the
// lane from top to bottom, or over them where there is none.
func (b *builder) laneText(l *render.List, x, top, bottom, pad int32, s style, chars []byte) {
	if line := b.nameRoom(top, bottom); line > 0 {
		bottom = top + line
	}
	b.lanePlate(l, x, top+1, x+widthOf(s, chars)+2*pad, bottom)
	text(l, x+pad, middle((top+bottom)/2, s.size), s, left, chars)
}

// laneName is a lane's name and its dollars; on a compact frame, where it would
// hide much of a lane from top to bottom, the name alone.
func (b *builder) laneName(i int, top, bottom int32) []byte {
	lane, out := &b.Market.Lanes()[i], b.buf[:0]
	switch {
	case lane.Venues == 0:
		name := b.words.unnamed
		if b.Market.Counted().AllCoins {
			name = b.words.allVenues
		}
		out = append(append(append(out, name...), ", "...), b.words.provenance[b.panelOrigin(panelLanes).Provenance]...)
	case lane.Venues > 1:
		out = append(scale.AppendCount(out, lane.Venues, b.lang), b.words.others...)
	case lane.Venue == "":
		out = append(out, b.words.unnamed...)
	default:
		out = append(out, cascade.VenueName(lane.Venue)...)
	}
	if b.chart.compact && b.nameRoom(top, bottom) == 0 {
		return out
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
			b.waveTick(l, &lanes[k], k == 0, len(lanes) > 1 && wide >= b.chart.px(lanesWide), top, bottom)
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
	pad, names := b.chart.px(3), b.chart.x0+b.widestName(top, bottom) // which is written in the same room
	chars := b.lagWords(lane, first)
	wide, at := widthOf(s, chars)+2*pad, x+b.line()
	switch {
	case x-wide > names: // before the line nothing has been drawn of the wave
		at = x - wide
	case x < names || at+wide > b.chart.x1:
		return
	}
	b.laneText(l, at, top, bottom, pad, s, chars)
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

// widestName is the width that the names of lanes as high as that from top to
// bottom take, with their plates.
func (b *builder) widestName(top, bottom int32) (wide int32) {
	s := b.style(sizeSmall, render.Medium, b.theme.Text)
	for i := range b.Market.Lanes() {
		wide = max(wide, widthOf(s, b.laneName(i, top, bottom)))
	}
	return wide + 4*b.chart.px(4)
}

// lanePlate adds a plate held between the left edge of the plot and its right.
func (b *builder) lanePlate(l *render.List, x0, y0, x1, y1 int32) {
	rect(l, max(x0, b.chart.x0), y0, min(x1, b.chart.x1), y1, b.theme.Plate)
}
