package margin

import (
	"math"
	"testing"

	"unwind/data"
)

// Distances from an entry of 100,000 in per cent, each worked out by hand from
// the rule of the contract with m = 0.5 % at 10x, so 1/L = 0.1:
//
//	linear, mark    long 0.9/0.995 = 0.904523, short 1.1/1.005 = 1.094527
//	linear, entry   long 1 − 0.1 + 0.005,      short 1 + 0.1 − 0.005
//	inverse, mark   long 1.005/1.1 = 0.913636, short 0.995/0.9 = 1.105556
//	inverse, entry  long 1/1.095 = 0.913242,   short 1/0.905 = 1.104972
//	linear with a fee of 0.05 %: long 0.9/0.9945 = 0.904977, short 1.1/1.0055 = 1.093983
func TestLiquidationDistanceByContract(t *testing.T) {
	for _, c := range []struct {
		name        string
		contract    Contract
		long, short float64
	}{
		{"linear on mark value", Contract{}, -9.5477, 9.4527},
		{"linear on entry value", Contract{Basis: OnEntry}, -9.5, 9.5},
		{"linear with the fee of closing", Contract{Fee: 0.0005}, -9.5023, 9.3983},
		{"inverse on mark value", Contract{Kind: Inverse}, -8.6364, 10.5556},
		{"inverse on entry value", Contract{Kind: Inverse, Basis: OnEntry}, -8.6758, 10.4972},
	} {
		tier := Tier{MaintenanceRate: 0.005}
		for side, want := range map[data.Side]float64{data.Long: c.long, data.Short: c.short} {
			got := percent(c.contract.LiquidationPrice(Open(side, 100e3, 10e3, 10), tier))
			if math.Abs(got-want) > 0.00006 {
				t.Errorf("%s, %v: got %.4f %%, want %v", c.name, side, got, want)
			}
		}
	}
}

// A deduction acts like added margin. Q = 1,000,000 dollars at E = 50,000 are
// 20 coins; at 10x W = 2. With m = 1 % and c = 0.055 coins the general form
// Q·(s + m)/(s·Q/E + W + c) gives for a long 1,010,000/22.055 = 45,794.60 and
// for a short −990,000/−17.945 = 55,168.57.
func TestInverseDeductionIsInCoin(t *testing.T) {
	tier := Tier{MaintenanceRate: 0.01, Deduction: 0.055}
	for side, want := range map[data.Side]float64{data.Long: 45_794.60, data.Short: 55_168.57} {
		got := Contract{Kind: Inverse}.LiquidationPrice(Open(side, 50e3, 1e6, 10), tier)
		if math.Abs(float64(got)-want) > 0.006 {
			t.Errorf("%v: got %.3f, want %v", side, got, want)
		}
	}
}

// On entry value the same position keeps 0.01·20 − 0.055 = 0.145 coins; the long
// is worth 22 − 0.145 = 21.855 of them at 1,000,000/21.855 = 45,756.12. In
// dollars at 10x, 10,000 with m = 0.5 % and c = 10 keep 40 of 1,000, and lose
// the other 960 at 100,000 − 960/0.1 = 90,400.
func TestDeductionOnEntryValue(t *testing.T) {
	inverse := Contract{Kind: Inverse, Basis: OnEntry}
	got := inverse.LiquidationPrice(Open(data.Long, 50e3, 1e6, 10), Tier{MaintenanceRate: 0.01, Deduction: 0.055})
	if math.Abs(float64(got)-45_756.12) > 0.006 {
		t.Errorf("inverse: got %.3f, want 45756.12", got)
	}
	linear := Contract{Basis: OnEntry}
	got = linear.LiquidationPrice(Open(data.Long, 100e3, 10e3, 10), Tier{MaintenanceRate: 0.005, Deduction: 10})
	if math.Abs(float64(got)-90_400) > 1e-6 {
		t.Errorf("linear: got %.3f, want 90400", got)
	}
}

