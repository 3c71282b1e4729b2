package upstream

import (
	"log/slog"
	"slices"
	"sync"
	"time"

	"unwind/data"
	"unwind/data/feed"
)

// Bounds of how long a host is left alone. The longest ban that is known is
// three days; what asks for more is taken for a mistake.
const (
	shortestStop = data.Second
	longestStop  = 3 * data.Day
	// unavailableFor is how long a host is left alone that does not serve this
	// country.
	unavailableFor = data.Hour
	// downFor is how long a host is left alone that failed several times
	// running, and how many times that is.
	downFor   = 15 * data.Second
	downAfter = 5
	// probeWait is what others are told to wait while one request finds out
	// whether a host serves again.
	probeWait = data.Second
)

// Stop is a host that is left alone: why, and until when.
type Stop struct {
	Host    string
	Refusal feed.Refusal // Until is the end
}

// Hosts knows which hosts refuse, and keeps everybody from asking them until
// they serve again. When a stop ends, one request is let through; the others
// follow when it was answered. It is safe for concurrent use.
type Hosts struct {
	now func() time.Time
	log *slog.Logger

	mu     sync.Mutex
	byName map[string]*host
	file   string // "" to remember only in memory
}

// host is what is known of one host.
type host struct {
	stop     *feed.Refusal // the last one, until a request was answered after it
	probing  bool          // a request finds out whether the stop is over
	failures int           // running
}

// Pass is the leave to send one request. It is given back with [Pass.Return].
type Pass struct {
	hosts *Hosts
	name  string
	probe bool
}

// OpenHosts reads which hosts refuse from a file, which it keeps up to date; a
// file that is not there is made when there is something to remember. Without a
// file it remembers until the program ends. A file that cannot be read counts
// as none, and the log says so.
func OpenHosts(file string, now func() time.Time, log *slog.Logger) *Hosts {
	h := &Hosts{now: now, log: log, byName: map[string]*host{}, file: file}
	if file != "" {
		h.restore()
	}
	return h
}

// Stopped returns why a host is left alone now, or nil. It changes nothing.
func (h *Hosts) Stopped(name string) *feed.Refusal {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stopped(name)
}

func (h *Hosts) stopped(name string) *feed.Refusal {
	known := h.byName[name]
	if known == nil || known.stop == nil || known.stop.Until <= h.ms() {
		return nil
	}
	r := *known.stop
	r.Wait = r.Until - h.ms()
	return &r
}

// Enter returns the leave to send one request to a host, or why there is none.
func (h *Hosts) Enter(name string) (*Pass, *feed.Refusal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.stopped(name); r != nil {
		return nil, r
	}
	known := h.known(name)
	if known.stop == nil {
		return &Pass{hosts: h, name: name}, nil
	}
	if known.probing {
		r := *known.stop
		r.Until, r.Wait = 0, probeWait
		return nil, &r
	}
	known.probing = true
	return &Pass{hosts: h, name: name, probe: true}, nil
}

// known returns what is known of a host; the caller holds the lock.
func (h *Hosts) known(name string) *host {
	known := h.byName[name]
	if known == nil {
		known = &host{}
		h.byName[name] = known
	}
	return known
}

// Tell takes in that a host refuses, from whoever asked it without a leave: what
// comes in other ways, such as files. Faults are not counted.
func (h *Hosts) Tell(name string, r *feed.Refusal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Contains(lasting, r.Reason) {
		return
	}
	known := h.known(name)
	if until := h.until(r, known); until > 0 {
		h.hold(name, known, r, until)
	}
}

// Abandon gives the leave back without an outcome: whoever asked went away.
func (p *Pass) Abandon() {
	p.hosts.mu.Lock()
	defer p.hosts.mu.Unlock()
	if p.probe {
		p.hosts.byName[p.name].probing = false
	}
}

// Return gives the leave back with how it went; nil is an answer. A refusal
// that is about the request, and not about the asking, is an answer too. It
// returns r with how long the host is left alone.
func (p *Pass) Return(r *feed.Refusal) *feed.Refusal {
	h := p.hosts
	h.mu.Lock()
	defer h.mu.Unlock()
	known := h.byName[p.name]
	if p.probe {
		known.probing = false
	}
	if r != nil && r.Reason == feed.Down {
		known.failures++
	}
	switch until := h.until(r, known); {
	case until > 0:
		h.hold(p.name, known, r, until)
		held := *r
		held.Until, held.Wait = known.stop.Until, known.stop.Until-h.ms()
		return &held
	case r != nil && r.Reason == feed.Down: // not often enough
	case p.probe || known.stop == nil:
		known.failures = 0
		h.resume(p.name, known)
	}
	return r
}

// until returns when a host may be asked again after a refusal; 0 is at once.
func (h *Hosts) until(r *feed.Refusal, known *host) data.UnixMs {
	if r == nil {
		return 0
	}
	wait := r.Wait
	switch r.Reason {
	case feed.Banned, feed.RateLimited:
		if wait == 0 && r.Until == 0 {
			wait = feed.StopFor
		}
	case feed.Unavailable:
		wait = max(wait, unavailableFor)
	case feed.Down:
		inForce := known.stop != nil && known.stop.Until > h.ms() // and says more
		if inForce || known.failures < downAfter && known.stop == nil && wait == 0 {
			return 0
		}
		wait = max(wait, downFor)
	default:
		return 0
	}
	until := max(h.ms()+wait, r.Until)
	return min(max(until, h.ms()+shortestStop), h.ms()+longestStop)
}

// hold leaves a host alone. A stop that is in force is never made shorter.
func (h *Hosts) hold(name string, known *host, r *feed.Refusal, until data.UnixMs) {
	if known.stop != nil && known.stop.Until >= until {
		return
	}
	stop := *r
	stop.Until, stop.Wait = until, 0
	known.stop = &stop
	h.log.Warn("a host is left alone", "host", name, "venue", r.Venue, "reason", r.Reason.String(),
		"until", time.UnixMilli(int64(until)).UTC(), "code", r.Code, "said", r.Text)
	h.save()
}

func (h *Hosts) resume(name string, known *host) {
	if known.stop == nil {
		return
	}
	known.stop = nil
	h.log.Info("a host serves again", "host", name)
	h.save()
}

func (h *Hosts) ms() data.UnixMs { return data.UnixMs(h.now().UnixMilli()) }
