package view

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/raster/rastertest"
)

// answered is a fall of 3 % four hours into the synthetic event.
var answered = sync.OnceValue(func() *whatif.Answer {
	c := whatif.From(synthetic.Tape.From + 4*data.Hour)
	c.Set.Shock = -0.03
	return whatif.Of(synthetic, c)
})

// supposed returns a frame of the what-if, zoomed to it, so many minutes after
// its start.
func supposed(minutes data.UnixMs, change func(*Frame)) *Frame {
	return frame(func(f *Frame) {
		a := answered()
		f.WhatIf, f.Stage.WhatIf = a, a.Choice
		f.Stage.From, f.Stage.To = a.Choice.At-10*data.Minute, a.Choice.End()+5*data.Minute
		f.Stage.Clock.At = a.Choice.At + minutes*data.Minute
		f.Width, f.Height, f.Stage.Layers = 960, 440, wire.DefaultLayers
		if change != nil {
			change(f)
		}
	})
}

func drawWhatIf(f *Frame) *render.List {
	var l render.List
	b := newBuilder(f)
	b.whatIf(&l)
	return &l
}

func TestWithoutAWhatIfNothingIsDrawn(t *testing.T) {
	for name, change := range map[string]func(*Frame){
		"off":              func(f *Frame) { f.WhatIf, f.Stage.WhatIf = nil, whatif.Choice{} },
		"not answered yet": func(f *Frame) { f.WhatIf = nil },
		"elsewhere":        func(f *Frame) { f.Stage.From, f.Stage.To = synthetic.Tape.From, synthetic.Tape.From+data.Hour },
	} {
		f := supposed(10, change)
		l := drawWhatIf(f)
		b := newBuilder(f)
		b.whatIfWords(l)
		if len(l.Rects)+len(l.Texts) != 0 {
			t.Errorf("%s: %d rectangles, %d texts", name, len(l.Rects), len(l.Texts))
		}
	}
}

func TestAWhatIfStaysInThePlotAndStartsWhereItStarts(t *testing.T) {
	f := supposed(10, nil)
	l, c := drawWhatIf(f), chartOf(f)
	b := newBuilder(f)
	start, end := b.xOf(answered().Choice.At), b.xOf(answered().Choice.End())
	if len(l.Rects) < int(end-start) {
		t.Fatalf("%d rectangles over %d pixels", len(l.Rects), end-start)
	}
	for _, r := range l.Rects {
		if r.X0 < max(c.x0, start) || r.X1 > min(c.x1, end+1) || r.Y0 < c.y0 || r.Y1 > c.y1 {
			t.Fatalf("%+v lies outside the plot, or of %d to %d", r, start, end)
		}
	}
}

// The future stays hidden: the gap to what happened grows with the replay, and
// nothing else does.
func TestTheGapFillsAsTheReplayMoves(t *testing.T) {
	gap := func(minutes data.UnixMs) int {
		var l render.List
		b := newBuilder(supposed(minutes, nil))
		b.whatIfGap(&l)
		for _, r := range l.Rects {
			if r.X0 < b.xOf(answered().Choice.At) || r.X1 > b.xOf(b.t) {
				t.Fatalf("after %d minutes %+v lies beyond the replay", minutes, r)
			}
		}
		return len(l.Rects)
	}
	if n := gap(0); n != 0 {
		t.Errorf("at the start %d rectangles", n)
	}
	b := newBuilder(supposed(0, nil))
	perMinute := 2 * b.chart.time.PxPerMs() * float64(data.Minute) / gapPeriod // a fill and a line each
	for minutes := data.UnixMs(5); minutes <= 30; minutes += 5 {
		if n, want := gap(minutes), perMinute*float64(minutes); math.Abs(float64(n)-want) > 4 {
			t.Errorf("after %d minutes %d rectangles, want about %.0f", minutes, n, want)
		}
	}
	if n := gap(60); n != gap(30) {
		t.Errorf("after its end %d rectangles", n)
	}
	if a, b := drawWhatIf(supposed(0, nil)), drawWhatIf(supposed(20, nil)); !slices.Equal(a.Rects, b.Rects) {
		t.Error("the fan moves with the replay")
	}
}

