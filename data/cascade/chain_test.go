package cascade

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

// A field of ten bins from 100 of 1 % each, a column a minute from noon, with
// longs in bins 8, 6, 5 and 2 and a short in bin 9. The price falls from 109 by
// one a minute.
func fallingField() (*heat.Field, func(data.UnixMs) (data.Price, bool)) {
	f := &heat.Field{
		Bins:    heat.Bins{Low: 100, LogStep: 0.01, N: 10},
		Columns: heat.Columns{From: noon, Step: data.Minute, N: 10},
		Groups:  []heat.Group{{Side: data.Long, Leverage: 10}, {Side: data.Short, Leverage: 10}},
		Scales:  [][]float32{{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
	}
	price := func(t data.UnixMs) (data.Price, bool) {
		return 109 - data.Price(t-noon)/data.Price(data.Minute), t >= noon
	}
	touch := func(bin int) int32 { // the column in which the price reaches the middle of a bin
		return int32((109 - float64(f.Bins.Mid(bin))) * 1)
	}
	f.Runs = []heat.Run{
		{Bin: 2, Len: touch(2), USD: 4e6},
		{Bin: 5, Len: touch(5), USD: 3e6},
		{Bin: 6, Len: touch(6), USD: 2e6},
		{Bin: 8, Len: touch(8), USD: 1e6},
		{Bin: 9, Group: 1, Len: 1, USD: 9e6},
	}
	return f, price
}

func TestDominoesFallInOrder(t *testing.T) {
	f, price := fallingField()
	var rows []row
	for i := range 450 {
		rows = append(rows, row{float64(i), data.Long, 0, 10e3})
	}
	e := NewEvents(liquidations(rows...))
	waves, _ := Find(Input{Events: e, Feed: recorded, Price: price}, RulesFor(recorded))
	if len(waves) != 1 {
		t.Fatalf("%d waves, want one", len(waves))
	}
	chain, reason := e.Chain(&waves[0], ChainInput{Field: f, Touches: f.Touches(), Height: 2, Price: price})
	if reason != Known || len(chain.Dominoes) != 4 || chain.Estimate != 10e6 {
		t.Fatalf("got %+v (%v), want four dominoes of 10 million", chain, reason)
	}
	// Clusters of two bins: 8 and 9, 6 and 7, 4 and 5, 2 and 3. The price
	// reaches the middle of bin 8, 100·e^0.085 = 108.872, after 7.7 s.
	second := func(bin int) float64 { return 60 * (109 - float64(f.Bins.Mid(bin))) }
	for i, want := range []struct {
		bin, low int
		usd      data.USD
	}{{8, 8, 1e6}, {6, 6, 2e6}, {5, 4, 3e6}, {2, 2, 4e6}} {
		d := chain.Dominoes[i]
		if d.USD != want.usd || d.Rough || d.Low != f.Bins.Edge(want.low) || d.High != f.Bins.Edge(want.low+2) {
			t.Errorf("domino %d: got %+v, want %+v", i, d, want)
		}
		if got := float64(d.At-noon) / 1000; math.Abs(got-second(want.bin)) > 1 {
			t.Errorf("domino %d falls at second %.1f, want %.1f", i, got, second(want.bin))
		}
	}
	d := chain.Dominoes
	for i := range d {
		var sum data.USD
		for _, r := range d[i].Reaches {
			if sum += r.USD; d[i].By(r.At) < sum || r.At < d[i].At || r.At > waves[0].End {
				t.Errorf("domino %d: %v of %v by %d", i, d[i].By(r.At), sum, r.At-noon)
			}
		}
		if sum != d[i].USD || d[i].By(d[i].At-1) != 0 || d[i].By(waves[0].End) != d[i].USD {
			t.Errorf("domino %d: %v in all, want %v", i, sum, d[i].USD)
		}
	}
	if d[0].ToNext != 0 || math.Abs(d[2].ToNext) > 1e-12 || chain.Approach != 0 { // all adjoin
		t.Errorf("gaps %v, %v, approach %v, want none", d[0].ToNext, d[2].ToNext, chain.Approach)
	}
	if n := float64(d[1].At-d[0].At) / 1000; math.Abs(float64(d[0].Forced.Total())-10e3*math.Round(n)) > 10e3 {
		t.Errorf("%.0f forced in %.1f s at 10,000 a second", d[0].Forced.Total(), n)
	}
	sum := chain.Before.Total()
	for i := range d {
		sum += d[i].Forced.Total()
	}
	if sum != waves[0].Total() {
		t.Errorf("%.0f forced in all, want %.0f", sum, waves[0].Total())
	}
}

func TestChainsWithoutPriceAreRough(t *testing.T) {
	f, price := fallingField()
	e := NewEvents(liquidations(burst(0, 450, 1000)...))
	w := &Wave{Start: noon, End: noon + 449*data.Second, Side: data.Long, last: e.Len()}
	chain, reason := e.Chain(w, ChainInput{Field: f, Touches: f.Touches(), Height: 1, Least: 0.15})
	if reason != Known || len(chain.Dominoes) != 3 || !chain.Dominoes[0].Rough {
		t.Fatalf("got %+v (%v), want three rough dominoes of at least 15 %%", chain, reason)
	}
	// From the lower edge of bin 5 to the upper of bin 2 are two bins of 1 %.
	if got, want := chain.Dominoes[1].ToNext, 1-math.Exp(-0.02); math.Abs(got-want) > 1e-9 {
		t.Errorf("to the next one %v, want %v", got, want)
	}
	for name, in := range map[string]ChainInput{
		"no estimate":         {Height: 1},
		"nothing was touched": {Field: f, Height: 1, Price: price},
	} {
		if _, got := e.Chain(w, in); got != NoLevels {
			t.Errorf("%s: %q", name, got)
		}
	}
	if _, got := e.Chain(w, ChainInput{Field: f}); got != BadSettings {
		t.Errorf("clusters of no bins: %q", got)
	}
}
