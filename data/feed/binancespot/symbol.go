package binancespot

import "unwind/data/feed/field"

// Symbol reports whether s is a pair whose quote is worth a dollar: "BTCUSDT".
func Symbol(s string) bool {
	_, ok := field.BaseOf(s, "USDT", "USDC", "FDUSD")
	return ok
}
