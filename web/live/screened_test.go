package live_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"

	"github.com/gorilla/websocket"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/stream"
	"unwind/data/tape"
	"unwind/web/live"
	"unwind/web/live/livetest"
	"unwind/web/live/screens"
)

// hall is a server of screens, as a sink of what is followed.
type hall struct {
	*screens.Screens
	at    *livetest.Listener
	stop  context.CancelFunc
	ended chan struct{}
}

func newHall(t *testing.T) *hall {
	t.Helper()
	s := screens.New(screens.Options{
		Status: func() []live.Status { return []live.Status{{Venue: "binance", State: live.Flowing, Sampled: true}} },
		Log:    slog.New(slog.DiscardHandler),
		Refuse: func(w http.ResponseWriter, _ *http.Request, status int, code, _ string) { http.Error(w, code, status) },
	})
	return &hall{Screens: s, at: livetest.Serve(t, s)}
}

// screened is a screen that takes what it is told, until the hall closes.
type screened struct {
	*stream.Screen
	symbols []string
	ended   chan error
}

// watch opens a screen for the symbols of rows, and the hall with the first one.
func (h *hall) watch(t *testing.T, rows [][]string) *screened {
	t.Helper()
	if h.stop == nil {
		ctx, stop := context.WithCancel(t.Context())
		h.stop, h.ended = stop, make(chan struct{})
		go func() {
			defer close(h.ended)
			h.Run(ctx)
		}()
	}
	conn, _, err := (&websocket.Dialer{NetDialContext: h.at.Dial}).Dial("ws://here/api/live/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &screened{ended: make(chan error, 1)}
	known := map[string]bool{}
	for _, row := range rows {
		if symbol := row[0] + "USDT"; !known[symbol] {
			known[symbol] = true
			s.symbols = append(s.symbols, symbol)
		}
	}
	s.Screen = stream.NewScreen(1000*data.Day, s.symbols...) // the rows are a year old
	go s.take(conn)
	return s
}

func (s *screened) take(conn *websocket.Conn) {
	defer conn.Close()
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			s.ended <- nil
			return
		}
		if _, err := s.Apply(raw); err != nil {
			s.ended <- err
			return
		}
	}
}

func (h *hall) end() {
	h.stop()
	<-h.ended
}

// want compares what the charts of all symbols count.
func (s *screened) want(t *testing.T, what string) {
	t.Helper()
	if err := <-s.ended; err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	events := 0
	var long, short float64
	for _, symbol := range s.symbols {
		made := s.Collection(symbol).Tape(s.At())
		if made == nil {
			t.Fatalf("%s: nothing of %s", what, symbol)
		}
		if err := tape.Check(made); err != nil {
			t.Fatal(err)
		}
		m, err := market.New(made)
		if err != nil {
			t.Fatal(err)
		}
		l, sh := m.Rolling(made.To, 1000*data.Day)
		events, long, short = events+made.Liquidations.Len(), long+float64(l), short+float64(sh)
	}
	wantReal(t, what, events, long, short)
}
