package market

import (
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/tape"
)

// standIn is the venue whose tiers stand in for those that are not known.
const standIn = "binance"

// tiersOf returns the maintenance tiers that a tape's levels are made with, and
// whether they are those of its own venue. Where that is not known or has no
// table, those of Binance's contract of the same coin stand in, of BTCUSDT where
// it has none. They are the tables of the time at which the tape starts.
func tiersOf(t *tape.Tape) (table *margin.Table, own bool) {
	// Recorded feeds are often about "BTC" where the venue says "BTCUSDT".
	for _, symbol := range []string{t.Symbol, t.Symbol + "USDT"} {
		if table, ok := margin.Of(venueOf(t), symbol, startOf(t)); ok {
			return &table, true
		}
	}
	symbol, ok := margin.Symbol(standIn, coinOf(t))
	if !ok {
		symbol = "BTCUSDT"
	}
	other, _ := margin.Of(standIn, symbol, startOf(t))
	return &other, false
}

// startOf returns the time whose tables hold for a tape: the open of its first
// candle, or when the tape starts without any.
func startOf(t *tape.Tape) data.UnixMs {
	if t.Candles != nil && t.Candles.Len() > 0 {
		return t.Candles.T[0]
	}
	return t.From
}

// venueOf returns the venue of a tape's market: that which it names, or that
// of all liquidations of its instrument, or "" where they name none or several.
func venueOf(t *tape.Tape) string {
	venue := t.Venue
	if venue != "" {
		return venue
	}
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

// rulesOf returns the tiers that a venue has for a tape's coin when it starts;
// id must be one of [Market.Rules].
func rulesOf(t *tape.Tape, id string) *margin.Table {
	symbol, _ := margin.Symbol(id, coinOf(t))
	table, _ := margin.Of(id, symbol, startOf(t))
	return &table
}

// tiers returns the maintenance tiers that the levels of m are made with, and
// whether they are those of its venue or of one that was chosen.
func (m *Market) tiers() (table *margin.Table, own bool) {
	if m.CanEstimate() && m.choice.Rules != "" {
		return rulesOf(m.Tape, m.choice.Rules), true
	}
	return tiersOf(m.Tape)
}

// estimatedWith says what an estimate made here is made from, and what it has to
// do without; own says that the tiers are not those of another market.
func estimatedWith(in *level.Input, own bool, t level.Tuning) tape.Text {
	en, ru := "the documented default parameters", "описанными параметрами по умолчанию"
	if said := t.Text("en"); said != "" {
		en, ru = "parameters of the reader's own ("+said+")", "параметрами, которые выбрал читатель ("+t.Text("ru")+"),"
	}
	en = "Estimated here from the tape's candles with " + en + " and the maintenance tiers of " + in.Tiers.Name()
	ru = "Оценка, сделанная здесь по свечам записи с " + ru + " и маржинальными ступенями " + in.Tiers.Name()
	if own {
		en, ru = en+".", ru+"."
	} else {
		en += ", since those of its own market are not known."
		ru += ", так как ступени своего рынка неизвестны."
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
