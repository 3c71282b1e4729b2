package margin

// bitmexContract is the rule of BitMEX: maintenance margin on the entry value,
// in coin, at the rate of the risk limit that the trader has chosen for the
// whole position. The fee of closing and the next funding, which the venue
// adds, are left out. A contract of XBTUSD is one US dollar.
var bitmexContract = Contract{Kind: Inverse, Basis: OnEntry, Sizing: ByEntryValue, Face: 1}

// bitmex returns the tables of XBTUSD. Each step above a base limit of 200
// coins raises both rates by the base maintenance rate.
func bitmex(string) []Table {
	return []Table{{
		Source: "recorded instrument messages of March 2018 and July 2019; venue's examples of risk limits",
		Doubt:  "start of validity unknown",
		Tiers:  bitmexTiers(0.005, 100),
	}, {
		From:   1587085200000, // 2020-04-17 01:00 UTC
		Source: "venue's announcement of lower maintenance margin",
		Doubt:  "time zone of the announced hour taken as UTC",
		Tiers:  bitmexTiers(0.0045, 100),
	}, {
		From:   1588644000000, // 2020-05-05 02:00 UTC
		Source: "venue's announcement; recorded instrument message of July 2020",
		Tiers:  bitmexTiers(0.004, 100),
	}, {
		From:   1630389600000, // 2021-08-31 06:00 UTC
		Source: "venue's announcement of a risk step of 150 coins",
		Doubt:  "the base rate may already have been 0.35 %",
		Tiers:  bitmexTiers(0.004, 150),
	}, {
		From:   1639785600000, // 2021-12-18
		Source: "recorded instrument messages of December 2021 and December 2022",
		Doubt:  "in force by that date, start unknown; changes after 2022 are not known, and an undated example of the venue has 0.5 % again",
		Tiers:  bitmexTiers(0.0035, 150),
	}}
}

// bitmexSteps is the number of tiers kept. The rule goes on beyond it.
const bitmexSteps = 9

func bitmexTiers(rate float64, step Amount) []Tier {
	tiers := make([]Tier, bitmexSteps)
	for i := range tiers {
		tiers[i] = Tier{
			Cap:             200 + Amount(i)*step,
			MaintenanceRate: rate * float64(i+1),
			MaxLeverage:     1 / (0.01 + rate*float64(i)),
		}
	}
	return tiers
}
