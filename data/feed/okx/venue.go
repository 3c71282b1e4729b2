// Package okx reads OKX perpetual swaps: candles, mark price, open interest,
// funding and liquidations.
//
// Liquidations are sampled (at most one order a second and contract), counted
// in contracts, and sent for all instruments at once. Routes, shapes and traps
// are in docs/feeds.md.
package okx

import "unwind/data/feed"

const id = "okx"

// New returns the venue with the instruments that are known without asking, or
// with those given, from [ParseInstruments]. Other symbols are refused, since
// nothing tells what their contracts are worth.
func New(instruments ...feed.Contract) feed.Venue {
	if len(instruments) == 0 {
		instruments = builtin
	}
	known := contracts{}
	for _, c := range instruments {
		known[c.Symbol] = c
	}
	return feed.Venue{
		ID:           id,
		Name:         "OKX",
		Candles:      candles(known, "/api/v5/market/history-candles", byCandles),
		Mark:         candles(known, "/api/v5/market/history-mark-price-candles", byMark),
		Interest:     interest(known),
		Funding:      funding(known),
		Liquidations: liquidations(known),
		Streams:      known.streams,
		Budgets:      budgets,
		Refused:      refused,
	}
}
