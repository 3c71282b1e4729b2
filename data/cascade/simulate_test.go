package cascade

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/random"
)

// plain is a market without anything but impact: no lag, nothing comes back,
// nothing is withdrawn, no fund and no ADL.
func plain() Settings {
	s := DefaultSettings()
	s.MarkLag, s.Refill, s.Withdrawal, s.ADL = 0, 0, 0, false
	s.Noise, s.LevelSpread, s.DepthSpread = 0, 0, 0
	return s
}

func run(t testing.TB, stock *Stock, set Settings, seed int) (*Simulation, Result) {
	t.Helper()
	m, reason := NewSimulation(stock, set, seed)
	if reason != Known {
		t.Fatal(reason)
	}
	return m, m.Run().Result()
}

// A shock of 1 % in log price where R is the same everywhere: x0/(1 − R).
func TestAShockEndsWhereTheClosedFormSays(t *testing.T) {
	for _, r := range []float64{0, 0.25, 0.5, 0.8, 0.9} {
		set := plain()
		set.Shock = math.Expm1(-0.01)
		rho := r * float64(DepthPerPercent(data.USD(set.Depth)))
		m, result := run(t, EvenStock(60000, rho, 1), set, 0)
		want, _ := Amplified(0.01, r)
		if got := -math.Log(float64(result.Lowest / 60000)); !near(got, want, 1e-9) || result.Outcome != Settled {
			t.Errorf("R = %v: ends at %v, want %v (%+v)", r, got, want, result)
		}
		if r > 0 && !near(result.Long.Sold, rho*want, 1e-9) {
			t.Errorf("R = %v: sold %v, want %v", r, result.Long.Sold, rho*want)
		}
		checkRun(t, m)
	}
}

// An order of Q moves the price by Q/D first, and R carries that on.
func TestAnOrderIsAShock(t *testing.T) {
	set := plain()
	set.Shock, set.Order, set.OrderSeconds = 0, 500e6, 60 // 2 % at $250 M for each
	_, result := run(t, EvenStock(60000, 0.5*25e9, 1), set, 0)
	if got := -math.Log(float64(result.Lowest / 60000)); !near(got, 0.04, 1e-9) || !near(result.Ordered, 500e6, 1e-9) {
		t.Errorf("ends at %v having sold %v, want 0.04 and 500 million", got, result.Ordered)
	}
	set.Order = -500e6 // bought: the same upwards, shorts are set free
	_, result = run(t, EvenStock(60000, 0.5*25e9, 1), set, 0)
	if got := math.Log(float64(result.Highest / 60000)); !near(got, 0.04, 1e-9) || result.Long.SetFree != 0 {
		t.Errorf("ends at %v, want 0.04 above", got)
	}
}

// From R = 1 on nothing stops the move but the end of the fuel: all that waits
// over 20 % is sold, and carries the price as far as it does.
func TestAtOneAMoveRunsAway(t *testing.T) {
	for _, r := range []float64{1, 1.2, 3} {
		set := plain()
		set.Seconds = 14400
		rho := r * 25e9
		m, result := run(t, EvenStock(60000, rho, 0.2), set, 0)
		want := -math.Log1p(set.Shock) + 0.2*r
		if got := -math.Log(float64(result.Lowest / 60000)); result.Outcome != Swept || !near(got, want, 1e-6) || !near(result.Long.Sold, 0.2*rho, 1e-9) {
			t.Errorf("R = %v: got %v (%v), sold %v; want %v and everything", r, got, result.Outcome, result.Long.Sold, want)
		}
		checkRun(t, m)
	}
	set := plain()
	m, result := run(t, EvenStock(60000, 5*25e9, 1), set, 0)
	if result.Outcome != OffScale || !(result.Lowest > 0) {
		t.Errorf("a fall off the scale: %+v", result)
	}
	checkRun(t, m)
}

// The square-root run: with $5 B for each 10 %, a calm day stops at 0.15 % and
// a stressed one at 2.5 %.
func TestTheSquareRootRun(t *testing.T) {
	for _, c := range []struct{ sigma, volume, want float64 }{{0.03, 30e9, 0.0015}, {0.10, 20e9, 0.025}} {
		set := plain()
		set.Law, set.Sigma, set.Volume, set.Shock = SquareLaw, c.sigma, c.volume, -1e-9
		m, result := run(t, EvenStock(60000, 50e9, 1), set, 0)
		if got := -math.Log(float64(result.Lowest / 60000)); !near(got, c.want, 1e-5) || result.Outcome != Settled {
			t.Errorf("σ = %v: ends at %v, want %v", c.sigma, got, c.want)
		}
		checkRun(t, m)
	}
}

