package cascade

import (
	"cmp"
	"slices"
	"sort"

	"unwind/data"
)

// Meter says how full the throttled public feed of one venue and symbol was,
// from the rows that it sent. It reads the columns they are in.
type Meter struct {
	Venue, Symbol string

	l    *data.Liquidations
	rows []int32    // in time order
	full []int32    // distinct seconds up to and including each
	sums []data.USD // the same of dollars

	window int // row with which the window of the last one begins
}

// Total returns the dollars of all orders that were sent.
func (m *Meter) Total() data.USD { return m.sums[len(m.sums)-1] }

// Between returns how full the feed was in the UTC seconds that [from, to)
// touches, as far as it was throttled then.
func (m *Meter) Between(from, to data.UnixMs) Saturation {
	from, to, sends := throttle(m.Venue, from, to)
	if from >= to {
		return Saturation{}
	}
	s := Saturation{Seconds: int(secondOf(to-1)-secondOf(from)) + 1, Sends: sends}
	first, last := m.until(from), m.until(to)
	if first == last {
		return s
	}
	s.Orders, s.Full, s.USD = last-first, int(m.fullUntil(last)-m.fullUntil(first)), m.sums[last-1]
	if first > 0 {
		s.USD -= m.sums[first-1]
		if m.second(first) == m.second(first-1) {
			s.Full++
		}
	}
	return s
}

// At returns how full the feed was in the [SaturationWindow] whose last second
// holds t, with what had come by t.
func (m *Meter) At(t data.UnixMs) Saturation {
	return m.Between(windowStart(t), t+1)
}

// Fullest returns how full the fullest window was, the first of equal ones, and
// when it ended. It visits all rows.
func (m *Meter) Fullest() (Saturation, data.UnixMs) {
	most, inMost, window := 0, int32(0), 0
	for i := range m.rows {
		window = m.windowFrom(window, i)
		if within := m.within(window, i); within > inMost {
			most, inMost = i, within
		}
	}
	end := m.at(most)
	return m.At(end), end
}

// windowFrom returns the first row of the window that ends with row i, which is
// at or after row from.
func (m *Meter) windowFrom(from, i int) int {
	for start := windowStart(m.at(i)); m.at(from) < start; from++ {
	}
	return from
}

// within returns how many distinct seconds the rows of a window are of, which
// begins with row from and ends with row i.
func (m *Meter) within(from, i int) int32 { return m.full[i] - m.full[from] + 1 }

func (m *Meter) at(i int) data.UnixMs { return m.l.T[m.rows[i]] }

func (m *Meter) second(i int) data.UnixMs { return secondOf(m.at(i)) }

// until returns how many orders were sent before t.
func (m *Meter) until(t data.UnixMs) int {
	return sort.Search(len(m.rows), func(i int) bool { return m.at(i) >= t })
}

// fullUntil returns how many distinct seconds the first n orders are of.
func (m *Meter) fullUntil(n int) int32 {
	if n == 0 {
		return 0
	}
	return m.full[n-1]
}

// add takes in one row, which is not before those taken in, and reports whether
// the feed was saturated when it came.
func (m *Meter) add(row int) (saturated bool) {
	i := len(m.rows)
	m.rows = append(m.rows, int32(row))
	full, sum := m.fullUntil(i), data.USD(0)
	if i > 0 {
		sum = m.sums[i-1]
	}
	if i == 0 || m.second(i) != m.second(i-1) {
		full++
	}
	m.full, m.sums = append(m.full, full), append(m.sums, sum+amount(m.l.Notional[row]))
	m.window = m.windowFrom(m.window, i)
	return isSaturated(m.within(m.window, i))
}

// isSaturated says whether a feed is with so many full seconds in a window.
func isSaturated(full int32) bool {
	return float64(full) >= SaturatedShare*float64(SaturationWindow/data.Second)
}

// windowStart returns the first instant of the window whose last second holds
// t.
func windowStart(t data.UnixMs) data.UnixMs {
	return secondOf(t)*data.Second + data.Second - SaturationWindow
}

// secondOf returns the number of the UTC second of t.
func secondOf(t data.UnixMs) data.UnixMs {
	second := t / data.Second
	if t < second*data.Second {
		second--
	}
	return second
}

// Meters reads the throttled feeds out of recorded liquidations, in small steps.
// A feed that only grows can be read on: Step takes the rows that are new.
type Meters struct {
	l         *data.Liquidations
	feed      Feed
	symbol    string // of rows without one
	rules     lookup
	at        map[[2]string]int
	all       []*Meter
	next      int      // row
	saturated []uint64 // a bit a row; nil without any
}

// NewMeters returns the meters of l, of which no row is read yet. Only rows
// that a venue recorded and that name it are metered; symbol is that of rows
// without one.
func NewMeters(l *data.Liquidations, feed Feed, symbol string) *Meters {
	return &Meters{l: l, feed: feed, symbol: symbol, at: map[[2]string]int{}}
}

// Step reads up to rows further rows and reports whether all are read.
func (m *Meters) Step(rows int) (done bool) {
	if m.feed.Provenance != data.Recorded || m.l.Venue == nil {
		return true
	}
	for end := min(m.next+rows, m.l.Len()); m.next < end; m.next++ {
		m.take(m.next)
	}
	return m.next >= m.l.Len()
}

func (m *Meters) take(row int) {
	if rule, _ := m.rules.find(m.l.Venue[row], m.l.T[row]); rule.Sends == EveryOrder || amount(m.l.Notional[row]) == 0 {
		return
	}
	symbol := m.symbol
	if m.l.Symbol != nil {
		symbol = m.l.Symbol[row]
	}
	if !m.meterOf(m.l.Venue[row], symbol).add(row) {
		return
	}
	for len(m.saturated) <= row/64 {
		m.saturated = append(m.saturated, 0)
	}
	m.saturated[row/64] |= 1 << (row % 64)
}

// fewMeters is how many meters are compared with before one is looked up by its
// hash, which takes a browser longer.
const fewMeters = 4

// meterOf returns the meter of a venue and symbol, a new one the first time.
func (m *Meters) meterOf(venue, symbol string) *Meter {
	for _, known := range m.all[:min(len(m.all), fewMeters)] {
		if known.Venue == venue && known.Symbol == symbol {
			return known
		}
	}
	key := [2]string{venue, symbol}
	k, known := m.at[key]
	if !known {
		k = len(m.all)
		m.at[key] = k
		m.all = append(m.all, &Meter{Venue: venue, Symbol: symbol, l: m.l})
	}
	return m.all[k]
}

// Saturated says whether the feed of a row was saturated when it came.
func (m *Meters) Saturated(row int) bool {
	return row/64 < len(m.saturated) && m.saturated[row/64]>>(row%64)&1 != 0
}

// AnySaturated says whether any feed was saturated at any time.
func (m *Meters) AnySaturated() bool { return m.saturated != nil }

// Feeds returns the meters of all throttled feeds, that of the most dollars
// first.
func (m *Meters) Feeds() []*Meter {
	feeds := slices.Clone(m.all)
	slices.SortStableFunc(feeds, func(a, b *Meter) int { return cmp.Compare(b.Total(), a.Total()) })
	return feeds
}
