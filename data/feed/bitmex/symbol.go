package bitmex

import "unwind/data/feed"

// contracts are the instruments whose worth can be told without asking: XBTUSD
// is $1 a contract, XBTUSDT a millionth of a coin (its
// underlyingToPositionMultiplier is 1,000,000). A quanto like ETHUSD is worth
// some satoshi a dollar of price, so its dollars would need the price of another
// instrument.
var contracts = map[string]feed.Contract{
	"XBTUSD":  {Symbol: "XBTUSD", Inverse: true, Face: 1},
	"XBTUSDT": {Symbol: "XBTUSDT", Face: 1e-6},
}

// Symbol reports whether s is an instrument whose contracts can be told in
// dollars.
func Symbol(s string) bool {
	_, ok := contracts[s]
	return ok
}
