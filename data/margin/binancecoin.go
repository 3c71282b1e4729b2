package margin

// binanceCoinContract is the rule of Binance COIN-M: that of USD-M, in coin. A
// contract of BTCUSD_PERP is 100 US dollars.
var binanceCoinContract = Contract{Kind: Inverse, Face: 100}

// binanceCoin returns the tables of Binance COIN-M, whose caps and deductions
// are in coin and go by the value at the liquidation price. The venue's help
// pages give caps, leverages and the rates of tiers 1, 4, 5 and 7. The others
// are those of the linear contract of the time, with which the deductions in
// the pages agree. Tiers above 400 coins (3x and less) are left out: nothing
// was found to confirm them.
func binanceCoin(string) []Table {
	return []Table{{
		Source: "help pages on leverage and on the liquidation price of COIN-M contracts, 11 June 2020 and 5 February 2021",
		Doubt:  "start of validity unknown; rates of tiers 2, 3 and 6 inferred from deductions; tiers above 400 coins missing",
		Tiers:  binanceCoinTiers(10, 20, 30),
	}, {
		From:   1622073600000, // 2021-05-27
		Source: "later versions of the same help pages",
		Doubt:  "the date is the end of the ten weeks announced on 18 March 2021 for the change; later changes are not known; rates of tiers 2, 3 and 6 inferred from deductions; tiers above 400 coins missing",
		Tiers:  binanceCoinTiers(5, 10, 20),
	}}
}

// binanceCoinTiers returns the tiers with the given first three caps, the only
// ones that differ between versions.
func binanceCoinTiers(first, second, third Amount) []Tier {
	return continuous(
		row{first, 0.4, 125},
		row{second, 0.5, 100},
		row{third, 1, 50},
		row{50, 2.5, 20},
		row{100, 5, 10},
		row{200, 10, 5},
		row{400, 12.5, 4},
	)
}