// Deribit by hand: 500 coins at 50,000 and 5x have W = 100. With m = 1 % and
// k = 0.00005 a coin, a long solves 0.00005·v² + 1.01·v = 600:
// v = (−1.01 + √(1.0201 + 0.12))/0.0001 = 577.547, P = 25,000,000/v = 43,286.55.
// A short solves 0.00005·v² − 0.99·v + 400 = 0:
// v = (0.99 − √(0.9801 − 0.08))/0.0001 = 412.640, P = 60,585.50.
func TestRateThatRisesWithSize(t *testing.T) {
	table, _ := Of("deribit", "BTC-PERPETUAL", 1.7e12)
	for side, want := range map[data.Side]float64{data.Long: 43_286.555, data.Short: 60_585.500} {
		got, _ := table.LiquidationPrice(Open(side, 50e3, 25e6, 5))
		if math.Abs(float64(got)-want) > 0.01 {
			t.Errorf("%v: got %.3f, want %v", side, got, want)
		}
	}
}

// The venue writes its rule differently, from the margin left over at a price:
// price − s·available/size/(1 − l·s). The distances are those of models
// computed elsewhere: 10x −8.86 %, 40x −1.27 %.
func TestHyperliquidMatchesItsPublishedFormula(t *testing.T) {
	table, _ := Of("hyperliquid", "BTC", 1.76e12)
	for _, c := range []struct{ leverage, want float64 }{{10, -8.86}, {40, -1.27}} {
		for _, side := range []data.Side{data.Long, data.Short} {
			p := Open(side, 100e3, 50e3, c.leverage)
			got, _ := table.LiquidationPrice(p)
			s, l := side.Sign(), 1.0/80
			available := 50e3/c.leverage - l*50e3
			if want := 100e3 - s*available/p.Qty/(1-l*s); math.Abs(float64(got)-want) > 1e-6 {
				t.Errorf("%vx %v: got %v, the venue says %v", c.leverage, side, got, want)
			}
			if side == data.Long && math.Abs(percent(got)-c.want) > 0.005 {
				t.Errorf("%vx long: got %.3f %%, want %v", c.leverage, percent(got), c.want)
			}
		}
	}
}

func TestInverseIsNeverMirrored(t *testing.T) {
	for _, name := range []string{"binance-coin", "bitmex", "deribit"} {
		for _, leverage := range []float64{2, 5, 10, 25} {
			long, short := distances(t, name, leverage)
			if short <= long {
				t.Errorf("%s %vx: short is liquidated at +%.3f %%, long at −%.3f %%; a short should have further to go", name, leverage, short, long)
			}
		}
	}
}

// distances returns how far a small position opened at 100,000 is from its
// liquidation on each side, in per cent.
func distances(t *testing.T, venue string, leverage float64) (long, short float64) {
	t.Helper()
	for _, v := range books {
		if v.id == venue {
			table, _ := Of(venue, v.symbols[0], 1.7e12)
			a, _ := table.LiquidationPrice(Open(data.Long, 100e3, 10e3, leverage))
			b, _ := table.LiquidationPrice(Open(data.Short, 100e3, 10e3, leverage))
			return -percent(a), percent(b)
		}
	}
	t.Fatalf("no venue %q", venue)
	return 0, 0
}

// The margin of an unlevered short is worth as many dollars as it owes at any
// price. Only where maintenance margin is a fixed amount of coin, m·Q/E, does
// it fall below: at E/m.
func TestUnleveredInverseShortIsNeverLiquidated(t *testing.T) {
	for _, v := range books {
		table, _ := Of(v.id, v.symbols[0], 1.7e12)
		if table.Contract.Kind != Inverse {
			continue
		}
		for _, leverage := range []float64{1, 0.5} {
			p := Open(data.Short, 100e3, 10e3, leverage)
			want := math.Inf(1)
			if table.Contract.Basis == OnEntry && leverage == 1 {
				want = 100e3 / table.Tiers[0].MaintenanceRate
			}
			got, _ := table.LiquidationPrice(p)
			if float64(got) != want && !(math.Abs(float64(got)-want) < 1) {
				t.Errorf("%s: %vx short is liquidated at %v, want %v", v.id, leverage, got, want)
			}
			if reachable(got) == math.IsInf(want, 1) {
				t.Errorf("%s: %vx short at %v: reachable is wrong", v.id, leverage, got)
			}
			if got := table.Contract.BankruptcyPrice(p); !math.IsInf(float64(got), 1) {
				t.Errorf("%s: %vx short is bankrupt at %v", v.id, leverage, got)
			}
		}
		// At 1x a long in coin loses half of its coins' price, and is worth
		// half its margin: liquidation comes just above half of the entry.
		if got, _ := table.LiquidationPrice(Open(data.Long, 100e3, 10e3, 1)); got < 50e3 || got > 51e3 {
			t.Errorf("%s: 1x long is liquidated at %v, want just above 50,000", v.id, got)
		}
	}
}

