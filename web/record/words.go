package record

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"unwind/data"
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

// maxChapters bounds the gaps that are chapters; the others are only counted.
const maxChapters = 100

// chapters marks the gaps.
func (c *collection) chapters() []tape.Chapter {
	longest := slices.Clone(c.gaps)
	slices.SortStableFunc(longest, func(a, b Gap) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
	longest = longest[:min(len(longest), maxChapters)]
	slices.SortStableFunc(longest, func(a, b Gap) int { return cmp.Compare(a.From, b.From) })
	var all []tape.Chapter
	for _, g := range longest {
		t := max(g.From, c.From)
		if n := len(all); n > 0 && all[n-1].T == t {
			all[n-1].Title["en"] += "; " + g.words(whysEnglish, "all venues", "s")
			all[n-1].Title["ru"] += "; " + g.words(whysRussian, "все биржи", "с")
			continue
		}
		all = append(all, tape.Chapter{T: t, Title: tape.Text{
			"en": "Gap: " + g.words(whysEnglish, "all venues", "s"),
			"ru": "Пропуск: " + g.words(whysRussian, "все биржи", "с"),
		}})
	}
	return all
}

var (
	whysEnglish = map[Why]string{
		Disconnected: "no connection", Silent: "silent", Stopped: "not recording",
		Behind: "the recorder fell behind", Refused: "the store took nothing",
	}
	whysRussian = map[Why]string{
		Disconnected: "нет связи", Silent: "молчит", Stopped: "запись не шла",
		Behind: "запись не успевала", Refused: "хранилище не принимало",
	}
)

// words says a gap: "Bybit, 41 s, no connection".
func (g *Gap) words(whys map[Why]string, everyone, second string) string {
	venue := everyone
	if g.Venue != "" {
		venue = margin.VenueName(g.Venue)
	}
	seconds := strconv.FormatInt(int64(max(1, (g.To-g.From+data.Second/2)/data.Second)), 10)
	s := venue + ", " + seconds + "\u00a0" + second
	if why := whys[g.Why]; why != "" {
		s += ", " + why
	}
	return s
}
