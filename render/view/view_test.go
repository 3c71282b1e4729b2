package view

import (
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/glyph"
)

var synthetic = func() *market.Market {
	m, err := market.New(fullTape(1440))
	if err != nil {
		panic(err)
	}
	return m
}()

// fullTape is the synthetic event with funding and a spot market, so that every
// panel has something to show.
func fullTape(n int) *tape.Tape {
	t := markettest.Tape(n)
	spot := t.Candles.Candles
	spot.Volume = make([]float64, n)
	for i, v := range t.Candles.Volume {
		spot.Volume[i] = v / 3
	}
	t.Spot = &tape.CandleLayer{Origin: t.Candles.Origin, Candles: spot}
	t.Funding = &tape.PointLayer{Origin: t.Candles.Origin, Points: data.Points{
		T: []data.UnixMs{t.From, t.From + 8*data.Hour, t.From + 16*data.Hour}, V: []float64{0.0001, 0.00004, -0.00015}}}
	t.OpenInterest.T = []data.UnixMs{t.From, t.From + 6*data.Hour, t.From + 13*data.Hour, t.To}
	t.OpenInterest.V = []float64{50e9, 51e9, 44e9, 42e9}
	t.Depth = &tape.DepthLayer{PointLayer: tape.PointLayer{Origin: tape.Origin{Provenance: data.Published, Why: t.Candles.Why}, Points: data.Points{
		T: []data.UnixMs{t.From, t.From + 12*data.Hour, t.From + 14*data.Hour}, V: []float64{415e6, 76e6, 203e6}}}}
	return t
}

// frame is the cover of the synthetic event, paused.
func frame(change func(*Frame)) *Frame {
	f := &Frame{
		Market: synthetic,
		Stage:  wire.Stage{Speed: 600, Layers: wire.AllLayers, Clock: wire.Clock{At: synthetic.Tape.Cover}},
		Style:  wire.Style{Theme: wire.ThemeDark, Lang: "en"},
		Width:  1200, Height: 600, Scale: 1,
	}
	if change != nil {
		change(f)
	}
	return f
}

func built(f *Frame) *render.Scene {
	var s render.Scene
	Build(&s, f, DirtyAll)
	return &s
}

// content is what a backend sees of a scene.
func content(s *render.Scene) []any {
	var all []any
	for i := range s.Layers {
		l := &s.Layers[i]
		var heat render.Heat
		if l.Heat != nil {
			heat = *l.Heat
		}
		var texts []string
		for _, t := range l.Texts {
			texts = append(texts, string(l.Bytes[t.Start:t.End]))
		}
		all = append(all, heat, append([]render.Rect{}, l.Rects...), append([]render.Mark{}, l.Marks...), append([]render.Text{}, l.Texts...), texts)
	}
	return all
}

// smart stands for smart pace among speeds.
const smart = 0

func TestSeekingShowsExactlyWhatPlayingShows(t *testing.T) {
	from, to := synthetic.Tape.PlayFrom, synthetic.Tape.Cover
	for _, speed := range []float64{1, 60, 600, 3600, smart} {
		playing := &render.Scene{}
		f := frame(func(f *Frame) {
			f.Stage.Speed, f.Stage.Smart = speed, speed == smart
			f.Stage.Clock = wire.Clock{At: from, Since: 1000, Rate: f.Stage.Rate()}
			f.Now = 1000
		})
		Build(playing, f, DirtyAll)
		tempo := TempoOf(f)
		last := 1000 + tempo.AgeMs(to, from)
		for step := 1; step <= 97; step++ {
			f.Now = 1000 + (last-1000)*float64(step)/97
			Build(playing, f, DirtyTime)
		}
		sought := built(frame(func(s *Frame) {
			s.Stage.Speed, s.Stage.Smart = speed, speed == smart
			s.Stage.Clock.At = f.Time()
		}))
		want, got := content(sought), content(playing)
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("speed %v, layer %d: playing shows\n%v\nseeking shows\n%v", speed, i/5, got[i], want[i])
			}
		}
	}
}

func TestAScrubBackShowsWhatASeekShows(t *testing.T) {
	scene := built(frame(nil))
	back := frame(func(f *Frame) { f.Stage.Clock.At = synthetic.Tape.PlayFrom })
	Build(scene, back, DirtyTime)
	if !reflect.DeepEqual(content(scene), content(built(back))) {
		t.Error("a scene that went back in time differs from one built there")
	}
}

