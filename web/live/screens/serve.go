package screens

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
)

// ServeHTTP answers with the stream.
func (s *Screens) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		s.Refuse(w, r, http.StatusUpgradeRequired, "websocket_only", "this address is a WebSocket")
		return
	}
	if !s.reserve() {
		s.Refuse(w, r, http.StatusServiceUnavailable, "busy", "too many screens watch at the moment")
		return
	}
	defer s.release()
	socket, err := s.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // which was answered
	}
	defer socket.Close()
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	one := &screen{socket: socket, cancel: cancel, wake: make(chan struct{}, 1)}
	defer s.leave(one)
	go one.watch()
	if err := s.feed(ctx, one); err != nil {
		s.Log.Debug("a screen is gone", "err", err)
	}
}

// reserve takes one of the places for screens.
func (s *Screens) reserve() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.places >= s.Most {
		return false
	}
	s.places++
	return true
}

func (s *Screens) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places--
}

// welcomes reports whether a page may watch: pages of this server, and
// programs, which send no origin.
func (s *Screens) welcomes(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && (strings.EqualFold(u.Host, r.Host) || strings.EqualFold(u.Host, s.Host))
}

func (s *Screens) refuseUpgrade(w http.ResponseWriter, r *http.Request, status int, _ error) {
	if status == http.StatusForbidden {
		s.Refuse(w, r, status, "bad_origin", "pages of other sites may not watch")
		return
	}
	s.Refuse(w, r, status, "bad_handshake", "the handshake of the WebSocket is not understood")
}
