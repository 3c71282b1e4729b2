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

// ParseInstruments reads [{instId, ctVal, ctMult, ctType, ctValCcy}]. What is
// not worth coin (linear) or dollars (inverse) is left out.
func ParseInstruments(body []byte) ([]feed.Contract, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	var all []feed.Contract
	err = field.Each("data", rows, func(r *field.Row) {
		symbol, unit := r.Value.Get("instId").String(), r.Value.Get("ctValCcy").String()
		inverse := r.Value.Get("ctType").String() == "inverse"
		coin, _, _ := strings.Cut(symbol, "-")
		if !IsSwap(symbol) || inverse && unit != "USD" || !inverse && unit != coin {
			return
		}
		face := r.Positive("ctVal")
		if r.Has("ctMult") {
			face = r.Finite("ctMult", face*r.Positive("ctMult"))
		}
		if r.Err() == nil {
			all = append(all, feed.Contract{Symbol: strings.Clone(symbol), Inverse: inverse, Face: face})
		}
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &feed.Refusal{Venue: id, Reason: feed.Empty}
	}
	return all, nil
}
