package binance

import (
	"strings"

	"unwind/data/feed/field"
)

// Symbol reports whether s is a USD-M contract whose quote is worth a dollar:
// "BTCUSDT", "BTCUSDC", with "_260327" for one that is delivered. COIN-M
// contracts ("BTCUSD_PERP") and those quoted in coin ("ETHBTC") are none: their
// sizes and values would be read as something else.
func Symbol(s string) bool {
	name, date, delivered := strings.Cut(s, "_")
	if delivered && !isDate(date) {
		return false
	}
	_, ok := field.BaseOf(name, "USDT", "USDC")
	return ok
}

// isDate reports whether s is six digits.
func isDate(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return len(s) == 6
}
