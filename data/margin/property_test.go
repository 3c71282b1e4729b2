package margin

import (
	"math"
	"math/rand/v2"
	"testing"

	"unwind/data"
)

// Over all venues, dates, sides and tiers: at the returned price equity equals
// maintenance margin, computed here from the definitions alone, within 1e-9 of
// the entry; the tier is the one that holds there; and it is the price at
// which equity falls short for the first time.
func TestEquityIsMaintenanceMarginAtTheLiquidationPrice(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, v := range books {
		for _, symbol := range v.symbols {
			for _, table := range Tables(v.id, symbol) {
				checkProperty(t, rnd, &table)
			}
		}
	}
}

// The same over every combination of rules, also those of no venue here.
func TestEquityIsMaintenanceMarginUnderEveryRule(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, kind := range []Kind{Linear, Inverse} {
		for _, basis := range []Basis{OnMark, OnEntry} {
			for _, sizing := range []Sizing{ByMarkValue, ByEntryValue, ByQty} {
				tiers := continuous(row{10, 0.4, 100}, row{50, 1, 50}, row{400, 3, 20}, row{1e3, 20, 4})
				if sizing != ByMarkValue {
					for i := range tiers {
						tiers[i].Deduction = 0
					}
				}
				table := Table{Contract: Contract{Kind: kind, Basis: basis, Sizing: sizing, Fee: 0.0005}, Tiers: tiers}
				if table.Check() == nil {
					checkProperty(t, rnd, &table)
				} else if basis != OnEntry || sizing != ByMarkValue {
					t.Errorf("%+v: %v", table.Contract, table.Check())
				}
			}
		}
	}
}

func checkProperty(t *testing.T, rnd *rand.Rand, table *Table) {
	t.Helper()
	seen := map[Tier]int{}
	for range 3_000 {
		p, leverage := randomPosition(rnd, table)
		price, tier := table.LiquidationPrice(p)
		if !reachable(price) {
			checkUnreachable(t, table, p, leverage)
			continue
		}
		seen[tier]++
		if gap := shortfall(table, p, float64(price)); math.Abs(gap) > 1e-9*float64(p.Entry) {
			t.Fatalf("%s from %d, %+v: equity misses maintenance margin by %v a coin", table.Venue, table.From, p, gap)
		}
		kept, equity := table.Contract.MaintenanceMargin(p, tier, price), table.Contract.Equity(p, price)
		if math.Abs(float64(equity-kept)) > 1e-9*float64(table.Contract.Value(p, p.Entry)) {
			t.Fatalf("%s, %+v: equity %v, maintenance margin %v", table.Venue, p, equity, kept)
		}
		if s := data.Price(p.Side.Sign()); s*(price-p.Entry) >= 0 {
			t.Fatalf("%s, %+v: liquidated at %v, which is no loss", table.Venue, p, price)
		}
		for _, part := range []float64{0, 0.3, 0.9, 0.999999} {
			on := float64(p.Entry) + part*float64(price-p.Entry)
			if gap := shortfall(table, p, on); gap > 0 {
				t.Fatalf("%s, %+v: short of margin at %v, before %v", table.Venue, p, on, price)
			}
		}
	}
	if len(seen) != len(table.Tiers) {
		t.Errorf("%s %s from %d: tested %d tiers of %d", table.Venue, table.Symbol, table.From, len(seen), len(table.Tiers))
	}
}

// A position may do without a liquidation price only if it is a long with all
// of its notional as margin, or the same as an inverse short.
func checkUnreachable(t *testing.T, table *Table, p Position, leverage float64) {
	t.Helper()
	extreme := float64(p.Entry) * 1e-9
	if table.Contract.Kind == Inverse {
		extreme = float64(p.Entry) * 1e9
	}
	if gap := shortfall(table, p, extreme); gap > 1e-9*float64(p.Entry) {
		t.Fatalf("%s, %+v at %vx has no price, but is short by %v at %v", table.Venue, p, leverage, gap, extreme)
	}
}

// shortfall returns maintenance margin less equity at a mark price, in dollars
// at the entry price for each coin, from the definitions: profit in dollars of
// a linear position is q·(P − E), profit in coin of an inverse one Q/E − Q/P.
func shortfall(table *Table, p Position, mark float64) float64 {
	c, entry, s := table.Contract, float64(p.Entry), p.Side.Sign()
	valued := mark
	if c.Basis == OnEntry {
		valued = entry
	}
	margin, gain, value, size := float64(p.Margin), s*p.Qty*(mark-entry), p.Qty*valued, p.Qty*mark
	opened, scale := p.Qty*entry, p.Qty
	if c.Kind == Inverse {
		dollars := p.Qty * entry
		margin, gain, value, size = margin/entry, s*(dollars/entry-dollars/mark), dollars/valued, dollars/mark
		opened, scale = dollars/entry, dollars/entry/entry
	}
	switch c.Sizing {
	case ByQty:
		size = p.Qty
	case ByEntryValue:
		size = opened
	}
	tier := tierAt(table, size)
	rate := tier.MaintenanceRate + c.Fee + c.Slope*value
	return (rate*value - float64(tier.Deduction) - margin - gain) / scale
}

func tierAt(table *Table, size float64) Tier {
	for _, tier := range table.Tiers {
		if size <= float64(tier.Cap)*(1+1e-12) {
			return tier
		}
	}
	return table.Tiers[len(table.Tiers)-1]
}

// randomPosition returns a position that the table allows: a tier first, so
// that all are met, then a size in it and a leverage up to what it allows.
func randomPosition(rnd *rand.Rand, table *Table) (Position, float64) {
	side := data.Long
	if rnd.IntN(2) == 1 {
		side = data.Short
	}
	entry := data.Price(1e-4 * math.Exp(rnd.Float64()*math.Log(1e10)))
	i := rnd.IntN(len(table.Tiers))
	// An end that is not published may be beyond what any leverage allows.
	high := min(float64(table.Tiers[i].Cap), float64(table.LargestAt(1, entry))/table.unit(entry))
	low := 1e-6 * high
	if i > 0 {
		low = float64(table.Tiers[i-1].Cap)
		high = min(high, 1e3*low)
	}
	size := low * math.Exp(rnd.Float64()*math.Log(high/low))
	notional := data.USD(size * table.unit(entry))
	leverage := 1 + rnd.Float64()*(table.MaxLeverage(notional, entry)-1)
	return Open(side, entry, notional, leverage), leverage
}
