package view

import (
	"math"

	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
)

// panel names a chart below the chart, on the same time axis. They are listed
// from the top down.
type panel uint8

const (
	panelLiquidations panel = iota
	panelLanes
	panelVolume
	panelSpot
	panelInterest
	panelFunding
	panelDepth
	panelCount
)

// claims are the panels in the order in which they get room: what the
// liquidations show the bubbles show as well.
var claims = [panelCount]panel{panelLanes, panelSpot, panelInterest, panelFunding, panelDepth, panelVolume, panelLiquidations}

var panelLayers = [panelCount]wire.Layers{
	wire.LayerLiquidations, wire.LayerLanes, wire.LayerVolume, wire.LayerSpot, wire.LayerOI, wire.LayerFunding, wire.LayerDepth,
}

// Sizes of panels in logical pixels, before the type scale.
const (
	panelTitle  = 17
	panelShare  = 0.1   // of the frame's height is a panel's body
	panelsShare = 0.42  // of the height that the chart would have is theirs at most
	panelLeast  = 36    // no body is lower
	panelTable  = 65    // nor, beside a liquidation map, all together than its table needs
	panelMost   = 84    // and none higher
	panelRoom   = 0.1   // of the range of a line is left free above and below
	panelFlat   = 0.002 // of its value at least
	plotLeast   = 150   // height that panels leave to the chart
	plotUsual   = 260   // height that the liquidations leave to it
)

// placePanels cuts the panels that are chosen, have data and have room off the
// bottom of the plot. Compact frames show one at a time.
func (l *layout) placePanels(f *Frame) {
	shown, n := l.choosePanels(f)
	if n == 0 {
		return
	}
	k := l.typeScale
	body := min(max(panelShare*f.Height/k, panelLeast), panelMost)
	body = max(min(body, panelsShare*l.plot.Height()/k/float32(n)-panelTitle), panelLeast)
	if n == 1 && l.profileWidth(f) > 0 {
		body = max(body, panelTable)
	}
	y := l.plot.Y1
	for i := len(shown) - 1; i >= 0; i-- {
		if shown[i] {
			high := (panelTitle + bodyOf(panel(i), body, f)) * k
			l.panels[i] = Box{l.plot.X0, y - high, l.plot.X1, y}
			y -= high
		}
	}
	l.plot.Y1 = y
}

// bodyOf returns the height of the body of panel k, where others have the given
// one.
func bodyOf(k panel, body float32, f *Frame) float32 {
	if k == panelLanes {
		return max(lanesHigh(f.Market), min(body, panelTable))
	}
	return body
}

// choosePanels returns which panels show and how many.
func (l *layout) choosePanels(f *Frame) (shown [panelCount]bool, n int) {
	room := l.plot.Height()
	for _, k := range claims {
		rest, least := float32(plotLeast), (panelTitle+bodyOf(k, panelLeast, f))*l.typeScale
		if k == panelLiquidations {
			rest = plotUsual
		}
		if f.Stage.Layers&panelLayers[k] == 0 || !hasPanel(f.Market, k) || room-least < rest {
			continue
		}
		shown[k], n, room = true, n+1, room-least
		if l.compact {
			break
		}
	}
	return shown, n
}

// hasPanel says whether the tape has what a panel shows.
func hasPanel(m *market.Market, k panel) bool {
	if m.CandleLevels() == 0 {
		return false
	}
	t := m.Tape
	switch k {
	case panelLiquidations:
		return t.Liquidations != nil && t.Liquidations.Len() > 0
	case panelLanes:
		return len(m.Lanes()) > 0
	case panelSpot:
		return t.Spot != nil && t.Spot.Len() > 0
	case panelInterest:
		return t.OpenInterest != nil && len(t.OpenInterest.T) > 0
	case panelFunding:
		return t.Funding != nil && len(t.Funding.T) > 0
	case panelDepth:
		return m.HasDepth()
	}
	return true
}

