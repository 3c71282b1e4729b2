// Package venues lists every venue that can be read.
package venues

import (
	"unwind/data/feed"
	"unwind/data/feed/binance"
	"unwind/data/feed/binancespot"
	"unwind/data/feed/bitmex"
	"unwind/data/feed/bybit"
	"unwind/data/feed/coinbase"
	"unwind/data/feed/coinglass"
	"unwind/data/feed/deribit"
	"unwind/data/feed/hyperliquid"
	"unwind/data/feed/okx"
)

// All returns the venues in the order in which they are listed to people:
// contracts, spot, collectors. CoinGlass needs the operator's key.
func All() []feed.Venue {
	return []feed.Venue{
		binance.New(), bybit.New(), okx.New(), deribit.New(), hyperliquid.New(), bitmex.New(),
		binancespot.New(), coinbase.New(),
		coinglass.New(),
	}
}

// Of returns the venue of an id, and whether there is one.
func Of(id string) (feed.Venue, bool) {
	for _, v := range All() {
		if v.ID == id {
			return v, true
		}
	}
	return feed.Venue{}, false
}
