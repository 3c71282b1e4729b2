package market

import (
	"cmp"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/tape"
)

// MaxGapRows is how many rows the gaps of single venues take at most.
const MaxGapRows = 6

// Stretch is a stretch of time, To exclusive.
type Stretch struct{ From, To data.UnixMs }

// NamedStretch is when something is missing of a venue.
type NamedStretch struct {
	Stretch
	Name string // of the venue, as people write it; "" of all or several
}

// gaps is when something is missing of the tape.
type gaps struct {
	all    []data.Gap    // the tape's, by their starts
	until  []data.UnixMs // the latest end of those up to each
	names  map[string]string
	price  []NamedStretch
	others [][]NamedStretch
	feeds  []Stretch // of venues that send liquidations
	sends  func(venue string) bool
}

// PriceGaps returns when there are no prices, because everything is missing or
// what the venue of the candles sends: stretches without names that are apart,
// in time order. Prices that were fetched later are there. The slice must not be
// changed.
func (m *Market) PriceGaps() []NamedStretch { return m.gaps.price }

// OtherGaps returns when something else is missing than prices, by venue or of
// all of them, in at most [MaxGapRows] rows, in each of which nothing overlaps,
// in time order. The slices must not be changed.
func (m *Market) OtherGaps() [][]NamedStretch { return m.gaps.others }

// HasGaps says whether the tape knows of any gap.
func (m *Market) HasGaps() bool { return len(m.gaps.all) > 0 }

// GapVenue returns how people write the venue of a gap, "" for all.
func (m *Market) GapVenue(g *data.Gap) string { return m.gaps.names[g.Venue] }

// GapsBetween calls use for the gaps that meet [from, to), by their starts,
// until it returns false.
func (m *Market) GapsBetween(from, to data.UnixMs, use func(*data.Gap) bool) {
	g := &m.gaps
	for i := sort.Search(len(g.until), func(i int) bool { return g.until[i] > from }); i < len(g.all) && g.all[i].From < to; i++ {
		if g.all[i].To > from && !use(&g.all[i]) {
			return
		}
	}
}

// LiquidationGap says whether something is missing in [from, to) of a venue
// that sends liquidations.
func (m *Market) LiquidationGap(from, to data.UnixMs) bool {
	s := m.gaps.feeds
	i := sort.Search(len(s), func(i int) bool { return s[i].To > from })
	return i < len(s) && s[i].From < to
}

// LiquidationGaps calls use for those of [Market.GapsBetween] that are of venues
// that send liquidations.
func (m *Market) LiquidationGaps(from, to data.UnixMs, use func(*data.Gap) bool) {
	m.GapsBetween(from, to, func(g *data.Gap) bool { return !m.gaps.sends(g.Venue) || use(g) })
}

// findGaps sorts the gaps of the tape by what they hide.
func (m *Market) findGaps() {
	if m.Tape.Gaps == nil || len(m.Tape.Gaps.Gaps) == 0 {
		return
	}
	g := &m.gaps
	g.all, g.names = m.Tape.Gaps.Gaps, map[string]string{}
	own, others := venueOf(m.Tape), map[string][]Stretch{}
	g.sends = sendLiquidations(m.Tape)
	var price []Stretch
	var last data.UnixMs
	for i := range g.all {
		x := &g.all[i]
		last = max(last, x.To)
		g.until, g.names[x.Venue] = append(g.until, last), cascade.VenueName(x.Venue)
		whole, prices := Stretch{x.From, x.To}, x.Venue == "" || x.Venue == own
		if !prices || !m.bare(&price, whole) {
			others[x.Venue] = joinStretch(others[x.Venue], whole)
		}
		if g.sends(x.Venue) {
			g.feeds = joinStretch(g.feeds, whole)
		}
	}
	for _, s := range price {
		g.price = append(g.price, NamedStretch{Stretch: s})
	}
	g.others = rowsOf(others, g.names)
}

// bare adds the parts of a gap in which there is no candle, and reports whether
// that is all of it.
func (m *Market) bare(to *[]Stretch, gap Stretch) (all bool) {
	from := gap.From
	if m.Tape.Candles != nil {
		c := &m.Tape.Candles.Candles
		for i := max(0, openedUntil(c, gap.From)-1); i < c.Len() && c.T[i] < gap.To; i++ {
			if c.T[i] > from {
				*to = joinStretch(*to, Stretch{from, c.T[i]})
			}
			from = max(from, c.T[i]+c.Step)
		}
	}
	if from < gap.To {
		*to = joinStretch(*to, Stretch{from, gap.To})
	}
	return from == gap.From
}

// joinStretch adds a stretch to others that are apart, none of which begins
// after it.
func joinStretch(all []Stretch, s Stretch) []Stretch {
	if n := len(all); n > 0 && s.From <= all[n-1].To {
		all[n-1].To = max(all[n-1].To, s.To)
		return all
	}
	return append(all, s)
}

// MissesLiquidations says whether the window of a tape meets a gap of a venue
// that sends liquidations.
func MissesLiquidations(t *tape.Tape) bool {
	sends := sendLiquidations(t)
	return t.Gaps != nil && slices.ContainsFunc(t.Gaps.Gaps, func(g data.Gap) bool {
		return g.To > t.From && g.From < t.To && sends(g.Venue)
	})
}

// sendLiquidations returns which venues do: those of the tape's liquidations,
// and those that have a feed of them. Without any there is nothing to miss.
func sendLiquidations(t *tape.Tape) func(venue string) bool {
	l := t.Liquidations
	if l == nil {
		return func(string) bool { return false }
	}
	return func(venue string) bool {
		return venue == "" || cascade.HasFeed(venue) || slices.Contains(l.Venue, venue)
	}
}

// rowsOf puts the stretches of each venue into the first row that has room at
// their time. What has none joins the last row.
func rowsOf(of map[string][]Stretch, names map[string]string) (rows [][]NamedStretch) {
	var all []NamedStretch
	for venue, stretches := range of {
		for _, s := range stretches {
			all = append(all, NamedStretch{s, names[venue]})
		}
	}
	slices.SortFunc(all, func(a, b NamedStretch) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name)) })
	for _, s := range all {
		free := slices.IndexFunc(rows, func(row []NamedStretch) bool { return row[len(row)-1].To <= s.From })
		switch {
		case free >= 0:
			rows[free] = append(rows[free], s)
		case len(rows) < MaxGapRows:
			rows = append(rows, []NamedStretch{s})
		default:
			row := rows[MaxGapRows-1]
			last := &row[len(row)-1]
			last.To, last.Name = max(last.To, s.To), ""
		}
	}
	return rows
}
