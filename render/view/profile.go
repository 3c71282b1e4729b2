package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/scale"
)

// Sizes of the liquidation map in logical pixels.
const (
	profileFrom  = 900  // frames narrower than this have none
	profileShare = 0.14 // of the frame's width
	profileLeast = 184  // before the type scale
	profileMost  = 250  // before the type scale
	profileRow   = 2    // least height of a bar
	profileEnd   = 8    // between the longest bar and the axis
	profileFill  = 0.85 // opacity of the bars: softer than what has happened
)

// profileWidth returns the width of the liquidation map, 0 where it does not
// show.
func (l *layout) profileWidth(f *Frame) float32 {
	if f.Stage.Layers&wire.LayerProfile == 0 || f.Width < profileFrom || f.Market.Field == nil {
		return 0
	}
	return min(max(profileShare*f.Width, profileLeast*l.typeScale), profileMost*l.typeScale)
}

// profile rebuilds the liquidation map when what it shows has changed: with the
// column of the estimate, or when the price passes the middle of a bin or leaves
// another behind at one of the distances.
func (b *builder) profile(l *render.List, all bool) {
	if b.chart.axis == b.chart.x1 { // neither it nor the fuel
		if l.Count != 0 || all {
			l.Reset()
			l.Count = 0
		}
		return
	}
	price, known := b.Market.PriceAt(b.t)
	if renew(l, b.profileKey(price), all) {
		b.profileLayer(l, price, known)
		b.fuelLayer(l)
	}
}

// profileLayer is a function of its own because its room would make the stack
// of every frame grow.
func (b *builder) profileLayer(l *render.List, price data.Price, known bool) {
	if b.chart.x2 == b.chart.x1 {
		return
	}
	var room profileRoom
	p := b.profileAt(&room)
	b.profileBars(l, &p)
	if known {
		b.profileSums(l, &p, price)
		b.profileTable(l, &p, price)
	}
}

// profileRoom is where the profile of a frame is kept: on the stack.
type profileRoom struct{ long, short [heat.MaxBins]data.USD }

func (b *builder) profileAt(room *profileRoom) heat.Profile {
	p, _ := b.Market.ProfileAt(b.t, room.long[:], room.short[:])
	return p
}

// profileKey changes with everything that the liquidation map shows while the
// window stands still. It is not 0.
func (b *builder) profileKey(price data.Price) int {
	p := heat.Profile{Bins: b.Market.Field.Bins}
	key := uint64(b.Market.ProfileColumn(b.t) + 2)
	mix := func(down, up int) {
		const prime = 1099511628211 // of the hash FNV-1a
		key = ((key^uint64(down+1))*prime ^ uint64(up+1)) * prime
	}
	mix(p.Start(price))
	for _, share := range distances {
		_, low := p.Start(price * data.Price(1-share))
		high, _ := p.Start(price * data.Price(1+share))
		mix(low, high)
	}
	return int((key ^ b.fuelKey()) | 1)
}

// profileRows are the bars of the liquidation map: so many bins each that a bar
// is some pixels high.
type profileRows struct {
	*chart
	bins        heat.Bins
	per         int     // bins a bar
	bin0        float64 // place in bins at y1
	pxPerBin    float64
	first, last int     // bars in the window, last exclusive
	long        float64 // device pixels of the longest bar
}

func (b *builder) profileRows() profileRows {
	bins := b.Market.Field.Bins
	low, high := bins.Position(b.chart.Low), bins.Position(b.chart.High)
	r := profileRows{chart: &b.chart, bins: bins, bin0: low}
	r.pxPerBin = float64(b.chart.y1-b.chart.y0) / (high - low)
	r.per = max(1, int(math.Ceil(profileRow*float64(b.chart.scale)/r.pxPerBin)))
	r.first = max(int(math.Floor(low)), 0) / r.per
	r.last = (min(int(math.Ceil(high)), bins.N) + r.per - 1) / r.per
	r.long = float64(b.chart.x2 - b.chart.x1 - b.chart.px(profileEnd))
	return r
}

// edges returns the bins of bar i, last exclusive.
func (r *profileRows) edges(i int) (first, last int) {
	return max(i*r.per, 0), min((i+1)*r.per, r.bins.N)
}

// y returns the place of the lower edge of a bin, held inside the plot.
func (r *profileRows) y(bin int) int32 {
	y := float64(r.y1) - (float64(bin)-r.bin0)*r.pxPerBin
	return int32(math.Round(min(max(y, float64(r.y0)), float64(r.y1))))
}

// sumOf returns what waits in bins from first to last, exclusive.
func sumOf(p *heat.Profile, first, last int) heat.Cell {
	var c heat.Cell
	for bin := max(first, 0); bin < min(last, p.Bins.N); bin++ {
		c.Long += p.Long[bin]
		c.Short += p.Short[bin]
	}
	return c
}

// most returns the dollars of the longest possible bar, a round number.
func (r *profileRows) most(p *heat.Profile) (bar data.USD) {
	for i := r.first; i < r.last; i++ {
		first, last := r.edges(i)
		bar = max(bar, sumOf(p, first, last).Total())
	}
	return data.USD(niceAtLeast(float64(bar)))
}

