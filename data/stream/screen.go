package stream

import (
	"errors"
	"fmt"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/document"
	"unwind/data/feed"
)

// ErrResync says that a message does not follow what was told before: only a
// snapshot helps, which comes when the stream is opened anew.
var ErrResync = errors.New("resync needed")

// Keep is how much of the past a screen keeps, if nothing is said: a day, and
// a little, so that the candle of 24 hours before the last message is there,
// whose close a change in 24 hours is measured against. What is older goes in
// pieces of [forgets].
const Keep = data.Day + 5*data.Minute

// forgets is how far the past grows beyond what is kept before it is cut, so
// that the start of a chart moves seldom.
const forgets = data.Hour

// Screen is what a screen was told. It is not safe for concurrent use.
type Screen struct {
	reader   Reader
	keep     data.UnixMs
	symbols  []string
	coins    map[string]*collect.Collection // by coin
	of       map[string]*collect.Collection // by symbol; nil: nobody asked for it
	statuses []Status

	begun     bool
	waiting   bool   // for the snapshot that a resync announced
	seq       uint64 // of the last message; of the resync while it waits
	at        data.UnixMs
	forgotten data.UnixMs // what is from before
}

// NewScreen returns a screen that was told nothing yet and keeps what concerns
// the coins of some symbols, any venue's own; of each coin those of the last
// time, or [Keep] for 0.
func NewScreen(keep data.UnixMs, symbols ...string) *Screen {
	s := &Screen{keep: keep, symbols: symbols}
	if s.keep <= 0 {
		s.keep = Keep
	}
	s.begin()
	return s
}

// begin makes empty collections, which go on with the choices of those before.
func (s *Screen) begin() {
	before := s.coins
	s.coins, s.of = map[string]*collect.Collection{}, map[string]*collect.Collection{}
	for _, symbol := range s.symbols {
		coin := feed.Coin(symbol)
		if s.coins[coin] != nil {
			continue
		}
		s.coins[coin] = collect.New(symbol)
		if old := before[coin]; old != nil {
			s.coins[coin].Follow(old)
		}
	}
}

// Changes are what a message changed.
type Changes struct {
	Kind   Kind
	Rows   bool // something of the coins that are kept, or the time
	Venues bool // how some venue does
}

// Apply takes a message. With an error nothing has changed: it is a
// [feed.Malformed], or wraps [ErrResync].
func (s *Screen) Apply(raw []byte) (Changes, error) { return s.apply(raw, nil) }

// stretchWork is the work between two pauses, as [document.Pace] counts: about a
// millisecond in a browser, and where it runs natively much less.
const stretchWork = 16 << 10

// ApplyPaced is [Screen.Apply] with a call of pause after each [stretchWork].
// Until it returns, no other message may be given and raw must stay as it is.
// While a snapshot is taken the screen is as before; of a batch that is taken
// its collections may have a part.
func (s *Screen) ApplyPaced(raw []byte, pause func()) (Changes, error) {
	return s.apply(raw, document.NewPace(stretchWork, pause))
}

func (s *Screen) apply(raw []byte, pace *document.Pace) (Changes, error) {
	m, err := s.reader.paced(raw, pace)
	if err != nil {
		return Changes{}, err
	}
	if err := s.follows(m); err != nil {
		return Changes{}, err
	}
	return s.take(m, pace), nil
}

// follows reports whether a message may come now.
func (s *Screen) follows(m *Message) error {
	switch {
	case m.Kind == Snapshot && s.waiting && m.Seq != s.seq:
		return fmt.Errorf("%w: a snapshot to batch %d was announced, got one to %d", ErrResync, s.seq, m.Seq)
	case m.Kind == Snapshot:
	case !s.begun:
		return fmt.Errorf("%w: a %s before a snapshot", ErrResync, m.Kind)
	case s.waiting:
		return fmt.Errorf("%w: a %s in place of the snapshot that was announced", ErrResync, m.Kind)
	case m.Kind == Batch && m.Seq != s.seq+1:
		return fmt.Errorf("%w: batch %d follows %d", ErrResync, m.Seq, s.seq)
	case m.Kind == Resync && m.From != s.seq+1:
		return fmt.Errorf("%w: batches from %d on are left out after %d", ErrResync, m.From, s.seq)
	}
	return nil
}

