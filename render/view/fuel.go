package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/scale"
)

// Sizes of the fuel strip in logical pixels, before the type scale but for its
// width.
const (
	fuelShare   = 0.08 // of the frame's width
	fuelLeast   = 60
	fuelMost    = 130 // before the type scale
	fuelHead    = 18  // a line of what stands above it
	fuelEnd     = 7   // right of it, where the stretches are marked
	fuelBracket = 3   // how thick such a mark is
	fuelFill    = 0.55
	fuelBoth    = 170 // height above the time axis that leaves a compact frame two lines
	fuelFrom    = 90  // and from which there is room for a strip at all
)

// fuelTicks are the values of R that its scale names, in the order in which they
// get room.
var fuelTicks = [...]float64{1, 2, 0.5, 5}

// fuelWidth returns the width of the fuel strip, 0 where it does not show.
func (l *layout) fuelWidth(f *Frame) float32 {
	if f.Stage.Layers&wire.LayerFuel == 0 || f.Market.Field == nil || l.times.Y0-l.strip.Y1 < fuelFrom*l.typeScale {
		return 0
	}
	return max(min(fuelShare*f.Width, fuelMost*l.typeScale), fuelLeast)
}

// fuelHeight returns the height of what stands above the strip: on a compact
// frame two lines, where it has the height.
func (l *layout) fuelHeight(f *Frame) float32 {
	switch {
	case l.fuelWidth(f) <= 0:
		return 0
	case l.fuelLines():
		return 2 * fuelHead
	}
	return fuelHead * l.typeScale
}

// fuelLines says whether what stands above the strip has two lines.
func (l *layout) fuelLines() bool { return l.compact && l.times.Y0-l.strip.Y1 >= fuelBoth }

// fuelPlace is where R lies on the strip, from 0 to 1: R/(1+R), so that 1 is in
// its middle whatever else waits, and nothing lies outside.
func fuelPlace(r float64) float64 { return r / (1 + r) }

// fuelRoom is where the fuel of a frame is kept: on the stack.
type fuelRoom struct {
	profileRoom
	down, up [heat.MaxBins]float64
	feeding  [64]cascade.Stretch
}

// fuelStrip is the strip under construction.
type fuelStrip struct {
	*builder
	rows   profileRows
	list   *render.List
	fuel   cascade.Fuel
	depth  market.Depth
	reason cascade.Reason
	x0     int32
	long   float64 // device pixels of an endless R
}

// newFuelStrip returns what is drawn, made in room.
func (b *builder) newFuelStrip(room *fuelRoom) fuelStrip {
	s := fuelStrip{builder: b, rows: b.profileRows()}
	p := b.profileAt(&room.profileRoom)
	s.depth = b.Market.Depth(b.Stage.Depth, b.t)
	made := cascade.Fuel{Down: room.down[:0], Up: room.up[:0], Feeding: room.feeding[:0]}
	s.fuel, s.reason = b.Market.FuelOf(made, &p, &s.depth, b.t)
	s.x0 = b.chart.px(b.chart.fuel.X0) + max(1, b.chart.px(1))
	s.long = float64(b.chart.axis - b.chart.px(fuelEnd) - s.x0)
	return s
}

// fuel draws R by price beside the liquidation map, with what it rests on above.
func (b *builder) fuelLayer(l *render.List) {
	if b.chart.fuel.Width() <= 0 {
		return
	}
	var room fuelRoom
	s := b.newFuelStrip(&room)
	s.list = l
	if s.reason == cascade.Known {
		s.bars()
		s.one()
		s.brackets()
		s.scale()
	}
	s.says()
}

// x returns where R lies on the strip.
func (s *fuelStrip) x(r float64) int32 { return s.x0 + int32(math.Round(s.long*fuelPlace(r))) }

// most returns the largest R of a bar, by side.
func (s *fuelStrip) most(i int) (down, up float64) {
	first, last := s.rows.edges(i)
	for bin := first; bin < last; bin++ {
		down, up = max(down, s.fuel.Down[bin]), max(up, s.fuel.Up[bin])
	}
	return down, up
}

// bars draws R at each price; what of it exceeds 1 is solid.
func (s *fuelStrip) bars() {
	for i := s.rows.first; i < s.rows.last; i++ {
		first, last := s.rows.edges(i)
		y0, y1 := s.rows.y(last), s.rows.y(first)
		down, up := s.most(i)
		s.fuelBar(y0, y1, down, s.theme.LongFill, s.theme.Long)
		s.fuelBar(y0, y1, up, s.theme.ShortFill, s.theme.Short)
	}
}

