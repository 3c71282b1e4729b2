package cascade

import (
	"slices"
	"testing"

	"unwind/data"
)

// firstRows returns the first rows of l.
func firstRows(l *data.Liquidations, n int) *data.Liquidations {
	return &data.Liquidations{T: l.T[:n], Side: l.Side[:n], Price: l.Price[:n], Notional: l.Notional[:n]}
}

// Whatever is found from a mark on is what is found in one go, and the mark can
// be used again.
func TestAFinderGoesOnFromAMark(t *testing.T) {
	all := sorted(shuffled(5000))
	rules := RulesFor(recorded)
	find := func(rows, keep int, from *Mark, known []Wave, same int) *Finder {
		f := NewFinder(Input{Events: NewEvents(firstRows(all, rows)), Feed: recorded}, rules)
		f.Keep(keep)
		if from != nil {
			f.Resume(from)
			f.Known(known, 0, same)
		}
		for !f.Step(97) {
		}
		return f
	}
	for _, c := range []struct{ rows, mark, grown, mark2 int }{
		{1000, 0, 1100, 500}, {1000, 1000, 1100, 1100}, {3000, 2950, 3010, 2990}, {3000, 1234, 5000, 4000}, {60, 10, 5000, 11}, {3000, 2999, 3000, 3000},
	} {
		first := find(c.rows, c.mark, nil, nil, 0)
		if first.Mark() == nil || first.Mark().Events() != c.mark {
			t.Fatalf("%+v: no mark", c)
		}
		for range 2 {
			got := find(c.grown, c.mark2, first.Mark(), first.Waves(), c.rows)
			want := find(c.grown, c.mark2, nil, nil, 0)
			if len(want.Waves()) == 0 || !slices.Equal(got.Waves(), want.Waves()) {
				t.Errorf("%+v: got %d waves, want the %d of one go", c, len(got.Waves()), len(want.Waves()))
			}
			last := find(5000, -1, got.Mark(), got.Waves(), c.mark2)
			if !slices.Equal(last.Waves(), find(5000, -1, nil, nil, 0).Waves()) {
				t.Errorf("%+v: other waves from the second mark on", c)
			}
		}
	}
}

// What is known of waves in rows that are the same is not measured again, and
// nothing else is taken for known.
func TestKnownWavesAreThoseOfTheSameRows(t *testing.T) {
	all := sorted(shuffled(5000))
	want, _ := Find(Input{Events: NewEvents(all), Feed: recorded}, RulesFor(recorded))
	marked := slices.Clone(want)
	for i := range marked {
		marked[i].Busy = -1
	}
	for _, c := range []struct{ drop, same int }{{0, 5000}, {0, 2500}, {0, 0}, {1, 5000}} {
		f := NewFinder(Input{Events: NewEvents(all), Feed: recorded}, RulesFor(recorded))
		f.Known(marked, c.drop, c.same)
		for !f.Step(1000) {
		}
		for i, w := range f.Waves() {
			if taken := w.Busy == -1; taken != (c.drop == 0 && w.last <= c.same) {
				t.Errorf("%+v: wave %d of rows %d to %d is taken for known: %t", c, i, w.first, w.last, taken)
			}
		}
	}
}
