package whatif

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/market/markettest"
)

// synthetic is an event of ten hours; its price falls in the sixth.
var synthetic = sync.OnceValue(func() *market.Market {
	m, err := market.New(markettest.Tape(600))
	if err != nil {
		panic(err)
	}
	return m
})

// fall is a what-if four hours in.
func fall() Choice {
	c := From(markettest.Start + 4*data.Hour)
	c.Set.Shock = -0.03
	return c
}

func TestTheCentralRunComesFirstAndTheFanGrows(t *testing.T) {
	r := Start(synthetic(), fall())
	var seeds []int
	for steps := 0; ; steps++ {
		fresh, done := r.Step()
		if a := r.Answer(); fresh {
			seeds = append(seeds, a.Seeds)
			if !(a.Central.Lowest > 0) || len(a.Path) != 3601 || a.Whole() != done {
				t.Fatalf("answer %d: %d prices, lowest %v, whole %t", len(seeds), len(a.Path), a.Central.Lowest, a.Whole())
			}
			if (a.Seeds > 0) != (len(a.Fan) == len(cascade.Quantiles)) {
				t.Errorf("%d seeds and %d lines", a.Seeds, len(a.Fan))
			}
		}
		if len(seeds) == 0 && steps > 3600/stepsPerStep+1 {
			t.Fatal("the central run waits for the fan")
		}
		if done {
			break
		}
	}
	if want := []int{0, 8, 16, 32, 64}; !slices.Equal(seeds, want) {
		t.Errorf("answers with %v seeds, want %v", seeds, want)
	}
}

// The central run is the simulator's own on the market's field, and the same
// twice.
func TestAnAnswerIsTheSimulators(t *testing.T) {
	m, c := synthetic(), fall()
	price, _ := m.PriceAt(c.At)
	stock, reason := cascade.StockOf(m.Field, m.ProfileColumn(c.At), price, 0)
	if reason != cascade.Known {
		t.Fatal(reason)
	}
	run, _ := cascade.NewSimulation(stock, c.Set, 0)
	want, a := run.Run().Result(), Of(m, c)
	if a.Central != want || a.Price != price || a.Waiting != stock.Total() {
		t.Errorf("got %+v, want %+v", a.Central, want)
	}
	if want.Long.SetFree == 0 || want.Lowest >= price*0.97 {
		t.Errorf("nothing was set free: %+v", want)
	}
	if again := Of(m, c); !reflect.DeepEqual(a, again) {
		t.Error("another time it is another answer")
	}
	if low := a.Lowest; !(low.From <= low.To && low.From > 0 && low.To < price) {
		t.Errorf("the fan's lowest prices are %+v", low)
	}
}

// A filter changes what the chart shows, and so what is let loose.
func TestTheFieldIsThatOfTheMarketAsItIsChosen(t *testing.T) {
	shorts, err := market.Chosen(synthetic(), level.Choice{Filter: level.Filter{Side: data.Short}})
	if err != nil {
		t.Fatal(err)
	}
	if a := Of(shorts, fall()); a.Waiting.Long != 0 || a.Central.Long.SetFree != 0 || a.Waiting.Short == 0 {
		t.Errorf("with shorts alone %+v wait, %+v were set free", a.Waiting, a.Central.Long)
	}
}

func TestAWhatIfThatIsNoneSaysWhy(t *testing.T) {
	bare := markettest.Tape(30)
	bare.Candles, bare.Liquidations, bare.Totals = nil, nil, nil
	empty, err := market.New(bare)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(*cascade.Settings)) Choice {
		c := fall()
		change(&c.Set)
		return c
	}
	for name, c := range map[string]struct {
		market *market.Market
		choice Choice
		want   cascade.Reason
		fault  string
	}{
		"no levels":              {empty, fall(), cascade.NoLevels, ""},
		"no depth":               {synthetic(), with(func(s *cascade.Settings) { s.Depth = 0 }), cascade.NoDepth, ""},
		"a shock beyond it":      {synthetic(), with(func(s *cascade.Settings) { s.Shock = -0.9 }), cascade.BadSettings, "shock"},
		"a setting is no number": {synthetic(), with(func(s *cascade.Settings) { s.Sigma = math.NaN() }), cascade.BadSettings, "sigma"},
	} {
		t.Run(name, func(t *testing.T) {
			a := Of(c.market, c.choice)
			if a.Reason != c.want || a.Fault != c.fault || a.Fan != nil || !a.Whole() {
				t.Errorf("got %v %q, want %v %q", a.Reason, a.Fault, c.want, c.fault)
			}
			if _, _, ok := a.Span(0, 1<<62); ok {
				t.Error("it has prices")
			}
		})
	}
}

// Every setting at either end of its bounds, under each law, gives prices that
// are prices.
func TestEveryEdgeOfTheSettingsGivesAPicture(t *testing.T) {
	for i := range cascade.Parameters {
		p := &cascade.Parameters[i]
		for _, v := range []float64{p.Low, p.High} {
			for _, law := range []cascade.Law{cascade.DepthLaw, cascade.KyleLaw, cascade.SquareLaw} {
				c := fall()
				c.Set.Seconds = 60 // quickly
				c.Set.Law = law
				*p.At(&c.Set) = v
				a := Of(synthetic(), c)
				if a.Reason != cascade.Known || a.Seeds != cascade.FanSeeds {
					t.Fatalf("%s %v under %v: %v", p.Name, v, law, a.Reason)
				}
				low, high, ok := a.Span(0, math.MaxInt64)
				if !ok || !(low > 0) || math.IsInf(float64(high), 0) {
					t.Errorf("%s %v under %v: prices from %v to %v", p.Name, v, law, low, high)
				}
			}
		}
	}
}

