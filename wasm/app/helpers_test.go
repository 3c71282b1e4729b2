package app

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/view"
)

// event is a synthetic event of ten hours: it opens at its cover, 375 minutes
// in, and its first play starts 225 minutes in. It has three waves of
// the same size, from minutes 100, 200 and 500 on.
var event = sync.OnceValue(func() *market.Market {
	tape := markettest.Tape(600)
	for _, wave := range []int{100, 200, 500} {
		for minute := wave; minute < wave+6; minute++ {
			tape.Totals.Long[minute], tape.Totals.Short[minute] = 1e9, 0
		}
	}
	m, err := market.New(tape)
	if err != nil {
		panic(err)
	}
	return m
})

// at returns the instant so many minutes into the event.
func at(minutes float64) data.UnixMs {
	return markettest.Start + data.UnixMs(minutes*float64(data.Minute))
}

// open returns a model of the link, loaded and sized, at now = 0.
func open(t *testing.T, query string) *Model {
	t.Helper()
	m := New(wire.ParseQuery(query))
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{event()})
	return m
}

func update(t *testing.T, m *Model, now float64, msgs ...Msg) {
	t.Helper()
	for _, msg := range msgs {
		if err := m.Update(msg, now); err != nil {
			t.Fatalf("%T: %v", msg, err)
		}
	}
}

// say sends messages in the form that pages use.
func say(t *testing.T, m *Model, now float64, messages ...string) {
	t.Helper()
	for _, raw := range messages {
		msg, err := wire.ParseMessage([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		update(t, m, now, Command{msg})
	}
}

func wantTime(t *testing.T, m *Model, now float64, want data.UnixMs) {
	t.Helper()
	if got := m.time(now); got != want {
		t.Errorf("at %v ms the replay is %v minutes in, want %v", now, minutesIn(got), minutesIn(want))
	}
}

func minutesIn(t data.UnixMs) float64 {
	return float64(t-markettest.Start) / float64(data.Minute)
}

// shown returns the window that the scene of now shows.
func shown(m *Model, now float64) view.Window {
	m.settle(now)
	m.aim(m.window(now))
	return view.WindowOf(&m.frame)
}

func within(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// kinds returns the names of the events that wait, in order.
func kinds(m *Model) string {
	var names []string
	for _, e := range m.Events() {
		names = append(names, e.Kind.String())
	}
	return strings.Join(names, " ")
}

// wantSameScene compares two scenes layer by layer.
func wantSameScene(t *testing.T, got, want *render.Scene) {
	t.Helper()
	if got.Width != want.Width || got.Height != want.Height || got.Background != want.Background {
		t.Errorf("frames differ: %d×%d and %d×%d", got.Width, got.Height, want.Width, want.Height)
	}
	for i := range got.Layers {
		g, w := &got.Layers[i], &want.Layers[i]
		switch {
		case !slices.Equal(g.Rects, w.Rects):
			t.Errorf("layer %d: rectangles differ", i)
		case !slices.Equal(g.Marks, w.Marks):
			t.Errorf("layer %d: marks differ", i)
		case !slices.Equal(g.Texts, w.Texts) || string(g.Bytes) != string(w.Bytes):
			t.Errorf("layer %d: texts differ: %q and %q", i, g.Bytes, w.Bytes)
		case (g.Heat == nil) != (w.Heat == nil) || g.Heat != nil && *g.Heat != *w.Heat:
			t.Errorf("layer %d: heat maps differ", i)
		}
	}
}
