package margin

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"unwind/data"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func tableOf(t *testing.T, venue, symbol string, at data.UnixMs) Table {
	t.Helper()
	table, ok := Of(venue, symbol, at)
	if !ok {
		t.Fatalf("no table of %s %s", venue, symbol)
	}
	return table
}

const early2026 data.UnixMs = 1770249600000 // 5 February 2026

// By hand, Binance USD-M of August 2025, tier 1 (0.4 %, up to $300,000): a
// long of 1 BTC at 64,000 with 10x has W = 6,400, so
//
//	P = (W + c − qE)/(q(m − 1)) = (6,400 − 64,000)/(0.004 − 1) = 57,831.3253…
//
// and is bankrupt at 64,000 − 6,400 = 57,600. The short is liquidated at
// 70,400/1.004 = 70,119.5219…
func TestPlanOfALinearContract(t *testing.T) {
	table := tableOf(t, "binance", "BTCUSDT", early2026)
	for name, p := range map[string]Plan{
		"coins and leverage":   {Side: data.Long, Entry: 64_000, Size: 1, Unit: InCoin, Leverage: 10},
		"dollars and leverage": {Side: data.Long, Entry: 64_000, Size: 64_000, Leverage: 10},
		"coins and margin":     {Side: data.Long, Entry: 64_000, Size: 1, Unit: InCoin, Margin: 6_400},
	} {
		got, err := table.Plan(p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		near(t, name+": liquidation", float64(got.Liquidation), 57_831.32530, 1e-4)
		near(t, name+": bankruptcy", float64(got.Bankruptcy), 57_600, 1e-9)
		near(t, name+": leverage", got.Leverage, 10, 1e-12)
		near(t, name+": margin", float64(got.Margin), 6_400, 1e-9)
		if got.TierIndex != 0 || got.Tier.MaintenanceRate != 0.004 {
			t.Errorf("%s: got tier %d, %+v", name, got.TierIndex, got.Tier)
		}
	}
	short, err := table.Plan(Plan{Side: data.Short, Entry: 64_000, Size: 1, Unit: InCoin, Leverage: 10})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "short", float64(short.Liquidation), 70_119.52191, 1e-4)
}

// By hand, BitMEX of December 2021, base risk limit: maintenance 0.35 % of the
// entry value. A long of 64,000 contracts of $1 at 64,000 is worth 1 XBT and has
// 0.1 XBT of margin with 10x; it is liquidated at the value
// v = Q/E + W − m·Q/E = 1 + 0.1 − 0.0035 = 1.0965 XBT, 64,000/1.0965 = 58,367.5330.
// The short at v = 1 − 0.1 + 0.0035 = 0.9035, so 70,835.6392: not mirrored.
func TestPlanOfAnInverseContract(t *testing.T) {
	table := tableOf(t, "bitmex", "XBTUSD", early2026)
	for name, c := range map[string]struct {
		plan Plan
		want float64
	}{
		"long in contracts":    {Plan{Side: data.Long, Entry: 64_000, Size: 64_000, Unit: InContracts, Leverage: 10}, 58_367.5330},
		"long, margin in coin": {Plan{Side: data.Long, Entry: 64_000, Size: 1, Unit: InCoin, Margin: 0.1}, 58_367.5330},
		"short":                {Plan{Side: data.Short, Entry: 64_000, Size: 64_000, Leverage: 10}, 70_835.6392},
	} {
		got, err := table.Plan(c.plan)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		near(t, name, float64(got.Liquidation), c.want, 1e-3)
		near(t, name+": margin", float64(got.Margin), 0.1, 1e-12)
	}
	// An inverse short with 1x covers any rise.
	free, err := table.Plan(Plan{Side: data.Short, Entry: 64_000, Size: 1000, Leverage: 0.9})
	if err != nil || free.Liquidation != 0 || free.Bankruptcy != 0 {
		t.Errorf("short that nothing liquidates: got %+v, %v", free, err)
	}
}

func TestContractsHaveTheirFace(t *testing.T) {
	for venue, want := range map[string]float64{"binance-coin": 100, "bitmex": 1, "deribit": 10, "okx": 0.01 * 64_000} {
		symbol, _ := Symbol(venue, "BTC")
		table := tableOf(t, venue, symbol, early2026)
		got, err := table.Plan(Plan{Side: data.Long, Entry: 64_000, Size: 1, Unit: InContracts, Leverage: 5})
		if err != nil {
			t.Fatalf("%s: %v", venue, err)
		}
		near(t, venue, float64(got.Notional), want, 1e-9)
	}
}

