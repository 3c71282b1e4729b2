package margin

import (
	"math"
	"testing"

	"unwind/data"
)

// The published check table, recomputed independently: distance of the
// liquidation price from an entry of 100,000 in tier 1, in per cent.
func TestLiquidationDistanceInTierOne(t *testing.T) {
	table := BinanceBTCUSDT()
	for _, c := range []struct {
		leverage, long, short, within float64
	}{
		{5, -19.68, 19.52, 0.005},
		{10, -9.64, 9.56, 0.005},
		{25, -3.61, 3.59, 0.005},
		{50, -1.61, 1.59, 0.005},
		{100, -0.602, 0.598, 0.0005},
		{125, -0.402, 0.398, 0.0005},
	} {
		for side, want := range map[data.Side]float64{data.Long: c.long, data.Short: c.short} {
			got := percent(LiquidationPrice(Open(side, 100e3, 10e3, c.leverage), table.Tiers[0]))
			if math.Abs(got-want) > c.within {
				t.Errorf("%vx %v: got %.4f %%, want %v", c.leverage, side, got, want)
			}
		}
	}
}

func percent(p data.Price) float64 { return float64(p)/1000 - 100 }

func TestLiquidationPriceAtTenTimes(t *testing.T) {
	table := BinanceBTCUSDT()
	for _, c := range []struct {
		side data.Side
		want float64
	}{{data.Long, 90_361.4}, {data.Short, 109_561.8}} {
		got := LiquidationPrice(Open(c.side, 100e3, 10e3, 10), table.Tiers[0])
		if math.Abs(float64(got)-c.want) > 0.05 {
			t.Errorf("%v: got %.2f, want %.1f", c.side, got, c.want)
		}
	}
}

func TestLargePositionIsLiquidatedEarlier(t *testing.T) {
	table := BinanceBTCUSDT()
	price, tier := table.LiquidationPrice(Open(data.Long, 100e3, 40e6, 25))
	if got := percent(price); math.Abs(got+2.38) > 0.005 {
		t.Errorf("25x of 40 M: got %.3f %%, want -2.38", got)
	}
	if tier.MaintenanceRate != 0.02 {
		t.Errorf("25x of 40 M: got rate %v, want 0.02 of tier 5", tier.MaintenanceRate)
	}
}

func TestTierSettlesAtTheLiquidationPrice(t *testing.T) {
	table := BinanceBTCUSDT()
	// 310k at entry is tier 2; at the price of a 10x long it is 280k, tier 1.
	if _, tier := table.LiquidationPrice(Open(data.Long, 100e3, 310e3, 10)); tier != table.Tiers[0] {
		t.Errorf("long of 310k: got tier %+v, want the first", tier)
	}
	// 290k at entry is tier 1; at the price of a 10x short it is 318k, tier 2.
	if _, tier := table.LiquidationPrice(Open(data.Short, 100e3, 290e3, 10)); tier != table.Tiers[1] {
		t.Errorf("short of 290k: got tier %+v, want the second", tier)
	}
}

func TestBankruptcyIsBeyondLiquidation(t *testing.T) {
	table := BinanceBTCUSDT()
	long, short := Open(data.Long, 100e3, 1e6, 20), Open(data.Short, 100e3, 1e6, 20)
	if got := BankruptcyPrice(long); got != 95e3 {
		t.Errorf("20x long: got %v, want 95000", got)
	}
	if got := BankruptcyPrice(short); got != 105e3 {
		t.Errorf("20x short: got %v, want 105000", got)
	}
	if price, _ := table.LiquidationPrice(long); price <= BankruptcyPrice(long) {
		t.Errorf("long is liquidated at %v, beyond bankruptcy", price)
	}
	if price, _ := table.LiquidationPrice(short); price >= BankruptcyPrice(short) {
		t.Errorf("short is liquidated at %v, beyond bankruptcy", price)
	}
}

func TestUnleveredLongIsNeverLiquidated(t *testing.T) {
	table := BinanceBTCUSDT()
	if price, _ := table.LiquidationPrice(Open(data.Long, 100e3, 10e3, 1)); price > 0 {
		t.Errorf("got %v, want zero or less", price)
	}
}