// Kyle's constant is a factor of R.
func TestKylesLawScalesDepth(t *testing.T) {
	set := plain()
	set.Law, set.Kyle, set.Shock = KyleLaw, 0.5, math.Expm1(-0.01)
	_, result := run(t, EvenStock(60000, 0.5*25e9, 1), set, 0)
	if got := -math.Log(float64(result.Lowest / 60000)); !near(got, 0.01/0.75, 1e-9) {
		t.Errorf("ends at %v, want %v", got, 0.01/0.75)
	}
}

// A fifth first and the rest after 30 s leaves time for the book to fill up.
func TestPartsLeaveTimeForTheBook(t *testing.T) {
	set := plain()
	set.Refill = 20
	whole, wholeResult := run(t, EvenStock(60000, 0.8*25e9, 1), set, 0)
	set.FirstPart = 0.2
	parts, partsResult := run(t, EvenStock(60000, 0.8*25e9, 1), set, 0)
	if partsResult.Lowest <= wholeResult.Lowest {
		t.Errorf("lowest in parts %v, at once %v", partsResult.Lowest, wholeResult.Lowest)
	}
	set.Refill = 0 // without it only time is lost
	_, slow := run(t, EvenStock(60000, 0.5*25e9, 1), set, 0)
	set.FirstPart = 1
	_, fast := run(t, EvenStock(60000, 0.5*25e9, 1), set, 0)
	if !near(float64(slow.Lowest), float64(fast.Lowest), 1e-6) || slow.LastRound <= fast.LastRound {
		t.Errorf("parts: %v in %v s; at once: %v in %v s", slow.Lowest, slow.LastRound, fast.Lowest, fast.LastRound)
	}
	checkRun(t, whole)
	checkRun(t, parts)
}

// ADL takes forced orders off the book, so the price falls less far; the fund
// pays first.
func TestADLTakesOrdersOffTheBook(t *testing.T) {
	set := plain()
	set.Maintenance, set.Fund = 0.004, 20e6
	stock := EvenStock(60000, 0.9*25e9, 0.5)
	without, off := run(t, stock, set, 0)
	set.ADL = true
	with, on := run(t, stock, set, 0)
	if !(on.Lowest > off.Lowest) || on.Long.Deleveraged == 0 || off.Long.Deleveraged != 0 {
		t.Errorf("with ADL the lowest is %v, without %v; deleveraged %v", on.Lowest, off.Lowest, on.Long.Deleveraged)
	}
	if !near(on.FundUsed, 20e6, 1e-9) || !near(off.FundUsed, 20e6, 1e-9) || off.Uncovered <= on.Uncovered {
		t.Errorf("fund used %v and %v, uncovered %v and %v", on.FundUsed, off.FundUsed, on.Uncovered, off.Uncovered)
	}
	checkRun(t, with)
	checkRun(t, without)
}

func TestWithdrawalDeepensAFall(t *testing.T) {
	set := plain()
	stock := EvenStock(60000, 0.3*25e9, 0.5)
	_, calm := run(t, stock, set, 0)
	set.Withdrawal = 16
	m, thin := run(t, stock, set, 0)
	if !(thin.Lowest < calm.Lowest) || thin.LeastDepth >= 1 || thin.LeastDepth < set.Floor {
		t.Errorf("lowest %v with, %v without; depth left %v", thin.Lowest, calm.Lowest, thin.LeastDepth)
	}
	checkRun(t, m)
}

// Half of the dollars is half of R: 1/(1 − 0.4) in place of 1/(1 − 0.8).
func TestTheShareScalesTheLevels(t *testing.T) {
	set := plain()
	set.Shock, set.Share = math.Expm1(-0.01), 0.5
	_, result := run(t, EvenStock(60000, 0.8*25e9, 1), set, 0)
	if got := -math.Log(float64(result.Lowest / 60000)); !near(got, 0.01/0.6, 1e-9) {
		t.Errorf("ends at %v, want %v", got, 0.01/0.6)
	}
}

// checkRun holds a run to what is true of every run: what is sold was there.
func checkRun(t testing.TB, m *Simulation) {
	t.Helper()
	r := m.Result()
	for k, s := range []Sale{r.Long, r.Short} {
		sd := []*side{&m.long, &m.short}[k]
		there := sd.stock.total() * sd.factor
		if s.SetFree > there*(1+1e-9) || math.Abs(s.SetFree-s.Sold-s.Deleveraged-s.Waiting) > 1e-9*there+1e-6 || s.Sold < 0 || s.Deleveraged < 0 || s.Waiting < -1e-6 {
			t.Errorf("side %d: %+v of %v", k, s, there)
		}
	}
	for _, v := range append(slices.Clone(m.path), float64(r.Lowest), float64(r.Highest), float64(r.Last), r.FundUsed, r.Uncovered, r.LeastDepth) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("a figure is %v: %+v", v, r)
		}
	}
	if !(r.Lowest > 0) || r.Lowest > m.stock.Price || r.Highest < m.stock.Price || r.FundUsed > m.set.Fund*(1+1e-12) || r.LeastDepth <= 0 || r.LeastDepth > 1 {
		t.Errorf("impossible: %+v", r)
	}
}

