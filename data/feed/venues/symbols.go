package venues

import (
	"strings"

	"unwind/data/feed"
)

// spellings are how venues name the perpetual of a coin, or of a spot market
// the pair, that is worth dollars.
var spellings = map[string][]string{
	"binance":      {"*USDT"},
	"bybit":        {"*USDT"},
	"okx":          {"*-USDT-SWAP"},
	"deribit":      {"*-PERPETUAL"},
	"hyperliquid":  {"*"},
	"bitmex":       {"*USD", "*USDT"},
	"binance-spot": {"*USDT"},
	"coinbase":     {"*-USD"},
}

// Symbols returns what a venue's streams call the perpetuals of a coin, or on a
// spot market the pair: "BTC-USDT-SWAP" of "BTC" on OKX. It is empty where a
// venue has no streams, or no such names.
func Symbols(v *feed.Venue, coin string) []string {
	if v.Streams == nil {
		return nil
	}
	if v.ID == "bitmex" && coin == "BTC" {
		coin = "XBT"
	}
	var found []string
	for _, s := range spellings[v.ID] {
		s = strings.Replace(s, "*", coin, 1)
		if _, err := v.Streams([]string{s}); err == nil {
			found = append(found, s)
		}
	}
	return found
}
