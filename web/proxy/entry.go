package proxy

import (
	"encoding/json"
	"errors"

	"unwind/data"
	"unwind/data/feed"
)

// How long answers serve.
const (
	// settledFresh is how long rows are good that cannot change any more.
	settledFresh = data.Day
	// behindFor is up to how many times its freshness an answer is sent at once
	// while a new one is fetched.
	behindFor = 10
	// lastResort is up to which age an answer is sent when no newer one is to
	// be had.
	lastResort = data.Day
)

// entry is what is kept of one wish: the last good answer, and the fault of
// the last try if that came after it.
type entry struct {
	body    json.RawMessage // columns; nil: none yet
	query   feed.Query
	fetched data.UnixMs
	fresh   data.UnixMs

	fault error
	again data.UnixMs // not to be tried before
}

func (e *entry) age(now data.UnixMs) data.UnixMs { return max(now-e.fetched, 0) }

// usable reports whether there is an answer that may still be sent.
func (e *entry) usable(now data.UnixMs) bool {
	return e.body != nil && e.age(now) <= max(lastResort, e.fresh)
}

// stale reports whether a newer answer should be fetched.
func (e *entry) stale(now data.UnixMs) bool { return e.body == nil || e.age(now) > e.fresh }

// behind reports whether the answer may be sent while a newer one is fetched.
func (e *entry) behind(now data.UnixMs) bool {
	return e.usable(now) && e.age(now) <= behindFor*e.fresh
}

// failing reports whether the last try failed so recently that there is no
// other yet.
func (e *entry) failing(now data.UnixMs) bool { return e.fault != nil && now < e.again }

// size is about how many bytes of memory it takes.
func (e *entry) size() int { return len(e.body) + 512 }

// pause returns how long a fault stands before another try: long where the
// ask itself is at fault. A host that refuses is left alone by the client,
// which says so at once.
func pause(fault error, fresh data.UnixMs) data.UnixMs {
	var r *feed.Refusal
	var m *feed.Malformed
	switch {
	case errors.As(fault, &m):
		return 10 * data.Second
	case !errors.As(fault, &r):
		return data.Second
	}
	switch r.Reason {
	case feed.BadSymbol, feed.BadRequest, feed.OutOfReach, feed.Unauthorised, feed.PlanTooSmall:
		return data.Minute
	case feed.Empty:
		return max(fresh, 2*data.Second)
	case feed.Down:
		return 2 * data.Second
	}
	return data.Second
}
