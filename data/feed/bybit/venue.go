// Package bybit reads Bybit's linear contracts: candles, mark price, open
// interest, funding and liquidations.
//
// All liquidations are sent, every 500 ms. Their side is that of the position:
// "Buy" is a liquidated long, the reverse of what the word means on other
// venues. Routes, shapes and traps are in docs/feeds.md.
package bybit

import "unwind/data/feed"

const id = "bybit"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:       id,
		Name:     "Bybit",
		Candles:  candles("/v5/market/kline", true),
		Mark:     candles("/v5/market/mark-price-kline", false),
		Interest: interest(),
		Funding:  funding(),
		Streams:  Streams,
		Budgets:  budgets,
		Refused:  refused,
	}
}
