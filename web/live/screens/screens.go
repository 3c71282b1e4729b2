// Package screens sends what venues report to the screens that watch, over
// WebSockets: a snapshot of the last minutes first, then batches of a tenth of
// a second, each with a number. A screen that cannot keep up is told so and
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
	window   = 15 * time.Minute       // of a snapshot
	patience = 10 * time.Second       // to send one message
	pinged   = 20 * time.Second       // between pings
	vanished = time.Minute            // without an answer to them
)

// Screens is a sink of [live.Live] and serves its stream. It is safe for
// concurrent use.
type Screens struct {
	Options
	upgrader websocket.Upgrader

	mu      sync.Mutex // guards the rest
	pending batch      // not sent yet
	seq     uint64     // of the last batch
	past    past
	all     map[*screen]struct{}
	places  int // taken by screens, those that shake hands among them
	closed  bool
	resyncs uint64 // screens that fell behind and began again

	snapshotMu sync.Mutex
	snapshot   numbered // the last one that was written
}

// numbered is a message and the number of the batch that it ends with.
type numbered struct {
	seq uint64
	*websocket.PreparedMessage
}

// New returns screens without anybody who watches.
func New(o Options) *Screens {
	o.Most = cmp.Or(o.Most, DefaultMost)
	s := &Screens{Options: o, pending: newBatch(), past: newPast(now()), all: map[*screen]struct{}{}}
	s.upgrader = websocket.Upgrader{
		HandshakeTimeout: patience, ReadBufferSize: 1 << 10, WriteBufferSize: 16 << 10,
		WriteBufferPool: &sync.Pool{}, CheckOrigin: s.welcomes, Error: s.refuseUpgrade,
	}
	return s
}

func now() data.UnixMs { return data.UnixMs(time.Now().UnixMilli()) }

// Frame takes what a frame holds into the next batch.
func (s *Screens) Frame(f record.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending.frame(&f)
}

// Gap takes a gap into the next batch.
func (s *Screens) Gap(g record.Gap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending.gaps = append(s.pending.gaps, g)
}

// Changed takes the state of a venue into the next batch.
func (s *Screens) Changed(v live.Status) {
	s.mu.Lock()
	defer s.mu.Unlock()
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

// Run sends batches until ctx ends, and then says goodbye.
func (s *Screens) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := time.Now()
	for {
		select {
		case <-ctx.Done():
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
	s.mu.Lock()
	if s.pending.empty() && !due {
		s.mu.Unlock()
		return
	}
	b := s.pending
	s.pending = newBatch()
	seq := s.seq + 1 // nobody else changes it
	s.mu.Unlock()
	if due {
		b.venues = s.Status()
	}
	m := numbered{seq, prepare(b.message(seq))}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq = seq
	s.past.add(&b, now())
	for one := range s.all {
		one.offer(m)
	}
}

// enter adds a screen, or begins again with one that lost something, and
// returns the snapshot that the next batches follow.
func (s *Screens) enter(one *screen) (numbered, bool) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return numbered{}, false
	}
	one.clear()
	if one.begun {
		s.resyncs++
	}
	s.all[one] = struct{}{}
	seq, view := s.seq, s.past.view()
	s.mu.Unlock()
	return s.write(seq, view), true
}

// write returns the snapshot of a number, written once for all who come.
func (s *Screens) write(seq uint64, view *batch) numbered {
	s.snapshotMu.Lock()
	defer s.snapshotMu.Unlock()
	if s.snapshot.PreparedMessage == nil || s.snapshot.seq != seq {
		view.venues = s.Status()
		s.snapshot = numbered{seq, prepare(view.message(seq))}
	}
	return s.snapshot
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
