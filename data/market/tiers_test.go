package market

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/margin"
	"unwind/data/tape"
)

func TestTheTiersAreThoseOfTheTapesVenueOrSaySo(t *testing.T) {
	const binance, standIn = "tiers of Binance USD-M BTCUSDT", ", since those of its own market are not known"
	for _, c := range []struct {
		name, symbol string
		venues       []string // of two liquidations of the symbol
		want         string
	}{
		{"an instrument with tables", "BTCUSDT", []string{"bybit", "bybit"}, "tiers of Bybit BTCUSDT"},
		{"another coin", "ETHUSDT", []string{"binance", "binance"}, "tiers of Binance USD-M ETHUSDT"},
		{"a symbol without its suffix", "BTC", []string{"binance", "binance"}, binance},
		{"another coin of no venue", "ETHUSDT", nil, "tiers of Binance USD-M ETHUSDT" + standIn},
		{"another coin of a venue without it", "ETHUSDT", []string{"bybit", "bybit"}, "tiers of Binance USD-M ETHUSDT" + standIn},
		{"a coin without tables", "TESTUSDT", []string{"binance", "binance"}, binance + standIn},
		{"two venues", "BTCUSDT", []string{"binance", "bybit"}, binance + standIn},
		{"no venue", "BTCUSDT", nil, binance + standIn},
		{"tiers in coin", "BTC-USDT-SWAP", []string{"okx", "okx"}, "tiers of OKX BTC-USDT-SWAP"},
		{"an inverse contract", "XBTUSD", []string{"bitmex", "bitmex"}, "tiers of BitMEX XBTUSD"},
		{"less leverage than the mix has", "ETH", []string{"hyperliquid", "hyperliquid"}, "tiers of Hyperliquid ETH"},
	} {
		tp := event()
		tp.Symbol = c.symbol
		tp.Liquidations = &tape.LiquidationLayer{Liquidations: data.Liquidations{
			T: []data.UnixMs{1, 2}, Side: []data.Side{data.Long, data.Long}, Price: []data.Price{98, 98}, Notional: []data.USD{1, 2}, Venue: c.venues}}
		parts := indexed(t, tp).Origins()
		got := parts[len(parts)-1]
		if got.Layer != LayerLevels || !strings.Contains(got.Why["en"], c.want+".") || !strings.HasPrefix(got.Why["ru"], "Оценка") {
			t.Errorf("%s: got %v %q, want %q", c.name, got.Layer, got.Why, c.want)
		}
	}
}

// A tape may be of one venue's market and have liquidations of another.
func TestTheTiersAreThoseOfTheVenueThatATapeNames(t *testing.T) {
	tp := event()
	tp.Symbol, tp.Venue = "BTCUSDT", "bybit"
	tp.Liquidations = &tape.LiquidationLayer{Liquidations: data.Liquidations{
		T: []data.UnixMs{1}, Side: []data.Side{data.Long}, Price: []data.Price{98}, Notional: []data.USD{1}, Venue: []string{"deribit"}}}
	parts := indexed(t, tp).Origins()
	if got := parts[len(parts)-1].Why["en"]; !strings.Contains(got, "tiers of Bybit BTCUSDT.") {
		t.Errorf("got %q", got)
	}
}

// Binance announced its tiers of BTCUSDT anew on 18 March 2021 at 09:00 UTC and
// had others by October 2024 and 19 August 2025.
func TestTheTiersAreThoseOfTheTapesTime(t *testing.T) {
	tables := margin.Tables("binance", "BTCUSDT")
	for _, c := range []struct {
		at   string
		want int // of the tables
	}{
		{"2021-03-18T08:59:00Z", 0}, {"2021-03-18T09:00:00Z", 1}, {"2024-09-30T00:00:00Z", 1},
		{"2025-01-01T00:00:00Z", 2}, {"2026-02-05T00:00:00Z", 3},
	} {
		tp := eventAt(t, c.at)
		tp.Symbol = "BTCUSDT"
		if got := LevelInput(tp).Tiers; got == nil || got.From != tables[c.want].From || !slices.Equal(got.Tiers, tables[c.want].Tiers) {
			t.Errorf("at %s: got %+v, want the table from %d on", c.at, got, tables[c.want].From)
		}
	}
	bare := &tape.Tape{Symbol: "BTCUSDT", From: data.UnixMs(tables[1].From)}
	if got, own := tiersOf(bare); own || got.From != tables[1].From {
		t.Errorf("without candles: got the table from %d on, want that of the tape's start", got.From)
	}
}

// eventAt is [event] at another time.
func eventAt(t *testing.T, when string) *tape.Tape {
	t.Helper()
	at, err := time.Parse(time.RFC3339, when)
	if err != nil {
		t.Fatal(err)
	}
	tp, by := event(), data.UnixMs(at.UnixMilli())
	for i := range tp.Candles.T { // the flow has the same times
		tp.Candles.T[i] += by
	}
	tp.From, tp.To = tp.From+by, tp.To+by
	return tp
}

func TestTheEstimateSaysWhatItDoesWithout(t *testing.T) {
	const volume, interest, mark = "There is no volume", "There is no open interest", "There are no mark prices"
	for _, c := range []struct {
		name  string
		spoil func(*tape.Tape)
		want  []string
	}{
		{"candles alone", func(*tape.Tape) {}, []string{interest, mark}},
		{"no volume", func(tp *tape.Tape) { clear(tp.Candles.Volume) }, []string{volume, interest, mark}},
		{"with a point of open interest", func(tp *tape.Tape) {
			tp.OpenInterest = &tape.PointLayer{Points: data.Points{T: []data.UnixMs{0}, V: []float64{1e9}}}
		}, []string{mark}},
	} {
		tp := event()
		tp.Mark, tp.OpenInterest = nil, nil
		c.spoil(tp)
		parts := indexed(t, tp).Origins()
		why := parts[len(parts)-1].Why["en"]
		for _, said := range []string{volume, interest, mark} {
			if strings.Contains(why, said) != slices.Contains(c.want, said) {
				t.Errorf("%s: %q, want it to say %q", c.name, why, c.want)
			}
		}
	}
}

func TestTiersOfAVenueMoveTheLevels(t *testing.T) {
	lowest := func(venue string) data.Price {
		tp := eventAt(t, "2026-02-05T00:00:00Z")
		tp.Symbol = "BTCUSDT"
		tp.Liquidations = &tape.LiquidationLayer{Liquidations: data.Liquidations{
			T: []data.UnixMs{tp.From + 1}, Side: []data.Side{data.Long}, Price: []data.Price{98}, Notional: []data.USD{1}, Venue: []string{venue}}}
		for i := range tp.Candles.Volume {
			tp.Candles.Volume[i] *= 1e6
		}
		f := indexed(t, tp).Field
		for _, r := range f.Runs {
			if g := f.Groups[r.Group]; g.Side == data.Long && g.Leverage == 10 {
				return f.Bins.Mid(int(r.Bin))
			}
		}
		t.Fatalf("%s: no 10x long waits", venue)
		return 0
	}
	// 0.1 percentage points of maintenance margin are 0.1 % of the price: a bin.
	if bybit, standIn := lowest("bybit"), lowest("nowhere"); !(bybit > standIn) {
		t.Errorf("10x longs wait from %v at Bybit, from %v with Binance's tiers; want Bybit's nearer", bybit, standIn)
	}
}
