package coinbase

import "unwind/data/feed/field"

// Symbol reports whether s is a pair in dollars: "BTC-USD".
func Symbol(s string) bool {
	_, ok := field.BaseOf(s, "-USD")
	return ok
}
