package app

import (
	"math/rand"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/wire"
)

const (
	play  = `{"type":"play"}`
	pause = `{"type":"pause"}`
)

func TestALinkWithoutATimeOpensAtTheCover(t *testing.T) {
	wantTime(t, open(t, ""), 5000, event().Tape.Cover)
}

func TestALinkWithATimeOpensThere(t *testing.T) {
	wantTime(t, open(t, "t=2026-02-05T02:00"), 5000, at(120))
}

func TestALinkWithATimeOutsideTheEventOpensAtItsEdge(t *testing.T) {
	wantTime(t, open(t, "t=2025-01-01"), 0, at(0))
	wantTime(t, open(t, "t=2027-01-01"), 0, at(600))
}

func TestTheFirstPlayStartsWhereTheTapeSays(t *testing.T) {
	m := open(t, "")
	say(t, m, 1000, play)
	wantTime(t, m, 1000, at(225))
	wantTime(t, m, 2000, at(235)) // 600 market seconds a second
}

func TestALinkWithATimePlaysFromThere(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00&speed=60")
	say(t, m, 1000, play)
	wantTime(t, m, 2000, at(121))
}

func TestPlayAfterASeekGoesOnFromThere(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T01:00"}`, play)
	wantTime(t, m, 1000, at(70))
}

func TestAPausedReplayStandsStill(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00")
	say(t, m, 0, play)
	say(t, m, 1000, pause, pause)
	wantTime(t, m, 60_000, at(130))
	say(t, m, 60_000, play, play)
	wantTime(t, m, 61_000, at(140))
}

func TestTheTimeDoesNotDependOnTheFramesDrawn(t *testing.T) {
	few, many := open(t, "t=2026-02-05T02:00"), open(t, "t=2026-02-05T02:00")
	say(t, few, 0, play)
	say(t, many, 0, play)
	random := rand.New(rand.NewSource(1))
	for now := 0.0; now < 7003; now += 30 * random.Float64() {
		many.View(now)
	}
	wantTime(t, many, 7003, few.time(7003))
	wantTime(t, few, 7003, at(120)+600*7003)
}

func TestASeekWhilePlayingKeepsPlaying(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, play)
	say(t, m, 1000, `{"type":"seek","t":"2026-02-05T01:00"}`)
	wantTime(t, m, 2000, at(70))
}

func TestANewSpeedGoesOnFromTheSamePlace(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00")
	say(t, m, 0, play)
	say(t, m, 1000, `{"type":"speed","speed":60}`)
	wantTime(t, m, 1000, at(130))
	wantTime(t, m, 2000, at(131))
	say(t, m, 2000, pause, `{"type":"speed","speed":1}`)
	wantTime(t, m, 9000, at(131))
}

func TestTheReplayStopsAtTheEndAndPlaysAgainFromTheStart(t *testing.T) {
	m := open(t, "t=2026-02-05T09:50")
	say(t, m, 0, play)
	m.Events()
	m.View(5000) // ten minutes take one second
	wantTime(t, m, 5000, at(600))
	if got := kinds(m); !strings.Contains(got, "ended") {
		t.Errorf("events %q, want ended among them", got)
	}
	if m.playing() {
		t.Error("it still plays at the end")
	}
	say(t, m, 6000, play)
	wantTime(t, m, 7000, at(235))
}

func TestRestartGoesWhereTheFirstPlayStarts(t *testing.T) {
	m := open(t, "t=2026-02-05T09:00")
	say(t, m, 0, `{"type":"restart"}`)
	wantTime(t, m, 1000, at(225))
	say(t, m, 1000, play)
	say(t, m, 3000, `{"type":"restart"}`)
	wantTime(t, m, 4000, at(235))
}

