package live

import (
	"context"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/record"
)

// venue follows one venue: one goroutine reads what its connections tell, and
// decides.
type venue struct {
	Venue
	options *Options
	dialer  *websocket.Dialer
	lines   []*line
	inbox   chan message
	asked   chan chan struct{} // to tell what is missing; closed when that was done
	ended   chan struct{}      // closed at the end
	conns   sync.WaitGroup

	batch  feed.Batch
	recent recent
	lag    lag
	counts Status // its numbers

	mu    sync.Mutex
	known Status
}

// mostUnread bounds the frames that wait to be read; a connection that has
// more waits itself.
const mostUnread = 64

func newVenue(v Venue, streams []feed.Stream, o *Options) *venue {
	f := &venue{
		Venue: v, options: o, dialer: o.dialer(), inbox: make(chan message, mostUnread), recent: newRecent(),
		asked: make(chan chan struct{}), ended: make(chan struct{}),
	}
	for _, s := range streams {
		f.lines = append(f.lines, &line{venue: f, stream: s})
	}
	f.known = Status{Venue: v.ID, Name: v.Name, Symbols: v.Symbols, NoLiquidations: v.NoLiquidations}
	f.counts = f.known
	return f
}

// run follows the venue until ctx ends.
func (v *venue) run(ctx context.Context) {
	defer close(v.ended)
	begun := time.Now()
	for _, l := range v.lines {
		l.lack(begun, record.Disconnected)
		l.retry = begun
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case m := <-v.inbox:
			v.take(m)
		case told := <-v.asked:
			v.tellMissing(time.Now())
			close(told)
		case <-timer.C:
		}
		a := alarm{now: time.Now()}
		for _, l := range v.lines {
			l.tick(ctx, &a)
		}
		v.tell(a.now)
		if !a.next.IsZero() {
			timer.Reset(a.next.Sub(a.now))
		}
	}
	v.drain()
	v.leave(time.Now())
}

// drain reads the frames that had arrived when the end came. That connections
// end is no news then.
func (v *venue) drain() {
	for {
		select {
		case m := <-v.inbox:
			if m.raw != nil {
				v.take(m)
			}
		default:
			return
		}
	}
}

// leave closes every connection and says what was missing.
func (v *venue) leave(now time.Time) {
	for _, l := range v.lines {
		for _, c := range []*conn{l.main, l.young, l.old} {
			if c != nil {
				c.drop()
			}
		}
	}
	v.tellMissing(now)
	v.conns.Wait()
}

// take reads a message of a connection.
func (v *venue) take(m message) {
	c, l := m.from, m.from.line
	switch {
	case !l.carries(c):
	case m.refusal != nil:
		v.options.Log.Info("a connection ended", "venue", v.ID, "stream", l.stream.Name, "why", m.refusal.Error())
		l.end(c, m.refusal, record.Disconnected, m.at)
	case m.raw == nil:
		c.opened, c.heard, c.pinged = m.at, m.at, m.at
		v.counts.Connections++
	default:
		v.read(c, m)
	}
}

// read reads a frame and passes on what is new in it.
func (v *venue) read(c *conn, m message) {
	b := &v.batch
	b.Reset()
	c.heard = m.at
	if err := c.parser.ParseFrame(m.raw, b); err != nil {
		v.counts.Malformed++
		v.options.Log.Debug("a frame could not be read", "venue", v.ID, "err", err)
	}
	for _, text := range b.Replies {
		c.say(text)
	}
	if refusal := v.heed(c, b); refusal != nil {
		c.line.end(c, refusal, record.Disconnected, m.at)
		return
	}
	if !b.Alive {
		return
	}
	if !onlyBacklog(b) {
		c.line.prove(c, m.at)
	}
	v.lag.note(b, time.Now())
	v.pass(c, m)
}

// heed reads what the venue says about a connection. It returns a refusal that
// ends it.
func (v *venue) heed(c *conn, b *feed.Batch) *feed.Refusal {
	for _, s := range b.Status {
		switch {
		case s.Kind == feed.ShuttingDown:
			c.leaves = true
		case s.Kind == feed.Rejected:
			v.options.Log.Warn("a venue rejected a message", "venue", v.ID, "stream", c.line.stream.Name, "why", s.Err.Error())
			if lasting(s.Err) && c == c.line.young {
				return s.Err
			}
			c.line.refusal = s.Err
		}
	}
	return nil
}

