package record

import (
	"cmp"
	"slices"

	"unwind/data"
	"unwind/data/tape"
)

// gapLayer is nil where nothing is missing. Of more gaps than a tape takes the
// longest are kept.
func (c *collection) gapLayer() *tape.GapLayer {
	var all []data.Gap
	for _, g := range c.gaps {
		if g.From < g.To {
			all = append(all, data.Gap{Venue: g.Venue, From: g.From, To: g.To, Why: g.Why})
		}
	}
	if len(all) == 0 {
		return nil
	}
	return &tape.GapLayer{Origin: recorded("Gaps of the recording, with their reasons.", "Пропуски записи с причинами."), Gaps: longest(all)}
}

// longest returns gaps that fit a tape, in their order.
func longest(all []data.Gap) []data.Gap {
	if len(all) <= tape.MaxGaps {
		return all
	}
	slices.SortStableFunc(all, func(a, b data.Gap) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
	all = all[:tape.MaxGaps]
	slices.SortStableFunc(all, func(a, b data.Gap) int { return cmp.Compare(a.From, b.From) })
	return all
}
