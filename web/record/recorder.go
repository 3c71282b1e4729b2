package record

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// Recorder writes a recording. Its methods never wait for the store: what
// arrives waits in a bounded backlog, and what the backlog has no room for is
// left out, counted, and recorded as a gap. It is safe for concurrent use.
type Recorder struct {
	store   *Store
	backlog *backlog

	mu      sync.Mutex // guards the rest
	sampler sampler
	recent  recent
	lost    Gap         // what the backlog had no room for, until it is recorded
	told    told        // gaps that were counted
	lastEnd data.UnixMs // when the recording that goes on ended, until that gap is recorded
	closed  bool

	tellMissing func(context.Context)

	counts
	trouble

	stop    context.CancelFunc
	stopped chan struct{}
}

// Bounds of the backlog: a burst of 50,000 events takes less than half of each.
const (
	MaxBacklog            = 1 << 17
	MaxBacklogBytes int64 = 128 << 20
)

// NewRecorder begins to write. What was written last says how long nobody
// recorded: that gap is recorded before the first new event.
func NewRecorder(s *Store) (*Recorder, error) {
	end, err := s.end()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &Recorder{
		store: s, backlog: newBacklog(MaxBacklog, MaxBacklogBytes), lastEnd: end, told: told{},
		sampler: sampler{held: map[series]sample{}}, stop: stop, stopped: make(chan struct{}),
	}
	go r.write(ctx)
	return r, nil
}

// Frame records what a frame holds. Its bytes and its batch may be used again
// afterwards.
func (r *Recorder) Frame(f Frame) {
	events := eventsOf(&f)
	if len(events) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resume(f.Received)
	if len(events) > 1 {
		r.share(&f, events)
	}
	for i := range events {
		e := &events[i]
		if e.Kind == Liquidation {
			r.put(e, e.Liquidation.Identity())
			continue
		}
		r.sampler.add(e, r.put)
	}
}

// share stores the bytes of a frame with several events once.
func (r *Recorder) share(f *Frame, events []Event) {
	raw := Event{Kind: Raw, Venue: f.Venue, Received: f.Received, Raw: f.Raw, Frame: frameName(f.Raw)}
	r.put(&raw, "raw|"+f.Venue+"|"+raw.Frame)
	for i := range events {
		events[i].Raw, events[i].Frame = nil, raw.Frame
	}
}

// Gap records that something is missing. A gap that lasts may come in pieces,
// which count as one.
func (r *Recorder) Gap(g Gap) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resume(g.From)
	r.putGap(g, g.To)
}

// SetMissing says what has the recorder told of gaps that are not over, up to
// now, before a tape is cut. It must be called before the first cut.
func (r *Recorder) SetMissing(tell func(context.Context)) { r.tellMissing = tell }

// resume records the stretch between the recording before and this one.
func (r *Recorder) resume(now data.UnixMs) {
	if r.lastEnd == 0 {
		return
	}
	if now > r.lastEnd {
		r.putGap(Gap{From: r.lastEnd, To: now, Why: Stopped}, now)
	}
	r.lastEnd = 0
}

func (r *Recorder) putGap(g Gap, now data.UnixMs) {
	if r.told.anew(&g) {
		r.counts.gaps.Add(1)
	}
	e := Event{Kind: Missing, Venue: g.Venue, Received: now, Gap: g}
	id := "gap|" + g.Venue + "|" + string(g.Why) + "|" + strconv.FormatInt(int64(g.From), 10) + "|" + strconv.FormatInt(int64(g.To), 10)
	r.put(&e, id)
}

// put queues one message. The caller holds mu.
func (r *Recorder) put(e *Event, id string) {
	if r.recent.has(id) {
		r.counts.duplicates.Add(1)
		return
	}
	body, err := encode(e)
	if err != nil {
		r.lose(e)
		return
	}
	m := message{subject: subject(e.Kind, e.Venue, e.Symbol), id: id, body: body, at: e.Received}
	r.settle(e.Received, m.size())
	if !r.backlog.add(m) {
		r.lose(e)
		return
	}
	r.recent.add(id)
}

// settle records what was lost before, once there is room for that and for
// one more message of a size.
func (r *Recorder) settle(now data.UnixMs, size int64) {
	if r.lost.Events == 0 || !r.backlog.room(2, size+1024) {
		return
	}
	g := r.lost
	r.lost = Gap{}
	r.putGap(g, now)
}

// lose notes an event for which there was no room.
func (r *Recorder) lose(e *Event) {
	r.counts.lost.Add(1)
	if r.lost.Events == 0 {
		r.lost = Gap{From: e.Received, To: e.Received + 1, Why: Behind}
	}
	if r.trouble.tries() > 0 { // which may be noticed only when something was lost
		r.lost.Why = Refused
	}
	r.lost.Events++
	r.lost.From, r.lost.To = min(r.lost.From, e.Received), max(r.lost.To, e.Received+1)
}

// Flush queues what thinning holds back and waits until the store has
// acknowledged everything that was queued.
func (r *Recorder) Flush(ctx context.Context) error {
	r.mu.Lock()
	r.sampler.flush(r.put)
	r.settle(r.lost.To, 0)
	r.mu.Unlock()
	return r.backlog.wait(ctx)
}

// flushWithin bounds how long a cut waits for what is under way.
const flushWithin = 2 * time.Second

// Cut makes a tape of what was recorded, as [Store.Cut], with everything that
// arrived until now. Where the store takes nothing at present, it is without
// what waits, and says so as a gap.
func (r *Recorder) Cut(ctx context.Context, w Window) (*tape.Tape, error) {
	short, cancel := context.WithTimeout(ctx, flushWithin)
	if r.tellMissing != nil {
		r.tellMissing(short)
	}
	err := r.Flush(short)
	cancel()
	if err != nil {
		r.store.options.Log.Warn("a cut is without what is not stored yet", "err", err)
	}
	return r.store.cut(ctx, w, r.unstored)
}

// unstored returns what of a window the store does not have yet: the time since
// a recording that nothing has followed, and what waits or found no room.
func (r *Recorder) unstored(w Window) (all []data.Gap) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lastEnd != 0 {
		all = append(all, data.Gap{From: r.lastEnd, To: max(w.To, r.lastEnd), Why: Stopped})
	}
	why := Behind
	if r.trouble.tries() > 0 {
		why = Refused
	}
	if from, waits := r.backlog.oldest(); waits {
		all = append(all, data.Gap{From: from, To: max(w.To, from), Why: why})
	}
	if r.lost.Events > 0 {
		all = append(all, data.Gap{From: r.lost.From, To: r.lost.To, Why: r.lost.Why})
	}
	return all
}

// Close stops taking events, writes what waits until ctx ends, and says what
// was left.
func (r *Recorder) Close(ctx context.Context) error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	r.sampler.flush(r.put)
	r.settle(r.lost.To, 0)
	r.mu.Unlock()
	err := r.backlog.wait(ctx)
	r.backlog.close()
	r.stop()
	<-r.stopped
	if left, _, _ := r.backlog.state(); left > 0 {
		return errors.Join(err, fmt.Errorf("%d events were not stored", left))
	}
	return nil
}
