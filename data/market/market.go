// Package market is everything known of one instrument, ready to be asked
// about any time: what the price was, what had been liquidated, what waited.
// Answers are functions of the time, never accumulated.
package market

import (
	"sort"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/tape"
)

// Market is one event, indexed. It is read-only after [Builder.Market] and may
// be shared between goroutines.
type Market struct {
	Tape    *tape.Tape
	Field   *heat.Field   // nil when nothing can be estimated; what is chosen of it
	Pyramid *heat.Pyramid // of the runs of Field, see [Market.Burnt]; nil when Field is

	timeline *heat.Timeline // of the runs of Field
	open     openColumn

	candles       []data.Candles // the tape's, then ever longer steps
	spot          []data.Candles // the same of the spot market
	bubbles       [][]Bubble     // by candle level
	touches       []heat.Touch   // of the runs of Field, in time order
	total         cumulative     // headline counter
	largest       data.USD
	largestBubble data.USD
	pace          func() *cascade.Pace
	waves         []Wave
	mark          *cascade.Mark // for who finds the waves of the next update, from markAt on
	markAt        data.UnixMs
	waveEvents    *cascade.Events
	chains        []cascade.Chain // of Field, one a wave
	waveLanes     []waveLanes     // one a wave
	lanes         []Lane
	laneMost      []data.USD      // by candle level
	flows         []cascade.Flow  // depth measured from the candles
	meters        *cascade.Meters // of the feeds of the tape's liquidations; nil without any
	feeds         []*cascade.Meter
	broken        bool // some bubble is saturated

	gaps      gaps
	counting  Counting
	estimated tape.Text // what an estimate made here was made from
	venues    []string  // to choose from
	venueRows []venueRows

	shown func(i int) bool // which liquidations have a place on the chart

	choice level.Choice
	tuned  tape.Text   // what of it departs from the default parameters
	base   *Market     // the market without a choice; nil: this one
	whole  *heat.Field // of which Field is the chosen part
}

// New indexes t in one go. Where that would block for too long, use a
// [Builder].
func New(t *tape.Tape) (*Market, error) { return NewBuilder(t).finish() }

// Rolling returns the notional liquidated in (t−span, t] by side, of all coins
// where the tape has totals and else of its own liquidations.
func (m *Market) Rolling(t, span data.UnixMs) (long, short data.USD) {
	return m.total.between(t-span, t)
}

// LiquidationsUntil returns how many of the tape's liquidations happened at or
// before t.
func (m *Market) LiquidationsUntil(t data.UnixMs) int {
	l := m.Tape.Liquidations
	if l == nil {
		return 0
	}
	return sort.Search(l.Len(), func(i int) bool { return l.T[i] > t })
}

// Touches returns the runs of the level estimate that ended because the mark
// price reached them in a whole candle, in time order. The slice must not be
// changed.
func (m *Market) Touches() []heat.Touch { return m.touches }

// Touch returns touch i in time order: after those of [Market.Touches] come those
// of the candle that is not whole.
func (m *Market) Touch(i int) *heat.Touch {
	if n := len(m.touches); i >= n {
		return &m.open.touches[i-n]
	}
	return &m.touches[i]
}

// TouchesUntil returns how many touches lie in columns up to and including
// column.
func (m *Market) TouchesUntil(column int) int {
	n := sort.Search(len(m.touches), func(i int) bool { return m.touches[i].Column > column })
	if open := m.open.touches; len(open) > 0 && column >= open[0].Column {
		n += len(open)
	}
	return n
}
