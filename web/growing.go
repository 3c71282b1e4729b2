package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"unwind/data"
	"unwind/data/collect"
	"unwind/data/stream"
	"unwind/data/tape"
	"unwind/web/library"
)

// IDs returns the ids of the events that the markets are which are followed.
func (l *Live) IDs() []string {
	ids := make([]string, len(l.Symbols))
	for i, symbol := range l.Symbols {
		ids[i] = collect.LiveID(symbol)
	}
	return ids
}

// Tape returns the tape of a market that is followed: what a screen that begins
// now makes of its first message. It is nil while nothing was heard.
func (l *Live) Tape(id string) (*tape.Tape, error) {
	for _, symbol := range l.Symbols {
		if collect.LiveID(symbol) != id {
			continue
		}
		screen := stream.NewScreen(0, symbol)
		if _, err := screen.Apply(l.Screens.Snapshot()); err != nil {
			return nil, fmt.Errorf("read a snapshot of %q: %w", symbol, err)
		}
		return screen.Collection(symbol).Tape(data.UnixMs(time.Now().UnixMilli())), nil
	}
	return nil, nil
}

// liveEntry is a market that is followed, in the answer of /api/events.
type liveEntry struct {
	ID     string `json:"id"`
	Symbol string `json:"symbol"`
	Tape   string `json:"tape"` // where the tape of now is
}

// liveEntries lists the markets that are followed.
func (s *server) liveEntries() []liveEntry {
	entries := []liveEntry{}
	if s.Live == nil {
		return entries
	}
	for _, symbol := range s.Live.Symbols {
		id := collect.LiveID(symbol)
		entries = append(entries, liveEntry{id, symbol, "/api/events/" + id})
	}
	return entries
}

// sendNoEvent says why there is no event of an id.
func (s *server) sendNoEvent(w http.ResponseWriter, r *http.Request, id string) {
	switch err := s.Events.Why(id); {
	case err == nil:
		sendError(w, r, http.StatusNotFound, "no_event", whyUnknown(id))
	case errors.Is(err, library.ErrNothingYet):
		sendError(w, r, http.StatusServiceUnavailable, "nothing_yet", "nothing was heard of this market yet; /api/live says how its venues do")
	default:
		s.Log.Error("an event that goes on", "event", id, "err", err)
		sendError(w, r, http.StatusInternalServerError, "internal", "the event could not be made; the log of the server says why")
	}
}

// keepIn keeps what is made of an event that goes on from pages of other sites:
// what venues send is not for everybody.
func keepIn(h http.Header, e *library.Event) {
	if e.GoesOn() {
		h.Del("Access-Control-Allow-Origin")
	}
}
