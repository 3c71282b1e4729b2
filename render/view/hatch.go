package view

import (
	"math"

	"unwind/data/heat"
	"unwind/render"
)

// The stripes over cells that are unsure, in logical pixels: how far apart, how
// wide, what is left of a cell in one, and how many bins a pixel may stand for:
// where more of them share one, stripes would be dots.
const (
	hatchPeriod  = 6
	hatchWidth   = 2
	hatchFade    = 0.6
	hatchMaxBins = 2
)

// hatches says whether cells that are unsure have stripes in the frame.
func (b *builder) hatches(p *heat.Pyramid) bool {
	bins := p.Bins.Position(b.chart.High) - p.Bins.Position(b.chart.Low)
	return bins <= hatchMaxBins*float64(b.chart.plot.Height()) && b.Market.Field.MayBeUnsure()
}

// stripes returns the pattern without its place.
func (b *builder) stripes() render.Hatch {
	k := b.chart.typeScale
	return render.Hatch{Period: b.chart.px(hatchPeriod * k), Width: b.chart.px(hatchWidth * k), Fade: hatchFade}
}

// hatch returns the pattern of m, which stays on the cells when the window
// moves by whole pixels.
func (b *builder) hatch(m *render.Heat) render.Hatch {
	if !b.hatches(m.Pyramid) {
		return render.Hatch{}
	}
	h := b.stripes()
	i := anchor(float64(m.Col0), float64(m.ColPerPx), float64(m.X1-m.X0))
	j := anchor(float64(m.Bin0), float64(m.BinPerPx), float64(m.Y1-m.Y0))
	h.Phase = int32(((j-i)%int(h.Period) + int(h.Period)) % int(h.Period))
	return h
}

// anchor returns the pixel of a place of the data that the pattern is fixed to,
// for an axis that begins at low. It is in the window, so that zooming moves the
// pattern no faster than the cells, and the same for the windows around it: the
// place nearest to the middle that is a multiple of the largest power of two
// the window has room for.
func anchor(low, perPx, px float64) int {
	step := math.Exp2(math.Floor(math.Log2(perPx * px)))
	place := step * math.Round((low+perPx*px/2)/step)
	return int(math.Round((place - low) / perPx))
}
