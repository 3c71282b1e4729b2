package margin

// hyperliquid returns the tables of Hyperliquid. The maintenance rate is half
// of the initial rate at the highest leverage of the tier, so it depends on
// the asset and the size, never on the leverage that a trader chose.
func hyperliquid(symbol string) []Table {
	tiers := hyperliquidTiers(150e6, 40, 20)
	if symbol == "ETH" {
		tiers = hyperliquidTiers(100e6, 25, 15)
	}
	return []Table{{
		Source: "reports of the limit of 50x that was lowered in March 2025",
		Doubt:  "start of validity unknown",
		Tiers:  continuous(hyperliquidRow(Uncapped, 50)),
	}, {
		From:   1741737600000, // 2025-03-12
		Source: "announcement of 12 March 2025 (BTC 40x, ETH 25x); venue's documentation of margin tiers",
		Doubt:  "hour of the change unknown, second tier added at an unknown later time; positions not modified since kept the older rate",
		Tiers:  tiers,
	}}
}

func hyperliquidTiers(step Amount, leverage, above float64) []Tier {
	return continuous(hyperliquidRow(step, leverage), hyperliquidRow(Uncapped, above))
}

func hyperliquidRow(upTo Amount, leverage float64) row {
	return row{upTo, 100 / (2 * leverage), leverage}
}
