package view

import (
	"math"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/scale"
)

// legend draws what the colours mean, with dollars, from x0 to x1 below top.
func (b *builder) legend(l *render.List, x0, x1, top int32) {
	k := b.chart.typeScale
	if b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	if b.Market.Pyramid == nil {
		s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
		text(l, x1, top+s.size, s, right, fits(s, append(b.buf[:0], b.words.noEstimate...), x1-x0))
		return
	}
	b.legendTitle(l, x0, x1, top)
	y := top + b.chart.px(15*k)
	b.legendBar(l, x0, x1, y, y+max(3, b.chart.px(6*k)))
	b.legendTicks(l, x0, x1, y+b.chart.px(19*k))
}

// legendTitle names the colours: dollars in one bin of the price.
func (b *builder) legendTitle(l *render.List, x0, x1, top int32) {
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	base := top + b.chart.px(9*b.chart.typeScale)
	title := b.legendWords(b.words.legend)
	if widthOf(s, title) > x1-x0 {
		title = b.legendWords(b.words.legendBrief)
	}
	text(l, x0, base, s, left, fits(s, title, x1-x0))
}

func (b *builder) legendWords(words string) []byte {
	title := append(append(b.buf[:0], words...), ", $ / "...)
	step := math.Expm1(b.Market.Pyramid.Bins.LogStep)
	return append(scale.AppendShare(title, step, 2, b.lang), b.words.per...)
}

// legendBar draws the colour table from the lower handle to the upper.
func (b *builder) legendBar(l *render.List, x0, x1, y0, y1 int32) {
	colors, _ := palette.Colors(b.Style.Palette, b.theme.Light)
	steps := min(128, x1-x0)
	for i := range steps {
		a, z := x0+(x1-x0)*i/steps, x0+(x1-x0)*(i+1)/steps
		rect(l, a, y0, z, y1, colors[int(i)*255/int(steps-1)])
	}
	line := max(1, b.chart.px(1))
	rect(l, x0, y1, x1, y1+line, b.theme.Hairline)
}

// legendTicks writes round dollars under the bar at their places.
func (b *builder) legendTicks(l *render.List, x0, x1, base int32) {
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	lo, hi := LegendRange(b.Market, &b.Stage)
	free := x0
	for usd := roundAtLeast(float64(lo)); usd <= float64(hi); usd = roundAtLeast(usd * 1.5) {
		label := scale.AppendMoneyShort(b.buf[:0], data.USD(usd), b.lang)
		wide := widthOf(s, label)
		x := x0 + int32(b.legendPlace(usd)*float32(x1-x0)) - wide/2
		x = min(max(x, x0), x1-wide)
		if x < free {
			continue
		}
		text(l, x, base, s, left, label)
		free = x + wide + b.chart.px(14)
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
