package library

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/tape"
	"unwind/web/webtest"
)

// minutely is a market that goes on: every tape that it is asked for knows a
// minute more than the one before.
type minutely struct{ n atomic.Int64 }

func (*minutely) IDs() []string { return []string{"live-btcusdt"} }

func (g *minutely) Tape(id string) (*tape.Tape, error) {
	t := webtest.Event(id)
	t.Cover = webtest.Start + data.UnixMs(g.n.Add(1))*data.Minute
	return t, nil
}

// newGrowing returns a library of a market that goes on, a new event of which
// is made whenever it is asked for.
func newGrowing(t *testing.T) *Library {
	t.Helper()
	l, err := New(nil, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64
	l.now = func() time.Time { return longAgo.Add(time.Duration(now.Add(1)) * freshFor) }
	l.SetGrowing(new(minutely))
	return l
}

// coverOf returns until when the market of e is known.
func coverOf(t *testing.T, l *Library, e *Event) data.UnixMs {
	t.Helper()
	m, err := l.Market(e)
	if err != nil {
		t.Error(err)
		return 0
	}
	return m.Tape.Cover
}

func TestAMarketThatGoesOnNeverGoesBack(t *testing.T) {
	l := newGrowing(t)
	const id = "live-btcusdt"
	e1 := l.Event(id)
	e2 := l.Event(id)
	if e1.Cover >= e2.Cover {
		t.Fatalf("the events are of %d and %d", e1.Cover, e2.Cover)
	}
	for _, c := range []struct {
		name  string
		asked *Event
		want  *Event
	}{
		{"the newer event", e2, e2},
		{"one who held the older event all the while", e1, e2},
		{"the newer event again", e2, e2},
	} {
		if got := coverOf(t, l, c.asked); got != c.want.Cover {
			t.Errorf("%s: the market is known until %d, want %d", c.name, got, c.want.Cover)
		}
	}
	a, _ := l.Market(e2)
	if b, _ := l.Market(e1); a != b {
		t.Error("the older event made another market")
	}
	l.SetGrowing(new(minutely))
	if e := l.Event(id); coverOf(t, l, e) != e.Cover {
		t.Error("the market of another source is not of its event")
	}
}

func TestAMarketThatIsMadeHoldsUpNoEvent(t *testing.T) {
	l := newGrowing(t)
	const id = "live-btcusdt"
	g, _ := l.growing.find(id)
	g.market.mu.Lock() // as while it is made
	defer g.market.mu.Unlock()
	found := make(chan *Event, 1)
	go func() { found <- l.Event(id) }()
	select {
	case e := <-found:
		if e == nil || !l.Heard(id) {
			t.Errorf("the event is %v", e)
		}
	case <-time.After(10 * time.Second):
		t.Error("the event waits for the market")
	}
}

func TestManyAskForAMarketThatGoesOn(t *testing.T) {
	l := newGrowing(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			var last data.UnixMs
			for range 5 {
				e := l.Event("live-btcusdt")
				got := coverOf(t, l, e)
				if got < e.Cover || got < last {
					t.Errorf("the market is known until %d, its event until %d, the market before until %d", got, e.Cover, last)
				}
				last = got
			}
		})
	}
	all.Wait()
}
