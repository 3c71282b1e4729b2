package app

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
)

// sequences are things that viewers do; what follows from each must be
// restored by its link.
var sequences = []struct {
	name, query string
	msgs        []Msg
	messages    []string
}{
	{name: "nothing"},
	{name: "a link with everything", query: hour + "&low=65000&high=72000&speed=60&layers=heat,candles&min=1000000&max=50000000&palette=viridis&theme=light&lang=ru&a=2026-02-05T02:00&b=2026-02-05T02:50"},
	{name: "a seek", messages: []string{`{"type":"seek","t":"2026-02-05T05:12:13.250"}`}},
	{name: "smart pace", query: hour + "&speed=60", messages: []string{`{"type":"speed","speed":"smart","fit":45}`}},
	{name: "zoom and drag", msgs: []Msg{ZoomedAt{Factor: 3.7, X: 411, Y: 222}, Panned{DX: -33, DY: 17}}},
	{name: "zoom of the time alone", msgs: []Msg{ZoomedAt{Factor: 2.2, X: 111, Y: 222, Axis: wire.AxisTime}}},
	{name: "a seek that takes the window along", query: hour, messages: []string{`{"type":"seek","t":"2026-02-05T05:12:13"}`}},
	{name: "a zoomed price that follows", query: hour + "&low=69900&high=70200", messages: []string{`{"type":"seek","t":"2026-02-05T05:30"}`}},
	{name: "layers, legend, style", messages: []string{`{"type":"layers","layers":["heat"]}`, `{"type":"legend","min":1e6,"max":2e7}`,
		`{"type":"style","theme":"light","ui":"stage","lang":"ru"}`}},
	{name: "a step and a wave", messages: []string{`{"type":"step","candles":-7}`, `{"type":"wave","n":"previous"}`}},
	{name: "a reset", query: hour, messages: []string{`{"type":"reset"}`}},
}

func TestALinkRestoresTheScene(t *testing.T) {
	for _, tt := range sequences {
		t.Run(tt.name, func(t *testing.T) {
			m := open(t, tt.query)
			update(t, m, 0, tt.msgs...)
			say(t, m, 0, tt.messages...)
			link := m.Query(5000)
			restored := open(t, link)
			wantSameScene(t, restored.View(77), m.View(5000))
			if again := restored.Query(99); again != link {
				t.Errorf("the link %q became %q", link, again)
			}
		})
	}
}

func TestALinkOfAPlayingReplayShowsThatMoment(t *testing.T) {
	m := open(t, hour)
	say(t, m, 0, play)
	link := m.Query(12_345)
	say(t, m, 12_345, pause)
	wantSameScene(t, open(t, link).View(0), m.View(12_345))
}

func TestAnUntouchedPageHasNoTimeInItsLink(t *testing.T) {
	m := open(t, "lang=ru")
	if got := m.Query(9000); got != "event=synthetic&lang=ru" {
		t.Errorf("link %q", got)
	}
}

func TestASeekShowsExactlyWhatPlayingShows(t *testing.T) {
	for _, query := range []string{"", hour, hour + "&low=69500&high=70400", "speed=3600&ui=stage", hour + "&speed=97.3&theme=light", hour + "&speed=smart&layers=heat,candles,bubbles,chain"} {
		played, sought := open(t, query), open(t, query)
		say(t, played, 0, `{"type":"seek","t":"2026-02-05T02:31"}`, play)
		say(t, sought, 0, `{"type":"seek","t":"2026-02-05T02:31"}`)
		for now := 0.0; now < 30_000; now += 16.6 {
			played.View(now)
		}
		got := played.View(30_000)
		say(t, sought, 0, `{"type":"seek","t":`+ms(played.time(30_000))+`}`)
		t.Run(query, func(t *testing.T) { wantSameScene(t, got, sought.View(1)) })
	}
}

func TestNothingChangedNothingDrawn(t *testing.T) {
	m := open(t, hour)
	m.View(0)
	before := generations(m.View(100))
	if after := generations(m.View(5000)); after != before {
		t.Errorf("layers were rebuilt: %v, then %v", before, after)
	}
	if m.Animating(5000) {
		t.Error("a paused, untouched page wants frames")
	}
}

func TestThePointerRebuildsOnlyTheCursor(t *testing.T) {
	m := open(t, hour)
	before := generations(m.View(0))
	update(t, m, 0, PointerMoved{X: 300, Y: 300})
	if !m.Animating(0) {
		t.Error("no frame is asked for")
	}
	after := generations(m.View(0))
	for i := range after {
		if changed := after[i] != before[i]; changed != (render.Layer(i) == render.LayerCursor) {
			t.Errorf("layer %d rebuilt: %t", i, changed)
		}
	}
	if len(m.View(0).Layers[render.LayerCursor].Rects) == 0 {
		t.Error("there is no crosshair")
	}
	update(t, m, 0, PointerLeft{})
	if len(m.View(0).Layers[render.LayerCursor].Rects) != 0 {
		t.Error("the crosshair stays")
	}
}

