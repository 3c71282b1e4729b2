package web

import "net/http"

// readyReport is the answer of /readyz.
type readyReport struct {
	Ready bool        `json:"ready"` // all parts are
	Parts []readyPart `json:"parts"`
}

// readyPart is something that a server needs to serve.
type readyPart struct {
	Name  string `json:"name"`
	Ready bool   `json:"ready"`
	Why   string `json:"why,omitempty"` // it is not
}

// ready says whether this server can do what it was started for. Venues that
// are away are no part of it: nothing here brings them back.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	report := readyReport{Ready: true, Parts: []readyPart{s.readyEvents()}}
	if s.Recording != nil {
		report.Parts = append(report.Parts, s.readyRecorder())
	}
	status := http.StatusOK
	for _, p := range report.Parts {
		if !p.Ready {
			report.Ready, status = false, http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	sendJSON(w, r, status, report)
}

func (s *server) readyEvents() readyPart {
	if len(s.Events.Events()) == 0 {
		return readyPart{Name: "events", Why: "there is no event to show"}
	}
	return readyPart{Name: "events", Ready: true}
}

func (s *server) readyRecorder() readyPart {
	switch stats := s.Recording.Stats(); {
	case stats.Refusing:
		return readyPart{Name: "recorder", Why: "the store takes nothing"}
	case !stats.Accepting():
		return readyPart{Name: "recorder", Why: "the backlog is full"}
	}
	return readyPart{Name: "recorder", Ready: true}
}
