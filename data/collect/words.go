package collect

import (
	"fmt"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/margin"
	"unwind/data/tape"
)

// names returns the names of the venues of the liquidations that fit, in
// order.
func (l *liquidations) names(fits func(*tally) bool) []string {
	var names []string
	for venue, t := range l.venues {
		if fits(t) {
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

func recorded(en, ru string) tape.Origin {
	return tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": en, "ru": ru}}
}

// why says where the liquidations come from and what of them is missing.
func (c *Collection) why(sampled []string) tape.Origin {
	all := c.liquidations.names(func(*tally) bool { return true })
	en, ru := "No liquidation was recorded in this window.", "За это время не записано ни одной ликвидации."
	if len(all) > 0 {
		en = "Liquidations of " + listed(all, " and ") + ", recorded as they came."
		ru = "Ликвидации: " + listed(all, " и ") + ", записаны как пришли."
	}
	if c.open && c.since > 0 {
		since := timeOf(c.since).Format("2006-01-02 15:04 UTC")
		en += " Counted since " + since + "."
		ru += " Считаются с " + since + "."
	}
	if len(sampled) > 0 {
		en += " Sampled by the venue: " + listed(sampled, " and ") + "; sums are lower bounds."
		ru += " Прорежены биржей: " + listed(sampled, " и ") + "; суммы — нижние оценки."
	}
	if n := len(c.gaps.all); n > 0 {
		en += fmt.Sprintf(" Gaps in the recording: %d; sums are lower bounds.", n)
		ru += fmt.Sprintf(" Пропусков в записи: %d; суммы — нижние оценки.", n)
	}
	return recorded(en, ru)
}