func TestWarmBuildsDoNotAllocate(t *testing.T) {
	f := frame(func(f *Frame) { f.Pointer = &Pointer{500, 300} })
	scene := built(f)
	Build(scene, f, DirtyAll)
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyTime) }); n > 0 {
		t.Errorf("a warm rebuild of what moves allocates %v times, want 0", n)
	}
	if n := testing.AllocsPerRun(20, func() { Build(scene, f, DirtyAll) }); n > 0 {
		t.Errorf("a warm rebuild of everything allocates %v times, want 0", n)
	}
}

// frames are the sizes and styles that every layout test goes through.
func frames() map[string]*Frame {
	all := map[string]*Frame{}
	for name, size := range map[string][2]float32{
		"320": {320, 360}, "390": {390, 520}, "768": {768, 480}, "900": {900, 500}, "1024": {1024, 700}, "1200": {1200, 630}, "1920": {1920, 900}, "3840": {3840, 1600},
	} {
		for _, lang := range []string{"en", "ru"} {
			for _, scale := range []float32{1, 1.5, 2, 3} {
				for _, caption := range []bool{false, true} {
					f := frame(func(f *Frame) {
						f.Width, f.Height, f.Scale, f.Style.Lang, f.Caption = size[0], size[1], scale, lang, caption
					})
					key := name + " " + lang + " at " + string(rune('0'+int(scale)))
					if caption {
						key += " with caption"
					}
					all[key] = f
				}
			}
		}
	}
	return all
}

type placed struct {
	x0, y0, x1, y1 int32
	chars          string
}

// textsOf returns where the texts of some layers lie.
func textsOf(s *render.Scene, layers ...render.Layer) []placed {
	var all []placed
	for _, k := range layers {
		l := &s.Layers[k]
		for _, t := range l.Texts {
			chars := l.Bytes[t.Start:t.End]
			all = append(all, placed{t.X, t.Y - glyph.CapHeight(t.Size), t.X + glyph.Width(t.Face, t.Size, chars), t.Y, string(chars)})
		}
	}
	return all
}

func TestLabelsStayInsideAndNeverOverlap(t *testing.T) {
	for name, f := range frames() {
		apart(t, name, built(f))
	}
}

// apart checks that the texts of a scene stay inside and never overlap.
func apart(t *testing.T, name string, s *render.Scene) {
	t.Helper()
	wantApart(t, name, s, textsOf(s, render.LayerProfile, render.LayerAxes, render.LayerHUD, render.LayerCursor))
}

// wantApart checks that texts stay inside a scene and never overlap.
func wantApart(t *testing.T, name string, s *render.Scene, texts []placed) {
	t.Helper()
	for i, a := range texts {
		if a.x0 < 0 || a.y0 < 0 || a.x1 > int32(s.Width) || a.y1 > int32(s.Height) {
			t.Errorf("%s: %q at %v leaves the frame of %d × %d", name, a.chars, a, s.Width, s.Height)
		}
		for _, b := range texts[i+1:] {
			if a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 {
				t.Errorf("%s: %q and %q overlap", name, a.chars, b.chars)
			}
		}
	}
}

func TestNothingOfTheFutureShows(t *testing.T) {
	f := frame(func(f *Frame) { f.Stage.Clock.At = synthetic.Tape.PlayFrom })
	s, c := built(f), chartOf(f)
	now := c.time.XFromTime(f.Time())
	step := CandleStep(f)
	for _, k := range []render.Layer{render.LayerCandles, render.LayerMarks, render.LayerEnds} {
		for _, r := range s.Layers[k].Rects {
			if float64(r.X0) > now {
				t.Fatalf("layer %d draws %+v, right of the present at %v", k, r, now)
			}
		}
		for _, m := range s.Layers[k].Marks {
			if float64(m.X) > now {
				t.Fatalf("layer %d draws %+v, right of the present at %v", k, m, now)
			}
		}
	}
	edge := c.time.XFromTime(f.Time() + step)
	for _, r := range s.Layers[render.LayerLive].Rects {
		if float64(r.X1) > edge+1 {
			t.Errorf("the forming candle %+v ends after its own interval at %v", r, edge)
		}
	}
	heat := s.Layers[render.LayerHeat].Heat
	if heat == nil || heat.NowColumn > synthetic.Pyramid.Columns.Index(f.Time()) {
		t.Errorf("the heat map shows columns to %v, want at most %d", heat, synthetic.Pyramid.Columns.Index(f.Time()))
	}
}