// The fitted axis shows all of a fan that is not too deep, in steps of 2.5 %.
func TestAFittedAxisMakesRoomForAWhatIf(t *testing.T) {
	a := answered()
	f := supposed(0, nil)
	low, _, _ := a.Span(f.Stage.From, f.Stage.To)
	w := WindowOf(f)
	room := whatIfRoom / (1 + 2*whatIfRoom) * math.Log(float64(w.High/w.Low))
	steps := (math.Log(float64(a.Price/w.Low)) - room) / whatIfStep
	if w.Low > low || math.Abs(steps-math.Round(steps)) > 1e-9 {
		t.Errorf("the axis begins at %v, %v steps below %v; the lowest price is %v", w.Low, steps, a.Price, low)
	}
	f = supposed(0, func(f *Frame) { f.Stage.Low, f.Stage.High = 60000, 61000 })
	if w := WindowOf(f); w.Low != 60000 || w.High != 61000 {
		t.Errorf("a chosen axis became %v to %v", w.Low, w.High)
	}
	deep := *a
	deep.Path = []data.Price{a.Price, a.Price / 7}
	f = supposed(0, func(f *Frame) { f.WhatIf = &deep })
	if got, want := WindowOf(f).Low, a.Price*data.Price(math.Exp(-whatIfReach)); got > want || got < 0.98*want {
		t.Errorf("of a fall off the scale the axis shows down to %v, want a little below %v", got, want)
	}
}

func TestTheWordsOfAWhatIf(t *testing.T) {
	words := func(f *Frame) string {
		var l render.List
		b := newBuilder(f)
		b.whatIfWords(&l)
		var lines []string
		for _, s := range l.Texts {
			lines = append(lines, string(l.Bytes[s.Start:s.End]))
		}
		return strings.ReplaceAll(strings.Join(lines, "\n"), "\u00a0", " ")
	}
	if got := words(supposed(10, nil)); !strings.HasPrefix(got, "What if: price −3.0 % · not a forecast\nlow ") || !strings.Contains(got, "\n9 of 10 with noise: ") || !strings.Contains(got, "\nrounds: ") {
		t.Errorf("got %q", got)
	}
	if got := words(supposed(10, func(f *Frame) { f.Style.Lang = "ru" })); !strings.HasPrefix(got, "Что если: цена −3,0 % · не прогноз\nминимум ") {
		t.Errorf("got %q", got)
	}
	away := *answered()
	away.RunAway, away.Seeds = 0.25, 64
	if got := words(supposed(10, func(f *Frame) { f.WhatIf, f.Height = &away, 700 })); !strings.HasSuffix(got, "25 % of runs did not stop") {
		t.Errorf("got %q", got)
	}
	refused := whatif.Answer{Choice: answered().Choice, Reason: cascade.NoDepth}
	if got := words(supposed(10, func(f *Frame) { f.WhatIf = &refused })); got != "What if: not computable: no depth" {
		t.Errorf("got %q", got)
	}
	if got := words(supposed(10, func(f *Frame) { f.Height = 150 })); strings.Count(got, "\n") > 1 {
		t.Errorf("a low chart has %q", got)
	}
}

func TestWhatAWhatIfLetsLoose(t *testing.T) {
	for _, c := range []struct {
		shock, order float64
		en, ru       string
	}{
		{-0.05, 0, "price −5.0 %", "цена −5,0 %"},
		{0.02, 0, "price +2.0 %", "цена +2,0 %"},
		{0, 5e8, "sell $500 M", "продажа на 500 млн $"},
		{-0.01, -1e9, "price −1.0 %, buy $1.00 B", "цена −1,0 %, покупка на 1,00 млрд $"},
		{0, 0, "nothing happens", "ничего не происходит"},
	} {
		set := cascade.DefaultSettings()
		set.Shock, set.Order = c.shock, c.order
		for lang, want := range map[string]string{"en": c.en, "ru": c.ru} {
			if got := strings.ReplaceAll(string(AppendAssumed(nil, &set, lang)), "\u00a0", " "); got != want {
				t.Errorf("%v, %v: got %q, want %q", c.shock, c.order, got, want)
			}
		}
	}
}

