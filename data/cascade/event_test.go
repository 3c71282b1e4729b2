package cascade_test

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/reconstruct"
)

const (
	fifth data.UnixMs = 1770249600000 // 5 February 2026 00:00 UTC
	tenth data.UnixMs = 1760054400000 // 10 October 2025 00:00 UTC
)

// The totals of all coins by minute. Published for February are $473 M, $456 M
// and $554 M of the hours with its three selling waves; for October the loudest
// minute, 21:15.
func TestWavesOfTheTotals(t *testing.T) {
	for _, c := range []struct {
		id       string
		from, to data.UnixMs // the peak lies in here
		usd      data.USD
		eps      float64
	}{
		{"btc-2026-02-05", fifth + 15*data.Hour, fifth + 16*data.Hour, 473e6, 0.1},
		{"btc-2026-02-05", fifth + 20*data.Hour, fifth + 21*data.Hour, 456e6, 0.1},
		{"btc-2026-02-05", fifth + 24*data.Hour, fifth + 25*data.Hour, 554e6, 0.1},
		{"btc-2025-10-10", tenth + 21*data.Hour + 15*data.Minute, tenth + 21*data.Hour + 16*data.Minute, 16e9, 0.2},
	} {
		found := 0
		for _, w := range totalWaves(t, c.id) {
			if w.Peak < c.from || w.Peak >= c.to {
				continue
			}
			found++
			if off := float64(w.Total()/c.usd) - 1; math.Abs(off) > c.eps || w.Side != data.Long || w.Completeness != cascade.Modelled {
				t.Errorf("%s: got %.0f of %v, %v; want about %.0f of longs", c.id, w.Total(), w.Side, w.Completeness, c.usd)
			}
		}
		if found != 1 {
			t.Errorf("%s: %d waves peak between %d and %d, want one", c.id, found, c.from, c.to)
		}
	}
}

func totalWaves(t testing.TB, id string) []cascade.Wave {
	m := event(t, id)
	l := m.Tape.Totals
	feed := cascade.Feed{Provenance: l.Provenance, AtLeast: l.AtLeast}
	waves, reason := cascade.Find(cascade.FlowInput(&l.Flow, feed, m.PriceAt), cascade.RulesFor(feed))
	if reason != cascade.Known || len(waves) > 15 {
		t.Fatalf("%s: %d waves (%v)", id, len(waves), reason)
	}
	for i := 1; i < len(waves); i++ {
		if waves[i].Start <= waves[i-1].End {
			t.Errorf("%s: waves %d and %d overlap", id, i-1, i)
		}
	}
	return waves
}

// The built-in event of February names no venue and is modelled by the minute. Its three
// selling waves, known from the hours' volume, began at 15:00, 20:00 and 00:00.
func TestWavesOfTheBuiltInEvent(t *testing.T) {
	m := february(t)
	l := m.Tape.Liquidations
	feed := cascade.Feed{l.Provenance, l.AtLeast}
	e := cascade.NewEvents(&l.Liquidations)
	waves, reason := cascade.Find(cascade.Input{Events: e, Feed: feed, Price: m.PriceAt, Own: m.Tape.Own}, cascade.RulesFor(feed))
	if reason != cascade.Known || len(waves) < 5 || len(waves) > 25 {
		t.Fatalf("%d waves (%v), want a handful", len(waves), reason)
	}
	for _, hour := range []data.UnixMs{fifth + 15*data.Hour, fifth + 20*data.Hour, fifth + 24*data.Hour} {
		checkSellingWave(t, e, waves, hour, feed)
	}
}

// checkSellingWave wants a large wave of longs that peaks in the hour.
func checkSellingWave(t *testing.T, e *cascade.Events, waves []cascade.Wave, hour data.UnixMs, feed cascade.Feed) {
	t.Helper()
	for i := range waves {
		w := &waves[i]
		if w.Peak < hour || w.Peak >= hour+data.Hour || w.Total() < 100e6 {
			continue
		}
		move, _ := w.Move()
		if w.Side != data.Long || move > -0.02 || w.Completeness != cascade.Modelled {
			t.Errorf("wave of %d: %v, move %v, %v", hour, w.Side, move, w.Completeness)
		}
		if _, reason := e.Lanes(w, feed); reason != cascade.NoVenues {
			t.Errorf("a split by venue is made up: %q", reason)
		}
		if _, reason := e.Excitation(w, data.Minute); reason != cascade.ModelledFeed {
			t.Errorf("excitation of modelled events: %q", reason)
		}
		return
	}
	t.Errorf("no wave in the hour of %d", hour)
}

