package web

import (
	"fmt"
	"net/http"

	"unwind/data/wire"
	"unwind/web/library"
)

// eventList is the answer of /api/events.
type eventList struct {
	Events []listedEvent `json:"events"`
	// Live are markets that are followed, which are no events of the past.
	Live []liveEntry `json:"live"`
	// Problems names the files of the folder of tapes that are not shown.
	Problems []library.Problem `json:"problems"`
}

type listedEvent struct {
	library.Info
	Tape  string `json:"tape"`  // where the tape is
	Hash  string `json:"hash"`  // changes with the tape
	Bytes int    `json:"bytes"` // of the tape, uncompressed
}

func (s *server) listEvents(w http.ResponseWriter, r *http.Request) {
	list := eventList{Events: []listedEvent{}, Live: s.liveEntries(), Problems: s.Events.Problems()}
	for _, e := range s.Events.Events() {
		list.Events = append(list.Events, listedEvent{
			Info: e.Info, Tape: "/api/events/" + e.ID, Hash: e.Tape.Hash, Bytes: e.Tape.Size,
		})
	}
	w.Header().Set("Cache-Control", "no-cache")
	sendJSON(w, r, http.StatusOK, list)
}

// sendTape sends a tape. Its address has no hash, so it is asked for again
// each time and answered from its entity tag.
func (s *server) sendTape(w http.ResponseWriter, r *http.Request) {
	e := s.event(w, r, r.PathValue("id"))
	if e == nil {
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	e.Tape.ServeHTTP(w, r)
}

// event returns the event of an id that came from outside, or nil after having
// answered with the reason.
func (s *server) event(w http.ResponseWriter, r *http.Request, id string) *library.Event {
	if !wire.ValidEvent(id) {
		sendError(w, r, http.StatusBadRequest, "bad_id",
			fmt.Sprintf("%q is no event id: lower case letters, digits and -, at most 64", clip(id)))
		return nil
	}
	e := s.Events.Event(id)
	if e == nil {
		s.sendNoEvent(w, r, id)
		return nil
	}
	keepIn(w.Header(), e)
	return e
}

// healthReport is the answer of /healthz.
type healthReport struct {
	Status string `json:"status"`
	Client bool   `json:"client"` // the WebAssembly client is in the binary
	Events int    `json:"events"`
	Build  string `json:"build"`
}

func (s *server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	sendJSON(w, r, http.StatusOK, healthReport{
		Status: "ok", Client: s.Assets.Built(), Events: len(s.Events.Events()), Build: s.Build,
	})
}
