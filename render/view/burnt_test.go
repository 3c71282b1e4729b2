package view

import (
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
	"unwind/render/raster/rastertest"
)

// openMinute is a minute of a fall, from begin to end: as it has just opened, as
// all of its way is known but that it is over, and as it has closed.
type openMinute struct {
	begin, end          data.UnixMs
	opened, open, whole *market.Market
	tape                *tape.Tape // of the event that the minute is in
}

func fallingMinute(t *testing.T) openMinute {
	t.Helper()
	tp := markettest.Tape(400)
	c := &tp.Candles.Candles
	c.Low[2], c.High[2] = slices.Min(c.Low)*0.99, slices.Max(c.High)*1.01 // the bins stay the same
	begin := tp.From + 210*data.Minute
	m := openMinute{begin: begin, end: begin + data.Minute, tape: tp}
	m.opened = marketOf(t, markettest.Live(tp, begin+100))
	last := markettest.Live(tp, m.end)
	last.Edge, last.Cover, last.To = m.end-1, m.end-1, m.end
	m.open = grown(t, m.opened, last)
	m.whole = grown(t, m.open, markettest.Live(tp, m.end+100))
	return m
}

func grown(t *testing.T, before *market.Market, tp *tape.Tape) *market.Market {
	t.Helper()
	m, err := market.Updated(before, tp)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// edgeFrame is a market at its live edge, with a legend in which its levels are
// bright.
func edgeFrame(m *market.Market, at data.UnixMs, change func(*Frame)) *Frame {
	return frame(func(f *Frame) {
		f.Market, f.Live, f.Stage.Speed = m, Live{To: at, Edge: true}, 1
		f.Stage.Min, f.Stage.Max = 1, 1e5
		if change != nil {
			change(f)
		}
	})
}

// heatAlone is a picture without all but the heat map.
func heatAlone(s *render.Scene) *render.Scene {
	for i := range s.Layers {
		if render.Layer(i) != render.LayerHeat {
			s.Layers[i].Reset()
		}
	}
	return s
}

func TestWhatTheOpenMinuteReachesIsDarkAtOnce(t *testing.T) {
	m := fallingMinute(t)
	at := m.end - 1
	for name, change := range map[string]func(*Frame){
		"close by":                         func(f *Frame) { f.Stage.From, f.Stage.To = m.begin-20*data.Minute, m.end+5*data.Minute },
		"as a page begins":                 nil,
		"columns and bins that are joined": func(f *Frame) { f.Stage.From, f.Stage.To, f.Width, f.Height = m.begin-3*data.Hour, m.end, 320, 200 },
		"in light":                         func(f *Frame) { f.Style.Theme = wire.ThemeLight },
		"at two device pixels each":        func(f *Frame) { f.Scale = 2 },
	} {
		open := edgeFrame(m.open, at, change)
		w := WindowOf(open)
		same := func(f *Frame) {
			if change != nil {
				change(f)
			}
			f.Stage.From, f.Stage.To, f.Stage.Low, f.Stage.High = w.From, w.To, w.Low, w.High
		}
		before, closed := edgeFrame(m.opened, at, same), edgeFrame(m.whole, at, same)
		now, was, will := rastertest.Draw(t, heatAlone(built(open))), rastertest.Draw(t, heatAlone(built(before))), rastertest.Draw(t, heatAlone(built(closed)))
		b := newBuilder(open)
		spans := m.open.Burnt(at)
		if len(spans) == 0 {
			t.Fatal("nothing is reached")
		}
		lit, wrong := 0, 0
		for _, s := range spans {
			bins := m.open.Pyramid.Bins
			for y := b.yOf(bins.Edge(s.To)); y < b.yOf(bins.Edge(s.From)); y++ {
				for x := b.xOf(m.begin); x < b.chart.x1; x++ {
					ground := color.RGBA(b.theme.Background)
					if was.RGBAAt(int(x), int(y)) != ground {
						lit++
					}
					if now.RGBAAt(int(x), int(y)) != ground || b.priceLevel() == 0 && will.RGBAAt(int(x), int(y)) != ground {
						wrong++
					}
				}
			}
		}
		if lit == 0 || wrong > 0 {
			t.Errorf("%s: of %d pixels that shone %d do, while the minute is open or when it has closed", name, lit, wrong)
		}
	}
}

func TestNothingIsDarkBeforeTheOpenMinute(t *testing.T) {
	m := fallingMinute(t)
	f := edgeFrame(m.open, m.begin-1, func(f *Frame) { f.Live.Edge = false; f.Stage.Clock.At = m.begin - 1 })
	g := edgeFrame(m.opened, m.begin-1, func(f *Frame) { f.Live.Edge = false; f.Stage.Clock.At = m.begin - 1 })
	if a, b := len(built(f).Layers[render.LayerHeat].Rects), len(built(g).Layers[render.LayerHeat].Rects); a != b {
		t.Errorf("%d rectangles lie over the heat map, %d over that of a market that has reached nothing", a, b)
	}
}

// The ends of levels stay where they are when the minute has closed.
func TestTheEndsOfLevelsStayWhenTheMinuteCloses(t *testing.T) {
	m := fallingMinute(t)
	ends := func(mk *market.Market) (at []render.Rect) {
		f := edgeFrame(mk, m.end-1, func(f *Frame) {
			f.Stage.From, f.Stage.To, f.Stage.Low, f.Stage.High = m.begin-data.Hour, m.end+data.Minute, 60_000, 75_000
		})
		x := newBuilder(f)
		for _, r := range built(f).Layers[render.LayerEnds].Rects {
			if r.X1 == x.xOf(m.begin) {
				r.Color = color.RGBA{}
				at = append(at, r)
			}
		}
		return at
	}
	got, want := ends(m.open), ends(m.whole)
	if !slices.Equal(got, want) || len(got) == 0 || len(ends(m.opened)) >= len(got) {
		t.Errorf("got %v, want %v, and fewer at the beginning: %d", got, want, len(ends(m.opened)))
	}
}

// 120 ms of white, 600 of an ember: by hand half of the ember's way are 420 ms.
func TestALevelBurnsOutWhenTheOpenMinuteReachesIt(t *testing.T) {
	m := fallingMinute(t)
	at := m.open.Tape.Edge
	burns := m.open.Burns()
	if len(burns) == 0 || burns[0].T != at {
		t.Fatalf("got the burns %v", burns)
	}
	drawn := func(ms data.UnixMs, change func(*Frame)) []render.Rect {
		f := edgeFrame(m.open, at+ms, change)
		f.Stage.Min, f.Stage.Max = 1, 2 // all is at its brightest
		b := newBuilder(f)
		var l render.List
		b.flashes(&l)
		if moves := Moves(f); moves != (len(l.Rects) > 0 && !f.Style.ReducedMotion) {
			t.Errorf("%d ms after it %d levels burn, and it moves: %t", ms, len(l.Rects), moves)
		}
		return l.Rects
	}
	theme := palette.Of(false)
	for _, c := range []struct {
		name  string
		ms    data.UnixMs
		color color.RGBA
	}{
		{"white-hot at once", 0, theme.Flash},
		{"and until 120 ms", 119, theme.Flash},
		{"then an ember", 120, theme.Ember},
		{"of which half a way later a quarter is left", 420, palette.Fade(theme.Ember, 0.25)},
	} {
		rects := drawn(c.ms, nil)
		if len(rects) != len(burns) || rects[0].Color != c.color {
			t.Errorf("%s: got %d rectangles, the first %+v, want %d of %+v", c.name, len(rects), rects[:min(1, len(rects))], len(burns), c.color)
		}
	}
	if n := len(drawn(720, nil)); n != 0 {
		t.Errorf("%d are left after 720 ms", n)
	}
	sought := func(f *Frame) { f.Live, f.Stage.Clock = Live{To: at + 1000}, wire.Clock{At: at + 300} }
	if got, want := drawn(300, sought), drawn(300, nil); !slices.Equal(got, want) {
		t.Errorf("sought: got %v, want %v as at the edge", got, want)
	}
	still := drawn(50, func(f *Frame) { f.Style.ReducedMotion = true })
	if len(still) != len(burns) || still[0].Color != theme.Ember {
		t.Errorf("with reduced motion: got %v", still)
	}
}

// At 120 times the market's pace 720 ms are 86 s, and the whole minute flashes:
// each of its levels once, those that burn by themselves when they do.
func TestOtherLevelsOfTheOpenMinuteFlashWhileSomeBurn(t *testing.T) {
	m := fallingMinute(t)
	half := grown(t, m.opened, markettest.Live(m.tape, m.begin+45*data.Second))
	end := grown(t, half, m.open.Tape)
	column := end.Pyramid.Columns.Index(m.begin)
	touches, burns := end.TouchesUntil(column)-end.TouchesUntil(column-1), len(end.Burns())
	if burns == 0 || burns >= touches {
		t.Fatalf("%d of %d levels burn, want some", burns, touches)
	}
	f := edgeFrame(end, m.end-1, func(f *Frame) {
		f.Live.Edge, f.Stage.Speed, f.Stage.Clock = false, 120, wire.Clock{At: m.end - 1}
		f.Stage.Min, f.Stage.Max = 1, 2
	})
	x := newBuilder(f)
	var l render.List
	x.flashes(&l)
	rows, at := map[[2]int32]int{}, x.xOf(m.begin)
	for _, r := range l.Rects {
		if r.X0 < at && at < r.X1 {
			rows[[2]int32{r.Y0, r.Y1}]++
		}
	}
	n := 0
	for row, times := range rows {
		n += times
		if times > 1 {
			t.Errorf("the level at %v flashes %d times", row, times)
		}
	}
	if n != touches {
		t.Errorf("%d levels of the minute flash, want the %d that it reached", n, touches)
	}
}

func TestTheReadOutSaysNothingWaitsWhereTheOpenMinuteWas(t *testing.T) {
	m := fallingMinute(t)
	burn := m.open.Burns()[0]
	mid := data.Price(math.Sqrt(float64(burn.Low)) * math.Sqrt(float64(burn.High)))
	said := func(mk *market.Market) string {
		f := edgeFrame(mk, m.end-1, func(f *Frame) { f.Stage.Low, f.Stage.High = mid*0.99, mid*1.01 })
		c := chartOf(f)
		f.Pointer = &Pointer{float32(c.time.XFromTime(m.end)) + 5, float32(c.price.YFromPrice(mid))}
		return cursorLines(built(f))
	}
	const none = "est. longs|$0|est. shorts|$0"
	if was, got := said(m.opened), said(m.open); !strings.Contains(was, "est. longs|$") || strings.Contains(was, none) || !strings.HasSuffix(got, none) {
		t.Errorf("got %q after %q, want it to end with %q", got, was, none)
	}
}
