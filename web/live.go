package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/collect"
	"unwind/web/live"
	"unwind/web/live/screens"
	"unwind/web/page"
)

// Live is the venues that a server follows, and the screens that it feeds.
type Live struct {
	Symbols []string // whose charts are shown, as Binance writes them
	Status  func() []live.Status
	Screens *screens.Screens
}

// NewScreens returns screens that answer as the rest of the server does. Base
// is the address of this server for others; "" for the one that was asked.
func NewScreens(status func() []live.Status, base string, log *slog.Logger) *screens.Screens {
	host := ""
	if u, err := url.Parse(base); err == nil {
		host = u.Host
	}
	return screens.New(screens.Options{Status: status, Host: host, Refuse: sendError, Log: log})
}

// liveReport is the answer of /api/live.
type liveReport struct {
	Venues    []followed  `json:"venues"`
	Screens   int         `json:"screens"`   // that watch now
	Recording bool        `json:"recording"` // what comes is recorded
	Now       data.UnixMs `json:"now"`       // the server's clock
}

type followed struct {
	live.Status
	AgeMs *int64 `json:"ageMs"` // of the last data; null: none came
}

// liveRoutes registers what there is of venues that are followed. Other pages
// may not read it: what venues send is not for everybody.
func (s *server) liveRoutes() {
	s.mux.HandleFunc("GET /api/live", s.sendLive)
	s.mux.HandleFunc("GET /api/live/stream", s.streamLive)
}

func (s *server) sendLive(w http.ResponseWriter, r *http.Request) {
	if s.Live == nil {
		sendLiveOff(w, r)
		return
	}
	now := data.UnixMs(time.Now().UnixMilli())
	report := liveReport{Venues: []followed{}, Screens: s.Live.Screens.Count(), Recording: s.Recording != nil, Now: now}
	for _, v := range s.Live.Status() {
		f := followed{Status: v}
		if v.Last > 0 {
			age := int64(max(now-v.Last, 0))
			f.AgeMs = &age
		}
		report.Venues = append(report.Venues, f)
	}
	w.Header().Set("Cache-Control", "no-store")
	sendJSON(w, r, http.StatusOK, report)
}

func (s *server) streamLive(w http.ResponseWriter, r *http.Request) {
	if s.Live == nil {
		sendLiveOff(w, r)
		return
	}
	s.Live.Screens.ServeHTTP(w, r)
}

func sendLiveOff(w http.ResponseWriter, r *http.Request) {
	sendError(w, r, http.StatusNotFound, "live_off", "this server follows no venue; whoever runs it turns that on with --live")
}

// withLive answers in place of the page who asks for a market that is not
// followed: in words for people, as JSON for programs.
func (s *server) withLive(around http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, asked := page.LiveAsked(r)
		if !asked || s.follows(id) || r.URL.Path != page.LivePath && s.Events.Event(id) != nil {
			around.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Add("Vary", "Accept")
		if !strings.Contains(r.Header.Get("Accept"), "text/html") {
			s.sendUnfollowed(w, r, id)
			return
		}
		s.sendUnfollowedPage(w, r, id)
	})
}

// follows reports whether the market of an id is followed, "" for any.
func (s *server) follows(id string) bool {
	return s.Live != nil && (id == "" || slices.ContainsFunc(s.Live.Symbols, func(symbol string) bool { return collect.LiveID(symbol) == id }))
}

func (s *server) sendUnfollowed(w http.ResponseWriter, r *http.Request, id string) {
	if s.Live == nil {
		sendLiveOff(w, r)
		return
	}
	sendError(w, r, http.StatusNotFound, "no_market",
		fmt.Sprintf("this server does not follow %q; it follows %s", clip(id), strings.Join(s.Live.Symbols, ", ")))
}
