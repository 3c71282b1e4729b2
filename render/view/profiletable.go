package view

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/render"
	"unwind/render/scale"
)

// distances are the shares of the price within which what waits is summed up.
var distances = [...]float64{0.01, 0.02, 0.05, 0.10}

// tableLine is the height of a line of the table in logical pixels.
const tableLine = 13.5

// tableFits says whether the corner below the liquidation map, beside the
// panels, has room for so many lines.
func (b *builder) tableFits(lines int) bool {
	return float64(b.chart.floor-b.chart.y1) >= float64(lines)*tableLine*float64(b.chart.typeScale*b.chart.scale)
}

// profileTable lists what waits within some distances of the price, by side,
// in the corner below the liquidation map. Without room there the read-out has
// it.
func (b *builder) profileTable(l *render.List, p *heat.Profile, price data.Price) {
	lines := len(distances) + 1
	if !b.tableFits(lines) {
		return
	}
	ratio := b.tableFits(lines + 1)
	t := table{builder: b, list: l, s: b.style(sizeSmall, render.Regular, b.theme.Quiet)}
	t.left, t.right = b.chart.x1+b.chart.px(8), b.chart.x2-b.chart.px(profileEnd)
	t.step = tableLine * b.chart.typeScale * b.chart.scale
	t.top = float32(b.chart.y1)
	if ratio {
		lines++
	}
	t.top += min((float32(b.chart.floor-b.chart.y1)-t.step*float32(lines))/2, t.step/2)
	t.head()
	for _, share := range distances {
		c := p.Within(price, share)
		t.row(append(b.buf[:0], "±"...), share, c)
	}
	if ratio {
		t.ratio(p.Outward(price))
	}
}

// table is the table under construction.
type table struct {
	*builder
	list        *render.List
	s           style
	left, right int32
	top, step   float32
	line        int
}

// base moves to the next line and returns its baseline.
func (t *table) base() int32 {
	t.line++
	return middle(int32(math.Round(float64(t.top+t.step*(float32(t.line)-0.5)))), t.s.size)
}

// middleRight is the right edge of the first column of dollars.
func (t *table) middleRight() int32 { return t.right - (t.right-t.left)*39/100 }

func (t *table) head() {
	base, s := t.base(), t.s
	text(t.list, t.left, base, s, left, append(t.buf[:0], t.words.within...))
	s.color = t.theme.Long
	text(t.list, t.middleRight(), base, s, right, append(t.buf[:0], t.words.long...))
	s.color = t.theme.Short
	text(t.list, t.right, base, s, right, append(t.buf[:0], t.words.short...))
}

func (t *table) row(label []byte, share float64, c heat.Cell) {
	base, s := t.base(), t.s
	text(t.list, t.left, base, s, left, scale.AppendShare(label, share, 0, t.lang))
	s.color = t.theme.Text
	text(t.list, t.middleRight(), base, s, right, t.appendSide(t.buf[:0], data.Long, c.Long))
	text(t.list, t.right, base, s, right, t.appendSide(t.buf[:0], data.Short, c.Short))
}

// ratio is how many times as much waits above the price as below it.
func (t *table) ratio(all heat.Cell) {
	base, s := t.base(), t.s
	text(t.list, t.left, base, s, left, append(t.buf[:0], t.words.upDown...))
	s.color = t.theme.Text
	text(t.list, t.right, base, s, right, t.appendRatio(t.buf[:0], all))
}

// appendRatio appends shorts above by longs below; an en dash without
// longs and where a side is filtered out.
func (b *builder) appendRatio(dst []byte, all heat.Cell) []byte {
	if !(all.Long > 0) || !b.has(data.Short) {
		return append(dst, "–"...)
	}
	return scale.AppendAmount(dst, float64(all.Short/all.Long), b.lang)
}
