package library

import (
	"cmp"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"unwind/data/market"
	"unwind/data/tape"
)

// Growing is events that still go on: markets that are followed. Their tapes
// are of now.
type Growing interface {
	IDs() []string
	// Tape returns the tape of an event of IDs, or nil while there is nothing to
	// show. The tape is valid and stays as it is.
	Tape(id string) (*tape.Tape, error)
}

// freshFor is how long the tape of an event that goes on is as good as a new
// one, for all who ask.
const freshFor = time.Second

// ErrNothingYet says that an event goes on of which nothing was heard so far.
var ErrNothingYet = errors.New("nothing was heard of this market yet")

// growing makes events of those that go on. Its zero value has none.
type growing struct {
	mu    sync.Mutex // guards from and made
	from  Growing    // nil: none
	made  map[string]*grown
	turns atomic.Uint64 // of the event that was made last
}

// grown is an event that goes on, as it was made last.
type grown struct {
	heard  atomic.Bool // it was made, now or before
	mu     sync.Mutex  // guards at, event and err; held while it is made, for all who ask
	at     time.Time
	event  *Event
	err    error
	market grownMarket
}

// grownMarket is the market of an event that goes on, as it was made last,
// maybe of an event before.
type grownMarket struct {
	mu     sync.Mutex // guards the rest; held while it is made, which holds up nobody who asks for the event
	market *market.Market
	turn   uint64 // of the event whose market it is; 0 while there is none
}

// SetGrowing says where events that go on come from. They are found by their
// ids and are in no list of events.
func (l *Library) SetGrowing(from Growing) {
	l.growing.mu.Lock()
	defer l.growing.mu.Unlock()
	l.growing.from, l.growing.made = from, map[string]*grown{}
}

// Growing returns the ids of events that go on.
func (l *Library) Growing() []string {
	l.growing.mu.Lock()
	defer l.growing.mu.Unlock()
	if l.growing.from == nil {
		return nil
	}
	return l.growing.from.IDs()
}

// Why returns why there is no event of an id that [Library.Event] does not
// find: [ErrNothingYet], a fault, or nil where there never was one.
func (l *Library) Why(id string) error {
	_, err := l.grown(id)
	return err
}

// Heard reports whether there is, or was, anything to show of an event that
// goes on. It is cheap once there was.
func (l *Library) Heard(id string) bool {
	if g, _ := l.growing.find(id); g != nil && g.heard.Load() {
		return true
	}
	e, _ := l.grown(id)
	return e != nil
}

// grown returns an event that goes on, made at most [freshFor] ago; nil and no
// error where none has the id.
func (l *Library) grown(id string) (*Event, error) {
	g, from := l.growing.find(id)
	if g == nil {
		return nil, nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := l.now(); g.at.IsZero() || now.Sub(g.at) >= freshFor {
		g.event, g.err = makeGrown(from, id)
		g.at = l.now()
		if g.err == nil {
			g.event.turn = l.growing.turns.Add(1)
			g.heard.Store(true)
		}
	}
	return g.event, g.err
}

func (g *growing) find(id string) (*grown, Growing) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.from == nil || !slices.Contains(g.from.IDs(), id) {
		return nil, nil
	}
	if g.made[id] == nil {
		g.made[id] = new(grown)
	}
	return g.made[id], g.from
}

func makeGrown(from Growing, id string) (*Event, error) {
	t, err := from.Tape(id)
	if err != nil || t == nil {
		return nil, cmp.Or(err, ErrNothingYet)
	}
	raw, err := tape.Write(t)
	if err != nil {
		return nil, err
	}
	e, err := checkTape(raw)
	if err != nil {
		return nil, err
	}
	e.goesOn = true
	return e, nil
}

// grownMarket returns the market of an event that goes on, or of a later one of
// its id where that has one already.
func (l *Library) grownMarket(e *Event) (*market.Market, error) {
	g, _ := l.growing.find(e.ID)
	if g == nil {
		return newMarket(e)
	}
	return g.market.of(e)
}

// of makes the market of e unless it, or a later one, is there. Each is made of
// the one before, so that the colours of a series of pictures keep their
// dollars; one who was slow to ask does not take the series back.
func (g *grownMarket) of(e *Event) (*market.Market, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.turn >= e.turn {
		return g.market, nil
	}
	t, err := readTape(e.Tape)
	if err != nil {
		return nil, err
	}
	m, err := market.Updated(g.market, t)
	if err == nil {
		g.market, g.turn = m, e.turn
	}
	return m, err
}
