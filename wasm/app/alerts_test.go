package app

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/alert"
	"unwind/data/wire"
)

// Waves of 1e9 dollars a minute begin in minutes 100, 200 and 500.
const largeWaves = `{"type":"alerts","waveUSD":2e9}`

// told is what an alert says to the page.
type told struct {
	Kind, Side, Text, Title, Provenance string
	T, From                             data.UnixMs
	USD                                 float64
}

// taken drains the alerts that the page has not heard of.
func taken(t *testing.T, m *Model) []told {
	t.Helper()
	var all []told
	for {
		raw, more := m.TakeAlert(nil)
		if !more {
			return all
		}
		var one told
		if err := json.Unmarshal(raw, &one); err != nil {
			t.Fatalf("%v in %s", err, raw)
		}
		all = append(all, one)
	}
}

// played plays an event at 600 from a minute on, so many seconds in frames of
// some ms, and returns the alerts.
func played(t *testing.T, from, seconds, frame float64) []told {
	t.Helper()
	m := open(t, fmt.Sprintf("t=%d", at(from)))
	say(t, m, 0, largeWaves, play)
	var all []told
	for now := 0.0; now <= 1000*seconds; now += frame {
		m.View(now)
		all = append(all, taken(t, m)...)
	}
	return all
}

// Of a billion a minute two billion are liquidated when two minutes are over.
func TestAPlayingReplayTellsWhatBegins(t *testing.T) {
	got := played(t, 90, 12, 16) // 120 minutes
	if len(got) != 2 {
		t.Fatalf("got %+v, want the waves of minutes 100 and 200", got)
	}
	for i, minute := range []float64{102, 202} {
		if a := got[i]; a.Kind != "wave" || a.Side != "long" || a.T != at(minute) || a.From != at(minute-2) || a.USD < 2e9 || a.USD > 2.02e9 || a.Provenance != "modelled" {
			t.Errorf("got %+v, want the wave of minute %v", a, minute-2)
		}
	}
	if !strings.Contains(got[0].Text, "mostly longs (modelled)") || got[0].Title != "Wave of liquidations" {
		t.Errorf("it says %q, %q", got[0].Title, got[0].Text)
	}
}

func TestAlertsDoNotDependOnTheFramesDrawn(t *testing.T) {
	many := played(t, 90, 12, 16)
	for _, frame := range []float64{33, 450} {
		if few := played(t, 90, 12, frame); !slices.Equal(few, many) {
			t.Errorf("frames of %v ms: got %+v, want %+v", frame, few, many)
		}
	}
}

func TestNothingIsToldOfWhatASeekPasses(t *testing.T) {
	m := open(t, fmt.Sprintf("t=%d", at(90)))
	say(t, m, 0, largeWaves, play)
	say(t, m, 100, fmt.Sprintf(`{"type":"seek","t":%d}`, at(150)))
	m.View(3000)
	say(t, m, 3000, fmt.Sprintf(`{"type":"seek","t":%d}`, at(104))) // back, into a wave that is as large already
	m.View(5000)
	if got := taken(t, m); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestALoopTellsEachTime(t *testing.T) {
	m := open(t, fmt.Sprintf("t=%d&a=%d&b=%d", at(95), at(95), at(115)))
	say(t, m, 0, largeWaves, play)
	n := 0
	for now := 0.0; now < 6000; now += 16 { // three times 20 minutes
		m.View(now)
		n += len(taken(t, m))
	}
	if n != 3 {
		t.Errorf("got %d alerts of three rounds", n)
	}
}

func TestRulesAreNoPartOfTheState(t *testing.T) {
	m := open(t, "")
	before, link := string(m.AppendState(nil, 0)), m.Query(0)
	say(t, m, 0, `{"type":"alerts","waveUSD":7654321,"nearShare":0.01}`)
	if after := string(m.AppendState(nil, 0)); after != before || m.Query(0) != link {
		t.Errorf("the state tells of the viewer's rules:\n%s", after)
	}
	if got := string(m.AppendAlerts(nil)); !strings.Contains(got, `"waveUSD":7654321,"fallShare":null`) || !strings.Contains(got, `"alerts":[]`) {
		t.Errorf("got %s", got)
	}
	say(t, m, 0, `{"type":"alerts"}`)
	if got := string(m.AppendAlerts(nil)); !strings.Contains(got, `"waveUSD":null`) {
		t.Errorf("got %s", got)
	}
}

func TestRulesBeforeTheTapeCountOnceItIsThere(t *testing.T) {
	m := New(wire.ParseQuery(fmt.Sprintf("t=%d", at(90))))
	say(t, m, 0, largeWaves, play)
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{event()})
	for now := 0.0; now < 2000; now += 16 {
		m.View(now)
	}
	if got := taken(t, m); len(got) != 1 {
		t.Errorf("got %+v, want one wave", got)
	}
}

