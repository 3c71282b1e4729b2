package live

import (
	"context"
	"time"

	"unwind/data/feed"
	"unwind/web/record"
)

// moment is what a venue takes to begin. A shorter stretch before the first data
// is no gap, and one before something worse is a part of that.
const moment = time.Second

// lack notes that something is missing from a time on.
func (l *line) lack(from time.Time, why record.Why) {
	l.missing, l.kept, l.why, l.told = from, from, why, false
}

// tries reports whether a connection is open that may be about to prove
// itself, or else to have been silent all the while.
func (l *line) tries() bool { return l.young != nil && !l.young.opened.IsZero() }

// because notes why something is missing from a time on, where it is.
func (l *line) because(why record.Why, at time.Time) {
	if l.main != nil || l.why == why {
		return
	}
	if at.Sub(l.missing) >= moment {
		l.tell(at, true)
	}
	l.why = why
}

// tell tells the sinks what is missing until a time; what is missing after that
// is another piece. The recorder is told the first piece, and else where keep
// says so.
func (l *line) tell(at time.Time, keep bool) {
	if l.since.IsZero() && !l.told && at.Sub(l.missing) < moment {
		return
	}
	keep = keep || !l.told
	if ms(l.missing) < ms(at) {
		if !l.told {
			l.told = true
			l.venue.counts.Gaps++
		}
		l.venue.gap(record.Gap{Venue: l.venue.ID, From: ms(l.missing), To: ms(at), Why: l.why})
		l.missing = at
	}
	if r := l.venue.options.Recorder; r != nil && keep && ms(l.kept) < ms(at) {
		r.Gap(record.Gap{Venue: l.venue.ID, From: ms(l.kept), To: ms(at), Why: l.why})
		l.kept = at
	}
}

// WhyOf returns why something is missing after a refusal: the refusal, where it
// keeps everybody from asking, or what was seen of the connection.
func WhyOf(r *feed.Refusal, seen record.Why) record.Why {
	if lasting(r) {
		return record.Blocked
	}
	return seen
}

// tellMissing tells what is missing of every line until a time.
func (v *venue) tellMissing(now time.Time) {
	for _, l := range v.lines {
		if l.main == nil {
			l.tell(now, true)
		}
	}
}

// TellMissing tells the sinks what is missing at present until now, where they
// would learn of it later. It returns when they were told, or when ctx or the
// following ends.
func (l *Live) TellMissing(ctx context.Context) {
	for _, v := range l.venues {
		told := make(chan struct{})
		select {
		case v.asked <- told:
			<-told
		case <-v.ended:
		case <-ctx.Done():
		}
	}
}
