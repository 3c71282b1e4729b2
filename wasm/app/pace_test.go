package app

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
)

// eventEnd is the end of [event].
var eventEnd = at(600)

// However often the screen draws, at smart pace the whole event lasts exactly as
// long as was asked for, and is at the same place after the same time.
func TestAtSmartPaceTheWholeEventLastsExactlyAsLongAsAsked(t *testing.T) {
	for _, tt := range []struct {
		name, query string
		seconds     float64
	}{
		{"as long as usual", "speed=smart", 90},
		{"a minute", "speed=smart&fit=60", 60},
		{"five seconds and a half", "speed=smart&fit=5.5", 5.5},
		{"the shortest", "speed=smart&fit=1", 1},
	} {
		for _, fps := range []float64{60, 7} {
			t.Run(fmt.Sprintf("%s at %v frames a second", tt.name, fps), func(t *testing.T) {
				m, undrawn := open(t, tt.query), open(t, tt.query)
				const begun = 1234.5
				say(t, m, begun, play)
				say(t, undrawn, begun, play)
				wantTime(t, m, begun, at(0))
				end := begun + 1000*tt.seconds
				for now := begun; now < end-1; now += 1000 / fps {
					m.View(now)
					wantTime(t, m, now, undrawn.time(now))
				}
				m.View(end - 1)
				if !m.playing() {
					t.Error("it has ended a millisecond before its time")
				}
				m.View(end)
				if m.playing() || !strings.Contains(kinds(m), "ended") {
					t.Error("it has not ended in time")
				}
				wantTime(t, m, end, eventEnd)
			})
		}
	}
}

func TestSmartPaceRunsSlowWhereMostIsLiquidated(t *testing.T) {
	m := open(t, "speed=smart&t=2026-02-05")
	tempo := m.tempo()
	wave, calm := tempo.Factor(at(103)), tempo.Factor(at(400)) // a wave is 1e9 a minute from minute 100 on
	if mean := 400.0; !(wave < mean/4 && calm > mean) {
		t.Errorf("the wave runs at %v, the calm at %v", wave, calm)
	}
}

func TestTheSameLinkHasTheSamePace(t *testing.T) {
	const link = "t=2026-02-05T01:30:00Z&speed=smart&fit=30"
	a, b := open(t, link), open(t, link)
	say(t, a, 0, play)
	say(t, b, 7777, play)
	for _, after := range []float64{0, 16, 1000, 12_345, 25_000} {
		wantTime(t, b, 7777+after, a.time(after))
	}
	if again := open(t, a.Query(12_345)); again.time(0) != a.time(12_345) {
		t.Errorf("the link of the moment leads to %v, not %v", again.time(0), a.time(12_345))
	}
}

// What passes in a loop at smart pace is the time of the replay: one round lasts
// as long as the pace takes from A to B.
func TestALoopAtSmartPaceGoesOnAtItsStart(t *testing.T) {
	m := open(t, "speed=smart&fit=60&t=2026-02-05T01:00&a=2026-02-05T01:30&b=2026-02-05T03:00")
	pace := m.market.Pace(60)
	toA, round := 1000*(pace.Wall(at(90))-pace.Wall(at(60))), 1000*(pace.Wall(at(180))-pace.Wall(at(90)))
	say(t, m, 0, play)
	for _, tt := range []struct {
		name string
		now  float64
		want data.UnixMs
	}{
		{"it starts before the loop", 0, at(60)},
		{"it comes to A", toA, at(90)},
		{"almost at B", toA + 0.999*round, pace.At(pace.Wall(at(90)) + 0.999*round/1000)},
		{"at B it is at A", toA + round, at(90)},
		{"the third round is like the first", toA + 2.25*round, pace.At(pace.Wall(at(90)) + 0.25*round/1000)},
	} {
		if got := m.time(tt.now); math.Abs(float64(got-tt.want)) > 1 {
			t.Errorf("%s: %v minutes in, want %v", tt.name, minutesIn(got), minutesIn(tt.want))
		}
	}
	say(t, m, toA+2.25*round, `{"type":"seek","t":"2026-02-05T04:00"}`)
	wantTime(t, m, 1e9, eventEnd)
}

func TestAnotherSpeedGoesOnFromTheSamePlace(t *testing.T) {
	smart, smart30, even := `{"type":"speed","speed":"smart"}`, `{"type":"speed","speed":"smart","fit":30}`, `{"type":"speed","speed":60}`
	for _, tt := range []struct{ name, query, message string }{
		{"from a speed to smart pace", "speed=600", smart},
		{"from smart pace to a speed", "speed=smart", even},
		{"from smart pace to a shorter one", "speed=smart", smart30},
		{"from a speed to a short smart pace", "speed=10", smart30},
		{"to the speed that it had", "speed=smart", `{"type":"speed","speed":600}`},
	} {
		for _, playing := range []bool{true, false} {
			m := open(t, tt.query+"&t=2026-02-05T01:10")
			if playing {
				say(t, m, 0, play)
			}
			m.View(3333)
			before := m.time(3333)
			say(t, m, 3333, tt.message)
			wantTime(t, m, 3333, before)
			if m.playing() != playing {
				t.Errorf("%s: playing is %t", tt.name, !playing)
			}
			if moved := m.time(3433) != before; moved != playing {
				t.Errorf("%s, playing %t: a moment later it has moved: %t", tt.name, playing, moved)
			}
		}
	}
}

