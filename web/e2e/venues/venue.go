package main

import (
	"net/http"
	"sync"

	"unwind/web/live/livetest"
)

// words is how one venue writes: pure, but for numbers that it counts up.
type words interface {
	// hosts returns the names that it is reached by.
	hosts() []string
	// reply answers a message of a client.
	reply(text string) []string
	// greet is what a connection is told when it has subscribed.
	greet(m *market, now int64) []string
	// quote is what a connection is told twice a second: last was the time
	// before.
	quote(m *market, last, now int64) []string
	// report tells forced closures of one instant. Where a frame holds one
	// only, it gives each a time of its own.
	report(all []forced) []string
	// worth returns the dollars of a closure as the venue counts them.
	worth(forced) float64
	// answer returns the body of an HTTP answer; nil is not found.
	answer(r *http.Request, m *market, now int64) any
}

// venue is one venue: its words, who listens, and what kind of day it has.
type venue struct {
	id    string
	words words
	live  livetest.Venue
	world *world

	mu      sync.Mutex // guards words, too
	mood    mood
	asked   []string // hosts and paths of its HTTP interface
	lastAt  int64    // of reports, which all differ, so that none is taken for another
	greeted map[*livetest.Socket]bool
}

func newVenue(id string, w words, in *world) *venue {
	v := &venue{id: id, words: w, world: in, greeted: map[*livetest.Socket]bool{}}
	v.live.Refuse, v.live.Said = v.refuse, v.heard
	return v
}

// ServeHTTP shakes hands, or answers.
func (v *venue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") != "" {
		v.live.ServeHTTP(w, r)
		return
	}
	v.mu.Lock()
	v.asked = append(v.asked, r.Host+r.URL.Path)
	v.mu.Unlock()
	v.serve(w, r)
}

// heard answers a message of a client.
func (v *venue) heard(s *livetest.Socket, text string) {
	for _, frame := range v.words.reply(text) {
		s.Say(frame)
	}
	day := v.today()
	v.mu.Lock()
	first := !v.greeted[s]
	v.greeted[s] = true
	v.mu.Unlock()
	if !first || day.Silent {
		return
	}
	v.mu.Lock()
	frames := append(day.First, v.words.greet(&v.world.market, nowMs())...)
	v.mu.Unlock()
	v.sayTo(s, frames)
}

// say tells frames to every connection that carries them.
func (v *venue) say(frames []string) {
	for _, s := range v.live.Open() {
		v.sayTo(s, frames)
	}
}

func (v *venue) sayTo(s *livetest.Socket, frames []string) {
	split, ok := v.words.(interface{ carries(to, frame string) bool })
	for _, frame := range frames {
		if !ok || split.carries(s.To, frame) {
			s.Say(frame)
		}
	}
}

// quote tells everybody how the market does.
func (v *venue) quote(last, now int64) {
	if v.today().Silent {
		return
	}
	v.mu.Lock()
	frames := v.words.quote(&v.world.market, last, now)
	v.mu.Unlock()
	v.say(frames)
}

// report tells everybody of closures of one instant, which it sets: no two
// instants are equal.
func (v *venue) report(all []forced) {
	v.mu.Lock()
	v.lastAt = max(nowMs(), v.lastAt+1)
	for i := range all {
		all[i].At = v.lastAt
	}
	frames := v.words.report(all)
	v.lastAt = all[len(all)-1].At
	v.mu.Unlock()
	if len(frames) > 0 {
		v.world.ledger.enter(v, all)
	}
	v.say(v.today().disturb(frames))
}
