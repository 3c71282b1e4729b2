package margin

// bybit returns the tables of Bybit's linear contracts. Deductions follow the
// venue's published rule; a test compares them with the published figures. The
// fee to close that unified accounts add is left out.
func bybit(string) []Table {
	return []Table{{
		Source: "venue's page of margin parameters",
		Doubt:  "no date of validity; used until the next table",
		Tiers:  continuous(append([]row{{2e6, 0.5, 100}}, bybitUpper...)...),
	}, {
		From:   1790121600000, // 2026-09-23
		Source: "answers of the venue's risk-limit interface, quoted in public on 23 and 25 September 2026 (tiers 1 to 3)",
		Doubt:  "in force by that date, start unknown; tiers 4 and above are those of the table before",
		Tiers:  continuous(append([]row{{300e3, 0.33, 150}, {2e6, 0.5, 100}}, bybitUpper...)...),
	}}
}

// bybitUpper is the rows above two million dollars.
var bybitUpper = []row{
	{2.6e6, 0.56, 90},
	{3.2e6, 0.63, 80},
	{3.8e6, 0.67, 75},
	{4.4e6, 0.71, 70},
	{5e6, 0.77, 65},
	{5.6e6, 0.91, 55},
	{8.5e6, 1, 50},
	{10e6, 1.3, 45},
	{14e6, 1.5, 40},
	{20e6, 1.6, 35},
	{28e6, 2, 30},
	{38e6, 2.5, 25},
	{50e6, 2.9, 20},
	{55e6, 3, 19},
	{60e6, 3.5, 18},
	{65e6, 3.6, 17},
	{70e6, 3.8, 16},
	{75e6, 4, 15},
	{80e6, 4.5, 14},
}
