package record

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"unwind/data/feed"
	"unwind/data/margin"
	"unwind/data/tape"
)

func compareSeries(a, b series) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.venue, b.venue), cmp.Compare(a.symbol, b.symbol), cmp.Compare(a.step, b.step))
}

// venues returns the names of the venues of the liquidations that fit.
func (c *collection) venues(fits func(*feed.Liquidation) bool) []string {
	var names []string
	known := map[string]bool{}
	for i := range c.liquidations {
		l := &c.liquidations[i]
		venue := venueOf(l)
		if !known[venue] && fits(l) {
			known[venue] = true
			names = append(names, margin.VenueName(venue))
		}
	}
	slices.Sort(names)
	return names
}

// listed joins names: "A, B and C".
func listed(names []string, and string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + and + names[last]
}

// why says where the liquidations come from and what of them is missing.
func (c *collection) why(sampled []string) tape.Origin {
	all := c.venues(func(*feed.Liquidation) bool { return true })
	en, ru := "No liquidation was recorded in this window.", "За это время не записано ни одной ликвидации."
	if len(all) > 0 {
		en = "Liquidations of " + listed(all, " and ") + ", recorded as they came."
		ru = "Ликвидации: " + listed(all, " и ") + ", записаны как пришли."
	}
	if len(sampled) > 0 {
		en += " Sampled by the venue: " + listed(sampled, " and ") + "; sums are lower bounds."
		ru += " Прорежены биржей: " + listed(sampled, " и ") + "; суммы — нижние оценки."
	}
	if len(c.gaps) > 0 {
		en += fmt.Sprintf(" Gaps in the recording: %d; sums are lower bounds.", len(c.gaps))
		ru += fmt.Sprintf(" Пропусков в записи: %d; суммы — нижние оценки.", len(c.gaps))
	}
	return recorded(en, ru)
}
