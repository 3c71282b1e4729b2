package view

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/raster/rastertest"
)

// throttled is a frame around the hour in which the feed is full, half an hour
// into it.
func throttled(t *testing.T, change func(*Frame)) *Frame {
	m := marketOf(t, markettest.Throttled(1440))
	return frame(func(f *Frame) {
		f.Market, f.Width, f.Height = m, 900, 500
		full := markettest.Start + 720*data.Minute
		f.Stage.From, f.Stage.To, f.Stage.Clock.At = full-data.Hour, full+2*data.Hour, full+32*data.Minute+20*data.Second
		f.Stage.Layers = wire.DefaultLayers
		if change != nil {
			change(f)
		}
	})
}

// outlines counts the broken and the whole outlines of a layer.
func outlines(s *render.Scene, l render.Layer) (broken, whole int) {
	for _, m := range s.Layers[l].Marks {
		switch m.Shape {
		case render.BrokenRing:
			broken++
		case render.Ring:
			whole++
		}
	}
	return broken, whole
}

func TestBubblesOfAFullFeedHaveABrokenOutline(t *testing.T) {
	s := built(throttled(t, nil))
	later := built(throttled(t, func(f *Frame) { f.Stage.Clock.At = f.Stage.To }))
	if broken, whole := outlines(later, render.LayerMarks); broken < 5 || whole == 0 {
		t.Errorf("settled: %d broken outlines and %d whole ones, want some of both", broken, whole)
	}
	if broken, _ := outlines(s, render.LayerLive); broken != 1 {
		t.Errorf("forming: %d broken outlines, want one", broken)
	}
	if broken, _ := outlines(s, render.LayerHUD); broken != 1 {
		t.Errorf("the key shows %d broken outlines, want one", broken)
	}
}

func TestTheCounterSaysThatTheFeedIsFull(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Frame)
		want   string
		not    bool
	}{
		{"while it is", nil, "feed full 5", false},
		{"in Russian", func(f *Frame) { f.Style.Lang = "ru" }, "лента полна 5", false},
		{"before it is", func(f *Frame) { f.Stage.Clock.At = f.Stage.From }, "/60", true},
		{"where totals are counted", func(f *Frame) { f.Market = synthetic }, "feed full", true},
	} {
		said := strings.ReplaceAll(strings.Join(saidIn(built(throttled(t, c.change)), render.LayerHUD), "|"), "\u00a0", " ")
		if strings.Contains(said, c.want) == c.not {
			t.Errorf("%s: got %s", c.name, said)
		}
		if !c.not && !strings.Contains(said, "at least") && !strings.Contains(said, "≥") && !strings.Contains(said, "не менее") {
			t.Errorf("%s: no lower bound in %s", c.name, said)
		}
	}
}

func TestABrokenOutlineCostsNoShapeAndNoMemory(t *testing.T) {
	f := throttled(t, nil)
	s := built(f)
	if n := testing.AllocsPerRun(20, func() { Build(s, f, DirtyTime) }); n > 0 {
		t.Errorf("a frame allocates %v times", n)
	}
	marks := len(s.Layers[render.LayerMarks].Marks)
	f.Market = marketOf(t, markettest.Throttled(1440))
	f.Market.Tape.Liquidations.Provenance = data.Modelled
	modelled := *f
	modelled.Market = marketOf(t, f.Market.Tape)
	if got := len(built(&modelled).Layers[render.LayerMarks].Marks); got != marks {
		t.Errorf("%d shapes, without a full feed %d", marks, got)
	}
}

func TestGoldensOfAFullFeed(t *testing.T) {
	rastertest.Golden(t, "saturated-1x", built(throttled(t, nil)))
	rastertest.Golden(t, "saturated-compact-2x", built(throttled(t, func(f *Frame) {
		f.Width, f.Height, f.Scale, f.Style.Theme, f.Style.Lang = 360, 420, 2, wire.ThemeLight, "ru"
	})))
}
