package coinglass

import (
	"strings"

	"unwind/data/feed/field"
)

// Symbol reports whether s is a coin, "BTC", or a symbol of an exchange,
// "Binance:BTCUSDT".
func Symbol(s string) bool {
	exchange, symbol := split(s)
	return field.Letters(symbol) && (exchange == "" && !strings.Contains(s, ":") || isExchange(exchange))
}

// OfExchange reports whether s names an exchange: "Binance:BTC".
func OfExchange(s string) bool { return Symbol(s) && strings.Contains(s, ":") }

// Coin reports whether s is a coin.
func Coin(s string) bool { return field.Letters(s) }

// split returns "Binance" and "BTCUSDT" of "Binance:BTCUSDT", or "" and "BTC".
func split(s string) (exchange, symbol string) {
	if before, after, found := strings.Cut(s, ":"); found {
		return before, after
	}
	return "", s
}

// isExchange reports whether s is the name of an exchange as CoinGlass writes
// it: letters and digits, of either case.
func isExchange(s string) bool { return field.Letters(strings.ToUpper(s)) }
