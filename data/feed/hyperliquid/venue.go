// Package hyperliquid reads Hyperliquid perpetuals: candles, contexts (mark
// price, open interest, funding) and trades. It has no public liquidation feed:
// trades carry no mark, and a hash of zeros is none. Routes, shapes and traps
// are in docs/feeds.md.
package hyperliquid

import "unwind/data/feed"

const id = "hyperliquid"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:          id,
		Name:        "Hyperliquid",
		Candles:     candles(),
		InterestNow: interestNow(),
		Funding:     funding(),
		Streams:     Streams,
		Budgets:     budgets,
		Refused:     refused,

		NoLiquidations: "Hyperliquid publishes no liquidations of all accounts; they are only in the files of its nodes",
	}
}
