package market

import (
	"reflect"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

const at0 = markettest.Start

// torn is the synthetic event of Binance, recorded, with gaps in minutes from
// its start. Where all venues are gone there are no candles either, but where
// the gap says that nothing was recorded.
func torn(t *testing.T, totals bool, gaps ...data.Gap) *Market {
	t.Helper()
	tp := markettest.Tape(1440)
	tp.Venue, tp.Liquidations.Provenance = "binance", data.Recorded
	if !totals {
		tp.Totals = nil
	}
	for i := range gaps {
		gaps[i].From, gaps[i].To = at0+gaps[i].From*data.Minute, at0+gaps[i].To*data.Minute
		if gaps[i].Venue == "" && gaps[i].Why != data.Stopped {
			tp.Candles.Candles = markettest.Without(&tp.Candles.Candles, gaps[i])
		}
	}
	tp.Gaps = &tape.GapLayer{Origin: tp.Candles.Origin, Gaps: gaps}
	return indexed(t, tp)
}

func minutes(from, to data.UnixMs) Stretch {
	return Stretch{at0 + from*data.Minute, at0 + to*data.Minute}
}

func TestGapsAreSortedByWhatTheyHide(t *testing.T) {
	m := torn(t, false,
		data.Gap{Venue: "okx", From: 10, To: 30}, data.Gap{Venue: "", From: 12, To: 14}, data.Gap{Venue: "binance", From: 14, To: 15},
		data.Gap{Venue: "okx", From: 20, To: 25}, data.Gap{Venue: "bybit", From: 29, To: 40}, data.Gap{Venue: "coinbase", From: 40, To: 50},
		data.Gap{Venue: "binance", From: 60, To: 61})
	if got, want := m.PriceGaps(), []NamedStretch{{minutes(12, 14), ""}}; !slices.Equal(got, want) {
		t.Errorf("the price: got %v, want %v", got, want)
	}
	want := [][]NamedStretch{
		{{minutes(10, 30), "OKX"}, {minutes(40, 50), "Coinbase"}, {minutes(60, 61), "Binance"}},
		{{minutes(14, 15), "Binance"}, {minutes(29, 40), "Bybit"}},
	}
	if got := m.OtherGaps(); !reflect.DeepEqual(got, want) {
		t.Errorf("the others: got %v, want %v", got, want)
	}
	for _, c := range []struct {
		from, to data.UnixMs
		want     []data.UnixMs // starts
	}{
		{0, 10, nil}, {0, 11, []data.UnixMs{10}}, {25, 29, []data.UnixMs{10}}, {26, 30, []data.UnixMs{10, 29}}, {50, 60, nil}, {61, 99, nil},
	} {
		var got []data.UnixMs
		m.GapsBetween(at0+c.from*data.Minute, at0+c.to*data.Minute, func(g *data.Gap) bool {
			got = append(got, (g.From-at0)/data.Minute)
			return true
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("from %d to %d: got %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

// Nothing was recorded from minute 10 to 40, but the candles from 12 to 39 were
// fetched later.
func TestAGapWhosePricesAreThereHidesNone(t *testing.T) {
	m := torn(t, false, data.Gap{From: 10, To: 12}, data.Gap{From: 10, To: 40, Why: data.Stopped}, data.Gap{From: 39, To: 40})
	if got, want := m.PriceGaps(), []NamedStretch{{minutes(10, 12), ""}, {minutes(39, 40), ""}}; !slices.Equal(got, want) {
		t.Errorf("the price: got %v, want %v", got, want)
	}
	if got, want := m.OtherGaps(), [][]NamedStretch{{{minutes(10, 40), ""}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("the others: got %v, want %v", got, want)
	}
}

// Eight venues are gone at once, but there are six rows.
func TestMoreGapsAtOnceThanRowsShareTheLast(t *testing.T) {
	var gaps []data.Gap
	for i, v := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		gaps = append(gaps, data.Gap{Venue: v, From: data.UnixMs(i), To: data.UnixMs(10 + i)})
	}
	rows := torn(t, false, gaps...).OtherGaps()
	if len(rows) != MaxGapRows || !slices.Equal(rows[0], []NamedStretch{{minutes(0, 10), "A"}}) ||
		!slices.Equal(rows[MaxGapRows-1], []NamedStretch{{minutes(5, 17), ""}}) {
		t.Errorf("got %v", rows)
	}
}

// The gap of Bybit, which has a feed of liquidations, is at minutes 100 to 101:
// 24 hours later the counter is whole again. The venues of spot prices and
// Hyperliquid have no such feed, and totals come by another way.
func TestTheCounterIsALowerBoundWhileItsSpanMeetsAGap(t *testing.T) {
	for _, c := range []struct {
		name   string
		venue  string
		totals bool
		from   data.UnixMs
		want   bool
	}{
		{"before it", "bybit", false, 99 - 1440, false},
		{"in it", "bybit", false, 101 - 1440, true},
		{"at the end of its day", "bybit", false, 100, true},
		{"a day after it", "bybit", false, 101, false},
		{"of all venues", "", false, 100, true},
		{"without a feed of liquidations", "coinbase", false, 100, false},
		{"of a chain", "hyperliquid", false, 100, false},
		{"with totals", "bybit", true, 100, false},
	} {
		m := torn(t, c.totals, data.Gap{Venue: c.venue, From: 100, To: 101})
		from := at0 + c.from*data.Minute
		if got := m.AtLeastBetween(from, from+data.Day); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	if m := torn(t, false, data.Gap{Venue: "bybit", From: 100, To: 101}); !m.AtLeast() || !m.PrintsAtLeast() || !MissesLiquidations(m.Tape) {
		t.Error("the sums of the whole event are no lower bounds")
	}
	if m := torn(t, false, data.Gap{Venue: "bybit", From: -5, To: 0}); m.AtLeast() || MissesLiquidations(m.Tape) {
		t.Error("a gap before the event makes its sums lower bounds")
	}
}

func TestAWaveWithAGapIsALowerBound(t *testing.T) {
	whole := torn(t, false)
	if len(whole.Waves()) == 0 {
		t.Fatal("no waves")
	}
	w := whole.Waves()[0]
	if w.Gap {
		t.Error("a wave without gaps has one")
	}
	middle := (w.Start + w.To) / 2 / data.Minute * data.Minute
	gap := data.Gap{Venue: "okx", From: (middle - at0) / data.Minute, To: (middle-at0)/data.Minute + 1}
	got := torn(t, false, gap).Waves()[0]
	if !got.Gap || !got.AtLeast() || got.Completeness == cascade.AtLeast {
		t.Errorf("got gap %v, at least %v, completeness %v", got.Gap, got.AtLeast(), got.Completeness)
	}
	if torn(t, true, gap).Waves()[0].Gap {
		t.Error("a wave of the totals has the gap of a feed")
	}
}
