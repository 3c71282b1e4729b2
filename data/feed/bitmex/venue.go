// Package bitmex reads BitMEX perpetuals: candles, funding and the table of
// liquidation orders that are open. Volumes are small today.
//
// Liquidations carry no time and are told when the order is placed, not when it
// is filled. Routes, shapes and traps are in docs/feeds.md.
package bitmex

import "unwind/data/feed"

const id = "bitmex"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:      id,
		Name:    "BitMEX",
		Candles: candles(),
		Funding: funding(),
		Streams: Streams,
		Budgets: budgets,
		Refused: refused,
	}
}
