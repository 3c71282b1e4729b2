package field

import "strings"

// longestSymbol bounds symbols, in bytes; the longest that is listed has 24.
const longestSymbol = 32

// Letters reports whether s is 1 to 32 capital letters and digits, which is
// what every venue makes its names of, besides a few marks between them.
func Letters(s string) bool {
	if s == "" || len(s) > longestSymbol {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c-'A' > 25 && c-'0' > 9 {
			return false
		}
	}
	return true
}

// BaseOf returns what stands before the first of the endings that s has, and
// whether that is a name by itself: "BTC" of "BTCUSDT" and "USDT".
func BaseOf(s string, endings ...string) (string, bool) {
	for _, end := range endings {
		if base, ok := strings.CutSuffix(s, end); ok && Letters(base) && len(s) <= longestSymbol {
			return base, true
		}
	}
	return "", false
}
