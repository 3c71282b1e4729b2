package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"unwind/data/wire"
	"unwind/render/summary"
	"unwind/render/view"
	"unwind/web/asset"
	"unwind/web/library"
)

// sendTable answers /data.csv: the rows of the table behind the chart that the
// query describes; /whatif.csv: its what-if over time; and /waves.csv: the waves of the event. An event that does not exist and a query that is too long
// are errors; another value that is not understood falls back, as on the page,
// or is clamped, and its key is named in a header.
func (s *server) sendTable(w http.ResponseWriter, r *http.Request) {
	q := wire.ParseQuery(r.URL.RawQuery)
	for _, p := range q.Problems {
		if p.Key == "" || p.Key == "event" {
			sendError(w, r, http.StatusBadRequest, "bad_query", whyRefused(p))
			return
		}
	}
	e := s.Events.Event(q.Stage.Event)
	if e == nil {
		s.sendNoEvent(w, r, q.Stage.Event)
		return
	}
	keepIn(w.Header(), e)
	f, err := s.frame(e, &q)
	if errors.Is(err, library.ErrBusy) {
		sendError(w, r, http.StatusServiceUnavailable, "busy", "too many tables are being made; try again")
		return
	}
	if err != nil {
		s.Log.Error("table", "event", e.ID, "err", err)
		sendError(w, r, http.StatusInternalServerError, "internal", "the table could not be made")
		return
	}
	ignored, clamped := q.Unheeded()
	asset.NameUnheeded(w.Header(), ignored, clamped)
	name, table := "unwind-"+e.ID+".csv", tableCSV
	switch r.URL.Path {
	case whatIfPath:
		name, table = "unwind-"+e.ID+"-whatif.csv", whatIfCSV
	case wavesPath:
		name, table = "unwind-"+e.ID+"-waves.csv", wavesCSV
	}
	sendCSV(w, r, name, table(e.ID, f))
}

// frame returns what the query shows of e.
func (s *server) frame(e *library.Event, q *wire.Query) (*view.Frame, error) {
	m, err := s.Events.Chosen(e, q.Stage.Choice)
	if err != nil {
		return nil, err
	}
	answer, err := s.Events.WhatIf(e, m, &q.Stage)
	return summary.FrameOf(m, q, answer), err
}

func whyRefused(p wire.Problem) string {
	if p.Key == "" {
		return "the query string is too long, want " + p.Want
	}
	return fmt.Sprintf("%s is %q, want %s", p.Key, p.Value, p.Want)
}

func whyUnknown(event string) string {
	if event == "" {
		return "this server has no events"
	}
	return fmt.Sprintf("there is no event %q; /api/events lists them", clip(event))
}

// sendCSV sends body; name is for whoever saves it.
func sendCSV(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	w.Header().Set("Content-Disposition", "inline; filename="+strconv.Quote(name))
	sendText(w, r, "text/csv; charset=utf-8", body)
}

// sendText sends body under its entity tag.
func sendText(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Etag", strconv.Quote(asset.Hash(body)))
	if asset.NotModified(r, h.Get("Etag")) {
		h.Del("Content-Disposition")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // a reader that went away is no fault of ours
	}
}