func TestCandlesAreJoinedWhenTheyWouldBeNarrow(t *testing.T) {
	wide := CandleStep(frame(func(f *Frame) { f.Stage.Layers &^= wire.LayerFuel }))
	near := CandleStep(frame(func(f *Frame) {
		f.Stage.From, f.Stage.To = synthetic.Tape.Cover, synthetic.Tape.Cover+2*data.Hour
	}))
	if wide != 5*data.Minute || near != data.Minute {
		t.Errorf("a day on 954 px shows candles of %d min and two hours of %d min, want 5 and 1", wide/data.Minute, near/data.Minute)
	}
}

func TestALoopWrapsAndHoldsInsideTheEvent(t *testing.T) {
	a := synthetic.Tape.From + data.Hour
	f := frame(func(f *Frame) {
		f.Stage.A, f.Stage.B = a, a+10*data.Minute
		f.Stage.Clock = wire.Clock{At: a, Rate: 600}
	})
	f.Now = 3.5 * 1000 // 35 market minutes
	if got, want := f.Time(), a+5*data.Minute; got != want {
		t.Errorf("in the loop: got %d, want %d", got, want)
	}
	f.Stage.A, f.Stage.B, f.Now = 0, 0, 1e9
	if got := f.Time(); got != synthetic.Tape.To {
		t.Errorf("after the end: got %d, want the end %d", got, synthetic.Tape.To)
	}
}

func TestTheHeadlineIsPrintedAsThePressPrintsIt(t *testing.T) {
	for _, tc := range []struct {
		usd  data.USD
		lang string
		want string
	}{
		{2_606_660_000, "en", "$2.6\u00a0B"},
		{2_606_660_000, "ru", "2,6\u00a0млрд\u00a0$"},
		{770e6, "en", "$770\u00a0M"},
		{19.16e9, "en", "$19.2\u00a0B"},
	} {
		f := frame(func(f *Frame) { f.Style.Lang = tc.lang })
		b := newBuilder(f)
		if got := string(b.headline(tc.usd, false)); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

func TestWithoutLiquidationsTheCounterIsNoZero(t *testing.T) {
	tp := markettest.Tape(60)
	tp.Liquidations, tp.Totals = nil, nil
	m := marketOf(t, tp)
	for _, width := range []float32{390, 1200} {
		s := built(frame(func(f *Frame) { f.Market, f.Width, f.Stage.Clock.At = m, width, tp.To }))
		for _, a := range textsOf(s, render.LayerHUD) {
			if strings.Contains(a.chars, "$0") || strings.Contains(a.chars, "unknown") {
				t.Errorf("%v wide: %q is shown though nothing is known", width, a.chars)
			}
		}
	}
}

func TestBeforeTheRecordingTheCounterIsNoZero(t *testing.T) {
	tp := markettest.Tape(600)
	tp.Totals, tp.Liquidations.Since = nil, minute(240)
	m := marketOf(t, tp)
	for _, tt := range []struct {
		name, lang string
		width      float32
		at         data.UnixMs
		want       []string
		not        string
	}{
		{"a dash a minute before it", "en", 1200, minute(239), []string{"–", "liquidations known from 5 Feb 04:00"}, "$0"},
		{"the same on a narrow phone", "en", 240, minute(239), []string{"–", "known from 5 Feb 04:00"}, "$0"},
		{"in Russian", "ru", 1200, minute(239), []string{"–", "ликвидации известны с 5 февр. 04:00"}, "тыс."},
		{"a sum from then on", "en", 1200, minute(240), []string{"liquidated since 5 Feb 04:00"}, "known from"},
	} {
		f := frame(func(f *Frame) { f.Market, f.Width, f.Style.Lang, f.Stage.Clock.At = m, tt.width, tt.lang, tt.at })
		said := strings.ReplaceAll(strings.Join(saidIn(built(f), render.LayerHUD), "|"), "\u00a0", " ")
		for _, want := range tt.want {
			if !strings.Contains("|"+said, "|"+want) {
				t.Errorf("%s: no %q in %q", tt.name, want, said)
			}
		}
		if strings.Contains(said, tt.not) {
			t.Errorf("%s: %q in %q", tt.name, tt.not, said)
		}
	}
}