func TestTheSameRulesAgainTellNothingTwice(t *testing.T) {
	m := open(t, fmt.Sprintf("t=%d", at(90)))
	say(t, m, 0, largeWaves, play)
	for now := 0.0; now < 2000; now += 16 {
		m.View(now)
		say(t, m, now, largeWaves)
	}
	if got := taken(t, m); len(got) != 1 {
		t.Errorf("got %+v, want one wave", got)
	}
}

func TestAlertsAreKeptInTheLanguageOfThePage(t *testing.T) {
	m := open(t, fmt.Sprintf("t=%d", at(90)))
	say(t, m, 0, largeWaves, play)
	for now := 0.0; now < 12_000; now += 16 {
		m.View(now)
	}
	say(t, m, 12_000, `{"type":"style","lang":"ru"}`)
	var got struct{ Alerts []told }
	if err := json.Unmarshal(m.AppendAlerts(nil), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Alerts) != 2 || got.Alerts[0].T != at(202) || !strings.Contains(got.Alerts[0].Text, "в основном лонги (модель)") {
		t.Errorf("got %+v, want the newest first, in Russian", got.Alerts)
	}
}

func TestTheAlertsThatAreKeptAreBounded(t *testing.T) {
	var a alerts
	for i := range 3 * maxAlerts {
		a.take([]alert.Alert{{T: at(float64(i))}})
	}
	if len(a.kept) != maxAlerts || a.untold != maxAlerts || a.kept[maxAlerts-1].T != at(3*maxAlerts-1) {
		t.Errorf("%d kept, %d untold, want the newest %d", len(a.kept), a.untold, maxAlerts)
	}
}

// watched returns what a live market tells that grows from minute 280 to 340,
// through a fall; before each minute the page does something.
func watched(t *testing.T, meanwhile func(m *Model, now float64)) []told {
	t.Helper()
	m := New(wire.ParseQuery(""))
	say(t, m, 0, `{"type":"alerts","waveUSD":2e6,"nearShare":0.004}`)
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1})
	var all []told
	for minute := 280.0; minute <= 340; minute += 4 {
		now := (minute - 280) * 60_000
		meanwhile(m, now)
		update(t, m, now, Grown{Market: liveMarket(minute), Edge: at(minute)})
		for m.Working() {
			m.Compute()
		}
		if minute == 280 && len(taken(t, m)) > 0 {
			t.Error("what there is when the page opens is told")
		}
		all = append(all, taken(t, m)...)
	}
	return all
}

func TestALiveMarketTellsWhatBeginsWhereverTheReplayIs(t *testing.T) {
	edge := watched(t, func(*Model, float64) {})
	kinds := map[string]int{}
	for i, a := range edge {
		kinds[a.Kind]++
		if a.T != at(280+math.Round((minutesIn(a.T)-280)/4)*4) || i > 0 && a.T < edge[i-1].T {
			t.Errorf("%+v was not noticed when the market grew", a)
		}
	}
	if kinds["wave"] == 0 || kinds["near"] == 0 {
		t.Errorf("got %v, want waves and levels", kinds)
	}
	behind := watched(t, func(m *Model, now float64) {
		if m.market != nil {
			say(t, m, now, fmt.Sprintf(`{"type":"seek","t":%d}`, at(100+now/120_000)), pause)
		}
	})
	if !slices.Equal(behind, edge) {
		t.Errorf("behind the edge: got %+v, want %+v", behind, edge)
	}
}

func TestNewRulesAndAnotherEstimateBeginAnew(t *testing.T) {
	const rules = `{"type":"alerts","nearShare":0.05}`
	m := New(wire.ParseQuery(""))
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Grown{Market: liveMarket(300), Edge: at(300)})
	say(t, m, 0, rules)
	update(t, m, 1000, Grown{Market: liveMarket(300), Edge: at(300) + 1000})
	say(t, m, 2000, `{"type":"model","prior":"high"}`)
	for m.Working() {
		m.Compute()
	}
	update(t, m, 3000, Grown{Market: liveMarket(300), Edge: at(300) + 3000})
	for m.Working() {
		m.Compute()
	}
	if got := taken(t, m); len(got) != 0 {
		t.Errorf("got %+v, want nothing of what was there", got)
	}
}
