package market

import (
	"slices"
	"sort"

	"unwind/data"
)

// Burst is a stretch in which liquidations were dense.
type Burst struct {
	From, To    data.UnixMs // To exclusive
	Peak        data.UnixMs // start of its densest interval
	Long, Short data.USD
}

// How bursts are found: intervals of burstStep whose notional is among the
// densest burstShare of all and at least burstTimes their mean, joined across
// lulls of at most burstLull.
const (
	burstStep  = 5 * data.Minute
	burstShare = 0.03
	burstTimes = 3
	burstLull  = 20 * data.Minute
)

// Bursts returns the bursts inside the event's window in time order. The slice
// must not be changed.
func (m *Market) Bursts() []Burst { return m.bursts }

// NextBurst returns the first burst that starts after t.
func (m *Market) NextBurst(t data.UnixMs) (Burst, bool) {
	i := sort.Search(len(m.bursts), func(i int) bool { return m.bursts[i].From > t })
	if i == len(m.bursts) {
		return Burst{}, false
	}
	return m.bursts[i], true
}

// PreviousBurst returns the last burst that starts before t.
func (m *Market) PreviousBurst(t data.UnixMs) (Burst, bool) {
	i := sort.Search(len(m.bursts), func(i int) bool { return m.bursts[i].From >= t })
	if i == 0 {
		return Burst{}, false
	}
	return m.bursts[i-1], true
}

// Density returns the notional liquidated in each of n equal parts of the
// event's window, by side.
func (m *Market) Density(n int) (long, short []data.USD) {
	long, short = make([]data.USD, n), make([]data.USD, n)
	from, span := m.Tape.From, m.Tape.To-m.Tape.From
	for i := range long {
		a := from + span*data.UnixMs(i)/data.UnixMs(n)
		b := from + span*data.UnixMs(i+1)/data.UnixMs(n)
		long[i], short[i] = m.total.between(a, b)
	}
	return long, short
}

func (m *Market) findBursts() []Burst {
	n := int((m.Tape.To - m.Tape.From) / burstStep)
	if n < 1 {
		return nil
	}
	sums := make([]data.USD, n)
	for i := range sums {
		a := m.Tape.From + data.UnixMs(i)*burstStep
		long, short := m.total.between(a, a+burstStep)
		sums[i] = long + short
	}
	found := joinDense(sums, leastOfBurst(sums), m.Tape.From)
	for i := range found {
		found[i].Long, found[i].Short = m.total.between(found[i].From, found[i].To)
	}
	return found
}

// leastOfBurst returns the least notional of an interval that belongs to a
// burst; more than nothing.
func leastOfBurst(sums []data.USD) data.USD {
	sorted := slices.Clone(sums)
	slices.Sort(sorted)
	var all data.USD
	for _, usd := range sums {
		all += usd
	}
	dense := sorted[len(sums)-1-int(burstShare*float64(len(sums)-1))]
	return max(dense, burstTimes*all/data.USD(len(sums)), 1)
}

// joinDense joins the intervals that hold at least least to bursts; from is
// the start of the first interval.
func joinDense(sums []data.USD, least data.USD, from data.UnixMs) []Burst {
	var found []Burst
	var peak data.USD
	for i, usd := range sums {
		if usd < least {
			continue
		}
		at := from + data.UnixMs(i)*burstStep
		if len(found) == 0 || at-found[len(found)-1].To > burstLull {
			found, peak = append(found, Burst{From: at, Peak: at}), 0
		}
		last := &found[len(found)-1]
		if usd > peak {
			last.Peak, peak = at, usd
		}
		last.To = at + burstStep
	}
	return found
}
