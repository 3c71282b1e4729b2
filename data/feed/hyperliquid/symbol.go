package hyperliquid

import (
	"strings"

	"unwind/data/feed/field"
)

// Symbol reports whether s is the name of a perpetual, which is its coin:
// "BTC", or "kPEPE" of a thousand. Spot pairs ("@107") and perpetuals of other
// builders ("xyz:GOLD") are none.
func Symbol(s string) bool {
	return field.Letters(strings.TrimPrefix(s, "k"))
}
