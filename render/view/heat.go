package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
)

// projectionFade is the opacity of what still waits, right of the replay time.
const projectionFade = 0.42

// heatLayer draws the estimate: one picture that depends on the window, the
// legend and the replay time.
func (b *builder) heatLayer(l *render.List) {
	p := b.Market.Pyramid
	if p == nil || b.Stage.Layers&wire.LayerHeat == 0 {
		return
	}
	columnAt := func(t data.UnixMs) float64 {
		return float64(t-p.Columns.From) / float64(p.Columns.Step)
	}
	c := &b.chart
	wide, high := float64(c.x1-c.x0), float64(c.y1-c.y0)
	col0, bin0 := columnAt(c.From), p.Bins.Position(c.Low)
	colPerPx := (columnAt(c.To) - col0) / wide
	binPerPx := (p.Bins.Position(c.High) - bin0) / high
	now := columnAt(b.t)
	low, gain := legendScale(b.Frame)
	colors, id := palette.Colors(b.Style.Palette, b.theme.Light)
	m := render.Heat{
		X0: c.x0, Y0: c.y0, X1: c.x1, Y1: c.y1,
		Pyramid:    p,
		TimeLevel:  levelFor(colPerPx, p.TimeLevels()),
		PriceLevel: b.priceLevel(),
		Col0:       float32(col0), ColPerPx: float32(colPerPx),
		Bin0: float32(bin0), BinPerPx: float32(binPerPx),
		Now: float32(now), NowColumn: min(int(math.Floor(now)), p.Columns.N-1),
		Low: low, Gain: gain, Gamma: float32(b.Style.GammaOrDefault()), Fade: projectionFade,
		Colors: (*[2][256]color.RGBA)(colors), ColorsID: id,
	}
	m.Hatch = b.hatch(&m)
	l.SetHeat(m)
	b.burnt(l)
}

// burnt covers what of the last column the price has reached in the candle that
// is not whole: its pixels to the right end, as they are when it has closed.
func (b *builder) burnt(l *render.List) {
	p := b.Market.Pyramid
	for _, s := range b.Market.Burnt(b.t) {
		x := b.xOf(p.Columns.Start(p.Columns.N - 1))
		b.clipped(l, x, b.yOf(p.Bins.Edge(s.To)), b.chart.x1, b.yOf(p.Bins.Edge(s.From)), b.theme.Background)
	}
}

// levelFor returns the first level of a pyramid whose cells are at least a
// pixel wide, so that taking the nearest cell skips none.
func levelFor(cellsPerPx float64, levels int) int {
	level := 0
	for cellsPerPx > 1 && level < levels-1 {
		cellsPerPx /= 2
		level++
	}
	return level
}

// legendFloor is how far below the median of all cells the legend of the whole
// event begins.
const legendFloor = 4

// LegendRange returns the dollars at both ends of the legend: the stage's, or
// those of the whole event when it is locked to it.
func LegendRange(m *market.Market, s *wire.Stage) (lo, hi data.USD) {
	if m.Pyramid == nil {
		return 0, 0
	}
	q := m.Pyramid.Quant
	lo, hi = data.USD(q.Unit)/legendFloor, data.USD(q.Peak)
	if !s.Locked() {
		lo, hi = s.Min, min(s.Max, hi)
	}
	return lo, max(hi, lo+1)
}

// legendScale maps shades to 0..1 between the handles of the legend.
func legendScale(f *Frame) (low, gain float32) {
	lo, hi := LegendRange(f.Market, &f.Stage)
	q := f.Market.Pyramid.Quant
	a, b := q.Place(float64(lo)), q.Place(float64(hi))
	// the lowest entry of the table is the background: start just below it, so
	// that the dimmest level still shows
	a -= 0.04 * (b - a)
	return float32(a), float32(1 / math.Max(b-a, 1e-3))
}
