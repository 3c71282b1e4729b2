// Package deribit reads Deribit perpetuals: candles, funding, trades and the
// flag that marks liquidations among them.
//
// Every public trade carries the flag, so the feed is complete, and its history
// is served back to 2018 without a key: see [History]. Routes, shapes and traps
// are in docs/feeds.md.
package deribit

import "unwind/data/feed"

const id = "deribit"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:      id,
		Name:    "Deribit",
		Candles: candles(),
		Funding: funding(),
		Streams: Streams,
		Budgets: budgets,
		Refused: refused,
	}
}
