package deribit

import (
	"strings"

	"unwind/data/feed"
	"unwind/data/feed/field"
)

const (
	perpetual = "-PERPETUAL"
	inUSDC    = "_USDC"
	inUSDT    = "_USDT"
)

// Symbol reports whether s is a perpetual: "BTC-PERPETUAL", margined in coin, or
// "BTC_USDC-PERPETUAL".
func Symbol(s string) bool {
	_, ok := field.BaseOf(s, inUSDC+perpetual, inUSDT+perpetual, perpetual)
	return ok
}

// contractOf returns what an amount of a perpetual is: dollars of one that is
// margined in coin, coins of a linear one. Amounts are not contracts: one
// contract of BTC-PERPETUAL is $10.
func contractOf(symbol string) feed.Contract {
	linear := strings.Contains(symbol, inUSDC) || strings.Contains(symbol, inUSDT)
	return feed.Contract{Symbol: symbol, Inverse: !linear, Face: 1}
}
