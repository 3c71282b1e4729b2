package page

import (
	"fmt"
	"html/template"

	"unwind/data/wire"
)

// breakpoint is a shape of the chart. layout.css gives the chart the same
// aspect under the same media query, so the poster has the exact shape of the
// canvas that follows it; a test holds the two together.
type breakpoint struct {
	Media         string
	Width, Height int // aspect, and logical size of the poster
}

// Breakpoints of the page and of what has little room, the widest first: the
// first that matches counts.
var (
	fullBreakpoints = []breakpoint{
		{"(max-width: 599px) and (max-height: 739px) and (orientation: portrait)", 390, 360},
		{"(max-width: 599px) and (orientation: portrait)", 390, 464},
		{"(max-width: 999px) and (max-aspect-ratio: 11/10)", 760, 700},
		{"(max-width: 999px)", 880, 500},
		{"(max-aspect-ratio: 11/10)", 1000, 900},
		{"(max-aspect-ratio: 3/2)", 1200, 720},
		{"(max-aspect-ratio: 17/10)", 1240, 620},
		{"(min-height: 860px) and (max-aspect-ratio: 2/1)", 1680, 776},
		{"(max-aspect-ratio: 2/1)", 1248, 512},
		{"", 1320, 470},
	}
	smallBreakpoints = []breakpoint{
		{"(max-aspect-ratio: 6/10)", 390, 600},
		{"(max-aspect-ratio: 9/10)", 400, 480},
		{"(max-aspect-ratio: 12/10)", 560, 460},
		{"(max-aspect-ratio: 16/10)", 700, 430},
		{"(max-aspect-ratio: 2/1)", 800, 400},
		{"(max-aspect-ratio: 26/10)", 900, 330},
		{"", 1000, 280},
	}
	bareBreakpoints = []breakpoint{
		{"(max-aspect-ratio: 6/10)", 390, 700},
		{"(max-aspect-ratio: 9/10)", 450, 600},
		{"(max-aspect-ratio: 12/10)", 600, 570},
		{"(max-aspect-ratio: 16/10)", 760, 550},
		{"(max-aspect-ratio: 2/1)", 1000, 560},
		{"(max-aspect-ratio: 26/10)", 1100, 480},
		{"", 1200, 400},
	}
)

// low is the height below which a page shows what ui=min does.
const low = "(max-height: 499px)"

// breakpointsOf returns the breakpoints of an interface, in order.
func breakpointsOf(ui wire.UI) []breakpoint {
	switch ui {
	case wire.UIMin:
		return smallBreakpoints
	case wire.UINone:
		return bareBreakpoints
	}
	var all []breakpoint
	for _, b := range smallBreakpoints {
		all = append(all, breakpoint{and(low, b.Media), b.Width, b.Height})
	}
	return append(all, fullBreakpoints...)
}

func and(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " and " + b
}

// posterSource is one <source> of the poster.
type posterSource struct {
	Media         string
	Set           template.Srcset
	Width, Height int
}

// poster is the picture that stands where the chart will be.
type poster struct {
	Sources       []posterSource
	Src           string
	Set           template.Srcset
	Width, Height int
	Alt           string
}

// newPoster returns the pictures of the state in q, one for every breakpoint
// and theme that the reader may have. q is a copy.
func newPoster(q wire.Query, alt string) poster {
	theme := q.Style.Theme
	p := poster{Alt: alt}
	for _, b := range breakpointsOf(q.Style.UI) {
		if theme == wire.ThemeSystem {
			q.Style.Theme = wire.ThemeLight
			p.add(q, breakpoint{and("(prefers-color-scheme: light)", b.Media), b.Width, b.Height})
			q.Style.Theme = wire.ThemeDark
		}
		p.add(q, b)
	}
	return p
}

// add appends a source; the one that always matches is the image itself.
func (p *poster) add(q wire.Query, b breakpoint) {
	one, two := posterURL(q, b, 1), posterURL(q, b, 2)
	set := template.Srcset(fmt.Sprintf("%s 1x, %s 2x", one, two))
	if b.Media == "" {
		p.Src, p.Set, p.Width, p.Height = one, set, b.Width, b.Height
		return
	}
	p.Sources = append(p.Sources, posterSource{Media: b.Media, Set: set, Width: b.Width, Height: b.Height})
}

// posterURL returns the address of the bare picture of q.
func posterURL(q wire.Query, b breakpoint, scale float64) string {
	q.Play = wire.PlayNo
	q.Picture = wire.Picture{Width: b.Width, Height: b.Height, Scale: scale, Bare: true}
	return "/poster.png?" + q.Encode()
}
