package page

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"unwind/data/wire"
)

// TestTheChartHasTheShapeOfItsPoster holds the style sheet and the posters
// together: under each media query both have one aspect, and both try the
// queries in one order (style sheets from the last to the first).
func TestTheChartHasTheShapeOfItsPoster(t *testing.T) {
	css, err := os.ReadFile("../static/css/layout.css")
	if err != nil {
		t.Fatal(err)
	}
	small := make([]breakpoint, 0, len(smallBreakpoints))
	for _, b := range smallBreakpoints {
		small = append(small, breakpoint{and(low, b.Media), b.Width, b.Height})
	}
	for _, c := range []struct {
		name, selector string
		want           []breakpoint
	}{
		{"full and stage", ":root", append(small, fullBreakpoints...)},
		{"min", `:root[data-ui="min"]`, smallBreakpoints},
		{"none", `:root[data-ui="none"]`, bareBreakpoints},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := aspectsOf(string(css), c.selector)
			if len(got) != len(c.want) {
				t.Fatalf("the style sheet has %d shapes, the posters %d", len(got), len(c.want))
			}
			for i, w := range c.want {
				if g := got[len(got)-1-i]; g != w {
					t.Errorf("place %d: the style sheet has %v, the posters %v", i, g, w)
				}
			}
		})
	}
}

// aspectsOf returns the aspects that the style sheet gives to selector.
func aspectsOf(css, selector string) []breakpoint {
	var found []breakpoint
	base := regexp.MustCompile(`(?s)(?:^|\n)` + regexp.QuoteMeta(selector) + ` \{[^}]*--aspect: (\d+) / (\d+);`)
	in := regexp.MustCompile(`@media (.+) \{ ` + regexp.QuoteMeta(selector) + ` \{ --aspect: (\d+) / (\d+); \} \}`)
	if m := base.FindStringSubmatch(css); m != nil {
		found = append(found, breakpoint{"", number(m[1]), number(m[2])})
	}
	for _, m := range in.FindAllStringSubmatch(css, -1) {
		found = append(found, breakpoint{m[1], number(m[2]), number(m[3])})
	}
	return found
}

func number(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}

func TestPostersShowTheStateOfTheLink(t *testing.T) {
	page := body(t, newPage(t, "btc"), "/?t=2026-02-04T06:00:00Z&lang=ru&layers=heat,candles&play=1")
	_, picture, _ := strings.Cut(page, "<picture")
	sets := append(attribute(page, "srcset"), attribute(picture, "src")[0])
	light := 0
	for _, set := range sets {
		for _, want := range []string{"event=btc", "t=2026-02-04T06:00:00Z", "lang=ru", "layers=heat,candles", "bare=1"} {
			if !strings.Contains(set, want) {
				t.Fatalf("%q lacks %q", set, want)
			}
		}
		if strings.Contains(set, "play=") {
			t.Errorf("a picture is asked to play: %q", set)
		}
		if strings.Contains(set, "theme=light") {
			light++
		}
	}
	if light == 0 || light >= len(sets)-1 {
		t.Errorf("%d of %d pictures are light, want half", light, len(sets))
	}
}

func TestAThemeInTheLinkNeedsNoSecondSetOfPosters(t *testing.T) {
	q := wire.ParseQuery("event=btc&theme=light&ui=min")
	p := newPoster(q, "alt")
	if len(p.Sources) != len(smallBreakpoints)-1 {
		t.Errorf("got %d sources, want %d", len(p.Sources), len(smallBreakpoints)-1)
	}
	for _, s := range p.Sources {
		if strings.Contains(s.Media, "prefers-color-scheme") || !strings.Contains(string(s.Set), "theme=light") {
			t.Errorf("got %+v", s)
		}
	}
}

func TestPostersStayInsideWhatTheServerDraws(t *testing.T) {
	for _, list := range [][]breakpoint{fullBreakpoints, smallBreakpoints, bareBreakpoints} {
		for _, b := range list {
			for _, scale := range []float64{1, 2} {
				_, query, _ := strings.Cut(posterURL(wire.DefaultQuery(), b, scale), "?")
				if q := wire.ParseQuery(query); len(q.Problems) > 0 || q.Picture.Width != b.Width || q.Picture.Scale != scale {
					t.Errorf("%v at %v: got %+v, problems %v", b, scale, q.Picture, q.Problems)
				}
			}
		}
	}
}
