// Package binance reads Binance USD-M futures: candles, mark price, open
// interest, funding and liquidations.
//
// Liquidations are sampled: at most one order a second and symbol is sent, the
// latest until April 2026, the largest since. Sums are lower bounds.
// Routes, shapes and traps are in docs/feeds.md.
package binance

import "unwind/data/feed"

const id = "binance"

// New returns the venue.
func New() feed.Venue {
	return feed.Venue{
		ID:          id,
		Name:        "Binance USD-M",
		Candles:     candles("/fapi/v1/klines"),
		Mark:        candles("/fapi/v1/markPriceKlines"),
		Interest:    interest(),
		InterestNow: interestNow(),
		Funding:     funding(),
		Streams:     Streams,
		Budgets:     budgets,
		Refused:     Refused,

		PollsInterest: true,
	}
}