func TestStepsGoFromCandleToCandle(t *testing.T) {
	// In 960 px ten hours are drawn in candles of 3 minutes, 10 px each would
	// need fewer.
	m := open(t, "t=2026-02-05T02:01")
	step := m.candleStep(0)
	if step <= data.Minute {
		t.Fatalf("candles as shown are %d ms long, want several joined", step)
	}
	first := at(121) / step * step
	tests := []struct {
		name, message string
		want          data.UnixMs
	}{
		{"forward closes the candle", `{"type":"step","candles":1}`, first + step},
		{"forward again is a whole candle", `{"type":"step","candles":1}`, first + 2*step},
		{"several at once", `{"type":"step","candles":4}`, first + 6*step},
		{"back", `{"type":"step","candles":-5}`, first + step},
		{"not before the event", `{"type":"step","candles":-9999}`, at(0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			say(t, m, 0, tt.message)
			wantTime(t, m, 0, tt.want)
		})
	}
}

func TestAStepBackGoesToTheStartOfACandleThatIsUnderWay(t *testing.T) {
	m := open(t, "t=2026-02-05T02:01")
	step := m.candleStep(0)
	say(t, m, 0, `{"type":"step","candles":-1}`)
	wantTime(t, m, 0, at(121)/step*step)
}

func TestAStepPauses(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, play)
	say(t, m, 1000, `{"type":"step","candles":1}`)
	wantTime(t, m, 5000, m.time(1000))
}

func TestWavesAreVisitedInOrder(t *testing.T) {
	waves := event().Waves()
	if len(waves) < 2 {
		t.Fatalf("%d waves, want some to visit", len(waves))
	}
	m := open(t, "t=2026-02-05")
	for _, b := range waves {
		say(t, m, 0, `{"type":"wave","n":"next"}`)
		wantTime(t, m, 0, b.Start)
	}
	say(t, m, 0, `{"type":"wave","n":"next"}`)
	wantTime(t, m, 0, waves[len(waves)-1].Start)
	for i := len(waves) - 2; i >= 0; i-- {
		say(t, m, 0, `{"type":"wave","n":"previous"}`)
		wantTime(t, m, 0, waves[i].Start)
	}
}

// The waves of the event begin at minutes 100, 200 and 500, and last six.
func TestEnteringAndLeavingAWaveIsAnnounced(t *testing.T) {
	waves := event().Waves()
	m := open(t, "t=2026-02-05T01:30&speed=600") // 90 minutes in
	announced := func(now float64) (n int, wave string) {
		m.View(now)
		for _, k := range strings.Fields(kinds(m)) {
			if k == "wave" {
				n++
			}
		}
		return n, string(m.AppendWave(nil, now))
	}
	if n, wave := announced(0); n != 0 || wave != "null" {
		t.Errorf("before any: %d events, %s", n, wave)
	}
	say(t, m, 0, play)
	for _, c := range []struct {
		ms   float64
		n    int
		in   string
		what string
	}{
		{500, 0, "null", "95 minutes in"},
		{1000, 1, `{"n":1,"from":` + ms(waves[0].Start) + `,"to":` + ms(waves[0].To), "100 minutes in"},
		{1300, 0, `{"n":1,`, "103 minutes in"},
		{1601, 1, "null", "past 106"},
		{1700, 0, "null", "107 minutes in"},
	} {
		if n, wave := announced(c.ms); n != c.n || !strings.HasPrefix(wave, c.in) {
			t.Errorf("%s: %d events with %s, want %d with %s", c.what, n, wave, c.n, c.in)
		}
	}
	say(t, m, 2000, pause, `{"type":"wave","n":3}`)
	if n, wave := announced(2000); n != 1 || !strings.HasPrefix(wave, `{"n":3,`) {
		t.Errorf("after a jump: %d events with %s", n, wave)
	}
	say(t, m, 2000, `{"type":"wave","n":2}`)
	if n, wave := announced(2000); n != 1 || !strings.HasPrefix(wave, `{"n":2,`) {
		t.Errorf("from wave to wave: %d events with %s", n, wave)
	}
}

