package level

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/margin"
)

// At every venue a position that is entered where Entry says is liquidated at
// the price that was asked for.
func TestAnEntryIsLiquidatedWhereItWasAsked(t *testing.T) {
	for _, id := range margin.Venues() {
		symbol, ok := margin.Symbol(id, "BTC")
		if !ok {
			continue
		}
		table, ok := margin.Of(id, symbol, 1770249600000)
		if !ok {
			t.Fatalf("%s has no table", id)
		}
		for _, side := range []data.Side{data.Long, data.Short} {
			for _, leverage := range []float64{3, 10, 25, 40} {
				const at = 60_000
				entry := Entry(&table, side, leverage, 100e3, at)
				size := min(100e3, table.LargestAt(leverage, entry))
				got, _ := table.LiquidationPrice(margin.Open(side, entry, size, leverage))
				if math.Abs(float64(got)/at-1) > 1e-6 {
					t.Errorf("%s: %v× %v entered at %v is liquidated at %v, want %v", id, leverage, side, entry, got, at)
				}
			}
		}
	}
}

func TestNoEntryWhereNothingIsLiquidated(t *testing.T) {
	table := margin.BinanceBTCUSDT()
	for name, leverage := range map[string]float64{"a long of 0.9×": 0.9, "more than is allowed": 1000} {
		if got := Entry(&table, data.Long, leverage, 100e3, 60_000); got != 0 {
			t.Errorf("%s: got %v, want none", name, got)
		}
	}
}
