package margin

// BinanceBTCUSDT returns the dated tier tables of the BTCUSDT perpetual of
// Binance USD-M, as far as they are known: one table with a top leverage of
// 150x, from an undated public copy of the venue's leverageBracket answer,
// taken to hold at every time. Its deductions ("cum") are continuous, which a
// copying error would break. Older tables (2020 to 2023) had smaller caps.
// The caller owns the result.
func BinanceBTCUSDT() []Table {
	return []Table{{
		Venue:  "binance",
		Symbol: "BTCUSDT",
		Tiers: []Tier{
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
		},
	}}
}
