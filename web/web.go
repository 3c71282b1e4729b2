// Package web assembles the server's [http.Handler]: the page, pictures, the
// JSON interface and the files of the client.
package web

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"unwind/web/asset"
	"unwind/web/library"
	"unwind/web/metrics"
	"unwind/web/page"
	"unwind/web/panel"
	"unwind/web/poster"
	"unwind/web/proxy"
)

// Options is everything that a handler needs.
type Options struct {
	Assets *asset.Set
	Events *library.Library
	Page   http.Handler // answers / and /embed; a build without a client answers itself
	Build  string       // changes with the program; part of every picture's entity tag
	// FrameAncestors is the source list of Content-Security-Policy: who may
	// embed the page. Empty means everybody.
	FrameAncestors string
	Markets        *proxy.Proxy // market data of venues; nil: none is asked
	Docs           fs.FS        // the documents under docs/, which the page refers to; nil for none
	Log            *slog.Logger
	Live           *Live // venues that are followed; nil: none is
	// Base is the address of this server for others, "" for none: what is live
	// is sent to its host, beside this machine's names and addresses.
	Base string
	// Recording is what tapes are cut of on request; nil: nothing is recorded,
	// and the addresses for it do not exist.
	Recording Recording
	Metrics   *metrics.Metrics // what answers are counted in; nil: they are not
}

// New returns the handler of the whole server.
func New(o Options) (http.Handler, error) {
	ancestors, err := frameAncestors(o.FrameAncestors)
	if err != nil {
		return nil, err
	}
	panels, err := panel.New(o.Events, o.Assets.URL)
	if err != nil {
		return nil, err
	}
	s := &server{Options: o, mux: http.NewServeMux(), scores: newScores(time.Now), panels: panels}
	if o.Live != nil {
		o.Events.SetGrowing(o.Live)
	}
	s.routes(contentPolicy(ancestors))
	return s, nil
}

type server struct {
	Options
	mux    *http.ServeMux
	scores *scores
	panels *panel.Panels
	cuts   *cutter // nil: nothing is recorded
}

func (s *server) routes(policy string) {
	around := s.withEvents(s.Page)
	if !s.Assets.Built() {
		around = http.HandlerFunc(sendUnbuilt)
	}
	shown := withPageHeaders(policy, s.withLive(around))
	pictures := poster.New(s.Events, s.Build, s.Metrics.Drawn)
	s.mux.Handle("GET /{$}", shown)
	s.mux.Handle("GET /embed", shown)
	s.mux.Handle("GET "+page.LivePath, shown)
	s.handle("GET /poster.png", func(w http.ResponseWriter, r *http.Request) { s.poster(w, r, pictures) })
	s.handle("GET /data.csv", s.sendTable)
	s.handle("GET "+whatIfPath, s.sendTable)
	s.handle("GET "+wavesPath, s.sendTable)
	s.handle("GET /api/events", s.listEvents)
	s.handle("GET /api/events/{id}", s.sendTape)
	s.handle("GET /api/events/{id}/score", s.sendScore)
	s.handle("GET /api/markets", s.listMarkets)
	s.handle("GET /api/markets/{venue}/{symbol}/{kind}", s.sendMarket)
	s.handle("GET /panel/{name}", s.sendPanel)
	s.handle("GET /docs/{name}", s.sendDocument)
	s.handle("GET /healthz", s.health)
	s.handle("GET /readyz", s.ready)
	s.liveRoutes()
	if s.Recording != nil {
		s.recordingRoutes()
	}
	s.handle("GET "+asset.Prefix, s.sendAsset)
	s.handle("GET "+strings.TrimSuffix(asset.Prefix, "/"), s.sendAsset) // or the mux would redirect
}

// handle registers h for data that any page may read.
func (s *server) handle(pattern string, h http.HandlerFunc) {
	s.mux.Handle(pattern, withDataHeaders(h))
}

// ServeHTTP answers one request. Whatever goes wrong is answered with a JSON
// error, never with a stack.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Metrics != nil {
		a := &answer{ResponseWriter: w}
		defer s.count(a, r) // after recover
		w = a
	}
	defer s.recover(w, r)
	setCommonHeaders(w.Header())
	h, pattern := s.mux.Handler(r)
	if pattern == "" || !clean(r.URL.EscapedPath()) {
		refuse(w, r, h)
		return
	}
	if s.misdirected(w, r) {
		return
	}
	s.mux.ServeHTTP(w, r)
}

// clean reports whether the mux takes a path as it is. It answers others with
// a redirect in HTML, but here an address has one spelling.
func clean(p string) bool {
	cleaned := path.Clean(p)
	return strings.HasPrefix(p, "/") && (p == cleaned || p == cleaned+"/" && p != "//")
}

// refuse answers a request that no route takes. The mux's own handler h knows
// whether the path exists for another method.
func refuse(w http.ResponseWriter, r *http.Request, h http.Handler) {
	probe := &probe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		sendError(w, r, http.StatusMethodNotAllowed, "method_not_allowed",
			fmt.Sprintf("%q is not among the methods of this address: %s", clip(r.Method), allow))
		return
	}
	sendError(w, r, http.StatusNotFound, "not_found", fmt.Sprintf("nothing is at %q", clip(r.URL.Path)))
}

// probe is a response that only its headers are wanted of.
type probe struct{ header http.Header }

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(int)             {}

// recover answers for a handler that panicked and writes the panic to the log.
func (s *server) recover(w http.ResponseWriter, r *http.Request) {
	fault := recover()
	if fault == nil {
		return
	}
	if fault == http.ErrAbortHandler {
		panic(fault)
	}
	s.Log.Error("request", "method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(fault), "stack", stack())
	sendError(w, r, http.StatusInternalServerError, "internal", "the server made a mistake; its log says which")
}

// withEvents answers for a page that has nothing to show yet.
func (s *server) withEvents(page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Events.Event("") == nil {
			sendError(w, r, http.StatusServiceUnavailable, "no_events",
				"there is no event to show yet: build the project, or give a folder of tapes")
			return
		}
		page.ServeHTTP(w, r)
	})
}

// sendAsset serves a built file for ever: a changed file has another address.
func (s *server) sendAsset(w http.ResponseWriter, r *http.Request) {
	b := s.Assets.Find(r.URL.Path)
	if b == nil {
		sendError(w, r, http.StatusNotFound, "not_found", fmt.Sprintf("no built file is at %q", clip(r.URL.Path)))
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	b.ServeHTTP(w, r)
}

// clip shortens what came from outside for a message.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