// Settings at random corners: every number is its lowest, highest, default or
// none.
func TestSettingsAtTheEdges(t *testing.T) {
	stock := EvenStock(60000, 50e9, 1)
	rnd := random.New("edges")
	for k := range 3000 {
		set := DefaultSettings()
		set.Law, set.ADL = Law(rnd.Next()%3), rnd.Next()%2 == 0
		for i := range Parameters {
			p := &Parameters[i]
			choice := []float64{p.Low, p.High, p.Default, p.Default}
			if p.Zero {
				choice[3] = 0
			}
			*p.At(&set) = choice[rnd.Next()%4]
		}
		set.Seconds = 300
		m, reason := NewSimulation(stock, set, k%3)
		if reason == NoDepth && set.Depth == 0 && set.Law != SquareLaw {
			continue
		}
		if reason != Known {
			t.Fatalf("%+v: %q", set, reason)
		}
		checkRun(t, m.Run())
		if t.Failed() {
			t.Fatalf("with %+v", set)
		}
	}
}

func TestSettingsOutOfBoundsAreNamed(t *testing.T) {
	for i := range Parameters {
		p := &Parameters[i]
		for _, v := range []float64{p.Low - 1, p.High + 1, p.High * 1e9, math.NaN(), math.Inf(1), math.Inf(-1)} {
			set := DefaultSettings()
			*p.At(&set) = v
			if p.Zero && v == 0 || v >= p.Low && v <= p.High {
				continue
			}
			if reason, name := set.Check(); reason != BadSettings || name != p.Name {
				t.Errorf("%s = %v: got %q of %q", p.Name, v, reason, name)
			}
			if m, reason := NewSimulation(EvenStock(1, 1, 1), set, 0); m != nil || reason != BadSettings {
				t.Errorf("%s = %v is simulated", p.Name, v)
			}
		}
	}
	set := DefaultSettings()
	if reason, name := set.Check(); reason != Known {
		t.Errorf("the defaults: %q of %q", reason, name)
	}
	set.Depth = 0
	if _, reason := NewSimulation(EvenStock(1, 1, 1), set, 0); reason != NoDepth {
		t.Errorf("without depth: %q", reason)
	}
	if _, reason := NewFan(EvenStock(1, 1, 1), set); reason != NoDepth {
		t.Errorf("a fan without depth: %q", reason)
	}
	if _, reason := NewSimulation(nil, DefaultSettings(), 0); reason != NoLevels {
		t.Errorf("without levels: %q", reason)
	}
	for l := range lawCount {
		if got, ok := ParseLaw(l.String()); got != l || !ok {
			t.Errorf("law %v is read as %v", l, got)
		}
	}
	if _, ok := ParseLaw("gravity"); ok {
		t.Error("a law of gravity")
	}
}

func TestRunsRepeatAndMayBeSliced(t *testing.T) {
	stock, set := EvenStock(60000, 20e9, 1), DefaultSettings()
	for seed := range 4 {
		a, _ := run(t, stock, set, seed)
		b, _ := NewSimulation(stock, set, seed)
		for !b.Step(7) {
		}
		if !slices.Equal(a.path, b.path) || a.Result() != b.Result() {
			t.Errorf("seed %d: two runs differ", seed)
		}
		if a.PriceAt(0) != 60000 || a.PriceAt(1e9) != a.Result().Last || a.PriceAt(-5) != 60000 {
			t.Errorf("seed %d: %v at the start, %v at the end", seed, a.PriceAt(0), a.PriceAt(1e9))
		}
	}
	a, _ := run(t, stock, set, 1)
	b, _ := run(t, stock, set, 2)
	if slices.Equal(a.path, b.path) {
		t.Error("two seeds give one run")
	}
}

