package margin

// BinanceBTCUSDT returns the newest tier table of the BTCUSDT perpetual of
// Binance USD-M alone, as if it held at every time. [Of] knows the older ones.
// The caller owns the result.
func BinanceBTCUSDT() Table {
	tables := Tables("binance", "BTCUSDT")
	newest := tables[len(tables)-1]
	newest.From = 0
	return newest
}

// binance returns the tables of Binance USD-M. Deductions ("cum") are the
// published ones; that they are continuous is checked, which a copying error
// would break.
func binance(symbol string) []Table {
	if symbol == "ETHUSDT" {
		return []Table{{
			Source: "public copy of the venue's leverageBracket answer, late 2025",
			Doubt:  "no date of validity; used for every time",
			Tiers:  binanceETH(),
		}}
	}
	return []Table{{
		Source: "public calculator that copied the venue's page, 14 March 2021",
		Doubt:  "start of validity unknown; the last tier has no published cap",
		Tiers:  binanceUntil2021(),
	}, {
		From:   1616058000000, // 2021-03-18 09:00 UTC
		Source: "announcement of 18 March 2021; deductions as in a public calculator",
		Doubt:  "positions opened before kept the older tiers; later tables up to 2024 are missing",
		Tiers:  binance2021(),
	}, {
		From:   1727740800000, // 2024-10-01
		Source: "public copies of the leverageBracket answer: tiers 1 to 4 of October 2024, the others of the BTCUSDC contract, which had the same first tiers",
		Doubt:  "in force by October 2024, start unknown; tiers 5 to 12 are by analogy",
		Tiers:  binance2024(),
	}, {
		From:   1755585384254, // 2025-08-19
		Source: "public copy of the leverageBracket answer; the time and tiers 1 and 2 from a capture of the venue's public bracket page",
		Doubt:  "the time is of the last update, of which tiers 1 and 2 are known for sure",
		Tiers:  binance2025(),
	}}
}

func binanceUntil2021() []Tier {
	return []Tier{
		{50e3, 0.004, 0, 125},
		{250e3, 0.005, 50, 100},
		{1e6, 0.01, 1_300, 50},
		{5e6, 0.025, 16_300, 20},
		{10e6, 0.05, 141_300, 10},
		{20e6, 0.10, 641_300, 5},
		{35e6, 0.125, 1_141_300, 4},
		{50e6, 0.15, 2_016_300, 3},
		{Uncapped, 0.25, 7_016_300, 2},
	}
}

func binance2021() []Tier {
	return []Tier{
		{50e3, 0.004, 0, 125},
		{250e3, 0.005, 50, 100},
		{1e6, 0.01, 1_300, 50},
		{10e6, 0.025, 16_300, 20},
		{20e6, 0.05, 266_300, 10},
		{50e6, 0.10, 1_266_300, 5},
		{100e6, 0.125, 2_516_300, 4},
		{200e6, 0.15, 5_016_300, 3},
		{300e6, 0.25, 25_016_300, 2},
		{500e6, 0.50, 100_016_300, 1},
	}
}

func binance2024() []Tier {
	return []Tier{
		{50e3, 0.004, 0, 125},
		{600e3, 0.005, 50, 100},
		{3e6, 0.0065, 950, 75},
		{12e6, 0.01, 11_450, 50},
		{70e6, 0.02, 131_450, 25},
		{100e6, 0.025, 481_450, 20},
		{230e6, 0.05, 2_981_450, 10},
		{480e6, 0.10, 14_481_450, 5},
		{600e6, 0.125, 26_481_450, 4},
		{800e6, 0.15, 41_481_450, 3},
		{1.2e9, 0.25, 121_481_450, 2},
		{1.8e9, 0.50, 421_481_450, 1},
	}
}

func binance2025() []Tier {
	return []Tier{
		{300e3, 0.004, 0, 150},
		{800e3, 0.005, 300, 100},
		{3e6, 0.0065, 1_500, 75},
		{12e6, 0.01, 12_000, 50},
		{70e6, 0.02, 132_000, 25},
		{100e6, 0.025, 482_000, 20},
		{230e6, 0.05, 2_982_000, 10},
		{480e6, 0.10, 14_482_000, 5},
		{600e6, 0.125, 26_482_000, 4},
		{800e6, 0.15, 41_482_000, 3},
		{1.2e9, 0.25, 121_482_000, 2},
		{1.8e9, 0.50, 421_482_000, 1},
	}
}

func binanceETH() []Tier {
	return []Tier{
		{300e3, 0.004, 0, 150},
		{800e3, 0.005, 300, 100},
		{3e6, 0.0065, 1_500, 75},
		{12e6, 0.01, 12_000, 50},
		{50e6, 0.02, 132_000, 25},
		{65e6, 0.025, 382_000, 20},
		{150e6, 0.05, 2_007_000, 10},
		{320e6, 0.10, 9_507_000, 5},
		{400e6, 0.125, 17_507_000, 4},
		{530e6, 0.15, 27_507_000, 3},
		{800e6, 0.25, 80_507_000, 2},
		{1.2e9, 0.50, 280_507_000, 1},
	}
}
