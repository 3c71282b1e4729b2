package binancespot

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
)

// host is the mirror of market data, which needs no key.
const host = "data-api.binance.vision"

const byWeight = "weight"

var budgets = []feed.Budget{{Name: byWeight, Host: host, Units: 6000, Per: data.Minute, Used: "X-MBX-USED-WEIGHT-1M"}}

// refused reads the same codes as those of futures.
func refused(a feed.Answer) *feed.Refusal {
	r := binance.Refused(a)
	if r != nil {
		r.Venue = id
	}
	return r
}
