// Package binancespot reads candles of Binance's spot market, the reference
// price, from the host that serves market data alone. Routes, shapes and traps
// are in docs/feeds.md.
package binancespot

import "unwind/data/feed"

const id = "binance-spot"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:      id,
		Name:    "Binance spot",
		Spot:    true,
		Candles: candles(),
		Streams: Streams,
		Budgets: budgets,
		Refused: refused,
	}
}
