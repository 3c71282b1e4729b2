package panel

import (
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/render/summary"
)

// How many feeds are listed: of the fullest of a wave, and of the event those
// with the most dollars.
const (
	waveFeeds  = 2
	eventFeeds = 6
)

// fullFeeds says how full the fullest of the throttled feeds were over a wave.
func (w *words) fullFeeds(m *market.Market, wave *market.Wave) []figure {
	var said []figure
	for _, f := range m.FullFeeds(wave.Start, wave.To, waveFeeds) {
		said = append(said, figure{summary.FeedName(f.Meter), summary.FeedFull(&f.Saturation, w.tag)})
	}
	return said
}

// feedMeters are the throttled feeds, and over which stretch they are metered.
type feedMeters struct {
	Says string
	Rows []feedRow
}

// meters lists the throttled feeds over all that they were followed, each with
// its fullest minute.
func (w *words) meters(m *market.Market) feedMeters {
	from, to := m.FeedsSince(m.Tape.From), m.FeedsUntil(m.Tape.To)
	brief := to-from < briefSpan
	var rows []feedRow
	for _, f := range m.Feeds()[:min(eventFeeds, len(m.Feeds()))] {
		whole := m.Followed(f, from, to)
		most, end := f.Fullest()
		rows = append(rows, feedRow{summary.FeedName(f), summary.FeedShare(&whole, w.tag), w.moment(end, brief), summary.FeedFull(&most, w.tag)})
	}
	return feedMeters{w.fill("feeds.span", "from", w.moment(from, brief), "to", w.moment(to, brief)), rows}
}

// feedKeys are the ends of the keys of how complete a feed is.
var feedKeys = [...]string{
	cascade.UnknownCompleteness: "unknown", cascade.Complete: "complete", cascade.AtLeast: "least", cascade.Modelled: "modelled",
}

// completeness says how much of a wave the feeds showed that it was found in,
// and of whom something of it is missing.
func (w *words) completeness(m *market.Market, wave *market.Wave) string {
	if !wave.AtLeast() || !wave.Gap {
		return w.texts["feed."+feedKeys[wave.Completeness]]
	}
	var of []string
	m.LiquidationGaps(wave.Start, wave.To, func(g *data.Gap) bool {
		if name := m.GapVenue(g); name == "" {
			of = append(of, w.texts["feed.gaps.all"])
		} else {
			of = append(of, name)
		}
		return true
	})
	slices.Sort(of)
	key := "feed.gaps"
	if wave.Completeness == cascade.AtLeast {
		key = "feed.sampled.gaps"
	}
	return w.fill(key, "venues", strings.Join(slices.Compact(of), ", "))
}
