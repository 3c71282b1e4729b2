package summary

import (
	"cmp"
	"slices"
	"strings"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render/scale"
	"unwind/render/view"
)

// saidGaps is how many gaps are named.
const saidGaps = 3

// gaps names the longest gaps in view as far as the replay has got, in the order
// of their starts.
func (c *cells) gaps(lang string) string {
	s, now := c.summary, c.summary.Table.T
	if s.layers&wire.LayerGaps == 0 {
		return ""
	}
	var longest []data.Gap
	n := 0
	s.market.GapsBetween(s.window.From, min(s.window.To, now), func(g *data.Gap) bool {
		n++
		longest = append(longest, *g)
		slices.SortStableFunc(longest, func(a, b data.Gap) int { return cmp.Compare(min(b.To, now)-b.From, min(a.To, now)-a.From) })
		longest = longest[:min(n, saidGaps)]
		return true
	})
	if n == 0 {
		return ""
	}
	slices.SortStableFunc(longest, func(a, b data.Gap) int { return cmp.Compare(a.From, b.From) })
	var said []string
	for i := range longest {
		said = append(said, c.gap(&longest[i], lang))
	}
	more := ""
	if n > saidGaps {
		more = fill(c.words.more, "n", c.count(n-saidGaps))
	}
	return fill(c.words.missing, "gaps", strings.Join(said, "; ")+more)
}

// gap says of whom something is missing, when and why.
func (c *cells) gap(g *data.Gap, lang string) string {
	w := c.summary.window
	at := func(t data.UnixMs) string {
		var out []byte
		if day := w.From / data.Day; t/data.Day != day || (w.To-1)/data.Day != day {
			out = append(scale.AppendDate(out, t, c.lang), "\u00a0"...)
		}
		return string(scale.AppendClockSeconds(out, t))
	}
	t, end := c.summary.Table.T, c.summary.market.Tape.To
	when, to := c.words.span, at(min(g.To, t))
	switch {
	case !c.summary.live.On() && t >= end && g.To >= end:
		to = c.words.tapeEnd
	case g.To > t:
		when = c.words.open
	}
	text, why := c.words.gap, view.GapWhy(g.Why, lang)
	if why == "" {
		text = c.words.noWhy
	}
	return fill(text, "venue", cmp.Or(c.summary.market.GapVenue(g), c.words.allVenues), "when", fill(when, "from", at(g.From), "to", to), "why", why)
}
