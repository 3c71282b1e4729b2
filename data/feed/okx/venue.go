// Package okx reads OKX perpetual swaps: candles, mark price, open interest,
// funding and liquidations.
//
// Liquidations are sampled (at most one order a second and contract), counted
// in contracts, and sent for all instruments at once. Routes, shapes and traps
// are in docs/feeds.md.
package okx

import "unwind/data/feed"

const id = "okx"

// New returns the venue. Rows that count contracts, which are liquidations and
// trades, are refused of an instrument of which nobody has said what a contract
// is worth: the list of instruments says it, see [feed.Venue.Contracts].
func New() feed.Venue {
	known := feed.NewContracts(builtin, Instruments(), ParseInstruments)
	return feed.Venue{
		ID:           id,
		Name:         "OKX",
		Candles:      candles("/api/v5/market/history-candles", byCandles),
		Mark:         candles("/api/v5/market/history-mark-price-candles", byMark),
		Interest:     interest(),
		Funding:      funding(),
		Liquidations: liquidations(known),
		Streams:      follower{known}.streams,
		Contracts:    known,
		Budgets:      budgets,
		Refused:      refused,
	}
}
