package view

import (
	"image/color"
	"math"
	"slices"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/scale"
)

// Live is the edge of a market that goes on. What the stage leaves open of the
// window is fitted to the replay time then and not to the whole event: the last
// hours before it, or the first of all, with room to the right, where what still
// waits is drawn. It moves by whole minutes, so that it stands still in between.
type Live struct {
	To     data.UnixMs // nothing later is known; 0: the event is over
	Edge   bool        // the replay stands there and goes with it
	Silent data.UnixMs // since when nothing has come, for so long that the edge stands still; 0: it goes on
}

// On reports whether the market goes on.
func (l Live) On() bool { return l.To != 0 }

// LiveOf returns the edge of a market for a picture of a link: of one that goes
// on its tape's, where a link without a time, or with a later one, stands.
func LiveOf(m *market.Market, q *wire.Query) Live {
	if !m.Tape.GoesOn() {
		return Live{}
	}
	edge := m.Tape.Edge
	return Live{To: edge, Edge: !q.HasTime || q.Stage.Clock.At >= edge}
}

// What a live window shows.
const (
	LiveRoom  = 0.12             // of the time shown before it is left free after the replay time
	liveSpan  = 4 * data.Hour    // shown before the replay time
	leastSpan = 30 * data.Minute // the same where less is known
	livePad   = 0.015            // least share of the price that is free above and below
	priceStep = 0.0025           // the price axis ends at multiples of that, of its logarithm
)

// stepEnd returns the end of the minute that holds t.
func stepEnd(t data.UnixMs) data.UnixMs { return (t/data.Minute + 1) * data.Minute }

// liveTimes returns the window [a, b) for a replay at t of a market known from
// one time to another. It shows nothing from before the start, and of a market of
// which little is known the first of half an hour, one, two and four that holds
// it, so that it seldom changes. Prices are fitted until a time: that of the
// replay, or where the room begins if all before it is known, so that the axis
// stands still while the start is played.
func liveTimes(from, to, t data.UnixMs) (a, until, b data.UnixMs) {
	span := leastSpan
	for span < liveSpan && span < stepEnd(to)-from {
		span *= 2
	}
	a = max(stepEnd(t)-span, from)
	if until = a + span; until > stepEnd(to) {
		until = stepEnd(t)
	}
	return a, until, a + span + data.UnixMs(LiveRoom*float64(span))
}

// livePrices returns the range of the prices in [from, to) with enough room for
// the nearest levels. It is rounded, so that it moves seldom.
func livePrices(m *market.Market, from, to data.UnixMs) (low, high data.Price) {
	if m.CandleLevels() == 0 {
		return fitPrices(m, from, to)
	}
	low, high, ok := rangeOf(m.Candles(0), from, to)
	if !ok {
		return fitPrices(m, from, to)
	}
	a, b := math.Log(float64(low)), math.Log(float64(high))
	room := max(livePad, fitPadding*(b-a))
	a = math.Floor((a-room)/priceStep) * priceStep
	b = math.Ceil((b+room)/priceStep) * priceStep
	return data.Price(math.Exp(a)), data.Price(math.Exp(b))
}

// Moves reports whether something in f opens, spreads or burns out at its time
// at the live edge, so that the next frame differs though nothing comes.
func Moves(f *Frame) bool {
	if f.Style.ReducedMotion {
		return false
	}
	tempo, t := TempoOf(f), f.Time()
	before := tempo.Before(t, max(ringSpreads, flashHot+flashCools))
	m := f.Market
	if f.Stage.Layers&wire.LayerBubbles != 0 && m.LiquidationsUntil(t) > m.LiquidationsUntil(before) {
		return true
	}
	if m.Pyramid == nil || f.Stage.Layers&wire.LayerHeat == 0 {
		return false
	}
	columns := m.Pyramid.Columns
	return m.TouchesUntil(columns.Index(t)) > m.TouchesUntil(columns.Index(before)) ||
		slices.ContainsFunc(m.Burns(), func(k market.Burn) bool { return k.T > before && k.T <= t })
}

// edgeInk is the colour of the line of the present: at the live edge it is that
// of its chip.
func (b *builder) edgeInk() color.RGBA {
	switch {
	case !b.Live.On() || !b.Live.Edge:
		return b.theme.SessionEdge
	case b.Live.Silent != 0:
		return b.theme.Quiet
	}
	return b.theme.Accent
}

// edgeChip labels the live edge at device x with the second that it is, or says
// since when nothing has come.
func (b *builder) edgeChip(l *render.List, x int32) span {
	word, at, ground, ink := b.words.live, b.t, b.theme.Accent, b.theme.OnAccent
	if b.Live.Silent != 0 {
		word, at, ground, ink = b.words.silent, b.Live.Silent, b.theme.Quiet, b.theme.Background
	}
	label := scale.AppendClockSeconds(append(b.buf[:0], word...), at)
	return b.timeChipOf(l, x, append(label, " UTC"...), ground, ink)
}
