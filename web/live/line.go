package live

import (
	"context"
	"time"

	"unwind/data/feed"
	"unwind/web/record"
)

// line is one stream of a venue and the connections that carry it: one whose
// data counts, one that is to take over, and one that was taken over from. It
// belongs to the goroutine of its venue.
type line struct {
	venue  *venue
	stream feed.Stream

	main  *conn // data flows; nil: something is missing
	young *conn // no data came yet
	old   *conn // still listened to, until
	until time.Time

	since    time.Time // a connection took over last; zero: none ever did
	failures int       // in a row
	retry    time.Time // not before
	refusal  *feed.Refusal

	missing time.Time // what came since is missing and was not told; zero: nothing is
	why     record.Why
	kept    time.Time // what came since is missing and was not recorded
	told    bool      // the sinks know that something is
}

// tick does what is due.
func (l *line) tick(ctx context.Context, a *alarm) {
	l.hear(a)
	if l.old != nil && a.rings(l.until) {
		l.old.drop()
		l.old = nil
	}
	if l.young == nil && l.wants(a) && a.rings(l.retry) {
		l.dial(ctx, a)
	}
	if l.main == nil && !l.tries() && a.rings(l.missing.Add(piece)) {
		l.tell(a.now, a.now.Sub(l.kept) >= keptPiece)
		a.rings(l.missing.Add(piece))
	}
	for _, c := range []*conn{l.main, l.young, l.old} {
		c.ping(a)
	}
}

// hear ends connections on which nothing comes.
func (l *line) hear(a *alarm) {
	silent := duration(l.stream.Silent)
	if l.main != nil && a.rings(l.main.alive.Add(silent)) {
		l.end(l.main, down(l.venue.ID, deadText), record.Silent, a.now)
	}
	if l.young != nil && !l.young.opened.IsZero() && a.rings(l.young.opened.Add(silent)) {
		l.end(l.young, down(l.venue.ID, deadText), record.Silent, a.now)
	}
}

// wants reports whether another connection is to be made: there is none, or
// its time is over.
func (l *line) wants(a *alarm) bool {
	if l.main == nil || l.main.leaves {
		return true
	}
	return l.stream.Rotate > 0 && a.rings(l.main.opened.Add(duration(l.stream.Rotate)))
}

// dial begins another connection, unless the host is left alone.
func (l *line) dial(ctx context.Context, a *alarm) {
	v := l.venue
	pass, refusal := v.options.Hosts.Enter(l.stream.Host)
	if refusal != nil {
		l.refusal = refusal
		l.because(WhyOf(refusal, l.why), a.now)
		l.retry = a.now.Add(duration(max(refusal.Wait, 1)) + pause(0, v.options.Random()))
		a.rings(l.retry)
		return
	}
	own, cancel := context.WithCancel(ctx)
	c := &conn{line: l, parser: l.stream.NewParser(), pass: pass, cancel: cancel, out: make(chan string, mostWaiting)}
	l.young = c
	v.conns.Go(func() {
		defer cancel()
		c.carry(own, v.dialer, v.inbox)
	})
}

// prove notes market data, with which a young connection takes over.
func (l *line) prove(c *conn, at time.Time) {
	c.alive = at
	if c != l.young {
		return
	}
	c.settle(nil)
	if l.old != nil {
		l.old.drop()
	}
	if l.main == nil {
		l.tell(at, true)
		l.missing, l.kept = time.Time{}, time.Time{}
	}
	l.old, l.main, l.young = l.main, c, nil
	l.until, l.since, l.refusal = at.Add(overlap), at, nil
}

// end takes a connection out. Without another, something is missing since its
// last data.
func (l *line) end(c *conn, refusal *feed.Refusal, why record.Why, at time.Time) {
	why = WhyOf(refusal, why)
	c.settle(refusal)
	c.drop()
	switch c {
	case l.old:
		l.old = nil
		return
	case l.main:
		if at.Sub(l.since) >= steady {
			l.failures = 0
		}
		l.main, l.old = l.old, nil
		if l.main == nil {
			l.lack(c.alive, why)
		}
	case l.young:
		l.young = nil
		if why == record.Silent {
			l.because(why, c.opened)
		} else {
			l.because(why, at)
		}
	}
	l.refusal = refusal
	l.retry = at.Add(max(pause(l.failures, l.venue.options.Random()), duration(refusal.Wait)))
	l.failures++
}

// carries reports whether c is still wanted.
func (l *line) carries(c *conn) bool { return c == l.main || c == l.young || c == l.old }

// ping keeps a connection open as its venue wants.
func (c *conn) ping(a *alarm) {
	if c == nil || c.opened.IsZero() || c.line.stream.Ping.Text == "" {
		return
	}
	rule, last := c.line.stream.Ping, c.pinged
	if rule.Idle && c.heard.After(last) {
		last = c.heard
	}
	if a.rings(last.Add(duration(rule.Every))) {
		c.pinged = a.now
		c.say(rule.Text) // where there is no room it is as good as gone, which silence shows
		a.rings(c.pinged.Add(duration(rule.Every)))
	}
}

// state returns how the line does.
func (l *line) state() State {
	switch {
	case l.main != nil && l.venue.lag.late():
		return Behind
	case l.main != nil:
		return Flowing
	case lasting(l.refusal):
		return Blocked
	case l.why == record.Silent:
		return Silent
	case l.since.IsZero() && l.refusal == nil:
		return Connecting
	}
	return Disconnected
}