func (s *Screen) take(m *Message, pace *document.Pace) Changes {
	switch m.Kind {
	case Resync:
		s.waiting, s.seq = true, m.To
		return Changes{Kind: Resync}
	case Snapshot: // beside what was told before, until all of it is there
		next := *s
		next.begin()
		next.statuses, next.begun, next.waiting, next.forgotten = nil, true, false, 0
		next.fill(m, pace)
		*s = next
	default:
		s.fill(m, pace)
	}
	return Changes{Kind: m.Kind, Rows: true, Venues: len(m.Venues) > 0 || m.Kind == Snapshot}
}

// fill takes what a snapshot or a batch has.
func (s *Screen) fill(m *Message, pace *document.Pace) {
	for _, c := range s.coins {
		if m.Since > 0 {
			c.Since(m.Since)
		}
	}
	s.rows(m, pace)
	s.merge(m.Venues)
	s.seq, s.at = m.Seq, m.At
	s.forget()
}

// forget cuts the past, seldom.
func (s *Screen) forget() {
	before := s.at - s.keep
	if before < s.forgotten+forgets {
		return
	}
	s.forgotten = before - before%data.Minute
	for _, c := range s.coins {
		c.Forget(s.forgotten)
	}
}

// takeRows is as how many rows that are read a row counts which a collection
// takes; settleEach is after how many liquidations of a message they are put in
// order, so that no more are at once.
const (
	takeRows   = 2
	settleEach = 1024
)

// rows gives the collections what is theirs.
func (s *Screen) rows(m *Message, pace *document.Pace) {
	for i := range m.Liquidations {
		l := &m.Liquidations[i]
		if c := s.collection(l.Symbol); c != nil {
			c.Liquidation(collect.Source{Venue: l.Venue, Received: l.Received}, &l.Liquidation)
			if i%settleEach == settleEach-1 {
				c.Settle()
			}
		}
		pace.Rows(takeRows)
	}
	s.candles(m.Candles, false, pace)
	s.candles(m.Spot, true, pace)
	for i := range m.Marks {
		if c := s.collection(m.Marks[i].Symbol); c != nil {
			c.Mark(collect.Source{Venue: m.Marks[i].Venue, Way: m.Marks[i].Way}, &m.Marks[i].Marks)
		}
		pace.Rows(takeRows)
	}
	for i := range m.Interest {
		if c := s.collection(m.Interest[i].Symbol); c != nil {
			c.Interest(collect.Source{Venue: m.Interest[i].Venue, Way: m.Interest[i].Way}, &m.Interest[i].Interest)
		}
		pace.Rows(takeRows)
	}
	for i := range m.Funding {
		if c := s.collection(m.Funding[i].Symbol); c != nil {
			c.Funding(collect.Source{Venue: m.Funding[i].Venue, Way: m.Funding[i].Way}, &m.Funding[i].Funding)
		}
		pace.Rows(takeRows)
	}
	for _, g := range m.Gaps {
		for _, c := range s.coins {
			c.Gap(g)
		}
		pace.Rows(takeRows)
	}
}

func (s *Screen) candles(all []Candle, spot bool, pace *document.Pace) {
	for i := range all {
		if c := s.collection(all[i].Symbol); c != nil {
			c.Candle(collect.Source{Venue: all[i].Venue, Spot: spot, Way: all[i].Way}, &all[i].Candle)
		}
		pace.Rows(takeRows)
	}
}

// collection returns the collection of a symbol's coin, or nil.
func (s *Screen) collection(symbol string) *collect.Collection {
	c, known := s.of[symbol]
	if !known {
		c = s.coins[feed.Coin(symbol)]
		if len(s.of) < maxSymbols {
			s.of[symbol] = c
		}
	}
	return c
}

// merge keeps how venues do. A batch has those whose state changed, each as
// often as it did: the last counts.
func (s *Screen) merge(changed []Status) {
	all := append([]Status(nil), s.statuses...) // who was given them may have kept them
	for _, one := range changed {
		known := false
		for i := range all {
			if all[i].Venue == one.Venue {
				all[i], known = one, true
			}
		}
		if !known && len(all) < maxVenues {
			all = append(all, one)
		}
	}
	s.statuses = all
}

// Collection returns what concerns the coin of a symbol; nil of one that is
// not kept. A snapshot makes a new one.
func (s *Screen) Collection(symbol string) *collect.Collection { return s.coins[feed.Coin(symbol)] }

// Venues returns how venues do, in the order of the snapshot. It stays as it
// is.
func (s *Screen) Venues() []Status { return s.statuses }

// At returns when the last message was made, by the server's clock; 0 before
// the first snapshot.
func (s *Screen) At() data.UnixMs { return s.at }
