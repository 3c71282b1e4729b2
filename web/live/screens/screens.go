// Package screens sends what venues report to the screens that watch, over
// WebSockets: a snapshot of the last day first, then batches of a tenth of a
// second, each with a number. A screen that cannot keep up is told so and
// gets a snapshot again; nothing is left out in silence, and no screen holds
// up another, a venue or the recorder.
//
// docs/http.md describes the messages.
package screens

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"unwind/data"
	"unwind/web/live"
	"unwind/web/record"
)

// Options is what screens need.
type Options struct {
	// Status returns how each venue does.
	Status func() []live.Status
	// Host is the host of this server for others, with its port if it is not
	// the usual one: pages from there may watch, beside those from the host
	// that was asked; "" for none.
	Host string
	Most int // screens at a time; 0: [DefaultMost]
	// Refuse answers a request that gets no stream.
	Refuse func(w http.ResponseWriter, r *http.Request, status int, code, message string)
	Log    *slog.Logger
}

// DefaultMost bounds the screens at a time where nothing is said.
const DefaultMost = 1024

// Times of the stream.
const (
	every    = 100 * time.Millisecond // between batches
	beat     = 5 * time.Second        // at most without one
	patience = 10 * time.Second       // to send one message
	pinged   = 20 * time.Second       // between pings
	vanished = time.Minute            // without an answer to them
)

// Screens is a sink of [live.Live] and serves its stream. It is safe for
// concurrent use.
type Screens struct {
	Options
	upgrader websocket.Upgrader

	pendingMu sync.Mutex
	pending   batch    // not sent yet
	lessons   []lesson // neither

	mu      sync.Mutex // guards the rest
	seq     uint64     // of the last batch
	past    past       // with it; only Run changes it
	sent    sent       // the last batches, while anybody watches
	all     map[*screen]struct{}
	places  int // taken by screens, those that shake hands among them
	closed  bool
	resyncs uint64 // screens that fell behind and began again

	snapshotMu sync.Mutex
	snapshot   *numbered // the last one that was written; nil: none
}

// New returns screens without anybody who watches.
func New(o Options) *Screens {
	o.Most = cmp.Or(o.Most, DefaultMost)
	s := &Screens{Options: o, past: newPast(now()), all: map[*screen]struct{}{}}
	s.upgrader = websocket.Upgrader{
		HandshakeTimeout: patience, ReadBufferSize: 1 << 10, WriteBufferSize: 16 << 10,
		WriteBufferPool: &sync.Pool{}, CheckOrigin: s.welcomes, Error: s.refuseUpgrade,
		EnableCompression: true,
	}
	return s
}

func now() data.UnixMs { return data.UnixMs(time.Now().UnixMilli()) }

// Frame takes what a frame holds into the next batch.
func (s *Screens) Frame(f record.Frame) {
	s.pendingMu.Lock()
	defer s.pendingMu.Unlock()
	s.pending.frame(&f)
}

// Gap takes a gap into the next batch.
func (s *Screens) Gap(g record.Gap) {
	s.pendingMu.Lock()
	defer s.pendingMu.Unlock()
	s.pending.gaps = append(s.pending.gaps, g)
}

// Changed takes the state of a venue into the next batch.
func (s *Screens) Changed(v live.Status) {
	s.pendingMu.Lock()
	defer s.pendingMu.Unlock()
	s.pending.venues = append(s.pending.venues, v)
}

// Count returns how many screens watch.
func (s *Screens) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// Resyncs returns how many times a screen fell behind and began again.
func (s *Screens) Resyncs() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.resyncs
}

// Run sends batches until ctx ends, the last one then, and says goodbye.
func (s *Screens) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := time.Now()
	for {
		select {
		case <-ctx.Done():
			s.flush(false)
			s.close()
			return
		case at := <-tick.C:
			due := at.Sub(told) >= beat
			if due {
				told = at
			}
			s.flush(due)
		}
	}
}

// flush sends what waits. When it is due, how every venue does is sent, also
// where nothing else is.
func (s *Screens) flush(due bool) {
	s.pendingMu.Lock()
	b, lessons := s.pending, s.lessons
	s.pending, s.lessons = batch{}, nil
	s.pendingMu.Unlock()
	for _, l := range lessons {
		if fresh := s.past.news(&l.batch); !fresh.empty() {
			s.post(fresh)
		}
		close(l.learnt)
	}
	if b.empty() && !due {
		return
	}
	fresh := s.past.news(&b)
	if due {
		fresh.venues = s.Status()
	}
	s.post(fresh)
}

// post sends a batch to everybody. It is not encoded where nobody watches.
func (s *Screens) post(b *batch) {
	s.mu.Lock()
	watched, seq := s.places > 0, s.seq+1 // nobody else changes it
	s.mu.Unlock()
	var m *numbered
	if watched {
		m = prepare(seq, b.message(seq))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq = seq
	s.past.add(b, now())
	if m == nil {
		s.sent.clear()
		return
	}
	s.sent.add(m)
	for one := range s.all {
		one.nudge()
	}
}

// next returns the batch that a screen gets next, nil if there is none yet, and
// whether it is kept.
func (s *Screens) next(one *screen) (*numbered, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent.after(one.sent, s.seq)
}

// enter adds a screen, or begins again with one that lost something.
func (s *Screens) enter(one *screen) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if one.begun {
		s.resyncs++
	}
	s.all[one] = struct{}{}
	return true
}

func (s *Screens) leave(one *screen) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, one)
}

// close ends every stream.
func (s *Screens) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for one := range s.all {
		one.cancel()
	}
}
