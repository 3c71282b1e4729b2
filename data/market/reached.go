package market

import (
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/heat"
)

// openColumn is what the candle that is not whole does to the last column of
// the levels, which are made of whole ones: what the price has reached since is
// gone from that column on, as it is when the candle has closed.
type openColumn struct {
	waits   *lastColumn // nil: all candles are whole
	touches []heat.Touch
	burnt   []BinSpan
	burns   []Burn
}

// lastColumn is what waits in the last column of levels, of longs and of shorts.
// Markets that have the same levels share it.
type lastColumn [2]struct {
	side data.Side
	usd  []data.USD // by bin
	born []data.USD // the part that no column before shows
}

func newLastColumn(t *heat.Timeline, f *heat.Field) *lastColumn {
	w, n, last := new(lastColumn), f.Bins.N, f.Columns.N-1
	for i, side := range levelSides {
		w[i].side, w[i].usd, w[i].born = side, make([]data.USD, n), make([]data.USD, n)
	}
	t.At(w[0].usd, w[1].usd, last)
	t.Born(w[0].born, w[1].born, last)
	return w
}

// BinSpan is the bins from one to another, exclusive.
type BinSpan struct{ From, To int }

// Burn is a level that burns out inside a candle that is not whole: what waited
// in a bin until the price reached it.
type Burn struct {
	T         data.UnixMs // when that was known
	Column    data.UnixMs // start of the first column without it
	Low, High data.Price  // edges of the bin
	USD       data.USD    // as the market before showed it, > 0
}

// burnKept is for how long before the edge a market has its burns.
const burnKept = 2 * data.Second

// Burns returns the levels that burnt out in the last two seconds before the
// edge, in time order: what the market before an update showed, and prices that
// have come since have reached. A market that was made at once has none. The
// slice must not be changed.
func (m *Market) Burns() []Burn { return m.open.burns }

// Burnt returns the bins of which nothing waits at time t, because the price has
// reached them in the candle that is not whole, though [Market.Pyramid] shows
// them in its last column. They are ascending and apart. The slice must not be
// changed.
func (m *Market) Burnt(t data.UnixMs) []BinSpan {
	if len(m.open.burnt) == 0 || m.profileColumn(t) < m.Field.Reached.Column {
		return nil
	}
	return m.open.burnt
}

// reach finds what the candle that is not whole has reached of the levels, and
// what of it the market before an update, if there is one, showed waiting.
func (m *Market) reach(before *Market) {
	o, columns := &m.open, m.Field.Columns
	if m.Tape.Candles == nil || m.Tape.Edge == 0 && o.waits == nil {
		return
	}
	if o.waits == nil {
		o.waits = newLastColumn(m.timeline, m.Field)
	}
	var now heat.Reached
	if low, high, ok := m.pricesIn(wholeCandles(m.Tape), columns.Start(columns.N-1), columns.Start(columns.N)); ok {
		now = m.Field.Bins.ReachedBy(low, high, columns.N-1)
	}
	if m.Field.Reached != now {
		f := *m.Field
		f.Reached = now
		m.Field = &f
	}
	o.touches, o.burnt = o.waits.settle(m.Field)
	o.burns = m.burnsSince(before)
}

// pricesIn returns between which prices candles touch levels, of those from a
// number on that open in [from, to); false where there is none.
func (m *Market) pricesIn(first int, from, to data.UnixMs) (low, high data.Price, ok bool) {
	c := &m.Tape.Candles.Candles
	lows, highs := c.Low, c.High
	if mark := m.Tape.Mark; mark != nil {
		lows, highs = mark.Low, mark.High
	}
	first = max(first, sort.Search(c.Len(), func(i int) bool { return c.T[i] >= from }))
	for i := first; i < c.Len() && c.T[i] < to; i++ {
		if !ok {
			low, high, ok = lows[i], highs[i], true
		}
		low, high = min(low, lows[i]), max(high, highs[i])
	}
	return low, high, ok
}

// settle returns the touches of what f says is reached, and the bins that they
// leave nothing in. As in every column, what begins there is no touch: it is
// never seen.
func (w *lastColumn) settle(f *heat.Field) (touches []heat.Touch, burnt []BinSpan) {
	n, r, apart := f.Bins.N, f.Reached, true
	for bin := range n {
		var had, left data.USD
		for i := range w {
			s := &w[i]
			usd := s.usd[bin]
			had += usd
			if !r.Takes(s.side, bin, n) {
				left += usd
			} else if old := usd - s.born[bin]; old > heat.Dust {
				touches = append(touches, heat.Touch{Column: r.Column, Bin: bin, Side: s.side, USD: old})
			}
		}
		switch {
		case left > 0:
			apart = true
		case had > 0 && apart:
			burnt, apart = append(burnt, BinSpan{bin, bin + 1}), false
		case had > 0:
			burnt[len(burnt)-1].To = bin + 1
		}
	}
	return touches, burnt
}

// burnsSince returns the burns of a market before that are not over, and what of
// its levels was reached since by the candles that were not whole then or that
// have opened after. When more than one has closed since, nobody was looking.
func (m *Market) burnsSince(before *Market) []Burn {
	if before == nil || before.open.waits == nil {
		return nil
	}
	i := sort.Search(len(before.open.burns), func(i int) bool { return before.open.burns[i].T > m.Tape.Edge-burnKept })
	burns := slices.Clone(before.open.burns[i:])
	f, step, done := before.Field, m.Field.Columns.Step, before.Field.Reached
	from, end := f.Columns.Start(f.Columns.N-1), m.Field.Columns.Start(m.Field.Columns.N)
	for at := from; at < end && end-from <= 2*step; at += step {
		if low, high, ok := m.pricesIn(0, at, at+step); ok {
			now := f.Bins.ReachedBy(low, high, done.Column)
			burns = before.open.waits.burn(burns, f, done, now, Burn{T: m.Tape.Edge, Column: at})
			done.Longs, done.Shorts = max(done.Longs, now.Longs), max(done.Shorts, now.Shorts)
		}
	}
	return burns
}

// burn appends what of f is reached now and was not before, each as burn says.
func (w *lastColumn) burn(burns []Burn, f *heat.Field, before, now heat.Reached, burn Burn) []Burn {
	n := f.Bins.N
	for bin := range n {
		burn.USD = 0
		for i := range w {
			if s := &w[i]; now.Takes(s.side, bin, n) && !before.Takes(s.side, bin, n) {
				burn.USD += s.usd[bin]
			}
		}
		if burn.USD > 0 {
			burn.Low, burn.High = f.Bins.Edge(bin), f.Bins.Edge(bin+1)
			burns = append(burns, burn)
		}
	}
	return burns
}
