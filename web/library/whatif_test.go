package library

import (
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
)

func TestAWhatIfIsWorkedOutOnceAndKept(t *testing.T) {
	l := newShelved(t, "fall").Library
	e := l.Event("")
	m, err := l.Market(e)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(change func(*wire.Stage)) *whatif.Answer {
		t.Helper()
		s := wire.DefaultQuery().Stage
		s.WhatIf = whatif.From(m.Tape.From + 2*data.Hour)
		change(&s)
		a, err := l.WhatIf(e, m, &s)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := ask(func(*wire.Stage) {})
	if first.Seeds != cascade.FanSeeds || ask(func(*wire.Stage) {}) != first {
		t.Error("the same what-if is worked out again, or not wholly")
	}
	if ask(func(s *wire.Stage) { s.WhatIf.Set.Shock = -0.1 }) == first || ask(func(s *wire.Stage) { s.Depth = market.DepthChoice{Quote: 2e6} }) == first {
		t.Error("another what-if has the same answer")
	}
	if ask(func(s *wire.Stage) { s.WhatIf = whatif.Choice{} }) != nil {
		t.Error("without a what-if there is an answer")
	}
	if size := sizeOf(first); size < 30_000 || size > 80_000 {
		t.Errorf("an answer counts as %d bytes", size)
	}
}
