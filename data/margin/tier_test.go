package margin

import (
	"strings"
	"testing"

	"unwind/data"
)

func TestBinanceTableIsContinuous(t *testing.T) {
	table := BinanceBTCUSDT()
	if err := table.Check(); err != nil {
		t.Fatal(err)
	}
	for i, tier := range table.Tiers[1:] {
		below := table.Tiers[i]
		got, want := tier.MaintenanceMargin(below.Cap), below.MaintenanceMargin(below.Cap)
		if diff := got - want; diff > 1e-3 || diff < -1e-3 {
			t.Errorf("tier %d at its floor %v: maintenance margin %v, the tier below says %v", i+1, below.Cap, got, want)
		}
	}
}

func TestTierOfNotional(t *testing.T) {
	table := BinanceBTCUSDT()
	for _, c := range []struct {
		name string
		size Amount
		want float64
	}{
		{"nothing is in the first tier", 0, 0.004},
		{"a cap belongs to its tier", 300e3, 0.004},
		{"just above a cap is the next tier", 300e3 + 1, 0.005},
		{"40 M is in tier 5", 40e6, 0.02},
		{"above the last cap stays in the last tier", 5e9, 0.5},
	} {
		if got := table.Tier(c.size).MaintenanceRate; got != c.want {
			t.Errorf("%s: got rate %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLargestByLeverage(t *testing.T) {
	table := BinanceBTCUSDT()
	for _, c := range []struct {
		leverage float64
		want     data.USD
	}{{150, 300e3}, {100, 800e3}, {25, 70e6}, {24, 70e6}, {1, 1.8e9}, {151, 0}} {
		if got := table.Largest(c.leverage); got != c.want {
			t.Errorf("largest notional at %vx: got %v, want %v", c.leverage, got, c.want)
		}
	}
}

func TestCheckNamesTheTier(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Table)
		want  string
	}{
		{"no tiers", func(t *Table) { t.Tiers = nil }, "no tiers"},
		{"a deduction off by one dollar", func(t *Table) { t.Tiers[1].Deduction = 301 }, "tier 1: deduction"},
		{"caps that do not ascend", func(t *Table) { t.Tiers[2].Cap = 800e3 }, "tier 2: cap"},
		{"rates that do not ascend", func(t *Table) { t.Tiers[3].MaintenanceRate = 0.001 }, "tier 3: maintenance rate"},
		{"a slope beside tiers", func(t *Table) { t.Contract.Slope = 1 }, "slope needs one tier"},
		{"tiers by a price that margin does not go by", func(t *Table) { t.Contract.Basis = OnEntry }, "no tiers by mark value"},
		{"a deduction where tiers are fixed", func(t *Table) { t.Contract.Sizing = ByQty }, "tier 1: deduction 300, should be 0"},
		{"a fee that leaves no margin", func(t *Table) { t.Contract.Fee = 0.003 }, "tier 0: maximum leverage"},
		{"leverage that liquidates at once", func(t *Table) { t.Tiers[0].MaxLeverage = 250 }, "tier 0: maximum leverage"},
	} {
		table := BinanceBTCUSDT()
		c.spoil(&table)
		if err := table.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
}

func TestTableValidAtATime(t *testing.T) {
	tables := []Table{{From: 200, Symbol: "new"}, {From: 100, Symbol: "old"}}
	for _, c := range []struct {
		t    data.UnixMs
		want string
	}{{99, ""}, {100, "old"}, {199, "old"}, {200, "new"}, {1e12, "new"}} {
		got, ok := At(tables, c.t)
		if got.Symbol != c.want || ok != (c.want != "") {
			t.Errorf("at %d: got %q %v, want %q", c.t, got.Symbol, ok, c.want)
		}
	}
}
