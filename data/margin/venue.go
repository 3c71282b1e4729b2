package margin

import (
	"slices"

	"unwind/data"
)

// Of returns the table of an instrument that is valid at time t, and whether
// the instrument is known. Before the first date the oldest table stands in.
func Of(venue, symbol string, t data.UnixMs) (Table, bool) {
	tables := Tables(venue, symbol)
	if len(tables) == 0 {
		return Table{}, false
	}
	table, ok := At(tables, t)
	if !ok {
		return tables[0], true
	}
	return table, true
}

// Tables returns all tables of an instrument by date, none when it is not
// known. The caller owns the result.
func Tables(venue, symbol string) []Table {
	for _, b := range books {
		if b.id != venue || !slices.Contains(b.symbols, symbol) {
			continue
		}
		tables := b.tables(symbol)
		for i := range tables {
			tables[i].Venue, tables[i].Symbol, tables[i].Contract = venue, symbol, b.contract
		}
		return tables
	}
	return nil
}

// Name returns the instrument of t as people name it: "Binance USD-M BTCUSDT".
func (t *Table) Name() string {
	if t.Venue == "" {
		return t.Symbol
	}
	return VenueName(t.Venue) + " " + t.Symbol
}

// Venues returns the ids of all venues with tables, in the order in which they
// are listed to people.
func Venues() []string {
	ids := make([]string, len(books))
	for i, b := range books {
		ids[i] = b.id
	}
	return ids
}

// VenueName returns how people name the contracts of a venue: "Binance USD-M".
// It is the id itself where the venue is not known.
func VenueName(id string) string {
	for _, b := range books {
		if b.id == id {
			return b.name
		}
	}
	return id
}

// Symbol returns the symbol of a venue's perpetual contract of a coin, and
// whether there are tables of it.
func Symbol(venue, coin string) (string, bool) {
	for _, b := range books {
		if b.id != venue {
			continue
		}
		for _, s := range b.symbols {
			if coinOf(s) == coin {
				return s, true
			}
		}
	}
	return "", false
}

// coinOf returns the coin of a symbol of the books, whose coins have three
// letters.
func coinOf(symbol string) string {
	coin := symbol[:3]
	if coin == "XBT" {
		return "BTC"
	}
	return coin
}

// book is the tables of one venue. The tables that it makes have no venue,
// symbol and contract yet.
type book struct {
	id, name string
	contract Contract
	symbols  []string
	tables   func(symbol string) []Table
}

var books = []book{
	{"binance", "Binance USD-M", Contract{}, []string{"BTCUSDT", "ETHUSDT"}, binance},
	{"bybit", "Bybit", Contract{}, []string{"BTCUSDT"}, bybit},
	{"okx", "OKX", okxContract, []string{"BTC-USDT-SWAP"}, okx},
	{"hyperliquid", "Hyperliquid", Contract{}, []string{"BTC", "ETH"}, hyperliquid},
	{"binance-coin", "Binance COIN-M", binanceCoinContract, []string{"BTCUSD_PERP"}, binanceCoin},
	{"bitmex", "BitMEX", bitmexContract, []string{"XBTUSD"}, bitmex},
	{"deribit", "Deribit", deribitContract, []string{"BTC-PERPETUAL"}, deribit},
}

// Uncapped stands for the cap of a last tier without a published one. It is
// finite, so that sums with it are.
const Uncapped Amount = 1e12

// row is a tier without its deduction, which follows from the others.
type row struct {
	upTo     Amount
	percent  float64 // maintenance rate
	leverage float64 // highest
}

// continuous returns the tiers of rows with the deductions that keep
// maintenance margin continuous.
func continuous(rows ...row) []Tier {
	tiers := make([]Tier, len(rows))
	var below Tier
	for i, r := range rows {
		rate := r.percent / 100
		deduction := below.Deduction + below.Cap*Amount(rate-below.MaintenanceRate)
		below = Tier{r.upTo, rate, deduction, r.leverage}
		tiers[i] = below
	}
	return tiers
}