func TestWhatDepartsFromTheDefault(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*whatif.Choice)
		en, ru string
	}{
		{"nothing", func(*whatif.Choice) {}, "", ""},
		{"what is let loose is said elsewhere", func(c *whatif.Choice) { c.Set.Shock, c.Set.Order = -0.1, 5e8 }, "", ""},
		{"a cap and no ADL", func(c *whatif.Choice) { c.Set.LeverageCap, c.Set.ADL = 10, false }, "leverage up to 10× · no ADL", "плечо до 10× · без ADL"},
		{"a law and its constants", func(c *whatif.Choice) { c.Set.Law, c.Set.Sigma, c.Set.Kyle = cascade.SquareLaw, 0.1, 2 }, "square-root law · σ 10 %", "закон корня · σ 10 %"},
		{"a depth of one's own", func(c *whatif.Choice) { c.Set.Depth, c.OwnDepth = 95e6, true }, "depth $95.0 M", "глубина 95,0 млн $"},
		{"parts", func(c *whatif.Choice) { c.Set.FirstPart, c.Set.PartWait = 0.2, 90 }, "at once 20 % · rest after 90 s", "сразу 20 % · остальное через 90 с"},
		{"times in their units", func(c *whatif.Choice) { c.Set.Refill, c.Set.Seconds = 0, 5400 }, "nothing comes back · over 90 min", "ничего не возвращается · за 90 мин"},
	} {
		choice := answered().Choice
		choice.Set.Shock = -0.02
		c.change(&choice)
		for lang, want := range map[string]string{"en": c.en, "ru": c.ru} {
			if got := strings.ReplaceAll(string(appendOwn(nil, &choice, lang)), "\u00a0", " "); got != want {
				t.Errorf("%s: got %q, want %q", c.name, got, want)
			}
		}
	}
}

// However much is chosen, the lines keep within their room and whole characters.
func TestLongLinesAreCutAtACharacter(t *testing.T) {
	var lines whatIfLines
	for range lines.ends {
		lines.add([]byte("x" + strings.Repeat("ж", 300)))
	}
	for i := range lines.n {
		if got := string(lines.text(i)); !utf8.ValidString(got) || len(got) < 180 {
			t.Errorf("line %d is %q", i, got)
		}
	}
}

func TestAWhatIfAllocatesNothing(t *testing.T) {
	f := supposed(10, func(f *Frame) { f.Style.Lang = "ru" })
	var l render.List
	b := newBuilder(f)
	draw := func() { l.Reset(); b.whatIf(&l); b.whatIfGap(&l); b.whatIfWords(&l) }
	draw()
	if n := testing.AllocsPerRun(20, draw); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

// A slider that is dragged from one end to the other in a second changes the
// picture with every frame, axis and all, and does not flash.
func TestADraggedSliderDoesNotFlash(t *testing.T) {
	m := builtIn(t, "btc-2026-02-05")
	c := whatif.From(m.Tape.Cover - 30*data.Minute)
	f := &Frame{
		Market: m, Width: 360, Height: 260, Scale: 1,
		Stage: wire.Stage{Layers: wire.DefaultLayers, From: c.At - 10*data.Minute, To: c.End() + 5*data.Minute, Clock: wire.Clock{At: m.Tape.Cover}},
		Style: wire.Style{Lang: "en", Theme: wire.ThemeDark},
	}
	var blocks []blinker
	for i := range framesASec {
		c.Set.Shock = -0.01 - 0.005*float64(i)
		f.Stage.WhatIf, f.WhatIf = c, whatif.Of(m, c)
		seen := luminances(rastertest.Draw(t, built(f)))
		if blocks == nil {
			blocks = make([]blinker, len(seen))
		}
		for k, v := range seen {
			blocks[k].see(i, v)
		}
	}
	over := 0
	for k := range blocks {
		if blocks[k].most() > 3 {
			over++
		}
	}
	if part := float64(over) / float64(len(blocks)); part > 0.25 {
		t.Errorf("%.0f %% of the frame flashes more than three times a second, want a quarter at most", 100*part)
	} else {
		t.Logf("%.1f %% of the frame", 100*part)
	}
}