// onlyBacklog reports whether a frame holds nothing but what may be older than
// the subscription, which proves nothing.
func onlyBacklog(b *feed.Batch) bool {
	old := 0
	for i := range b.Liquidations {
		if b.Liquidations[i].Backlog {
			old++
		}
	}
	for i := range b.Trades {
		if b.Trades[i].Backlog {
			old++
		}
	}
	return old > 0 && old == len(b.Liquidations)+len(b.Trades)+len(b.Candles)+len(b.Marks)+len(b.Interest)+len(b.Funding)
}

// pass gives what is new in a frame to the sinks. Of the connection that was
// taken over from only liquidations count: its prices may be older.
func (v *venue) pass(c *conn, m message) {
	b := &v.batch
	v.drop(b, c, m.at)
	b.Trades = b.Trades[:0]
	if c != c.line.main {
		b.Candles, b.Marks, b.Interest, b.Funding = b.Candles[:0], b.Marks[:0], b.Interest[:0], b.Funding[:0]
	}
	v.counts.Last = ms(m.at)
	n := len(b.Liquidations) + len(b.Candles) + len(b.Marks) + len(b.Interest) + len(b.Funding)
	if n == 0 {
		return
	}
	v.counts.Events += uint64(n)
	v.counts.Liquidations += uint64(len(b.Liquidations))
	f := record.Frame{Venue: v.ID, Spot: v.Spot, Received: ms(m.at), Raw: m.raw, Batch: b}
	for _, s := range v.options.Sinks {
		s.Frame(f)
	}
	if r := v.options.Recorder; r != nil {
		r.Frame(f)
	}
}

// drop takes liquidations out that came before, and those of a first frame
// that happened before the connection was open.
func (v *venue) drop(b *feed.Batch, c *conn, at time.Time) {
	kept := b.Liquidations[:0]
	for i := range b.Liquidations {
		l := &b.Liquidations[i]
		switch {
		case l.Backlog && l.At < ms(c.opened):
			v.counts.Stale++
		case !v.recent.add(l, at):
			v.counts.Duplicates++
		default:
			kept = append(kept, *l)
		}
	}
	b.Liquidations = kept
}

// gap tells the sinks, but for the recorder, that something is missing.
func (v *venue) gap(g record.Gap) {
	for _, s := range v.options.Sinks {
		s.Gap(g)
	}
}

// tell publishes how the venue does.
func (v *venue) tell(now time.Time) {
	s := v.counts
	s.State, s.Why = v.state(now)
	s.LagMs = v.lag.known.Milliseconds()
	s.Sampled = v.NoLiquidations == "" && sampled(v.ID, now)
	changed := s.State != v.known.State || !s.Why.same(v.known.Why)
	if s.State != v.known.State {
		v.counts.Since = ms(now)
		s.Since = v.counts.Since
	}
	v.mu.Lock()
	v.known = s
	v.mu.Unlock()
	if !changed {
		return
	}
	v.options.Log.Info("a venue changed", "venue", v.ID, "state", s.State.String())
	if v.options.Changed != nil {
		v.options.Changed(s)
	}
}

// state returns the state of the worst line, and why it refuses.
func (v *venue) state(now time.Time) (State, *Refused) {
	worst := Unknown
	var why *Refused
	for _, l := range v.lines {
		if s := l.state(); s >= worst {
			worst = s
			if l.refusal != nil {
				why = refused(l, now)
			}
		}
	}
	return worst, why
}

func refused(l *line, now time.Time) *Refused {
	r := &Refused{Reason: l.refusal.Reason.String(), Text: l.refusal.Text}
	if lasting(l.refusal) && l.retry.After(now) {
		r.Until = data.UnixMs(l.retry.UnixMilli())
	}
	return r
}

// status returns how the venue does.
func (v *venue) status() Status {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.known
}
