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

func TestARecordingThatGoesOnCountsFromWhereItBegan(t *testing.T) {
	gap := func(venue string, from, to data.UnixMs) data.Gap { return data.Gap{Venue: venue, From: from, To: to} }
	for _, c := range []struct {
		name string
		edge data.UnixMs
		gaps []data.Gap
		want data.UnixMs
	}{
		{"where nothing was recorded before", 115_000, []data.Gap{gap("", 0, 95_000)}, 95_000},
		{"in two pieces", 115_000, []data.Gap{gap("", 0, 80_000), gap("", 80_000, 96_000)}, 96_000},
		{"a gap in the midst is no beginning", 115_000, []data.Gap{gap("", 100_000, 105_000)}, 70_000},
		{"nor is one of a single venue", 115_000, []data.Gap{gap("okx", 0, 95_000)}, 70_000},
		{"not beyond the edge", 115_000, []data.Gap{gap("", 0, 500_000)}, 115_000},
		{"an event that is over has the beginning that it says", 0, []data.Gap{gap("", 0, 95_000)}, 70_000},
	} {
		tp := event()
		tp.Totals, tp.Edge = nil, c.edge
		tp.Liquidations = &tape.LiquidationLayer{Since: 70_000}
		tp.Gaps = &tape.GapLayer{Gaps: c.gaps}
		if got := countingOf(tp).Since; got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