func TestPlanSaysWhatIsWrong(t *testing.T) {
	binance, okx, bitmex := tableOf(t, "binance", "BTCUSDT", early2026), tableOf(t, "okx", "BTC-USDT-SWAP", early2026), tableOf(t, "bitmex", "XBTUSD", early2026)
	good := Plan{Side: data.Long, Entry: 64_000, Size: 64_000, Leverage: 10}
	with := func(change func(*Plan)) Plan { p := good; change(&p); return p }
	for name, c := range map[string]struct {
		table Table
		plan  Plan
		want  PlanError
	}{
		"no side":                 {binance, with(func(p *Plan) { p.Side = 0 }), PlanError{Fault: BadSide}},
		"no entry":                {binance, with(func(p *Plan) { p.Entry = 0 }), PlanError{Fault: BadEntry}},
		"an entry that is none":   {binance, with(func(p *Plan) { p.Entry = data.Price(math.NaN()) }), PlanError{Fault: BadEntry}},
		"an infinite entry":       {binance, with(func(p *Plan) { p.Entry = data.Price(math.Inf(1)) }), PlanError{Fault: BadEntry}},
		"a negative size":         {binance, with(func(p *Plan) { p.Size = -1 }), PlanError{Fault: BadSize}},
		"a size beyond numbers":   {binance, with(func(p *Plan) { p.Size, p.Unit = 1e300, InCoin }), PlanError{Fault: BadSize}},
		"contracts of no face":    {binance, with(func(p *Plan) { p.Unit = InContracts }), PlanError{Fault: BadSize}},
		"an unknown unit":         {binance, with(func(p *Plan) { p.Unit = 9 }), PlanError{Fault: BadSize}},
		"no leverage, no margin":  {binance, with(func(p *Plan) { p.Leverage = 0 }), PlanError{Fault: BadMargin}},
		"a negative leverage":     {binance, with(func(p *Plan) { p.Leverage = -5 }), PlanError{Fault: BadMargin}},
		"a negative margin":       {binance, with(func(p *Plan) { p.Leverage, p.Margin = 0, -5 }), PlanError{Fault: BadMargin}},
		"above the tier":          {binance, with(func(p *Plan) { p.Leverage = 151 }), PlanError{LeverageTooBig, 150}},
		"above a higher tier":     {binance, with(func(p *Plan) { p.Size, p.Leverage = 1e6, 100 }), PlanError{LeverageTooBig, 75}},
		"too little margin":       {binance, with(func(p *Plan) { p.Leverage, p.Margin = 0, 400 }), PlanError{LeverageTooBig, 150}},
		"beyond the table":        {binance, with(func(p *Plan) { p.Size = 2e9 }), PlanError{SizeTooLarge, 1.8e9}},
		"beyond a table of coins": {okx, with(func(p *Plan) { p.Size, p.Unit = 10.1, InCoin }), PlanError{SizeTooLarge, 640_000}},
		"beyond an inverse table": {bitmex, with(func(p *Plan) { p.Size, p.Unit = 2_000, InCoin }), PlanError{SizeTooLarge, (200 + 8*150) * 64_000}},
	} {
		_, err := c.table.Plan(c.plan)
		var got *PlanError
		if !errors.As(err, &got) || *got != c.want || err.Error() == "" {
			t.Errorf("%s: got %v, want %+v", name, err, c.want)
		}
	}
	if _, err := binance.Plan(good); err != nil {
		t.Errorf("the plan that the others differ from: %v", err)
	}
}

// Of every venue and date: what a plan says is the price at which equity is
// maintenance margin, on the side of the entry where the position loses, with
// the margin that the leverage asks for; and the margin says the same again.
func TestPlansOfEveryVenueHold(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, venue := range Venues() {
		symbol, _ := Symbol(venue, "BTC")
		for _, table := range Tables(venue, symbol) {
			for range 300 {
				entry := data.Price(100 * math.Pow(1000, rnd.Float64()))
				p := Plan{Side: data.Long, Entry: entry, Size: math.Pow(10, 2+4*rnd.Float64())}
				if rnd.IntN(2) == 1 {
					p.Side = data.Short
				}
				p.Leverage = 1 + rnd.Float64()*(table.MaxLeverage(data.USD(p.Size), entry)-1)
				if p.Leverage < 1 {
					continue // beyond the table at this entry
				}
				checkPlan(t, &table, p)
			}
		}
	}
}

func checkPlan(t *testing.T, table *Table, p Plan) {
	t.Helper()
	got, err := table.Plan(p)
	if err != nil {
		t.Errorf("%s, %+v: %v", table.Name(), p, err)
		return
	}
	p.Leverage, p.Margin = 0, got.Margin
	if again, err := table.Plan(p); err != nil || math.Abs(float64(again.Liquidation/got.Liquidation-1)) > 1e-9 && got.Liquidation > 0 {
		t.Errorf("%s, %+v: by margin got %+v, %v, by leverage %+v", table.Name(), p, again, err, got)
	}
	if got.Liquidation == 0 {
		return
	}
	c := table.Contract
	owed := c.Equity(got.Position, got.Liquidation) - c.MaintenanceMargin(got.Position, got.Tier, got.Liquidation)
	if !(math.Abs(float64(owed)) <= 1e-9*float64(c.Value(got.Position, p.Entry))) {
		t.Errorf("%s, %+v: equity differs from maintenance margin by %v", table.Name(), p, owed)
	}
	if table.Tiers[got.TierIndex] != got.Tier {
		t.Errorf("%s: tier %d is not %+v", table.Name(), got.TierIndex, got.Tier)
	}
}

func TestATableIsValidUntilTheNext(t *testing.T) {
	if next, ok := Until("bybit", "BTCUSDT", early2026); !ok || next != 1790121600000 {
		t.Errorf("got %d, %v", next, ok)
	}
	if next, ok := Until("binance", "BTCUSDT", early2026); ok {
		t.Errorf("after the newest table: got %d", next)
	}
	if next, ok := Until("nobody", "X", early2026); ok {
		t.Errorf("of no venue: got %d", next)
	}
}