// panelBox is a panel in device pixels: its title lies between top and y0, its
// body between y0 and y1.
type panelBox struct {
	top, y0, y1 int32
	low, high   float64 // values at y1 and y0
}

// panelBox returns where panel k is drawn and with which values, and whether it
// shows.
func (b *builder) panelBox(k panel, level int) (panelBox, bool) {
	box := b.chart.panels[k]
	if box.Height() <= 0 {
		return panelBox{}, false
	}
	p := panelBox{top: b.chart.px(box.Y0), y0: b.chart.px(box.Y0 + panelTitle*b.chart.typeScale), y1: b.chart.px(box.Y1)}
	p.low, p.high = b.panelRange(k, level, b.chart.To)
	if k == panelInterest { // a line needs room above and below
		room := max(panelRoom*(p.high-p.low), panelFlat*p.high)
		p.low, p.high = p.low-room, p.high+room
	}
	if k == panelDepth { // how much of it went shows against nothing
		p.low, p.high = 0, (1+panelRoom)*p.high
	}
	return p, true
}

// y returns the place of a value; a range of nothing is drawn at its bottom.
func (p *panelBox) y(v float64) int32 {
	if !(p.high > p.low) {
		return p.y1
	}
	return p.y1 - int32(math.Round((v-p.low)/(p.high-p.low)*float64(p.y1-p.y0)))
}

// panelRules draws the lines between the panels.
func (b *builder) panelRules(l *render.List, line int32) {
	if b.chart.y1 == b.chart.floor {
		return
	}
	rect(l, b.chart.x1, b.chart.y1, b.chart.axis, b.chart.y1+line, b.theme.Hairline)
	for k := range b.chart.panels {
		if box := &b.chart.panels[k]; box.Height() > 0 {
			y := b.chart.px(box.Y0)
			rect(l, b.chart.x0, y, b.chart.x1, y+line, b.theme.Hairline)
			b.zeroRule(l, panel(k), line)
			if p, ok := b.panelBox(panel(k), 0); ok && panel(k) == panelLanes {
				b.laneRules(l, &p, line)
			}
		}
	}
}

// zeroRule draws the line from which the bars of a panel point up and down.
func (b *builder) zeroRule(l *render.List, k panel, line int32) {
	p, _ := b.panelBox(k, b.chart.candleLevel(b.Market))
	if p.low < 0 {
		rect(l, b.chart.x0, p.y(0), b.chart.x1, p.y(0)+line, b.theme.Hairline)
	}
}

// panelLayer draws the panels' part of the candles that have closed.
func (b *builder) panelLayer(l *render.List, level int) {
	first, last := b.candleSpan(level)
	last = min(last, b.Market.ClosedUntil(level, b.t))
	for k := range panelCount {
		b.panelCandles(l, k, level, first, last)
	}
	if p, ok := b.panelBox(panelLanes, level); ok {
		b.laneBars(l, &p, level, b.chart.From, b.closedLanes(level))
	}
}

// formingPanels draws the panels' part of the candle at the replay time, and the
// lanes' since the last one closed.
func (b *builder) formingPanels(l *render.List, level int) {
	if p, ok := b.panelBox(panelLanes, level); ok {
		b.laneBars(l, &p, level, b.closedLanes(level), b.t+1)
	}
	first, last := b.candleSpan(level)
	i := b.Market.ClosedUntil(level, b.t)
	if i < first || i >= last || b.Market.Candles(level).T[i] > b.t {
		return
	}
	for k := range panelCount {
		b.panelCandles(l, k, level, i, i+1)
	}
}

// panelCandles draws panel k for the candles from first to last, exclusive.
func (b *builder) panelCandles(l *render.List, k panel, level, first, last int) {
	p, ok := b.panelBox(k, level)
	switch {
	case !ok, k == panelLanes: // which go by time
	case k == panelInterest, k == panelDepth:
		b.steps(l, &p, k, level, first, last)
	default:
		b.bars(l, &p, k, level, first, last)
	}
}
