package panel

import (
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

// meters lists the throttled feeds over the event, each with its fullest minute.
func (w *words) meters(m *market.Market) []feedRow {
	var rows []feedRow
	for _, f := range m.Feeds()[:min(eventFeeds, len(m.Feeds()))] {
		whole := f.Between(m.Tape.From, m.Tape.To)
		most, end := f.Fullest()
		rows = append(rows, feedRow{summary.FeedName(f), summary.FeedShare(&whole, w.tag), w.clock(end), summary.FeedFull(&most, w.tag)})
	}
	return rows
}
