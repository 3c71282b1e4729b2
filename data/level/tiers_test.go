package level

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/margin"
)

func tableOf(t *testing.T, venue, symbol string) *margin.Table {
	t.Helper()
	table, ok := margin.Of(venue, symbol, 1.77e12)
	if !ok {
		t.Fatalf("there is no table of %q %q", venue, symbol)
	}
	return &table
}

// Ratios of liquidation price to entry of 100,000 dollars at 10x, by hand from
// the rules of docs/model.md.
func TestTheTiersOfTheInputPlaceTheLevels(t *testing.T) {
	binance := margin.BinanceBTCUSDT()
	for _, c := range []struct {
		name        string
		tiers       *margin.Table
		entry       data.Price
		long, short float64
	}{
		{"Bybit: 0.9/0.995 and 1.1/1.005", tableOf(t, "bybit", "BTCUSDT"), 60_000, 0.904523, 1.094527},
		{"Binance: 0.9/0.996 and 1.1/1.004", &binance, 60_000, 0.903614, 1.095618},
		{"OKX, with the fee: 0.9/0.9955 and 1.1/1.0045", tableOf(t, "okx", "BTC-USDT-SWAP"), 60_000, 0.904068, 1.095072},
		{"COIN-M: 1.004/1.1 and 0.996/0.9", tableOf(t, "binance-coin", "BTCUSD_PERP"), 60_000, 0.912727, 1.106667},
		// 10 coins: the long grows into the third tier, 10/((11 + 0.055)/1.01),
		// the short shrinks out of it to the second, 10/((9 − 0.005)/0.995).
		{"COIN-M with ten coins", tableOf(t, "binance-coin", "BTCUSD_PERP"), 10_000, 0.913614, 1.106170},
		{"BitMEX: 1/(1.1 − 0.0035) and 1/(0.9 + 0.0035)", tableOf(t, "bitmex", "XBTUSD"), 60_000, 0.911992, 1.106807},
		// 5/3 coins, k = 0.00005: v = 2a/(b + √(b² + 4·s·k·a)), a = 11/6 and 1.5
		// coins, b = 1.01 and 0.99; 1.815018 and 1.515267 coins.
		{"Deribit", tableOf(t, "deribit", "BTC-PERPETUAL"), 60_000, 0.918264, 1.099916},
	} {
		p := newPlacing(c.tiers, []Share{{Leverage: 10, Weight: 1}}, 100e3, 1e-6)
		for side, want := range map[data.Side]float64{data.Long: c.long, data.Short: c.short} {
			var offset [1]float64
			p.offsets(offset[:], side, c.entry)
			if got := math.Exp(offset[0] * 1e-6); math.Abs(got-want) > 1.5e-6 {
				t.Errorf("%s: a 10x %v dies at %.6f of its entry, want %.6f", c.name, side, got, want)
			}
		}
	}
}

// Positions that can only open at one price wait in the bins that margin names,
// under every rule; those of inverse contracts are not mirrored.
func TestLevelsLieWhereTheVenueLiquidates(t *testing.T) {
	for _, c := range []struct{ venue, symbol string }{
		{"binance", "BTCUSDT"}, {"bybit", "BTCUSDT"}, {"okx", "BTC-USDT-SWAP"}, {"hyperliquid", "BTC"},
		{"binance-coin", "BTCUSD_PERP"}, {"bitmex", "XBTUSD"}, {"deribit", "BTC-PERPETUAL"},
	} {
		table := tableOf(t, c.venue, c.symbol)
		const entry = 9_000 // 100,000 dollars are more coins than the first tier of COIN-M and OKX
		in := Input{Candles: still(3, entry), Tiers: table, From: 0, To: 3 * data.Minute}
		params := Defaults()
		params.BirthInterval, params.Margin = data.Minute, 0.3 // 5x too
		f, err := Estimate(in, params)
		if err != nil {
			t.Fatalf("%s: %v", c.venue, err)
		}
		for _, r := range f.Runs {
			g := f.Groups[r.Group]
			size := min(100e3, table.LargestAt(g.Leverage, entry))
			want, _ := table.LiquidationPrice(margin.Open(g.Side, entry, size, g.Leverage))
			// the middle of the bin of the entry stands for it: half a bin off,
			// and half a bin for the middle of the level's own
			if got := f.Bins.Mid(int(r.Bin)); math.Abs(math.Log(float64(got/want))) > 1.01*f.Bins.LogStep {
				t.Errorf("%s: %vx %v waits at %v, want %v", c.venue, g.Leverage, g.Side, got, want)
			}
		}
		if len(f.Runs) < 2*len(f.Groups) {
			t.Errorf("%s: %d runs for %d groups: some never wait", c.venue, len(f.Runs), len(f.Groups))
		}
	}
}