func (s *fuelStrip) fuelBar(y0, y1 int32, r float64, soft, solid color.RGBA) {
	rect(s.list, s.x0, y0, min(s.x(r), s.x(1)), y1, palette.Fade(soft, fuelFill))
	rect(s.list, s.x(1), y0, s.x(r), y1, solid)
}

// one draws the line R = 1, from which on a move feeds itself.
func (s *fuelStrip) one() {
	line := max(1, s.chart.px(1))
	rect(s.list, s.x(1), s.chart.y0, s.x(1)+line, s.chart.y1, s.theme.Text)
}

// brackets marks the stretches through which a move feeds itself.
func (s *fuelStrip) brackets() {
	x1 := s.chart.axis - s.chart.px(2)
	thick, ink := max(1, s.chart.px(fuelBracket)), s.theme.Text
	for i := range s.fuel.Feeding {
		f := &s.fuel.Feeding[i]
		top, bottom := s.rows.y(s.edge(f.High)), s.rows.y(s.edge(f.Low))
		if top == bottom && (f.High <= s.chart.Low || f.Low >= s.chart.High) {
			continue // outside the window
		}
		rect(s.list, x1-thick, top, x1, max(bottom, top+1), ink)
	}
}

// edge returns the bin whose lower edge a price is.
func (s *fuelStrip) edge(p data.Price) int { return int(math.Round(s.rows.bins.Position(p))) }

// scale names some values of R above the strip.
func (s *fuelStrip) scale() {
	t := s.style(sizeSmall, render.Regular, s.theme.Quiet)
	base := middle((s.headBottom()+s.headTop(1))/2, t.size)
	var taken [len(fuelTicks)]span
	gap := s.chart.px(4)
	for i, r := range fuelTicks {
		label := appendTick(s.buf[:0], r, s.lang)
		half := widthOf(t, label)/2 + 1
		at := span{s.x(r) - half, s.x(r) + half}
		if at.from < s.x0+s.chart.px(12*s.chart.typeScale) || at.to > s.chart.axis || meetsAny(taken[:i], at, gap) {
			continue
		}
		taken[i] = at
		t.face, t.color = render.Regular, s.theme.Quiet
		if r == 1 {
			t.face, t.color = render.Medium, s.theme.Text
		}
		text(s.list, s.x(r), base, t, center, label)
	}
	t.face, t.color = render.Medium, s.theme.Text
	text(s.list, s.x0, base, t, left, append(s.buf[:0], 'R'))
}

func meetsAny(taken []span, at span, gap int32) bool {
	for _, other := range taken {
		if other.from < other.to && at.meets(other.from-gap, other.to+gap) {
			return true
		}
	}
	return false
}

func appendTick(dst []byte, r float64, l scale.Lang) []byte {
	if r < 1 {
		return scale.AppendFixed(dst, r, 1, l)
	}
	return scale.AppendFixed(dst, r, 0, l)
}

// headTop is the top of the line that is lines from below above the strip,
// headBottom where the lowest ends.
func (s *fuelStrip) headBottom() int32 { return s.chart.px(s.chart.plot.Y0) }
func (s *fuelStrip) headTop(lines float32) int32 {
	return s.chart.px(s.chart.plot.Y0 - lines*fuelHead*s.chart.typeScale)
}

// says writes what the strip is and which depth it rests on, as much as fits:
// left of its scale, or on a compact frame in a line of its own.
func (s *fuelStrip) says() {
	t := s.style(sizeSmall, render.Regular, s.theme.Quiet)
	left0, end := s.chart.x0+s.chart.px(8*s.chart.typeScale), s.x0-s.chart.px(10*s.chart.typeScale)
	base := middle((s.headBottom()+s.headTop(1))/2, t.size)
	if s.chart.fuelLines() {
		var room [192]byte
		text(s.list, end, base, t, right, fits(t, append(room[:0], s.words.fuel.title...), end-left0))
		base, end = middle((s.headTop(1)+s.headTop(2))/2, t.size), s.chart.px(s.chart.prices.X1)-s.chart.px(8)
	}
	var room [192]byte
	for words := fullFuel; words <= briefFuel; words++ {
		if said := s.appendSaid(room[:0], words); widthOf(t, said) <= end-left0 || words == briefFuel {
			text(s.list, end, base, t, right, fits(t, said, end-left0))
			return
		}
	}
}

