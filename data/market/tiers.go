package market

import (
	"strings"

	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/tape"
)

// tiersOf returns the maintenance tiers of a tape's instrument at the start of
// its candles, or nil where its venue is not known or has no table for it.
func tiersOf(t *tape.Tape) *margin.Table {
	venue := venueOf(t)
	if venue == "" || t.Symbol == "" {
		return nil
	}
	// Recorded feeds are often about "BTC" where the venue says "BTCUSDT".
	for _, symbol := range []string{t.Symbol, t.Symbol + "USDT"} {
		if table, ok := margin.Of(venue, symbol, t.Candles.T[0]); ok {
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

// coinOf returns the coin of a tape's instrument, by its symbol where the tape
// does not say.
func coinOf(t *tape.Tape) string {
	if t.Base != "" {
		return t.Base
	}
	for _, coin := range []string{"BTC", "ETH"} {
		if strings.HasPrefix(t.Symbol, coin) {
			return coin
		}
	}
	return ""
}

// Coin returns the coin of the event's instrument, "" when it is not known.
func (m *Market) Coin() string { return coinOf(m.Tape) }

// rulesOf returns the tiers that a venue has for a tape's coin at the start of
// its candles; id must be one of [Market.Rules].
func rulesOf(t *tape.Tape, id string) *margin.Table {
	symbol, _ := margin.Symbol(id, coinOf(t))
	table, _ := margin.Of(id, symbol, t.Candles.T[0])
	return &table
}

// tiers returns the maintenance tiers that the levels of m are made with.
func (m *Market) tiers() *margin.Table {
	if m.CanEstimate() {
		if in := m.levelInput(); in.Tiers != nil {
			return in.Tiers
		}
	}
	table := margin.BinanceBTCUSDT()
	return &table
}

// estimatedWith says what an estimate made here is made from; tiers are nil
// where those of another instrument stand in.
func estimatedWith(tiers *margin.Table, t level.Tuning) tape.Text {
	en, ru := "the documented default parameters", "описанными параметрами по умолчанию"
	if said := t.Text("en"); said != "" {
		en, ru = "parameters of the reader's own ("+said+")", "параметрами, которые выбрал читатель ("+t.Text("ru")+"),"
	}
	en = "estimated here from the tape's candles with " + en + " and "
	ru = "оценка, сделанная здесь по свечам записи с " + ru + " и маржинальными ступенями "
	if tiers != nil {
		return tape.Text{"en": en + "the maintenance tiers of " + tiers.Name(), "ru": ru + tiers.Name()}
	}
	other := margin.BinanceBTCUSDT()
	return tape.Text{
		"en": en + "the maintenance tiers of " + other.Name() + ", since those of its own market are not known",
		"ru": ru + other.Name() + ", так как ступени своего рынка неизвестны",
	}
}