// Dominoes fall in time order and downwards, hold no more than was touched,
// and what was liquidated between them adds up to the wave.
func TestTheChainOfTheClimax(t *testing.T) {
	m := february(t)
	l := m.Tape.Liquidations
	feed := cascade.Feed{l.Provenance, l.AtLeast}
	e := cascade.NewEvents(&l.Liquidations)
	waves, _ := cascade.Find(cascade.Input{Events: e, Feed: feed, Price: m.PriceAt}, cascade.RulesFor(feed))
	in := cascade.ChainInput{Field: m.Field, Touches: m.Touches(), Height: 3, Least: 0.01, Price: m.PriceAt}
	for i := range waves {
		w := &waves[i]
		chain, reason := e.Chain(w, in)
		if reason == cascade.NoLevels && w.Side == data.Short {
			continue
		}
		if reason != cascade.Known {
			t.Fatalf("wave of %d: %q", w.Start, reason)
		}
		forced, estimate := chain.Before.Total(), data.USD(0)
		for k, d := range chain.Dominoes {
			forced, estimate = forced+d.Forced.Total(), estimate+d.USD
			if k > 0 && d.At < chain.Dominoes[k-1].At || d.At < w.Start || d.At > w.End || d.Side != w.Side {
				t.Errorf("domino %d of %d: %+v", k, w.Start, d)
			}
		}
		if math.Abs(float64(forced-w.Total())) > 1 || estimate > chain.Estimate*(1+1e-9) {
			t.Errorf("wave of %d: %.0f forced of %.0f, %.0f estimated of %.0f", w.Start, forced, w.Total(), estimate, chain.Estimate)
		}
	}
}

func february(t testing.TB) *market.Market { return event(t, "btc-2026-02-05") }

func event(t testing.TB, id string) *market.Market {
	t.Helper()
	v, err := reconstruct.Event(id)
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// What-ifs from five minutes before the climax of the built-in event: the
// deeper the book the shallower the fall, and R says where a move feeds itself.
func TestWhatIfsFromTheClimax(t *testing.T) {
	m := february(t)
	at := fifth + 23*data.Hour + 55*data.Minute
	price, _ := m.PriceAt(at)
	stock, reason := cascade.StockOf(m.Field, m.ProfileColumn(at), price, 0)
	if reason != cascade.Known {
		t.Fatal(reason)
	}
	n := m.Field.Bins.N
	profile, _ := m.ProfileAt(at, make([]data.USD, n), make([]data.USD, n))
	if out := profile.Outward(price); math.Abs(float64(out.Long-stock.Total().Long)) > 1e-6*float64(out.Long) {
		t.Errorf("the stock holds %.0f of longs, the map %.0f", stock.Total().Long, out.Long)
	}
	lowest := data.Price(0)
	for _, depth := range []float64{50e6, 100e6, 250e6, 1e9, 5e9} {
		set := cascade.DefaultSettings()
		set.Depth = depth
		sim, _ := cascade.NewSimulation(stock, set, 0)
		r := sim.Run().Result()
		if !(r.Lowest > lowest) || r.Long.SetFree > float64(stock.Total().Long)*(1+1e-9) {
			t.Errorf("depth %.0f: lowest %v after %v, %.0f set free", depth, r.Lowest, lowest, r.Long.SetFree)
		}
		lowest = r.Lowest
		fuel, reason := cascade.NewFuel(cascade.FuelInput{Profile: profile, Price: price, Depth: cascade.DepthPerPercent(data.USD(depth)), Window: cascade.FuelWindow})
		if reason != cascade.Known || (len(fuel.Feeding) > 0) != (depth <= 250e6) {
			t.Errorf("depth %.0f: %d stretches feed themselves (%v)", depth, len(fuel.Feeding), reason)
		}
	}
}
