package view

import (
	"math"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/scale"
)

// key says which bubbles are which, how large a round amount is, and that they
// are one coin's part of the total.
type key struct {
	*builder
	s          style
	names      [2]string
	share      string
	r          float32  // radius of the signs, device pixels
	sample     data.USD // an amount shown at its size; 0: none
	gap        int32
	size, part [64]byte // texts of the sample and of the share
}

// sampleMost is the largest radius of the bubble that shows a round amount, in
// logical pixels.
const sampleMost = 8

// bubbleKey draws the key from x to end on baseline base, in fewer words where
// there is less room, and inside the plot where there is none.
func (b *builder) bubbleKey(l *render.List, x, end, base int32) {
	if b.Market.Tape.Liquidations == nil || b.Stage.Layers&wire.LayerBubbles == 0 {
		return
	}
	full, brief := b.newKey(false), b.newKey(true)
	switch {
	case full.draw(nil, x, base) <= end:
		full.draw(l, x, base)
	case brief.draw(nil, x, base) <= end:
		brief.draw(l, x, base)
	default:
		brief.inPlot(l)
	}
}

func (b *builder) newKey(brief bool) key {
	k := key{
		builder: b, s: b.style(sizeSmall, render.Regular, b.theme.Quiet),
		names: [2]string{b.words.longs, b.words.shorts}, share: b.words.share,
		r: 4 * b.chart.typeScale * b.chart.scale, gap: b.chart.px(14 * b.chart.typeScale),
	}
	k.sample = b.roundBubble()
	if brief {
		k.names, k.share = [2]string{b.words.long, b.words.short}, ""
		k.sample, k.gap = 0, b.chart.px(9*b.chart.typeScale)
	}
	return k
}

// roundBubble returns the largest round amount whose bubble suits the key.
func (b *builder) roundBubble() data.USD {
	if b.Market.LargestBubble() <= 0 {
		return 0
	}
	per := b.bubbleRadius(1)
	most := sampleMost * b.chart.typeScale * b.chart.scale / per
	return data.USD(roundAtMost(float64(most * most)))
}

// roundAtMost is the last 1, 2 or 5 times a power of ten that is at most usd.
func roundAtMost(usd float64) float64 {
	decade := math.Pow10(int(math.Floor(math.Log10(max(usd, 1)))))
	for _, m := range [...]float64{5, 2} {
		if m*decade <= usd {
			return m * decade
		}
	}
	return decade
}

// inPlot draws the key on a plate in the lower left of the plot.
func (k *key) inPlot(l *render.List) {
	c, pad := &k.chart, k.chart.px(6)
	x, base := c.x0+c.px(8)+pad, c.y1-c.px(8)-pad
	wide := min(k.draw(nil, x, base), c.x1-pad)
	rect(l, x-pad, base-k.s.size-pad/2, wide+pad, base+pad, k.theme.Plate)
	k.draw(l, x, base)
}

// draw draws the key, or only measures it where l is nil, and returns its end.
func (k *key) draw(l *render.List, x, base int32) int32 {
	y := float32(base) - float32(glyph.CapHeight(k.s.size))/2
	for i, side := range [...]data.Side{data.Long, data.Short} {
		if l != nil {
			k.bubble(l, float32(x)+k.r, y, k.r, side)
		}
		x += int32(2*k.r) + k.chart.px(5)
		x += k.text(l, x, base, append(k.buf[:0], k.names[i]...)) + k.gap
	}
	if k.sample > 0 {
		r := k.bubbleRadius(k.sample)
		if l != nil {
			l.Marks = append(l.Marks, render.Mark{X: float32(x) + r, Y: y, R: r, W: max(1, k.chart.scale), Shape: render.Ring, Color: k.theme.Quiet})
		}
		x += int32(math.Ceil(float64(2*r))) + k.chart.px(5)
		x += k.text(l, x, base, scale.AppendMoneyShort(k.size[:0], k.sample, k.lang)) + k.gap
	}
	return x + k.text(l, x, base, k.origin(k.part[:0]))
}

func (k *key) text(l *render.List, x, base int32, chars []byte) int32 {
	if l == nil {
		return widthOf(k.s, chars)
	}
	return text(l, x, base, k.s, left, chars)
}

// origin appends whose the bubbles are and how they are known.
func (k *key) origin(dst []byte) []byte {
	tape := k.Market.Tape
	if tape.Base != "" && tape.Totals != nil {
		dst = append(append(append(dst, tape.Base...), k.share...), " · "...)
	}
	dst = append(dst, k.words.provenance[tape.Liquidations.Provenance]...)
	if tape.Liquidations.AtLeast {
		dst = append(append(dst, ", "...), k.words.lowerBound...)
	}
	return dst
}
