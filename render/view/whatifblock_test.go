package view

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/whatif"
	"unwind/render"
)

// withFund is the what-if of [answered] with a fund of one's own.
func withFund(t *testing.T) *whatif.Answer {
	t.Helper()
	a := *answered()
	a.Choice.Set.Fund = 1e6
	if len(appendOwn(nil, &a.Choice, "en")) == 0 {
		t.Fatal("a fund of $1 M is the default")
	}
	return &a
}

// As the chart gets lower the settings go first: what came of them stays.
func TestALowChartKeepsTheResultOfAWhatIf(t *testing.T) {
	a, before := withFund(t), 99
	for height := float32(600); height >= 200; height -= 10 {
		f := supposed(10, func(f *Frame) { f.WhatIf, f.Stage.WhatIf, f.Height, f.Stage.Layers = a, a.Choice, height, 0 })
		var l render.List
		b := newBuilder(f)
		b.whatIfWords(&l)
		var lines []string
		for _, s := range l.Texts {
			lines = append(lines, string(l.Bytes[s.Start:s.End]))
		}
		said := func(with string) bool {
			return slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, with) })
		}
		if len(lines) > before {
			t.Errorf("%v high: %d lines, more than on a higher one", height, len(lines))
		}
		before = len(lines)
		all := said("low ") && said("9 of 10") && said("rounds: ")
		if said("fund $") && !all || len(lines) > 1 && !said("low ") {
			t.Errorf("%v high: %q", height, lines)
		}
		if height == 600 && !said("fund $") {
			t.Errorf("a high chart says %q", lines)
		}
	}
	if before > 3 {
		t.Errorf("a low chart still has %d lines", before)
	}
}

// Neither the price's dashes nor the line of the present run through the words,
// wherever the replay stands.
func TestNoLineRunsThroughTheWordsOfAWhatIf(t *testing.T) {
	c := whatif.From(synthetic.Tape.From + 12*data.Hour + 30*data.Minute) // in the fall
	c.Set.Shock = 0.001
	falls := whatif.Of(synthetic, c)
	const across = 40
	met := false
	for i := range data.UnixMs(across) {
		f := supposed(0, func(f *Frame) {
			f.WhatIf, f.Stage.WhatIf = falls, c
			f.Stage.From, f.Stage.To = c.At-10*data.Minute, c.End()+2*data.Hour
			f.Stage.Clock.At = f.Stage.From + (f.Stage.To-f.Stage.From)*i/across
		})
		s, b := built(f), newBuilder(f)
		b.wordsAt = wordsAt(&s.Layers[render.LayerWhatIf])
		box := b.wordsAt
		if box.X0 >= box.X1 || box.Color != b.theme.Plate {
			t.Fatalf("the words are at %+v", box)
		}
		x := b.xOf(b.t)
		met = met || x > box.X0 && x < box.X1
		l := s.Layers[render.LayerAxes]
		b.dashes(&l, b.chart.x0, (box.Y0+box.Y1)/2, 1) // a price level with them
		for _, r := range l.Rects {
			if (r.Color == b.theme.PriceLine || r.Color == b.theme.SessionEdge) &&
				r.X0 < box.X1 && r.X1 > box.X0 && r.Y0 < box.Y1 && r.Y1 > box.Y0 {
				t.Errorf("%+v runs through %+v", r, box)
			}
		}
	}
	if !met {
		t.Error("the present never met the words")
	}
}

func TestALineEndsAtABoxAndGoesOnBehindIt(t *testing.T) {
	box := render.Rect{X0: 10, Y0: 10, X1: 20, Y1: 20}
	for name, c := range map[string]struct{ line, a, b render.Rect }{
		"upright": {render.Rect{X0: 15, Y0: 0, X1: 16, Y1: 40}, render.Rect{X0: 15, Y0: 0, X1: 16, Y1: 10}, render.Rect{X0: 15, Y0: 20, X1: 16, Y1: 40}},
		"level":   {render.Rect{X0: 0, Y0: 12, X1: 30, Y1: 13}, render.Rect{X0: 0, Y0: 12, X1: 10, Y1: 13}, render.Rect{X0: 20, Y0: 12, X1: 30, Y1: 13}},
	} {
		var l render.List
		around(&l, &box, c.line)
		if !slices.Equal(l.Rects, []render.Rect{c.a, c.b}) {
			t.Errorf("%s: got %+v", name, l.Rects)
		}
	}
	var l render.List
	around(&l, &box, render.Rect{X0: 0, Y0: 5, X1: 30, Y1: 6})
	if len(l.Rects) != 1 {
		t.Errorf("a line beside it became %+v", l.Rects)
	}
}
