package market

import (
	"slices"
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

// estimatedWith says what an estimate made here is made from, and what it has to
// do without.
func estimatedWith(in *level.Input, t level.Tuning) tape.Text {
	en, ru := "the documented default parameters", "описанными параметрами по умолчанию"
	if said := t.Text("en"); said != "" {
		en, ru = "parameters of the reader's own ("+said+")", "параметрами, которые выбрал читатель ("+t.Text("ru")+"),"
	}
	en = "Estimated here from the tape's candles with " + en + " and the maintenance tiers of "
	ru = "Оценка, сделанная здесь по свечам записи с " + ru + " и маржинальными ступенями "
	if in.Tiers != nil {
		en, ru = en+in.Tiers.Name()+".", ru+in.Tiers.Name()+"."
	} else {
		other := margin.BinanceBTCUSDT()
		en += other.Name() + ", since those of its own market are not known."
		ru += other.Name() + ", так как ступени своего рынка неизвестны."
	}
	for _, m := range missing(in) {
		en, ru = en+" "+m["en"], ru+" "+m["ru"]
	}
	return tape.Text{"en": en, "ru": ru}
}

// missing says what an estimate does without.
func missing(in *level.Input) []tape.Text {
	var all []tape.Text
	if !slices.ContainsFunc(in.Candles.Volume, func(v float64) bool { return v > 0 }) {
		all = append(all, tape.Text{"en": "There is no volume, so few positions open.", "ru": "Объёма нет, поэтому открывается мало позиций."})
	}
	if in.OpenInterest == nil || len(in.OpenInterest.T) == 0 {
		all = append(all, tape.Text{
			"en": "There is no open interest: positions open by volume alone, and nothing bounds their sum.",
			"ru": "Открытого интереса нет: позиции открываются только по объёму, и их сумму ничто не ограничивает.",
		})
	}
	if in.Mark == nil {
		all = append(all, tape.Text{"en": "There are no mark prices; the candles stand in for them.", "ru": "Цен маркировки нет, вместо них взяты свечи."})
	}
	return all
}