func TestAChoiceFitsTheEvent(t *testing.T) {
	m, none := synthetic(), market.DepthChoice{}
	if got := (Choice{At: m.Tape.From - data.Day}).Fit(m, none).At; got != m.Tape.From {
		t.Errorf("got %v, want the start %v", got, m.Tape.From)
	}
	if got := (Choice{At: m.Tape.To + 1}).Fit(m, none).At; got != m.Tape.To {
		t.Errorf("got %v, want the end %v", got, m.Tape.To)
	}
	if (Choice{}).Fit(m, none).On() {
		t.Error("none has become one")
	}
}

// $3 M within 1 %, 40 times of which a wave must sell: $120 M for each 1 %.
func TestTheDepthIsTheOneInForceUnlessItWasChosen(t *testing.T) {
	m, own := synthetic(), market.DepthChoice{Quote: 3e6, Conversion: 40}
	if got := fall().Fit(m, own).Set.Depth; math.Abs(got-120e6) > 1 {
		t.Errorf("got %v, want 120 million", got)
	}
	c := fall()
	c.Set.Depth, c.OwnDepth = 7e6, true
	if got := c.Fit(m, own).Set.Depth; got != 7e6 {
		t.Errorf("a depth of one's own became %v", got)
	}
	if got, want := fall().Fit(m, market.DepthChoice{}).Set.Depth, cascade.DefaultSettings().Depth; m.Depth(market.DepthChoice{}, fall().At).Reason == cascade.Known || got != want {
		t.Errorf("where none is known it is %v, want %v", got, want)
	}
	if got := fall().Fit(m, market.DepthChoice{Quote: 1e10, Conversion: 1000}).Set.Depth; got != 1e11 {
		t.Errorf("out of the simulator's bounds it is %v", got)
	}
}

// Path 100, 90, 80 at steps of half a second.
func TestPricesOfTheCentralRunLieBetweenItsSteps(t *testing.T) {
	a := Answer{Choice: From(1000), Path: []data.Price{100, 90, 80, 85}}
	a.Choice.Set.Seconds = 1.5
	for at, want := range map[data.UnixMs]data.Price{1000: 100, 1250: 95, 1500: 90, 2500: 85} {
		if got, ok := a.PriceAt(at); got != want || !ok {
			t.Errorf("at %d: got %v %t, want %v", at, got, ok, want)
		}
	}
	for _, at := range []data.UnixMs{999, 2501} {
		if _, ok := a.PriceAt(at); ok {
			t.Errorf("at %d there is a price", at)
		}
	}
	for _, c := range []struct {
		from, to  data.UnixMs
		low, high data.Price
		ok        bool
	}{
		{1000, 2500, 80, 100, true}, {1250, 1500, 90, 95, true}, {1900, 2100, 80, 82, true}, {0, 999, 0, 0, false}, {3000, 4000, 0, 0, false},
	} {
		if low, high, ok := a.Between(c.from, c.to); ok != c.ok || math.Abs(float64(low-c.low)) > 1e-9 || math.Abs(float64(high-c.high)) > 1e-9 {
			t.Errorf("%d to %d: got %v to %v %t, want %v to %v", c.from, c.to, low, high, ok, c.low, c.high)
		}
	}
}

func TestAnOlderFanIsKeptUntilThereIsANewOne(t *testing.T) {
	older := &Answer{Choice: fall(), Seeds: 64, Fan: make([]cascade.FanLine, 5)}
	next := &Answer{Choice: fall()}
	next.Choice.Set.Shock = -0.01
	if kept := next.Keep(older); kept.Fan == nil || kept.Seeds != 0 || next.Fan != nil {
		t.Errorf("kept %d lines of %d seeds", len(kept.Fan), kept.Seeds)
	}
	moved := &Answer{Choice: fall()}
	moved.Choice.At++
	if moved.Keep(older).Fan != nil {
		t.Error("a fan from another start was kept")
	}
	if refused := (&Answer{Choice: fall(), Reason: cascade.NoDepth}); refused.Keep(older).Fan != nil {
		t.Error("without an answer a fan was kept")
	}
}

func BenchmarkAnswer(b *testing.B) {
	m, c := synthetic(), fall()
	for b.Loop() {
		Of(m, c)
	}
}

// The figures of a link are the same on a server and in a browser: these were
// printed on amd64, and the test runs as WebAssembly too. Bits may differ, as
// exponentials do; figures as they are shown may not.
func TestFiguresAreTheSameOnEveryPlatform(t *testing.T) {
	for _, c := range []struct {
		law  cascade.Law
		want string
	}{
		{cascade.DepthLaw, "67446.45 67710.92 51 154313369 1389969 58336.13 67599.79 67542.69 0.0625"},
		{cascade.KyleLaw, "67688.88 67798.34 40 126634475 1269754 66626.45 67705.41 67717.17 0"},
		{cascade.SquareLaw, "67729.23 67812.81 40 124162097 1280626 67107.02 67697.91 67769.48 0"},
	} {
		choice := fall()
		choice.Set.Law = c.law
		a := Of(synthetic(), choice)
		got := fmt.Sprintf("%.2f %.2f %d %.0f %.0f %.2f %.2f %.2f %v", a.Central.Lowest, a.Central.Last, a.Central.Rounds,
			a.Central.Long.SetFree, a.Central.FundUsed, a.Lowest.From, a.Lowest.To, a.Fan[2].Price[120], a.RunAway)
		if got != c.want {
			t.Errorf("%v: got %q, want %q", c.law, got, c.want)
		}
	}
}