func TestPlayingLeavesTheGridAlone(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, play)
	before := generations(m.View(1000))
	after := generations(m.View(1016))
	if after[render.LayerGrid] != before[render.LayerGrid] || after[render.LayerLive] == before[render.LayerLive] {
		t.Errorf("generations %v, then %v", before, after)
	}
}

func generations(s *render.Scene) (g [render.LayerCount]uint64) {
	for i := range s.Layers {
		g[i] = s.Layers[i].Generation()
	}
	return g
}

func TestBadInputChangesNothing(t *testing.T) {
	m := open(t, hour)
	m.View(0)
	before, query := generations(m.View(0)), m.Query(0)
	nan := float32(math.NaN())
	bad := []Msg{
		Resized{W: nan, H: 100, Scale: 1}, Resized{W: 100, H: 100, Scale: 0}, Resized{W: 1e9, H: 1, Scale: 1},
		Command{wire.LoopMsg{A: at(-10), B: at(-5)}}, Command{wire.ViewMsg{From: at(9000), To: at(9001)}},
	}
	for _, msg := range bad {
		if err := m.Update(msg, 0); err == nil {
			t.Errorf("%#v was taken", msg)
		}
	}
	update(t, m, 0, ZoomedAt{Factor: nan}, ZoomedAt{Factor: -1}, Flung{VX: nan}, Panned{DX: nan, DY: nan})
	if after := generations(m.View(0)); after != before || m.Query(0) != query {
		t.Errorf("something changed: %q is %q now", query, m.Query(0))
	}
}

func TestBeforeTheTapeNothingIsDrawn(t *testing.T) {
	m := New(wire.ParseQuery("t=2026-02-05T02:30&lang=ru"))
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, PointerMoved{X: 5, Y: 5}, ZoomedAt{Factor: 2}, Flung{VX: 1})
	if m.Animating(0) || len(m.View(0).Layers[render.LayerHUD].Texts) != 0 {
		t.Error("it draws")
	}
	if got := m.Query(0); got != "t=2026-02-05T02:30:00Z&lang=ru" {
		t.Errorf("link %q", got)
	}
	if got := string(m.AppendEvent(nil, 10)); got != "null" {
		t.Errorf("event %s, want null", got)
	}
}

func TestWithoutASizeNothingIsDrawn(t *testing.T) {
	m := New(wire.ParseQuery(""))
	update(t, m, 0, Loaded{event()})
	say(t, m, 0, play, `{"type":"step","candles":1}`, `{"type":"zoom","factor":2}`)
	if m.Animating(0) {
		t.Error("it wants frames")
	}
	m.View(0)
}

func TestATapeOfLiquidationsAloneIsShown(t *testing.T) {
	tape := markettest.Tape(300)
	tape.Candles, tape.Totals, tape.PlayFrom = nil, nil, 0
	bare, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	m := New(wire.ParseQuery(""))
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{bare}, ZoomedAt{Factor: 5, X: 300, Y: 300},
		Panned{DX: 10, DY: 10}, DoubleTapped{})
	say(t, m, 0, play, `{"type":"zoom","factor":4}`)
	wantTime(t, m, 1000, at(10)) // without a place to play from, from the start
	if s := m.View(1000); len(s.Layers[render.LayerHUD].Texts) == 0 {
		t.Error("nothing is drawn")
	}
	say(t, m, 1000, `{"type":"step","candles":1}`)
	wantTime(t, m, 1000, at(11))
}

func TestAnotherEventStartsAfresh(t *testing.T) {
	m := open(t, hour+"&speed=60")
	tape := markettest.Tape(300)
	tape.ID = "another"
	other, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	update(t, m, 0, Loaded{other})
	wantTime(t, m, 0, tape.Cover)
	if got := m.Query(0); got != "event=another&speed=60" {
		t.Errorf("link %q", got)
	}
}

func TestEventsTellWhatHappened(t *testing.T) {
	m := New(wire.ParseQuery("lang=fr"))
	if got := m.Events(); len(got) != 1 || got[0].Kind != Problem || !strings.Contains(got[0].Text, "lang") {
		t.Errorf("events %+v, want the problem with lang", got)
	}
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{event()})
	if got := kinds(m); got != "state ready time" {
		t.Errorf("loading: events %q", got)
	}
	update(t, m, 0, PointerMoved{X: 5, Y: 5})
	if got := kinds(m); got != "" {
		t.Errorf("a pointer: events %q, want none", got)
	}
	say(t, m, 0, `{"type":"speed","speed":60}`, `{"type":"layers","layers":"none"}`)
	if got := kinds(m); got != "state" {
		t.Errorf("two changes: events %q, want one", got)
	}
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T02:30"}`)
	if got := kinds(m); got != "time state" {
		t.Errorf("a seek: events %q", got)
	}
}

func TestTheTimeIsToldTenTimesASecond(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, play)
	m.Events()
	told := 0
	for now := 1.0; now <= 2000; now += 16 {
		m.View(now)
		told += strings.Count(kinds(m), "time")
	}
	if told < 15 || told > 20 {
		t.Errorf("told %d times in 2 seconds, want at most 20", told)
	}
}