func TestTheFanSpreads(t *testing.T) {
	stock, set := EvenStock(60000, 10e9, 1), DefaultSettings()
	f, reason := NewFan(stock, set)
	if reason != Known || f.Lines() != nil || f.LowestPrice(0.5) != 0 {
		t.Fatalf("before the first run: %v", reason)
	}
	slices := 0
	for !f.Step(1000) {
		slices++
	}
	lines := f.Lines()
	if len(f.Runs()) != FanSeeds || len(lines) != len(Quantiles) || slices < FanSeeds*3600/1000-1 {
		t.Fatalf("%d runs, %d lines in %d slices", len(f.Runs()), len(lines), slices)
	}
	for k := range lines {
		l := lines[k]
		if len(l.Price) != fanTimes+1 || l.Price[0] != 60000 || l.Seconds[fanTimes] != set.Seconds {
			t.Fatalf("line %d: %d prices from %v", k, len(l.Price), l.Price[0])
		}
		for i := range l.Price {
			if k > 0 && l.Price[i] < lines[k-1].Price[i] {
				t.Errorf("lines %d and %d cross at %d", k-1, k, i)
			}
		}
	}
	if end := fanTimes; !(lines[0].Price[end] < lines[4].Price[end]) || f.LowestPrice(0) > f.LowestPrice(1) {
		t.Error("the fan is a line")
	}
	if p := f.RunAway(); p < 0 || p > 1 {
		t.Errorf("%v of the runs ran away", p)
	}
}

// Longs at 50x and 10x and a short. A cap of 10 leaves a fifth of the first, at
// P·(1 − 1/10)/(1 − 1/50).
func TestACapMovesLevelsAway(t *testing.T) {
	f := &heat.Field{
		Bins:    heat.Bins{Low: 100, LogStep: 0.001, N: 1000},
		Columns: heat.Columns{From: noon, Step: data.Minute, N: 1},
		Groups:  []heat.Group{{Side: data.Long, Leverage: 50}, {Side: data.Long, Leverage: 10}, {Side: data.Short, Leverage: 50}},
		Scales:  [][]float32{{1}},
		Runs:    []heat.Run{{Bin: 480, Len: 1, USD: 5e6}, {Bin: 490, Group: 1, Len: 1, USD: 1e6}, {Bin: 520, Group: 2, Len: 1, USD: 2e6}},
	}
	price := f.Bins.Mid(500)
	free, reason := StockOf(f, 0, price, 0)
	if reason != Known || free.Total() != (Dollars{Long: 6e6, Short: 2e6}) {
		t.Fatalf("got %+v (%v)", free.Total(), reason)
	}
	if got := free.down.at(0.015); got != 1e6 { // bin 490 is 1 % away, bin 480 2 %
		t.Errorf("%v within 1.5 %%, want a million", got)
	}
	capped, _ := StockOf(f, 0, price, 10)
	if got := capped.Total(); !near(float64(got.Long), 2e6, 1e-9) || !near(float64(got.Short), 0.4e6, 1e-9) {
		t.Errorf("capped: %+v, want a fifth of those at 50x", got)
	}
	away := 0.02 - math.Log(0.9/0.98)
	if a, b := capped.down.at(away-0.002), capped.down.at(away+0.002); !near(a, 1e6, 1e-9) || !near(b, 2e6, 1e-9) {
		t.Errorf("%v before the moved level and %v behind it", a, b)
	}
	away = 0.02 + math.Log(1.1/1.02)
	if a, b := capped.up.at(away-0.002), capped.up.at(away+0.002); a != 0 || !near(b, 0.4e6, 1e-9) {
		t.Errorf("shorts: %v before the moved level and %v behind it", a, b)
	}
	for name, c := range map[string]struct {
		f      *heat.Field
		column int
		price  data.Price
		cap    float64
		want   Reason
	}{
		"no field":            {nil, 0, 100, 0, NoLevels},
		"before the estimate": {f, -1, 100, 0, NoLevels},
		"no price":            {f, 0, 0, 0, NoPrices},
		"a cap below 1":       {f, 0, 100, 0.5, BadSettings},
		"a cap of NaN":        {f, 0, 100, math.NaN(), BadSettings},
	} {
		if _, got := StockOf(c.f, c.column, c.price, c.cap); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// unevenStock is like an estimate: many levels of very different size.
func unevenStock() *Stock {
	rnd := random.New("stock")
	b := newStockBuilder(0.0009)
	for range 5000 {
		b.add(data.Long, 0.4*rnd.Uniform(), 0, 20e6*math.Pow(rnd.Uniform(), 8))
		b.add(data.Short, 0.4*rnd.Uniform(), 0, 20e6*math.Pow(rnd.Uniform(), 8))
	}
	s, _ := b.stock(60000)
	return s
}

func BenchmarkOneSeed(b *testing.B) {
	stock := unevenStock()
	for _, seed := range []int{0, 1} {
		b.Run(strconv.Itoa(seed), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, _ := NewSimulation(stock, DefaultSettings(), seed)
				m.Run()
			}
		})
	}
}

func BenchmarkFan(b *testing.B) {
	stock := unevenStock()
	b.ReportAllocs()
	for b.Loop() {
		f, _ := NewFan(stock, DefaultSettings())
		for !f.Step(2000) {
		}
		f.Lines()
	}
}
