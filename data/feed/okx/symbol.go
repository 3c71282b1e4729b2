package okx

import (
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// builtin are instruments whose contracts were worth this by OKX's list of
// instruments as it was in September 2026. They hold until that list was read.
var builtin = []feed.Contract{
	{Symbol: "BTC-USDT-SWAP", Face: 0.01},
	{Symbol: "ETH-USDT-SWAP", Face: 0.1},
	{Symbol: "BTC-USD-SWAP", Face: 100, Inverse: true},
}

// unknownWorth is why rows that count contracts are refused.
const unknownWorth = "nobody has said yet what a contract is worth"

// IsSwap reports whether s has the shape of a perpetual: "BTC-USDT-SWAP".
func IsSwap(s string) bool {
	_, ok := field.BaseOf(s, "-USDT-SWAP", "-USDC-SWAP", "-USD-SWAP")
	return ok
}

// family returns "BTC-USDT" of "BTC-USDT-SWAP".
func family(symbol string) string { return strings.TrimSuffix(symbol, "-SWAP") }

// Instruments returns the request of the list of perpetuals.
func Instruments() feed.Request {
	r := get("/api/v5/public/instruments", byInstruments, "instType", "SWAP")
	r.Fresh = data.Hour
	return r
}

// Bounds of what one contract is worth, in coin or in dollars: those of BTC and
// of coins worth millionths of a dollar are well within. What is beyond is taken
// for a mistake.
const (
	leastFace = 1e-6
	mostFace  = 1e9
)

// ParseInstruments reads [{instId, ctVal, ctMult, ctType, ctValCcy}]. What is
// not worth coin (linear) or dollars (inverse) is left out, and so is a row with
// a fault: it says nothing about the others. A list of which no row is left is
// refused.
func ParseInstruments(body []byte) ([]feed.Contract, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	var all []feed.Contract
	var fault error
	err = field.Rows("data", rows, func(r *field.Row) {
		c, ok := instrument(r)
		switch {
		case r.Err() != nil:
			fault = r.Err()
		case ok:
			all = append(all, c)
		}
	})
	switch {
	case err != nil:
		return nil, err
	case len(all) > 0:
		return all, nil
	case fault != nil:
		return nil, fault
	}
	return nil, &feed.Refusal{Venue: id, Reason: feed.Empty}
}

// instrument reads one row, and reports whether it is a perpetual that is worth
// what its name says: dollars if it is inverse, its coin if it is linear.
func instrument(r *field.Row) (feed.Contract, bool) {
	symbol, unit, kind := r.Value.Get("instId").String(), r.Value.Get("ctValCcy").String(), r.Value.Get("ctType").String()
	coin, _, _ := strings.Cut(symbol, "-")
	inverse := strings.HasSuffix(symbol, "-USD-SWAP")
	if !IsSwap(symbol) || inverse && (kind != "inverse" || unit != "USD") || !inverse && (kind != "linear" || unit != coin) {
		return feed.Contract{}, false
	}
	face := r.Positive("ctVal")
	if r.Has("ctMult") {
		face *= r.Positive("ctMult")
	}
	if !(face >= leastFace && face <= mostFace) {
		r.Fault("ctVal", "is no worth of a contract")
	}
	return feed.Contract{Symbol: strings.Clone(symbol), Inverse: inverse, Face: face}, true
}
