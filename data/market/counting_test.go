package market

import (
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

func TestTheCounterSaysWhatItCounts(t *testing.T) {
	prints := func(symbols ...string) *tape.LiquidationLayer {
		return &tape.LiquidationLayer{Liquidations: data.Liquidations{
			T: []data.UnixMs{90_000, 100_000, 110_000}, Side: []data.Side{data.Long, data.Long, data.Short},
			Price: []data.Price{98, 98, 98}, Notional: []data.USD{1, 2, 4}, Symbol: symbols}}
	}
	since := func(t data.UnixMs, l *tape.LiquidationLayer) *tape.LiquidationLayer { l.Since = t; return l }
	totals := func(f data.Flow) *tape.FlowLayer { return &tape.FlowLayer{Flow: f} }
	for _, c := range []struct {
		name         string
		liquidations *tape.LiquidationLayer
		totals       *tape.FlowLayer
		want         Counting
	}{
		{"totals are of all coins, from their first interval on", prints("A", "B", "A"),
			totals(data.Flow{Step: data.Minute, T: []data.UnixMs{-60_000}, Long: []data.USD{1}, Short: []data.USD{1}}), Counting{AllCoins: true, Since: -60_000}},
		{"totals without rows begin with the window", nil, totals(data.Flow{Step: data.Minute}), Counting{AllCoins: true}},
		{"symbols are counted once, from the first print on", prints("A", "B", "A"), nil, Counting{Symbols: 2, Since: 90_000}},
		{"one symbol needs no number", prints("A", "A", "A"), nil, Counting{Since: 90_000}},
		{"no symbols are one", prints(), nil, Counting{Since: 90_000}},
		{"rows that say since when they are there", since(70_000, prints()), nil, Counting{Since: 70_000}},
		{"none, of a layer that says since when", since(70_000, &tape.LiquidationLayer{}), nil, Counting{Since: 70_000}},
		{"nothing is counted", nil, nil, Counting{}},
	} {
		tp := event()
		tp.Liquidations, tp.Totals = c.liquidations, c.totals
		if got := indexed(t, tp).Counted(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
