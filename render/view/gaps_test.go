package view

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/raster/rastertest"
)

// gapStart is where the window of a frame with gaps begins; its minutes are
// counted from there.
const gapStart = markettest.Start + 660*data.Minute

// broken is a recorded event of Binance of which stretches are missing, in
// minutes from gapStart; where all are, so are the candles.
func broken(t *testing.T, gaps ...data.Gap) *market.Market {
	t.Helper()
	tp := markettest.Tape(1440)
	tp.Venue, tp.Totals, tp.Liquidations.Provenance = "binance", nil, data.Recorded
	for i := range gaps {
		gaps[i].From += gapStart
		gaps[i].To += gapStart
		if gaps[i].Venue == "" {
			tp.Candles.Candles = markettest.Without(&tp.Candles.Candles, gaps[i])
		}
	}
	tp.Gaps = &tape.GapLayer{Origin: tp.Candles.Origin, Gaps: gaps}
	return marketOf(t, tp)
}

// several is stretches of all kinds.
func several(t *testing.T) *market.Market {
	m := data.Minute
	return broken(t,
		data.Gap{Venue: "okx", From: 4 * m, To: 26 * m, Why: data.Silent},
		data.Gap{From: 20 * m, To: 34 * m, Why: data.Stopped},
		data.Gap{Venue: "bybit", From: 30 * m, To: 30*m + 20*data.Second, Why: data.Disconnected},
		data.Gap{Venue: "bybit", From: 50 * m, To: 71 * m, Why: data.Disconnected},
		data.Gap{Venue: "binance", From: 76 * m, To: 76*m + 50*data.Second, Why: data.Disconnected},
		data.Gap{Venue: "okx", From: 88 * m, To: 100 * m, Why: data.Behind})
}

// torn is a frame of two hours of m, of which the replay has seen 92 minutes.
func torn(m *market.Market, change func(*Frame)) *Frame {
	return frame(func(f *Frame) {
		f.Market, f.Width, f.Height = m, 720, 360
		f.Stage.From, f.Stage.To, f.Stage.Clock.At = gapStart, gapStart+2*data.Hour, gapStart+92*data.Minute
		f.Stage.Layers = wire.DefaultLayers
		if change != nil {
			change(f)
		}
	})
}

func TestGoldensOfGaps(t *testing.T) {
	m := several(t)
	for name, change := range map[string]func(*Frame){
		"gaps-1x": nil,
		"gaps-2x": func(f *Frame) { f.Scale = 2 },
		"gaps-pointer-1x": func(f *Frame) {
			f.Pointer = &Pointer{130, 200}
		},
		"gaps-compact-light-ru-2x": func(f *Frame) {
			f.Width, f.Height, f.Scale, f.Style.Theme, f.Style.Lang = 360, 420, 2, wire.ThemeLight, "ru"
			f.Pointer = &Pointer{220, 280}
		},
	} {
		t.Run(name, func(t *testing.T) { rastertest.Golden(t, name, built(torn(m, change))) })
	}
}

// ruled is torn with a plot of 720 pixels: 10 s are one. Its upper edge is at
// 58, rows are 16 high, and the time axis begins at 336.
func ruled(m *market.Market, change func(*Frame)) *Frame {
	return torn(m, func(f *Frame) {
		f.Width, f.Stage.Layers = 720+priceAxis, wire.LayerGaps|wire.LayerVolume
		if change != nil {
			change(f)
		}
	})
}