// At 10x an inverse long is bankrupt at E/1.1 and a short at E/0.9.
func TestBankruptcyPriceOfInverse(t *testing.T) {
	c := Contract{Kind: Inverse, Slope: 1, Fee: 0.1}
	for side, want := range map[data.Side]float64{data.Long: 100e3 / 1.1, data.Short: 100e3 / 0.9} {
		if got := c.BankruptcyPrice(Open(side, 100e3, 10e3, 10)); math.Abs(float64(got)-want) > 1e-6 {
			t.Errorf("%v: got %v, want %v", side, got, want)
		}
	}
}

func TestWhatIsNoPositionHasNoPrice(t *testing.T) {
	good := Open(data.Long, 100e3, 10e3, 10)
	for _, c := range []struct {
		name  string
		spoil func(*Position)
	}{
		{"no side", func(p *Position) { p.Side = data.UnknownSide }},
		{"no size", func(p *Position) { p.Qty = 0 }},
		{"negative size", func(p *Position) { p.Qty = -1 }},
		{"infinite size", func(p *Position) { p.Qty = math.Inf(1) }},
		{"no entry", func(p *Position) { p.Entry = 0 }},
		{"entry that is no number", func(p *Position) { p.Entry = data.Price(math.NaN()) }},
		{"negative margin", func(p *Position) { p.Margin = -1 }},
		{"infinite margin", func(p *Position) { *p = Open(data.Long, 100e3, 10e3, 0) }},
	} {
		p := good
		c.spoil(&p)
		for _, v := range books {
			table, _ := Of(v.id, v.symbols[0], 1.7e12)
			price, tier := table.LiquidationPrice(p)
			if !math.IsNaN(float64(price)) || tier != (Tier{}) || reachable(price) {
				t.Errorf("%s at %s: got %v in %+v, want no price and no tier", c.name, v.id, price, tier)
			}
			if got := table.Contract.BankruptcyPrice(p); !math.IsNaN(float64(got)) {
				t.Errorf("%s at %s: bankrupt at %v", c.name, v.id, got)
			}
		}
	}
}

// 20,000 coins short at 100x with a rate of 1 % + 0.005 % a coin owe more than
// they have at every price.
func TestShortOfMarginAtEveryPriceIsLiquidatedAtOnce(t *testing.T) {
	table, _ := Of("deribit", "BTC-PERPETUAL", 1.7e12)
	if got, _ := table.LiquidationPrice(Open(data.Short, 50e3, 1e9, 100)); got != 50e3 {
		t.Errorf("got %v, want the entry", got)
	}
}

func TestHugePositionStaysInTheLastTier(t *testing.T) {
	for _, v := range books {
		table, _ := Of(v.id, v.symbols[0], 1.7e12)
		price, tier := table.LiquidationPrice(Open(data.Long, 100e3, 1e18, 3))
		if last := table.Tiers[len(table.Tiers)-1]; tier != last {
			t.Errorf("%s: got tier %+v, want the last %+v", v.id, tier, last)
		}
		if math.IsNaN(float64(price)) {
			t.Errorf("%s: no price", v.id)
		}
	}
}

// reachable reports whether a mark price can get to a liquidation price.
func reachable(price data.Price) bool {
	return price > 0 && !math.IsInf(float64(price), 0)
}
