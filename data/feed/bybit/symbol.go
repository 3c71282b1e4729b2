package bybit

import "unwind/data/feed/field"

// Symbol reports whether s is a linear perpetual: "BTCUSDT", or "BTCPERP" of
// those in USDC. Inverse contracts ("BTCUSD") are none: their sizes are
// dollars.
func Symbol(s string) bool {
	_, ok := field.BaseOf(s, "USDT", "PERP")
	return ok
}
