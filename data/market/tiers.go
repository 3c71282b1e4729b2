package market

import (
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/tape"
)

// tiersOf returns the maintenance tiers of a tape's instrument at the start of
// its candles, or nil where its venue is not known, has no table for it, or
// has one that the estimate cannot use.
func tiersOf(t *tape.Tape) *margin.Table {
	venue := venueOf(t)
	if venue == "" || t.Symbol == "" {
		return nil
	}
	// Recorded feeds are often about "BTC" where the venue says "BTCUSDT".
	for _, symbol := range []string{t.Symbol, t.Symbol + "USDT"} {
		table, ok := margin.Of(venue, symbol, t.Candles.T[0])
		if ok && level.Fits(&table, level.Defaults().Mix) == nil {
			return &table
		}
	}
	return nil
}

// venueOf returns the venue of all liquidations of the tape's instrument, or
// "" where they name none or several.
func venueOf(t *tape.Tape) string {
	venue := ""
	if t.Liquidations == nil {
		return ""
	}
	for i, v := range t.Liquidations.Venue {
		switch {
		case !t.Own(i):
		case venue != "" && v != venue:
			return ""
		default:
			venue = v
		}
	}
	return venue
}

// estimatedWith says what an estimate made here is made from; tiers are nil
// where those of another instrument stand in.
func estimatedWith(tiers *margin.Table) tape.Text {
	en := "estimated here from the tape's candles with the documented default parameters and "
	ru := "оценка, сделанная здесь по свечам записи с описанными параметрами по умолчанию и маржинальными ступенями "
	if tiers != nil {
		return tape.Text{"en": en + "the maintenance tiers of " + tiers.Name(), "ru": ru + tiers.Name()}
	}
	other := margin.BinanceBTCUSDT()
	return tape.Text{
		"en": en + "the maintenance tiers of " + other.Name() + ", since those of its own market are not known",
		"ru": ru + other.Name() + ", так как ступени своего рынка неизвестны",
	}
}