// profileBars draws a bar for what waits at each price, and the dollars of the
// longest one.
func (b *builder) profileBars(l *render.List, p *heat.Profile) {
	r := b.profileRows()
	most := r.most(p)
	if !(most > 0) {
		return
	}
	for i := r.first; i < r.last; i++ {
		first, last := r.edges(i)
		c := sumOf(p, first, last)
		y0, y1 := r.y(last), r.y(first)
		x0 := b.chart.x1 + max(1, b.chart.px(1))
		x1 := x0 + int32(math.Round(r.long*float64(c.Long/most)))
		x2 := x0 + int32(math.Round(r.long*float64(c.Total()/most)))
		rect(l, x0, y0, x1, y1, palette.Fade(b.theme.LongFill, profileFill))
		rect(l, x1, y0, x2, y1, palette.Fade(b.theme.ShortFill, profileFill))
	}
	b.profileScale(l, most, &r)
}

// niceAtLeast is the first round number that is at least v.
func niceAtLeast(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	decade := math.Pow10(int(math.Floor(math.Log10(v))))
	for _, m := range [...]float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8} {
		if m*decade >= v*(1-1e-9) {
			return m * decade
		}
	}
	return 10 * decade
}

// profileScale says below the map what its longest bar means.
func (b *builder) profileScale(l *render.List, most data.USD, r *profileRows) {
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	y := middle((b.chart.px(b.chart.times.Y0)+b.chart.px(b.chart.times.Y1))/2, s.size)
	x0, x1 := b.chart.x1+b.chart.px(8), b.chart.x2-b.chart.px(profileEnd)
	label := scale.AppendMoneyShort(b.buf[:0], most, b.lang)
	label = append(label, " / "...)
	label = scale.AppendShare(label, math.Expm1(float64(r.per)*r.bins.LogStep), 2, b.lang)
	label = append(label, b.words.per...)
	text(l, x1, y, s, right, fits(s, label, x1-x0))
}

// profileSums draws how much a fall or a rise from the price would reach, added
// up from the price outwards, and says how much that is in all.
func (b *builder) profileSums(l *render.List, p *heat.Profile, price data.Price) {
	r, all := b.profileRows(), p.Outward(price)
	most := max(all.Long, all.Short)
	if !(most > 0) {
		return
	}
	down, up := p.Start(price)
	if b.has(data.Long) {
		b.sumCurve(l, &r, p, down, -1, most)
	}
	if b.has(data.Short) {
		b.sumCurve(l, &r, p, up, 1, most)
	}
	b.sumLabels(l, all)
}

// sumCurve draws what a move from a bin in direction −1 (a fall, that reaches
// longs) or +1 reaches: a line that steps out at each bar that adds to it.
func (b *builder) sumCurve(l *render.List, r *profileRows, p *heat.Profile, from, way int, most data.USD) {
	if from < 0 || from >= r.bins.N {
		return
	}
	ink := b.theme.Long
	if way > 0 {
		ink = b.theme.Short
	}
	line, x0 := max(1, int32(math.Round(1.5*float64(b.chart.scale)))), b.chart.x1
	at, start, sum := x0, r.y(from), data.USD(0)
	for i := from / r.per; !r.past(i, way); i += way {
		near, usd := r.reached(p, i, from, way)
		sum += usd
		next := x0 + int32(math.Round(r.long*float64(sum/most)))
		if next == at {
			continue
		}
		if i >= r.first && i < r.last {
			rect(l, at, min(start, near), at+line, max(start, near), ink)
			rect(l, at, near, next+line, near+line, ink)
		}
		at, start = next, near
	}
	end := r.y(max(way, 0) * r.bins.N)
	rect(l, at, min(start, end), at+line, max(start, end), ink)
}

// past says whether bar i lies beyond the window in direction way.
func (r *profileRows) past(i, way int) bool {
	return way < 0 && i < r.first || way > 0 && i >= r.last
}

// reached returns the edge of bar i at which a move from bin from enters it,
// and what it reaches there: longs on its way down, shorts on its way up.
func (r *profileRows) reached(p *heat.Profile, i, from, way int) (edge int32, usd data.USD) {
	first, last := r.edges(i)
	if way < 0 {
		last = min(last, from+1)
		return r.y(last), sumOf(p, first, last).Long
	}
	first = max(first, from)
	return r.y(first), sumOf(p, first, last).Short
}

// sumLabels says what waits on either side of the price.
func (b *builder) sumLabels(l *render.List, all heat.Cell) {
	s := b.style(sizeSmall, render.Medium, b.theme.Short)
	high := s.size + b.chart.px(6)
	if b.chart.y1-b.chart.y0 < 4*high {
		return
	}
	x := b.chart.x2 - b.chart.px(profileEnd)
	for i, side := range [...]struct {
		of   string
		side data.Side
		usd  data.USD
		ink  color.RGBA
	}{{b.words.above, data.Short, all.Short, b.theme.Short}, {b.words.below, data.Long, all.Long, b.theme.Long}} {
		label := b.appendSide(append(b.buf[:0], side.of...), side.side, side.usd)
		top := b.chart.y0 + b.chart.px(4)
		if i == 1 {
			top = b.chart.y1 - b.chart.px(4) - high
		}
		s.color = side.ink
		wide := widthOf(s, label)
		pad := b.chart.px(4)
		rect(l, x-wide-pad, top, x+pad, top+high, b.theme.Plate)
		text(l, x, middle(top+high/2, s.size), s, right, label)
	}
}
