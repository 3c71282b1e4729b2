package market

import (
	"cmp"
	"slices"

	"unwind/data"
	"unwind/data/cascade"
)

// Feeds returns how full the throttled feeds were that the tape's recorded
// liquidations came by, that of the most dollars first. What is chosen of the
// event changes nothing about a feed. The slice must not be changed.
func (m *Market) Feeds() []*cascade.Meter { return m.feeds }

// FullFeeds returns at most most feeds that were full in [from, to) at all, the
// fullest first, and how full where they were followed.
func (m *Market) FullFeeds(from, to data.UnixMs, most int) []FullFeed {
	var full []FullFeed
	for _, f := range m.feeds {
		if s := m.Followed(f, from, to); s.Full > 0 {
			full = append(full, FullFeed{f, s})
		}
	}
	slices.SortStableFunc(full, func(a, b FullFeed) int { return cmp.Compare(b.Share(), a.Share()) })
	return full[:min(most, len(full))]
}

// FullFeed is a feed and how full it was over a stretch.
type FullFeed struct {
	*cascade.Meter
	cascade.Saturation
}

// FeedsSince returns from when on the feeds of [Market.Feeds] were followed, at
// from or later.
func (m *Market) FeedsSince(from data.UnixMs) data.UnixMs {
	return max(from, m.Tape.From, liquidationsSince(m.Tape))
}

// FeedsUntil returns until when they were, at to or earlier: of an event that
// goes on, or that was cut while it did, until its edge.
func (m *Market) FeedsUntil(to data.UnixMs) data.UnixMs {
	if edge := m.Tape.Edge; edge != 0 {
		to = min(to, edge)
	}
	return min(to, m.Tape.To)
}

// Followed returns how full a feed was in the seconds of [from, to) in which it
// was followed: those from [Market.FeedsSince] to [Market.FeedsUntil] that lie in
// no gap of its venue.
func (m *Market) Followed(f *cascade.Meter, from, to data.UnixMs) (sum cascade.Saturation) {
	from, to = m.FeedsSince(from), m.FeedsUntil(to)
	m.GapsBetween(from, to, func(g *data.Gap) bool {
		if g.Venue != "" && g.Venue != f.Venue {
			return true
		}
		start := (g.From + data.Second - 1) / data.Second * data.Second
		if end := g.To / data.Second * data.Second; start < end && from < end {
			sum.Add(f.Between(from, min(start, to)))
			from = end
		}
		return true
	})
	sum.Add(f.Between(from, to))
	return sum
}

// SaturatedFeed returns how full the fullest feed of the tape's instrument is
// at t, and whether it is saturated.
func (m *Market) SaturatedFeed(t data.UnixMs) (fullest cascade.Saturation, saturated bool) {
	if m.meters == nil || !m.meters.AnySaturated() {
		return fullest, false
	}
	for _, f := range m.feeds {
		if f.Symbol != m.Tape.Symbol {
			continue
		}
		if s := f.At(t); s.Full > fullest.Full {
			fullest = s
		}
	}
	return fullest, fullest.Saturated()
}

// SaturatedBubbles says whether any bubble of the event is saturated.
func (m *Market) SaturatedBubbles() bool { return m.broken }

// saturated says whether the feed of row i of the liquidations was saturated
// when it came.
func (m *Market) saturated(i int) bool { return m.meters != nil && m.meters.Saturated(i) }
