// Package coinglass reads CoinGlass v4 with the operator's key: liquidations by
// interval and by order that it collects from exchanges, and its own heat map,
// which is a model. Errors arrive as HTTP 200. Routes, shapes and traps are in
// docs/feeds.md.
package coinglass

import "unwind/data/feed"

const id = "coinglass"

// New returns the venue. Its symbols are coins ("BTC"), or what an exchange
// calls something ("Binance:BTCUSDT").
func New() feed.Venue {
	return feed.Venue{
		ID:           id,
		Name:         "CoinGlass",
		Liquidations: orders(),
		Totals:       totals(),
		Streams:      Streams,
		Budgets:      budgets,
		Refused:      refused,

		SidesDisputed: true,
	}
}