// How much is said of the depth, from the most to the least.
const (
	fullFuel  = iota
	longFuel  // without what its line means
	shortFuel // nor what the strip is
	briefFuel // in signs
)

// appendSaid says "Fuel against depth · depth $250 M for 1 %: $5 M average × 50
// (20 to 120)", or why there is none.
func (s *fuelStrip) appendSaid(dst []byte, words int) []byte {
	w := &s.words.fuel
	if words <= longFuel && !s.chart.compact {
		dst = append(dst, w.title...)
		if words == fullFuel && s.reason == cascade.Known {
			dst = append(dst, w.line...)
		}
		dst = append(dst, " · "...)
	}
	return appendDepth(dst, w, &s.depth, s.reason, s.t, words == briefFuel, s.lang)
}

// DepthSaid says in words of a language which depth a fuel at t rests on, or
// why there is none.
func DepthSaid(f *market.Fuel, t data.UnixMs, lang string) string {
	return string(appendDepth(nil, &wordsOf(lang).fuel, &f.Depth, f.Reason, t, false, scale.LangOf(lang)))
}

// appendDepth says the depth at t, and the figure and conversion that it comes
// from, or why there is no fuel.
func appendDepth(dst []byte, w *fuelWords, d *market.Depth, reason cascade.Reason, t data.UnixMs, brief bool, l scale.Lang) []byte {
	if reason != cascade.Known {
		return append(append(dst, w.none...), w.why(reason, d.From)...)
	}
	per, to := w.per, w.to
	if brief {
		per, to = w.perBrief, "–"
	} else {
		dst = append(dst, w.depth...)
	}
	dst = scale.AppendMoney(dst, d.PerPercent(), l)
	dst = append(append(dst, per...), ": "...)
	dst = scale.AppendMoneyShort(dst, d.Quote, l)
	if !brief {
		dst = appendMoment(append(append(dst, ' '), w.kinds[d.From]...), d, t, l)
	}
	dst = AppendFactor(append(dst, " ×\u00a0"...), d.Conversion, l)
	dst = AppendFactor(append(dst, " ("...), d.Range.Low, l)
	dst = AppendFactor(append(dst, to...), d.Range.High, l)
	return append(dst, ')')
}

// appendMoment says of when the figure is. An average is of no moment.
func appendMoment(dst []byte, d *market.Depth, t data.UnixMs, l scale.Lang) []byte {
	switch {
	case d.At == 0 || d.From == market.DepthOfAverage:
		return dst
	case t-d.At < data.Day:
		return scale.AppendClock(append(dst, ' '), d.At)
	default:
		return scale.AppendDateTime(append(dst, ' '), d.At, l)
	}
}

// AppendFactor appends a conversion, with a decimal where it has one.
func AppendFactor(dst []byte, v float64, l scale.Lang) []byte {
	decimals := 0
	if v != math.Round(v) && v < 100 {
		decimals = 1
	}
	return scale.AppendFixed(dst, v, decimals, l)
}

// fuelKey changes with what the strip shows besides what the liquidation map
// does: the depth in force.
func (b *builder) fuelKey() uint64 {
	if b.chart.fuel.Width() <= 0 {
		return 0
	}
	d := b.Market.Depth(b.Stage.Depth, b.t)
	return math.Float64bits(float64(d.Depth)) ^ uint64(d.At)<<8 ^ uint64(d.From)
}

// fuelLines lists R at a price in the read-out, and whether a move feeds itself
// there.
func (r *readout) fuelLines(price data.Price) {
	if r.chart.fuel.Width() <= 0 {
		return
	}
	var room fuelRoom
	s := r.newFuelStrip(&room)
	if s.reason != cascade.Known {
		return
	}
	at, ink, label := s.fuel.At(price), r.theme.Quiet, r.words.fuel.here
	if i, ok := s.rows.at(price); ok && i >= s.rows.first && i < s.rows.last {
		at = max(s.most(i)) // what the bar shows
	}
	if at >= 1 {
		ink, label = r.theme.Text, r.words.fuel.feeds
	}
	r.line(r.s, append(r.labels[:0], label...), AppendGain(append(r.buf[:0], "R "...), at, r.lang), ink)
}

// AppendGain appends R with two decimals, from 10 on with none.
func AppendGain(dst []byte, r float64, l scale.Lang) []byte {
	if r >= 10 {
		return scale.AppendFixed(dst, r, 0, l)
	}
	return scale.AppendFixed(dst, r, 2, l)
}
