package page

import (
	"strconv"

	"unwind/data/margin"
	"unwind/data/market"
)

// ownVenue is a venue to choose for the reader's own position.
type ownVenue struct {
	ID, Name string
	Margin   string // "USD" or the coin
	Face     string // one contract, "100 USD"; empty where sizes are in coin
}

// ownVenues lists the venues with tables for the coin of an event.
func ownVenues(m *market.Market) []ownVenue {
	var all []ownVenue
	coin := m.Coin()
	for _, id := range margin.Venues() {
		symbol, ok := margin.Symbol(id, coin)
		if !ok {
			continue
		}
		contract := margin.Tables(id, symbol)[0].Contract
		v := ownVenue{ID: id, Name: margin.VenueName(id) + " " + symbol, Margin: "USD"}
		unit := coin
		if contract.Kind == margin.Inverse {
			v.Margin, unit = coin, "USD"
		}
		if contract.Face > 0 {
			v.Face = strconv.FormatFloat(contract.Face, 'f', -1, 64) + " " + unit
		}
		all = append(all, v)
	}
	return all
}
