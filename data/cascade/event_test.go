package cascade_test

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/reconstruct"
)

const fifth data.UnixMs = 1770249600000 // 5 February 2026 00:00 UTC

// The built-in event names no venue and is modelled by the minute. Its three
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

func february(t testing.TB) *market.Market {
	t.Helper()
	v, err := reconstruct.Event("btc-2026-02-05")
	if err != nil {
		t.Fatal(err)
	}
	m, err := market.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