func TestTheLengthStaysUntilAnotherIsChosen(t *testing.T) {
	m := open(t, "fit=30")
	for _, tt := range []struct {
		message, want string
	}{
		{`{"type":"speed","speed":"smart"}`, "speed=smart&fit=30"},
		{`{"type":"speed","speed":60}`, "speed=60&fit=30"},
		{`{"type":"speed","speed":"smart","fit":180}`, "speed=smart&fit=180"},
		{`{"type":"speed","speed":"smart","fit":1e9}`, "speed=smart&fit=3600"},
		{`{"type":"speed","speed":"smart","fit":90}`, "speed=smart"},
		{`{"type":"speed","speed":600}`, ""},
	} {
		say(t, m, 0, tt.message)
		if got, want := m.Query(0), strings.TrimSuffix("event=synthetic&"+tt.want, "&"); got != want {
			t.Errorf("after %s the link is %q, want %q", tt.message, got, want)
		}
	}
	m.Events()
	say(t, m, 0, `{"type":"speed","speed":600,"fit":90}`)
	if got := kinds(m); got != "" {
		t.Errorf("the speed that it has: events %q", got)
	}
}

func TestASeekWhilePlayingAtSmartPacePlaysOnFromThere(t *testing.T) {
	m, other := open(t, "speed=smart"), open(t, "speed=smart&t=2026-02-05T03:00")
	say(t, m, 0, play)
	say(t, m, 5000, `{"type":"seek","t":"2026-02-05T03:00"}`)
	say(t, other, 0, play)
	wantTime(t, m, 5000, at(180))
	wantTime(t, m, 9000, other.time(4000))
}

func TestAtSmartPaceThePlayStartsWithTheEvent(t *testing.T) {
	for _, tt := range []struct {
		name, query string
		messages    []string
	}{
		{"the first play", "speed=smart", []string{play}},
		{"a play by the link", "speed=smart&play=1", nil},
		{"smart pace chosen before", "", []string{`{"type":"speed","speed":"smart"}`, play}},
		{"a restart", "speed=smart&t=2026-02-05T03:00", []string{play, `{"type":"restart"}`}},
		{"a play at the end", "speed=smart", []string{`{"type":"seek","t":"2026-02-06"}`, play}},
	} {
		m := open(t, tt.query)
		say(t, m, 0, tt.messages...)
		if got := m.time(0); got != at(0) || !m.playing() {
			t.Errorf("%s: %v minutes in, playing %t", tt.name, minutesIn(got), m.playing())
		}
	}
	m := open(t, "speed=smart&t=2026-02-05T03:00")
	say(t, m, 0, play)
	wantTime(t, m, 0, at(180))
}

func TestGoingBackSoonAfterAWaveAtSmartPaceLeadsToTheOneBefore(t *testing.T) {
	waves := event().Waves()
	for _, tt := range []struct {
		name  string
		after float64
		want  int
	}{{"a second after its start", 1000, 0}, {"two seconds after its start", 2000, 1}} {
		m := open(t, "speed=smart")
		say(t, m, 0, `{"type":"seek","t":`+ms(waves[1].Start)+`}`, play)
		say(t, m, tt.after, `{"type":"wave","n":"previous"}`)
		if got := m.time(tt.after); got != waves[tt.want].Start {
			t.Errorf("%s: %v minutes in, want wave %d", tt.name, minutesIn(got), tt.want+1)
		}
	}
}

func TestTheStateHasTheFactorOfTheMoment(t *testing.T) {
	type state struct {
		Speed           any
		Fit             float64
		T, PlayFrom     data.UnixMs
		Factor, Elapsed *float64
	}
	of := func(m *Model, now float64) (s state) {
		if err := json.Unmarshal(m.AppendState(nil, now), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	m := open(t, "speed=smart&fit=60")
	if s := of(m, 0); s.PlayFrom != at(0) {
		t.Errorf("a play starts at %d", s.PlayFrom)
	}
	say(t, m, 0, play)
	// The factor is the slope: from here to a tenth of a second later.
	s, later := of(m, 20_000), of(m, 20_100)
	if slope := float64(later.T-s.T) / 100; s.Speed != "smart" || s.Fit != 60 || math.Abs(*s.Factor/slope-1) > 0.02 {
		t.Errorf("speed %v, fit %v, factor %v; it moves at %v", s.Speed, s.Fit, *s.Factor, slope)
	}
	if math.Abs(*s.Elapsed-20) > 1e-3 {
		t.Errorf("%v s have passed, want 20", *s.Elapsed)
	}
	say(t, m, 20_000, `{"type":"speed","speed":300}`)
	if s := of(m, 20_000); s.Speed != 300.0 || *s.Factor != 300 || s.Elapsed != nil || s.PlayFrom != at(225) {
		t.Errorf("at an even speed: %+v", s)
	}
}

func TestAnotherEventKeepsThePace(t *testing.T) {
	m := open(t, "speed=smart&fit=30")
	tape := markettest.Tape(300)
	tape.ID = "another"
	other, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	update(t, m, 0, Loaded{other})
	say(t, m, 0, play)
	wantTime(t, m, 30_000, at(300))
	if s := m.query.Stage; !s.Smart || s.Fit != 30 || s.Rate() != 1 {
		t.Errorf("stage %+v", s)
	}
}

func TestPlayingAtSmartPaceDoesNotAllocate(t *testing.T) {
	m := open(t, "speed=smart&fit=60&t=2026-02-05T01:35")
	say(t, m, 0, play)
	now := 0.0
	frame := func() {
		now += 16
		m.View(now)
	}
	for range 200 {
		frame()
	}
	m.Events()
	if n := testing.AllocsPerRun(100, frame); n > 1 { // a list may grow
		t.Errorf("a frame allocates %v times", n)
	}
}
