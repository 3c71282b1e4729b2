package margin

// okxContract is the rule of OKX: equity over value must not fall to the rate
// of the tier plus the fee of closing. Tiers go by the number of contracts, so
// the price does not change them, and the rate of a tier holds for the whole
// position. The fee is the taker fee of ordinary accounts. A contract of
// BTC-USDT-SWAP is 0.01 BTC.
var okxContract = Contract{Sizing: ByQty, Fee: 0.0005, Face: 0.01}

// okx returns the tables of OKX's linear contracts, in coin: a contract of
// BTC-USDT-SWAP is 0.01 BTC.
func okx(string) []Table {
	return []Table{{
		Source: "tier 1 of the venue's position-tiers answer, recorded in public tests: 1,000 contracts, 0.4 %, 100x",
		Doubt:  "no date of validity; higher tiers not found, so positions above 10 BTC are liquidated earlier than this says",
		Tiers:  []Tier{{10, 0.004, 0, 100}},
	}}
}