// still is n minutes at one price.
func still(n int, price data.Price) *data.Candles {
	c := &data.Candles{Step: data.Minute}
	for i := range n {
		c.T, c.Volume = append(c.T, data.UnixMs(i)*data.Minute), append(c.Volume, 1000)
		c.Open, c.High, c.Low, c.Close = append(c.Open, price), append(c.High, price), append(c.Low, price), append(c.Close, price)
	}
	return c
}

func TestAPriceThatMovesChangesTheTierOfWhatOpensNext(t *testing.T) {
	// At 60,000 the typical position has 1.7 coins and 0.4 %, at 6,000 it has
	// 16.7 coins and, as a long at its liquidation price, 1 %.
	table := tableOf(t, "binance-coin", "BTCUSD_PERP")
	p := newPlacing(table, []Share{{Leverage: 10, Weight: 1}}, 100e3, 1e-6)
	var high, low [1]float64
	p.offsets(high[:], data.Long, 60_000)
	p.offsets(low[:], data.Long, 6_000)
	if !(low[0] > high[0]+100) {
		t.Errorf("offsets %v at 60,000 and %v at 6,000, want the larger position nearer", high, low)
	}
	linear := margin.BinanceBTCUSDT()
	fixed := newPlacing(&linear, []Share{{Leverage: 10, Weight: 1}}, 100e3, 1e-6)
	fixed.offsets(high[:], data.Long, 60_000)
	fixed.offsets(low[:], data.Long, 6_000)
	if low != high {
		t.Errorf("a linear contract with caps in dollars: %v at 60,000, %v at 6,000", high, low)
	}
}

func TestLeverageThatAVenueDoesNotAllowIsTakenAtItsHighest(t *testing.T) {
	for _, c := range []struct {
		name, venue, symbol string
		leverage, weight    float64 // of the last share
		low, high           float64
		shares              int
	}{
		{"all are allowed", "binance", "BTCUSDT", 100, 0.10, 0.03, 0.19, 5},
		{"50x and 100x at 40x", "hyperliquid", "BTC", 40, 0.30, 0.13, 0.51, 4},
		{"25x, 50x and 100x at 25x", "hyperliquid", "ETH", 25, 0.55, 0.26, 0.89, 3},
		{"50x is for nothing at Deribit, whose rate rises with size", "deribit", "BTC-PERPETUAL", 49, 0.30, 0.13, 0.51, 4},
	} {
		mix, err := capped(Defaults().Mix, tableOf(t, c.venue, c.symbol))
		if err != nil || len(mix) != c.shares {
			t.Fatalf("%s: got %v, %v", c.name, mix, err)
		}
		got := mix[len(mix)-1]
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }
		if got.Leverage != c.leverage || !near(got.Weight, c.weight) || !near(got.Low, c.low) || !near(got.High, c.high) ||
			got.HalfLife != HalfLife(c.leverage) {
			t.Errorf("%s: got %+v, want %vx %v, %v to %v", c.name, got, c.leverage, c.weight, c.low, c.high)
		}
	}
	forever, err := capped([]Share{{Leverage: 100, Weight: 1}}, tableOf(t, "hyperliquid", "BTC"))
	if err != nil || forever[0].HalfLife != 0 {
		t.Errorf("positions that never age: got %+v, %v", forever, err)
	}
	if _, err := capped(Defaults().Mix, &margin.Table{Tiers: []margin.Tier{{Cap: 1, MaintenanceRate: 0.5, MaxLeverage: 0.5}}}); err == nil {
		t.Error("a table that allows no leverage was taken")
	}
}