// The stretches of several in pixels: the stop from minute 20 to 34 is from 120
// to 204, Binance's 50 s at minute 76, of which there is a candle, from 456 to 461. OKX from minute 4 to 26 is
// from 24 to 156, Bybit's 20 s at minute 30 meet nothing of OKX, so they are in
// the same row, from 180 to 182; its 21 minutes are from 300 to 426. Of OKX from
// minute 88 on 4 minutes are there by minute 92, from 528 to 552.
func TestGapsLieWhereSomethingIsMissing(t *testing.T) {
	type box struct{ x0, y0, x1, y1 int32 }
	want := []box{{120, 58, 204, 336}, {24, 58, 156, 73}, {180, 58, 182, 73}, {300, 58, 426, 73}, {456, 58, 461, 73}, {528, 58, 552, 73}}
	l := built(ruled(several(t), nil)).Layers[render.LayerHeat]
	var got []box
	for i, r := range l.Rects {
		got = append(got, box{r.X0, r.Y0, r.X1, r.Y1})
		if s := l.Stripes[i]; (box{s.X0, s.Y0, s.X1, s.Y1}) != got[i] || s.Period != 9 || s.Width != 1 || s.Phase != 0 {
			t.Errorf("stripes %d: got %+v", i, s)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if said := strings.Join(saidIn(built(ruled(several(t), nil)), render.LayerHeat), "|"); said != "no data|OKX|Bybit" {
		t.Errorf("got %q", said)
	}
}

// 40 s further in the window the stop begins 4 pixels outside of it on the left,
// and its stripes go on where they were.
func TestStripesStayOnTheirGap(t *testing.T) {
	from := gapStart + 20*data.Minute + 40*data.Second
	l := built(ruled(several(t), func(f *Frame) { f.Stage.From, f.Stage.To = from, from+2*data.Hour })).Layers[render.LayerHeat]
	if s := l.Stripes[0]; s.X0 != 0 || s.X1 != 80 || s.Phase != 4 {
		t.Errorf("got %+v", s)
	}
}

func TestAGapShowsAsFarAsTheReplayHasGot(t *testing.T) {
	m := several(t)
	for _, c := range []struct {
		minute data.UnixMs
		boxes  int
		end    int32 // of the first; 0: none
	}{{3, 0, 0}, {4, 0, 0}, {10, 1, 60}, {20, 1, 120}, {25, 2, 150}, {120, 6, 204}} {
		f := ruled(m, func(f *Frame) { f.Stage.Clock.At = gapStart + c.minute*data.Minute })
		l := built(f).Layers[render.LayerHeat]
		if len(l.Rects) != c.boxes || c.boxes > 0 && l.Rects[0].X1 != c.end {
			t.Errorf("at minute %d: got %+v", c.minute, l.Rects)
		}
	}
}

// Six thousand gaps of a second each, two seconds apart: what shares pixels is
// one.
func TestGapsThatShareAPixelAreOne(t *testing.T) {
	var gaps []data.Gap
	for i := range data.UnixMs(6000) {
		gaps = append(gaps, data.Gap{Venue: "okx", From: 2000 * i, To: 2000*i + 1000, Why: data.Silent})
	}
	l := built(ruled(broken(t, gaps...), func(f *Frame) { f.Stage.Clock.At = f.Stage.To })).Layers[render.LayerHeat]
	if len(l.Rects) != 1 || l.Rects[0].X0 != 0 || l.Rects[0].X1 != 720 {
		t.Errorf("got %d rectangles, the first %+v", len(l.Rects), l.Rects[:1])
	}
}

func TestWithoutTheLayerNothingIsSaidOfGaps(t *testing.T) {
	m := several(t)
	f := ruled(m, func(f *Frame) { f.Stage.Layers = wire.LayerVolume; f.Pointer = &Pointer{130, 200} })
	s := built(f)
	if l := s.Layers[render.LayerHeat]; len(l.Rects)+len(l.Stripes)+len(l.Texts) > 0 {
		t.Errorf("got %+v", l)
	}
	if said := strings.Join(saidIn(s, render.LayerCursor), "|"); strings.Contains(said, "no data") {
		t.Errorf("the read-out: got %q", said)
	}
}

// The pointer is at 130 pixels, minute 21:40, where OKX and everything else is
// missing; at 426, where Bybit's gap has just ended, it is still named; at 540
// OKX is missing until the replay time at least.
func TestTheReadOutNamesGaps(t *testing.T) {
	m := several(t)
	for _, c := range []struct {
		name, lang string
		x          float32
		want       []string
		not        string
	}{
		{"two at once", "en", 130, []string{"no data of OKX: silent|11:04:00–11:26:00", "no data of any venue: not recording|11:20:00–11:34:00"}, "Bybit"},
		{"in Russian", "ru", 130, []string{"нет данных OKX: молчит|11:04:00–11:26:00", "нет данных ни одной биржи: запись не шла|11:20:00–11:34:00"}, "no data"},
		{"the edge of one", "en", 427, []string{"no data of Bybit: disconnected|11:50:00–12:11:00"}, "OKX"},
		{"nothing beside it", "en", 430, nil, "no data"},
		{"one that goes on", "en", 540, []string{"no data of OKX: the recorder fell behind|12:28:00–…"}, "Bybit"},
		{"after the replay time", "en", 560, nil, "no data"},
	} {
		f := ruled(m, func(f *Frame) { f.Style.Lang, f.Pointer = c.lang, &Pointer{c.x, 200} })
		said := strings.Join(saidIn(built(f), render.LayerCursor), "|")
		for _, want := range c.want {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", c.name, said, want)
			}
		}
		if strings.Contains(said, c.not) {
			t.Errorf("%s: got %q in %q", c.name, c.not, said)
		}
	}
}

func TestNoMoreThanThreeGapsAreNamedAtAPlace(t *testing.T) {
	var gaps []data.Gap
	for _, v := range []string{"a", "b", "c", "d", "e"} {
		gaps = append(gaps, data.Gap{Venue: v, To: data.Hour, Why: data.NoReason})
	}
	f := ruled(broken(t, gaps...), func(f *Frame) { f.Pointer = &Pointer{100, 200} })
	said := strings.Join(saidIn(built(f), render.LayerCursor), "|")
	if strings.Count(said, "no data of ") != 3 || !strings.Contains(said, "no data of C|11:00:00–12:00:00|…") {
		t.Errorf("got %q", said)
	}
}

// The event is of a feed that is complete. Its gap of Bybit ends at minute 71.
func TestTheCounterSaysAtLeastFromTheFirstGapOn(t *testing.T) {
	m := broken(t, data.Gap{Venue: "bybit", From: 50 * data.Minute, To: 71 * data.Minute, Why: data.Disconnected})
	for minute, want := range map[data.UnixMs]bool{49: false, 51: true, 120: true} {
		f := ruled(m, func(f *Frame) { f.Stage.Clock.At = gapStart + minute*data.Minute })
		if said := strings.Join(saidIn(built(f), render.LayerHUD), "|"); strings.Contains(said, "at least") != want {
			t.Errorf("at minute %d: got %q", minute, said)
		}
	}
}

func TestGapsCostNoMemory(t *testing.T) {
	for name, m := range map[string]*market.Market{"with": several(t), "without": broken(t)} {
		f := torn(m, func(f *Frame) { f.Pointer = &Pointer{130, 200} })
		s := built(f)
		if n := testing.AllocsPerRun(20, func() { Build(s, f, DirtyTime) }); n > 0 {
			t.Errorf("%s gaps a frame allocates %v times", name, n)
		}
	}
}

// Only where nobody said why is nothing said.
func TestEveryReasonHasItsWords(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		said := map[string]data.GapReason{}
		for _, why := range data.GapReasons {
			words := GapWhy(why, lang)
			if (words == "") != (why == data.NoReason) || words != "" && said[words] != "" {
				t.Errorf("%s: %q is said of %s, and of %q", lang, words, why, said[words])
			}
			said[words] = why
		}
	}
}
