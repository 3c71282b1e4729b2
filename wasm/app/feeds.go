package app

import (
	"unwind/data/wire"
	"unwind/render/summary"
)

// AppendFeeds appends window.unwind.feeds() as JSON to dst: how full the
// throttled feeds are at now. Before a market is loaded it appends null.
func (m *Model) AppendFeeds(dst []byte, now float64) []byte {
	if m.market == nil {
		return append(dst, "null"...)
	}
	info := wire.FeedsInfo{T: m.time(now)}
	for _, f := range m.market.Feeds() {
		s := f.At(info.T)
		if s.Seconds == 0 {
			continue // it was not throttled then
		}
		info.Feeds = append(info.Feeds, wire.FeedInfo{
			Saturation: s, Venue: f.Venue, Symbol: f.Symbol, Said: summary.FeedFull(&s, m.query.Style.Lang),
		})
	}
	return wire.AppendFeeds(dst, &info)
}
