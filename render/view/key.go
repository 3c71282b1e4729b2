package view

import (
	"math"
	"sort"

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
	for words := fullKey; words <= briefKey; words++ {
		k := b.newKey(words)
		if k.draw(nil, x, base) <= end {
			k.draw(l, x, base)
			return
		}
	}
	k := b.newKey(briefKey)
	k.inPlot(l)
}

// How much a key says, from the most to the least.
const (
	fullKey  = iota
	shortKey // short names, nothing about the share
	briefKey // and no sample
)

func (b *builder) newKey(words int) key {
	k := key{
		builder: b, s: b.style(sizeSmall, render.Regular, b.theme.Quiet),
		names: [2]string{b.words.longs, b.words.shorts}, share: b.words.share,
		r: 4 * b.chart.typeScale * b.chart.scale, gap: b.chart.px(14 * b.chart.typeScale),
	}
	k.sample = b.roundBubble()
	if words >= shortKey {
		k.names, k.share = [2]string{b.words.long, b.words.short}, ""
		k.gap = b.chart.px(9 * b.chart.typeScale)
	}
	if words == briefKey {
		k.sample = 0
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

// inPlot draws the key on a plate in a corner of the plot: in the lower left,
// or in the upper right where it covers less of what is ever liquidated.
func (k *key) inPlot(l *render.List) {
	plate, other := k.lowerLeft(), k.upperRight()
	if k.under(&other) < k.under(&plate) {
		plate = other
	}
	plate.Color = k.theme.Plate
	k.keyAt = plate
	l.Rects = append(l.Rects, plate)
	pad := k.chart.px(6)
	k.draw(l, plate.X0+pad, plate.Y1-pad)
}

// lowerLeft is the plate in the lower left of the plot.
func (k *key) lowerLeft() render.Rect {
	c, pad := &k.chart, k.chart.px(6)
	x, bottom := c.x0+c.px(8), c.y1-c.px(8)
	wide := min(k.draw(nil, 0, 0)+2*pad, c.x1-x)
	return render.Rect{X0: x, Y0: bottom - k.s.size - pad - pad/2, X1: x + wide, Y1: bottom}
}

// upperRight is the plate in the upper right, below what says that the picture
// is filtered.
func (k *key) upperRight() render.Rect {
	c, plate := &k.chart, k.lowerLeft()
	right := max(c.x1-c.px(8)-plate.X1, 0)
	up := plate.Y0 - (c.y0 + c.px(8))
	if high := k.filteredHigh(); high > 0 {
		up -= high + c.px(4)
	}
	return render.Rect{X0: plate.X0 + right, Y0: plate.Y0 - up, X1: plate.X1 + right, Y1: plate.Y1 - up}
}

// under returns the dollars of the bubbles of the window that a plate covers at
// one time or another, so that it stays where it is while the replay plays.
func (k *key) under(plate *render.Rect) (usd data.USD) {
	if k.Market.CandleLevels() == 0 {
		return 0
	}
	level := k.chart.candleLevel(k.Market)
	all, step := k.Market.Bubbles(level), k.Market.Candles(level).Step
	for i := sort.Search(len(all), func(i int) bool { return all[i].T+step > k.chart.From }); i < len(all) && all[i].T < k.chart.To; i++ {
		x := float32(k.chart.time.XFromTime(all[i].T + step/2))
		y := float32(k.chart.price.YFromPrice(all[i].Price))
		r := k.bubbleRadius(all[i].Notional)
		if x+r > float32(plate.X0) && x-r < float32(plate.X1) && y+r > float32(plate.Y0) && y-r < float32(plate.Y1) {
			usd += all[i].Notional
		}
	}
	return usd
}

// draw draws the key, or only measures it where l is nil, and returns its end.
func (k *key) draw(l *render.List, x, base int32) int32 {
	y := float32(base) - float32(glyph.CapHeight(k.s.size))/2
	for i, side := range [...]data.Side{data.Long, data.Short} {
		if l != nil {
			k.bubble(l, float32(x)+k.r, y, k.r, side, render.Ring)
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
	if k.Market.SaturatedBubbles() {
		x = k.broken(l, x, y, base)
	}
	return x + k.text(l, x, base, k.origin(k.part[:0]))
}

// broken says what a broken outline means, and returns where the next goes.
func (k *key) broken(l *render.List, x int32, y float32, base int32) int32 {
	if l != nil {
		l.Marks = append(l.Marks, render.Mark{X: float32(x) + k.r, Y: y, R: k.r, W: brokenLine * max(1, k.chart.scale), Shape: render.BrokenRing, Color: k.theme.Quiet})
	}
	x += int32(2*k.r) + k.chart.px(5)
	return x + k.text(l, x, base, append(k.buf[:0], k.words.feedFull...)) + k.gap
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
	if k.Market.PrintsAtLeast() {
		dst = append(append(dst, ", "...), k.words.lowerBound...)
	}
	return dst
}