func TestALinkIntoAWaveAnnouncesNone(t *testing.T) {
	m := open(t, "t=2026-02-05T01:42") // 102 minutes in
	if got := kinds(m); strings.Contains(got, "wave") || !strings.Contains(got, "ready") {
		t.Errorf("got %q, want ready alone to say it", got)
	}
	if got := string(New(wire.Query{}).AppendWave(nil, 0)); got != "null" {
		t.Errorf("without a market %s", got)
	}
}

func TestGoingBackSoonAfterAWaveLeadsToTheOneBefore(t *testing.T) {
	waves := event().Waves()
	m := open(t, "speed=60")
	say(t, m, 0, `{"type":"seek","t":`+ms(waves[1].Start)+`}`, play)
	say(t, m, 1000, `{"type":"wave","n":"previous"}`)
	wantTime(t, m, 1000, waves[0].Start)
}

func TestALoopGoesOnAtItsStart(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00&a=2026-02-05T02:00&b=2026-02-05T02:10")
	say(t, m, 0, play)
	wantTime(t, m, 999, at(120)+999*600)
	wantTime(t, m, 1000, at(120))
	wantTime(t, m, 2500, at(125))
	say(t, m, 2500, `{"type":"loop"}`)
	wantTime(t, m, 3500, at(135))
}

func TestALoopThatIsSetElsewhereMovesTheReplayToItsStart(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00")
	say(t, m, 0, `{"type":"loop","a":"2026-02-05T01:00","b":"2026-02-05T02:00"}`)
	wantTime(t, m, 0, at(60))
}

func TestASeekBeyondALoopPlaysToTheEnd(t *testing.T) {
	m := open(t, "t=2026-02-05T02:00&a=2026-02-05T02:00&b=2026-02-05T02:10")
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T03:00"}`, play)
	wantTime(t, m, 2000, at(200))
}

func TestALoopIsCutToTheEvent(t *testing.T) {
	m := open(t, "")
	say(t, m, 0, `{"type":"loop","a":"2026-01-01","b":"2026-02-05T01:00"}`)
	if s := m.query.Stage; s.A != at(0) || s.B != at(60) {
		t.Errorf("loop from %v to %v minutes, want 0 to 60", minutesIn(s.A), minutesIn(s.B))
	}
	before := m.query.Stage
	err := m.Update(Command{wire.LoopMsg{A: at(-100), B: at(-50)}}, 0)
	if err == nil || !strings.Contains(err.Error(), "loop") || m.query.Stage != before {
		t.Errorf("a loop before the event: error %v, stage %+v", err, m.query.Stage)
	}
}

func TestCommandsWaitForTheTape(t *testing.T) {
	m := New(wire.ParseQuery(""))
	say(t, m, 0, `{"type":"seek","t":"2026-02-05T01:00"}`, `{"type":"style","lang":"ru"}`,
		`{"type":"loop","a":"2020-01-01","b":"2020-01-02"}`)
	if m.query.Style.Lang != "ru" {
		t.Error("the style waited too")
	}
	update(t, m, 0, Loaded{event()})
	wantTime(t, m, 0, at(60))
	if got := kinds(m); !strings.Contains(got, "ready") || !strings.Contains(got, "error") {
		t.Errorf("events %q, want ready and the error of the loop", got)
	}
}

func TestTooManyCommandsBeforeTheTapeAreRefused(t *testing.T) {
	m := New(wire.ParseQuery(""))
	for range maxWaiting {
		say(t, m, 0, play)
	}
	if err := m.Update(Command{wire.PlayMsg{}}, 0); err == nil {
		t.Error("one more was kept")
	}
}

func TestPlayInTheLinkStartsUnlessMotionIsReduced(t *testing.T) {
	if m := open(t, "play=1"); !m.playing() {
		t.Error("play=1 does not play")
	}
	if m := open(t, "play=visible"); m.playing() {
		t.Error("play=visible plays before anyone said it is visible")
	}
	m := New(wire.ParseQuery("play=1"))
	update(t, m, 0, ReducedMotion{true}, Loaded{event()})
	if m.playing() {
		t.Error("play=1 plays with reduced motion")
	}
}
