package margin

// deribitContract is the rule of Deribit: maintenance margin on the mark
// value, in coin, at a rate that rises by 0.005 % with each coin of the
// position instead of by tiers. Margin is that of an account with this one
// position, since the venue has no isolated positions. A
// contract of BTC-PERPETUAL is 10 US dollars.
var deribitContract = Contract{Kind: Inverse, Slope: 0.00005, Face: 10}

// deribit returns the tables of BTC-PERPETUAL, one tier each: the rates of a
// position of size zero.
func deribit(string) []Table {
	return []Table{{
		Source: "venue's announcement of the change of 11 January 2022, which names the older rates",
		Doubt:  "start of validity unknown",
		Tiers:  []Tier{{Uncapped, 0.00525, 0, 100}},
	}, {
		From:   1641859200000, // 2022-01-11
		Source: "venue's announcement of 11 January 2022",
		Doubt:  "hour of the change unknown; later changes are not known",
		Tiers:  []Tier{{Uncapped, 0.01, 0, 50}},
	}}
}
