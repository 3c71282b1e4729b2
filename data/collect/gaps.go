package collect

import (
	"cmp"
	"slices"

	"unwind/data"
	"unwind/data/tape"
)

// gaps are stretches of which something is missing, and what is said of them.
type gaps struct {
	pieces []data.Gap // as they came, since they were joined last
	all    []data.Gap // in order and joined
	stale  bool
}

// mostPieces bounds the pieces that wait to be joined, beside as many as there
// are joined ones.
const mostPieces = 1 << 10

func (g *gaps) add(one data.Gap) {
	g.stale = true
	g.pieces = append(g.pieces, one)
	if len(g.pieces) > 2*len(g.all)+mostPieces {
		g.settle()
	}
}

func (g *gaps) forget(before data.UnixMs) {
	g.stale = true
	g.pieces = slices.DeleteFunc(g.pieces, func(one data.Gap) bool { return one.To <= before })
}

// settle puts the gaps in order.
func (g *gaps) settle() {
	if !g.stale {
		return
	}
	g.stale = false
	slices.SortStableFunc(g.pieces, func(a, b data.Gap) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Venue, b.Venue))
	})
	g.all = joined(g.pieces)
	g.pieces = slices.Clone(g.all)
}

// joined makes one gap of pieces that meet: one that lasts is told while it
// lasts, and by each of a venue's connections. Gaps are in the order of their
// starts.
func joined(pieces []data.Gap) []data.Gap {
	type kind struct {
		venue string
		why   data.GapReason
	}
	var all []data.Gap
	last := map[kind]int{}
	for _, g := range pieces {
		k := kind{g.Venue, g.Why}
		if i, known := last[k]; known && g.From <= all[i].To {
			all[i].To = max(all[i].To, g.To)
			continue
		}
		last[k] = len(all)
		all = append(all, g)
	}
	return all
}

// layer is nil where nothing is missing. Of more gaps than a tape takes the
// longest are kept.
func (g *gaps) layer() *tape.GapLayer {
	if len(g.all) == 0 {
		return nil
	}
	return &tape.GapLayer{
		Origin: recorded("Gaps of the recording, with their reasons.", "Пропуски записи с причинами."),
		Gaps:   longest(slices.Clip(g.all)),
	}
}

// longest returns gaps that fit a tape, in their order.
func longest(all []data.Gap) []data.Gap {
	if len(all) <= tape.MaxGaps {
		return all
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b data.Gap) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
	all = all[:tape.MaxGaps]
	slices.SortStableFunc(all, func(a, b data.Gap) int { return cmp.Compare(a.From, b.From) })
	return all
}
