package main

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"unwind/web/live/livetest"
)

// commands are what a test says to the world. Those that take time answer when
// they are done.
func (w *world) commands() {
	w.mux.HandleFunc("GET /totals", w.totals)
	w.mux.HandleFunc("GET /asked", w.asked)
	w.mux.HandleFunc("POST /price", w.price)
	w.mux.HandleFunc("POST /mood", w.mood)
	w.mux.HandleFunc("POST /say", w.say)
	w.mux.HandleFunc("POST /report", w.report)
	w.mux.HandleFunc("POST /cut", w.cut)
	w.mux.HandleFunc("POST /flow", w.flow)
}

// tell writes an answer.
func tell(to http.ResponseWriter, v any) {
	to.Header().Set("Content-Type", "application/json")
	json.NewEncoder(to).Encode(v)
}

// of returns the venues that a command names, or all.
func (w *world) of(r *http.Request) []*venue {
	ids := r.FormValue("venue")
	if ids == "" {
		return w.venues
	}
	var all []*venue
	for id := range strings.SplitSeq(ids, ",") {
		if v := w.venue(id); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// number reads a parameter, or what stands in for it.
func number(r *http.Request, key string, otherwise float64) float64 {
	if v, err := strconv.ParseFloat(r.FormValue(key), 64); err == nil {
		return v
	}
	return otherwise
}

// totals tells what was reported so far, by venue and side.
func (w *world) totals(to http.ResponseWriter, _ *http.Request) {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	tell(to, w.ledger.sides)
}

// asked tells how often venues were asked, and for what.
func (w *world) asked(to http.ResponseWriter, r *http.Request) {
	type asked struct {
		Handshakes int      `json:"handshakes"`
		Open       int      `json:"open"`
		Requests   []string `json:"requests"`
	}
	all := map[string]asked{}
	for _, v := range w.of(r) {
		v.mu.Lock()
		all[v.id] = asked{len(v.live.Asked()), len(v.live.Open()), append([]string{}, v.asked...)}
		v.mu.Unlock()
	}
	tell(to, all)
}

// price moves the market to another level.
func (w *world) price(to http.ResponseWriter, r *http.Request) {
	w.market.set(number(r, "to", 70_000))
	tell(to, true)
}

// mood gives venues another day.
func (w *world) mood(to http.ResponseWriter, r *http.Request) {
	var m mood
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(to, err.Error(), http.StatusBadRequest)
		return
	}
	for _, v := range w.of(r) {
		v.mu.Lock()
		v.mood = m
		v.mu.Unlock()
	}
	tell(to, true)
}

// say lets venues send frames as they are, one a line.
func (w *world) say(to http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(to, err.Error(), http.StatusBadRequest)
		return
	}
	for line := range strings.Lines(string(raw)) {
		for _, v := range w.of(r) {
			v.say([]string{strings.TrimSuffix(line, "\n")})
		}
	}
	tell(to, true)
}

// report lets venues report closures of one instant.
func (w *world) report(to http.ResponseWriter, r *http.Request) {
	var all []forced
	if err := json.NewDecoder(r.Body).Decode(&all); err != nil {
		http.Error(to, err.Error(), http.StatusBadRequest)
		return
	}
	for _, v := range w.of(r) {
		v.report(append([]forced{}, all...))
	}
	tell(to, true)
}

// cut ends the connections of venues: at once, with a code, or as a venue does
// that says so before: another connection is awaited first.
func (w *world) cut(to http.ResponseWriter, r *http.Request) {
	for _, v := range w.of(r) {
		old := v.live.Open()
		if r.FormValue("announced") != "" {
			v.live.Broadcast(`{"e":"serverShutdown","E":` + strconv.FormatInt(nowMs(), 10) + `}`)
			awaitMore(v, len(old))
		}
		for _, s := range old {
			closeSocket(s, int(number(r, "code", 0)))
		}
	}
	tell(to, true)
}

// awaitMore waits until there are more connections than so many, which all are
// told reports twice then, and half a second more.
func awaitMore(v *venue, than int) {
	for range 100 {
		if len(v.live.Open()) > than {
			v.report(some(rand.New(rand.NewPCG(3, 3)), 5, 0, v.world.market.price(nowMs())))
			time.Sleep(each)
			return
		}
		time.Sleep(each / 5)
	}
}

func closeSocket(s *livetest.Socket, code int) {
	if code == 0 {
		s.Raw().Close()
		return
	}
	s.Close(code)
}

// flow lets venues report many closures: so many in all ("events"), so many a
// second ("per"; 0: as fast as it goes) or at a time ("frame"), each venue in
// turn. With "fall" the price goes down by that share meanwhile.
func (w *world) flow(to http.ResponseWriter, r *http.Request) {
	events, per, frame := int(number(r, "events", 100)), number(r, "per", 0), int(number(r, "frame", 0))
	random := rand.New(rand.NewPCG(uint64(number(r, "seed", 1)), 0))
	over := int64(0)
	if per > 0 {
		over = int64(1000 * float64(events) / per)
	}
	if share := number(r, "fall", 0); share > 0 {
		w.market.fallBy(share, nowMs(), max(over, second))
	}
	if frame == 0 {
		frame = max(int(per/50), 1) // fifty frames a second
	}
	venues, begun := w.of(r), time.Now()
	for sent, turn := 0, 0; sent < events; turn++ {
		n := min(frame, events-sent)
		venues[turn%len(venues)].report(some(random, n, 0, w.market.price(nowMs())))
		sent += n
		if per > 0 {
			time.Sleep(time.Until(begun.Add(time.Duration(float64(sent) / per * float64(time.Second)))))
		}
	}
	tell(to, map[string]any{"events": events, "tookMs": time.Since(begun).Milliseconds()})
}
