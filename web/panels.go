package web

import (
	"fmt"
	"net/http"

	"unwind/data/wire"
	"unwind/web/library"
	"unwind/web/panel"
)

// sendPanel answers with a part of the page below the chart, as HTML.
func (s *server) sendPanel(w http.ResponseWriter, r *http.Request) {
	name, query := r.PathValue("name"), r.URL.Query()
	if !s.panels.Has(name) {
		sendError(w, r, http.StatusNotFound, "not_found", fmt.Sprintf("there is no panel %q", clip(name)))
		return
	}
	for _, key := range []string{"event", "with"} {
		if v := query.Get(key); v != "" && !wire.ValidEvent(v) {
			sendError(w, r, http.StatusBadRequest, "bad_query", fmt.Sprintf("%s is %q, want the id of an event", key, clip(v)))
			return
		}
	}
	var e *library.Event
	if !s.panels.OfAny(name) {
		if e = s.event(w, r, query.Get("event")); e == nil {
			return
		}
	}
	html, err := s.panels.Write(name, &panel.Request{Event: e, With: query.Get("with"), Lang: query.Get("lang")})
	if err != nil {
		s.Log.Error("panel", "panel", name, "event", query.Get("event"), "err", err)
		sendError(w, r, http.StatusInternalServerError, "internal", "the panel could not be made")
		return
	}
	sendText(w, r, "text/html; charset=utf-8", html)
}
