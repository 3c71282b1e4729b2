package market

import (
	"sort"

	"unwind/data"
	"unwind/data/cascade"
)

// Wave is one wave of liquidations with where it ends.
type Wave struct {
	cascade.Wave
	To  data.UnixMs // exclusive: its last event, or the last step of the totals, is over
	Gap bool        // some of it is missing of a venue that it was found in
}

// AtLeast says whether the sums of a wave are lower bounds.
func (w *Wave) AtLeast() bool {
	return w.Completeness == cascade.AtLeast || w.Gap && w.Completeness != cascade.Modelled
}

// Waves returns the waves of the event in time order, found in the totals of
// all coins where the tape has them and else in its own liquidations. The
// slice must not be changed.
func (m *Market) Waves() []Wave { return m.waves }

// WaveEvents returns the events that waves were found in, nil without any, and
// the feed that they came from.
func (m *Market) WaveEvents() (*cascade.Events, cascade.Feed) { return m.waveEvents, m.waveFeed() }

// WaveAt returns the number of the wave that t lies in, from 1, or 0.
func (m *Market) WaveAt(t data.UnixMs) int {
	n := m.NextWave(t) - 1
	if n < 1 || t >= m.waves[n-1].To {
		return 0
	}
	return n
}

// NextWave returns the number of the first wave that starts after t, from 1;
// one more than there are when none does.
func (m *Market) NextWave(t data.UnixMs) int {
	return 1 + sort.Search(len(m.waves), func(i int) bool { return m.waves[i].Start > t })
}

// PreviousWave returns the number of the last wave that starts before t, 0
// when none does.
func (m *Market) PreviousWave(t data.UnixMs) int {
	return sort.Search(len(m.waves), func(i int) bool { return m.waves[i].Start >= t })
}

// WavePerPercent returns the dollars liquidated in a wave for each 1 % of the
// price's move. Where the tape's rows are of several symbols there is none: the
// price is that of one.
func (m *Market) WavePerPercent(w *Wave) (data.USD, cascade.Reason) {
	if m.counting.Symbols > 1 {
		return 0, cascade.SeveralSymbols
	}
	return w.PerPercent()
}

// WaveInterest returns how open interest changed over a wave.
func (m *Market) WaveInterest(w *Wave) (cascade.InterestChange, cascade.Reason) {
	if m.Tape.OpenInterest == nil {
		return cascade.InterestChange{}, cascade.NoInterest
	}
	return cascade.InterestBetween(&m.Tape.OpenInterest.Points, w.Start, w.To)
}

// excitationWindow is how long the windows are in which events are counted: 60
// times an echo of a second.
const excitationWindow = data.Minute

// WaveExcitation returns the branching ratio of a wave. Sums by interval are no
// events, so there is none of waves found in totals.
func (m *Market) WaveExcitation(w *Wave) (cascade.Excitation, cascade.Reason) {
	x, reason := m.waveEvents.Excitation(&w.Wave, excitationWindow)
	if reason == cascade.Known && m.Tape.Totals != nil {
		return cascade.Excitation{}, cascade.NoEvents
	}
	if reason == cascade.Known && w.Gap {
		return cascade.Excitation{}, cascade.BrokenFeed
	}
	return x, reason
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

// waveFeed says how the liquidations came to be that waves are found in.
func (m *Market) waveFeed() cascade.Feed {
	switch t := m.Tape; {
	case t.Totals != nil:
		return cascade.Feed{Provenance: t.Totals.Provenance, AtLeast: t.Totals.AtLeast}
	case t.Liquidations != nil:
		return m.printFeed()
	}
	return cascade.Feed{}
}

// printFeed says how the tape's single liquidations came to be.
func (m *Market) printFeed() cascade.Feed {
	l := m.Tape.Liquidations
	return cascade.Feed{Provenance: l.Provenance, AtLeast: l.AtLeast}
}

// waveInput is what waves are found in. Prices are those of the replay, or of
// the events themselves where there are no candles.
func (m *Market) waveInput() cascade.Input {
	t, feed := m.Tape, m.waveFeed()
	var price func(data.UnixMs) (data.Price, bool)
	if len(m.candles) > 0 {
		price = (&walker{market: m, candle: -1}).priceAt
	}
	switch {
	case t.Totals != nil:
		return cascade.FlowInput(&t.Totals.Flow, feed, price)
	case t.Liquidations != nil:
		return cascade.Input{Events: cascade.NewEvents(&t.Liquidations.Liquidations), Feed: feed, Price: price, Own: t.Own}
	}
	return cascade.Input{}
}

// takeWaves keeps the waves that begin inside the event's window.
func (m *Market) takeWaves(found []cascade.Wave) {
	last := data.UnixMs(1)
	if m.Tape.Totals != nil {
		last = m.Tape.Totals.Step
	}
	for _, w := range found {
		if w.Start >= m.Tape.From && w.Start < m.Tape.To {
			to := min(w.End+last, m.Tape.To)
			m.waves = append(m.waves, Wave{w, to, m.Tape.Totals == nil && m.LiquidationGap(w.Start, to)})
		}
	}
}