func TestTheState(t *testing.T) {
	m := open(t, "speed=60&layers=heat,candles")
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T06:00"}`, play)
	var s struct {
		Ready, Playing    bool
		T, Start, End     float64
		Query             string
		Price             float64
		LongUSD, ShortUSD float64
		CandleMs          float64
		Shown             struct{ From, To float64 }
		Layers            []string
	}
	if err := json.Unmarshal(m.AppendState(nil, 1000), &s); err != nil {
		t.Fatal(err)
	}
	long, short := event().Rolling(at(361), 86_400_000)
	price, _ := event().PriceAt(at(361))
	if !s.Ready || !s.Playing || s.T != float64(at(361)) || s.Start != float64(at(0)) || s.End != float64(at(600)) {
		t.Errorf("state %+v", s)
	}
	if s.LongUSD != float64(long) || s.ShortUSD != float64(short) || s.LongUSD <= 0 || s.Price != float64(price) {
		t.Errorf("state %+v, want long %v, short %v, price %v", s, long, short, price)
	}
	if s.Shown.To != float64(at(600)) || len(s.Layers) != 2 || s.CandleMs < 60_000 || !strings.Contains(s.Query, "t=2026-02-05T06:01:00Z") {
		t.Errorf("state %+v", s)
	}
}

func TestTheEvent(t *testing.T) {
	m := open(t, "lang=ru")
	var e struct {
		ID, Title   string
		Waves       []struct{ From, LongUSD float64 }
		Long, Short []float64
	}
	if err := json.Unmarshal(m.AppendEvent(nil, 40), &e); err != nil {
		t.Fatal(err)
	}
	if e.ID != "synthetic" || e.Title != "Синтетическое падение" || len(e.Long) != 40 || len(e.Short) != 40 {
		t.Errorf("event %+v", e)
	}
	if want := event().Waves(); len(want) == 0 || len(e.Waves) != len(want) || e.Waves[0].From != float64(want[0].Start) {
		t.Errorf("waves %+v, want %+v", e.Waves, want)
	}
}

func TestTheStateNamesTheWave(t *testing.T) {
	for _, c := range []struct {
		name    string
		minutes float64
		want    int
	}{{"before the first", 99, 0}, {"in the second", 203, 2}, {"after the third", 506, 0}} {
		m := open(t, "")
		say(t, m, 0, `{"type":"seek","t":`+ms(at(c.minutes))+`}`)
		var s struct {
			Wave *struct {
				N       int
				From    float64
				LongUSD float64
			}
		}
		if err := json.Unmarshal(m.AppendState(nil, 0), &s); err != nil {
			t.Fatal(err)
		}
		switch {
		case c.want == 0 && s.Wave != nil, c.want > 0 && s.Wave == nil:
			t.Errorf("%s: got %+v", c.name, s.Wave)
		case s.Wave != nil && (s.Wave.N != c.want || s.Wave.From != float64(at(200)) || s.Wave.LongUSD != 6e9):
			t.Errorf("%s: got %+v, want wave %d of 6e9", c.name, s.Wave, c.want)
		}
	}
}

func TestAWaveIsReachedByItsNumber(t *testing.T) {
	m := open(t, "t=2026-02-05")
	say(t, m, 0, `{"type":"wave","n":3}`)
	wantTime(t, m, 0, at(500))
	say(t, m, 0, `{"type":"wave","n":4}`)
	wantTime(t, m, 0, at(500))
	say(t, m, 0, `{"type":"burst","direction":"previous"}`)
	wantTime(t, m, 0, at(200))
}

func TestAFrameOfAPlayingReplayAllocatesNothing(t *testing.T) {
	for _, query := range []string{"speed=60", hour + "&speed=60"} {
		m := open(t, query)
		say(t, m, 0, `{"type":"seek","t":"2026-02-05T02:55"}`, play)
		now := 0.0
		for range 400 { // lists grow to their size
			now += 16
			m.View(now)
			m.Events()
		}
		got := testing.AllocsPerRun(200, func() {
			now += 16
			m.View(now)
			m.Animating(now)
			m.Events()
		})
		if got > 1 {
			t.Errorf("%q: %v allocations a frame, want at most 1", query, got)
		}
	}
}

func BenchmarkPlaying(b *testing.B) {
	for _, query := range []string{"speed=60", hour + "&speed=60"} {
		b.Run(query, func(b *testing.B) {
			m := New(wire.ParseQuery(query))
			_ = m.Update(Resized{W: 1280, H: 720, Scale: 1}, 0)
			_ = m.Update(Loaded{event()}, 0)
			_ = m.Update(Command{wire.SeekMsg{T: at(178)}}, 0)
			_ = m.Update(Command{wire.PlayMsg{}}, 0)
			now := 0.0
			b.ReportAllocs()
			for b.Loop() {
				now += 16
				m.View(now)
			}
		})
	}
}
