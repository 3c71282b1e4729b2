package app

import (
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/wire"
)

// compute finishes what is being worked out and returns in how many steps.
func compute(t *testing.T, m *Model, now float64) int {
	t.Helper()
	for n := range 1_000_000 {
		if !m.Computing() {
			return n
		}
		m.Compute()
	}
	t.Fatal("it never ends")
	return 0
}

func TestAChoiceIsWorkedOutWhileTheLastPictureStays(t *testing.T) {
	m := open(t, "")
	before := m.View(1).Layers
	m.Events()
	say(t, m, 2, `{"type":"filter","side":"long","lev":"25-"}`)
	if !m.Computing() || !strings.Contains(kinds(m), "state") {
		t.Fatal("nothing is being worked out, or the page is not told")
	}
	if got := m.Query(2); !strings.Contains(got, "side=long&lev=25-") {
		t.Errorf("the link is %q while it is worked out", got)
	}
	for range 3 {
		m.Compute()
	}
	if now := m.View(4).Layers; now[1].Heat != nil && *now[1].Heat != *before[1].Heat || m.market != event() {
		t.Error("the last picture did not stay")
	}
	if n := compute(t, m, 5); n < 10 {
		t.Errorf("it took %d steps, so they are long", n)
	}
	if got := m.market.Choice(); got != (level.Choice{Filter: level.Filter{Side: data.Long, LowLeverage: 25}}) {
		t.Errorf("the market shows %+v", got)
	}
	if !strings.Contains(kinds(m), "state") || !strings.Contains(string(m.AppendState(nil, 6)), `"filtered":"Filtered: longs, from 25×","computing":false`) {
		t.Errorf("the page is not told: %s", m.AppendState(nil, 6))
	}
	say(t, m, 7, `{"type":"filter"}`)
	compute(t, m, 8)
	if m.market != event() || strings.Contains(m.Query(9), "side") {
		t.Errorf("without a filter the market is another one, the link %q", m.Query(9))
	}
}

func TestTheNewestChoiceWins(t *testing.T) {
	m := open(t, "")
	say(t, m, 1, `{"type":"model","levered":0.9}`)
	for range 5 {
		m.Compute()
	}
	say(t, m, 2, `{"type":"filter","side":"short"}`, `{"type":"model","levered":0.5}`)
	compute(t, m, 3)
	if got := m.market.Choice(); got != (level.Choice{Filter: level.Filter{Side: data.Short}}) {
		t.Errorf("the market shows %+v, want shorts by default parameters", got)
	}
	say(t, m, 4, `{"type":"filter","side":"long"}`, `{"type":"filter","side":"short"}`)
	if m.Computing() {
		t.Error("what is on screen is worked out again")
	}
}

func TestALinkWithAChoiceShowsWhatTheMessagesShow(t *testing.T) {
	linked := New(wire.ParseQuery("side=long&model=half:2,prior:low"))
	mk, err := market.Chosen(event(), linked.Choice())
	if err != nil {
		t.Fatal(err)
	}
	update(t, linked, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{mk})
	if linked.Computing() {
		t.Error("a market that came with the choice is worked out again")
	}
	late := open(t, "side=long&model=half:2,prior:low")
	if !late.Computing() {
		t.Error("a market without the choice is taken for it")
	}
	compute(t, late, 0)
	said := open(t, "")
	say(t, said, 0, `{"type":"model","half":2,"prior":"low"}`, `{"type":"filter","side":"long"}`)
	compute(t, said, 0)
	if a, b := linked.Query(0), said.Query(0); a != b {
		t.Errorf("links %q and %q differ", a, b)
	}
	for i, other := range []*Model{late, said} {
		got, want := other.View(1), linked.View(1)
		for l := range got.Layers {
			if got.Layers[l].Heat != nil { // made apart: the same cells, not the same memory
				if string(got.Layers[l].Heat.Pyramid.Image(0, 0).Pix) != string(want.Layers[l].Heat.Pyramid.Image(0, 0).Pix) {
					t.Errorf("model %d: heat maps differ", i)
				}
				got.Layers[l].Heat, want.Layers[l].Heat = nil, nil
			}
		}
		wantSameScene(t, got, want)
		linked.changed()
	}
}

func TestWhatTheEventHasNothingForIsNotChosen(t *testing.T) {
	m := open(t, "venue=okx&model=rules:okx")
	if m.Computing() || m.Query(0) != "event=synthetic" {
		t.Errorf("computing %v, the link is %q", m.Computing(), m.Query(0))
	}
	say(t, m, 1, `{"type":"filter","venue":"bybit"}`)
	if m.Computing() {
		t.Error("a venue that the event does not name is worked out")
	}
}

func TestAnotherEventStartsWithoutAChoice(t *testing.T) {
	m := open(t, "side=long")
	compute(t, m, 0)
	tape := *event().Tape
	tape.ID = "other"
	other, err := market.New(&tape)
	if err != nil {
		t.Fatal(err)
	}
	update(t, m, 1, Loaded{other})
	if m.Computing() || m.Choice() != (level.Choice{}) {
		t.Errorf("the other event has the choice %+v", m.Choice())
	}
}

func TestADepthIsSetKeptAndLinked(t *testing.T) {
	m := open(t, "depth=conversion:20")
	if got := m.Query(0); !strings.Contains(got, "depth=conversion:20") {
		t.Errorf("the link has %q", got)
	}
	say(t, m, 1, `{"type":"depth","quote":5e6,"conversion":50}`)
	if got := m.Query(2); !strings.Contains(got, "depth=quote:5000000,conversion:50") {
		t.Errorf("after a message the link has %q", got)
	}
	if m.Computing() {
		t.Error("a depth makes no levels anew")
	}
}
