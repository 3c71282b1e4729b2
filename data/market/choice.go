package market

import (
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/tape"
)

// Choice returns what of the event m shows and with which parameters its
// levels were made: what was chosen, as far as the tape has anything to choose
// from.
func (m *Market) Choice() level.Choice { return m.choice }

// plain returns the market without a choice.
func (m *Market) plain() *Market {
	if m.base != nil {
		return m.base
	}
	return m
}

// Tuned says in words with which parameters of a reader's own the levels of m
// were made, nil for the default ones.
func (m *Market) Tuned() tape.Text { return m.tuned }

// Fit returns the part of c that means something for m's tape.
func (m *Market) Fit(c level.Choice) level.Choice {
	c.Venues = m.known(c.Venues)
	if !slices.Contains(m.Rules(), c.Rules) {
		c.Rules = ""
	}
	if !m.CanEstimate() {
		c.Tuning = level.Tuning{}
	}
	return c
}

// known returns those of a list of venues that the tape names, "" where that
// is none or all of them.
func (m *Market) known(list string) string {
	var kept []string
	for id := range strings.SplitSeq(list, ",") {
		if slices.Contains(m.venues, id) {
			kept = append(kept, id)
		}
	}
	if len(kept) == len(m.venues) {
		return ""
	}
	return strings.Join(kept, ",")
}

// Venues returns the venues that liquidations of the tape's instrument name,
// ascending; nil where they name fewer than two, so that there is nothing to
// choose.
func (m *Market) Venues() []string { return m.venues }

// venueRows is how many rows of a tape's instrument a venue has.
type venueRows struct {
	venue string
	rows  int
}

// findVenues counts the rows of each venue, o's and what has changed since.
func (m *Market) findVenues(o *earlier) {
	l := m.Tape.Liquidations
	if l == nil || l.Venue == nil {
		return
	}
	from := 0
	if o.sameRows() {
		m.venueRows, from = slices.Clone(o.venueRows), o.same
		m.countVenues(o.Tape, 0, o.drop, -1)
		m.countVenues(o.Tape, o.drop+o.same, o.Tape.Liquidations.Len(), -1)
	}
	m.countVenues(m.Tape, from, l.Len(), 1)
	for _, v := range m.venueRows {
		if v.rows > 0 {
			m.venues = append(m.venues, v.venue)
		}
	}
	slices.Sort(m.venues)
	if len(m.venues) < 2 {
		m.venues = nil
	}
}

// countVenues adds the rows of a tape from one to another, exclusive, to those of
// their venues, so many times.
func (m *Market) countVenues(t *tape.Tape, from, to, times int) {
	for i := from; i < to; i++ {
		id := t.Liquidations.Venue[i]
		if id == "" || !t.Own(i) {
			continue
		}
		k := slices.IndexFunc(m.venueRows, func(v venueRows) bool { return v.venue == id })
		if k < 0 {
			k = len(m.venueRows)
			m.venueRows = append(m.venueRows, venueRows{venue: id})
		}
		m.venueRows[k].rows += times
	}
}

// CanEstimate says whether levels can be estimated from the tape, and so with
// parameters of one's own.
func (m *Market) CanEstimate() bool {
	c := m.Tape.Candles
	return c != nil && c.Len() > 0 && !c.FromPrints
}

// Rules returns the ids of the venues that have margin rules for the tape's
// coin.
func (m *Market) Rules() []string {
	var ids []string
	for _, id := range margin.Venues() {
		if _, ok := margin.Symbol(id, coinOf(m.Tape)); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// Leverages returns the leverages of the estimate as it is without a choice,
// ascending; nil without one.
func (m *Market) Leverages() []float64 {
	if m.plain().Field == nil {
		return nil
	}
	return leveragesOf(m.plain().Field)
}

// SizesKnown says whether every liquidation of the tape is one that a venue
// recorded, so that its size means something. Others are sums.
func (m *Market) SizesKnown() bool {
	l := m.Tape.Liquidations
	return l != nil && l.Provenance == data.Recorded
}

// liquidationFilter returns the part of the choice that liquidations follow.
func (m *Market) liquidationFilter() level.Filter {
	f := level.Filter{Side: m.choice.Side, Venues: m.choice.Venues}
	if m.SizesKnown() {
		f.LowUSD, f.HighUSD = m.choice.LowUSD, m.choice.HighUSD
	}
	return f
}

// levelChoice returns the part of the choice that levels follow.
func (m *Market) levelChoice() level.Choice {
	return level.Choice{Filter: m.choice.Filter.Levels(), Tuning: m.choice.Tuning}
}

// shows returns what says whether row i of the liquidations has a place on the
// chart: those of other instruments are counted elsewhere, and the choice may
// leave out more.
func (m *Market) shows() func(i int) bool {
	matches := m.matches()
	if matches == nil {
		return m.Tape.Own
	}
	return func(i int) bool { return m.Tape.Own(i) && matches(i) }
}

// matches returns what says whether row i of the liquidations, of whatever
// instrument, is chosen; nil where all are.
func (m *Market) matches() func(i int) bool {
	l, f := m.Tape.Liquidations, m.liquidationFilter()
	if l == nil || f == (level.Filter{}) {
		return nil
	}
	venues := map[string]bool{}
	for id := range strings.SplitSeq(f.Venues, ",") {
		venues[id] = true
	}
	return func(i int) bool {
		return (f.Side == data.UnknownSide || l.Side[i] == f.Side) &&
			l.Notional[i] >= f.LowUSD && (f.HighUSD <= 0 || l.Notional[i] < f.HighUSD) &&
			(f.Venues == "" || venues[l.Venue[i]])
	}
}
