// Package coinbase reads candles and trades of Coinbase Exchange, a spot
// reference in dollars. Its terms are the strictest of all venues: see
// docs/feeds.md, which has routes, shapes and traps too.
package coinbase

import "unwind/data/feed"

const id = "coinbase"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:      id,
		Name:    "Coinbase",
		Spot:    true,
		Candles: candles(),
		Streams: Streams,
		Budgets: budgets,
		Refused: refused,
	}
}
