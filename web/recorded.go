package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/semaphore"

	"unwind/data"
	"unwind/data/tape"
	"unwind/data/wire"
	"unwind/web/library"
	"unwind/web/record"
)

// Recording is what a server records. [record.Recorder] is one.
type Recording interface {
	Cut(ctx context.Context, w record.Window) (*tape.Tape, error)
	Stats() record.Stats
}

// Bounds of what is cut for whoever asks. One tape is cut at a time.
const (
	longestCut  = 6 * data.Hour
	cutWithin   = 20 * time.Second
	cutWait     = 5 * time.Second
	lastMinutes = 15              // what "the last minutes" are by default
	lastGrid    = 5 * data.Second // ends of the last minutes, so that all who ask at once get one tape
)

// cutter cuts tapes out of a recording, in turns.
type cutter struct {
	recording Recording
	events    *library.Library
	turns     *semaphore.Weighted
	now       func() time.Time
}

func newCutter(r Recording, events *library.Library) *cutter {
	return &cutter{recording: r, events: events, turns: semaphore.NewWeighted(1), now: time.Now}
}

// recordingRoutes registers what there is of a recording. Other pages may not
// read it: they would make the server work, and what venues send is not for
// everybody.
func (s *server) recordingRoutes() {
	s.cuts = newCutter(s.Recording, s.Events)
	s.mux.HandleFunc("GET /api/tapes/last", s.sendLast)
	s.mux.HandleFunc("GET /api/tapes/cut", s.sendWindow)
	s.mux.HandleFunc("GET /api/recording", s.sendRecording)
}

// recordedEvent is the answer to a cut: an event that is lent.
type recordedEvent struct {
	ID       string      `json:"id"`
	Tape     string      `json:"tape"` // where the tape is
	From     data.UnixMs `json:"from"`
	To       data.UnixMs `json:"to"` // exclusive
	PlayFrom data.UnixMs `json:"playFrom"`
}

// sendLast answers /api/tapes/last: the last minutes of a symbol as an event.
func (s *server) sendLast(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	minutes := lastMinutes
	if v := q.Get("minutes"); v != "" {
		var err error
		if minutes, err = strconv.Atoi(v); err != nil || minutes < 1 || data.UnixMs(minutes)*data.Minute > longestCut {
			sendError(w, r, http.StatusBadRequest, "bad_query",
				fmt.Sprintf("minutes is %q, want 1 to %d", clip(v), longestCut/data.Minute))
			return
		}
	}
	to := data.UnixMs(s.cuts.now().UnixMilli())
	to -= to % lastGrid
	s.sendCut(w, r, record.Window{Symbol: q.Get("symbol"), From: to - data.UnixMs(minutes)*data.Minute, To: to})
}

// sendWindow answers /api/tapes/cut: a window of a symbol as an event.
func (s *server) sendWindow(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	from, okFrom := wire.ParseTime(q.Get("from"))
	to, okTo := wire.ParseTime(q.Get("to"))
	if !okFrom || !okTo || from >= to || to-from > longestCut {
		sendError(w, r, http.StatusBadRequest, "bad_query",
			fmt.Sprintf("from is %q and to is %q, want two times, ISO or in ms, at most %d minutes apart", clip(q.Get("from")), clip(q.Get("to")), longestCut/data.Minute))
		return
	}
	if now := data.UnixMs(s.cuts.now().UnixMilli()); to > now { // a tape is of what was
		to = max(now-now%data.Second, from+1)
	}
	s.sendCut(w, r, record.Window{Symbol: q.Get("symbol"), From: from, To: to})
}

// sendCut answers with the event of a window.
func (s *server) sendCut(w http.ResponseWriter, r *http.Request, window record.Window) {
	w.Header().Set("Cache-Control", "no-store")
	if !validSymbol(window.Symbol) {
		sendError(w, r, http.StatusBadRequest, "bad_query",
			fmt.Sprintf("symbol is %q, want one as a venue writes it, such as BTCUSDT", clip(window.Symbol)))
		return
	}
	e, err := s.cuts.event(r.Context(), window)
	if err != nil {
		status, code, message := whyNotCut(err)
		if status == http.StatusInternalServerError {
			s.Log.Error("cut", "symbol", window.Symbol, "from", window.From, "to", window.To, "err", err)
		}
		sendError(w, r, status, code, message)
		return
	}
	sendJSON(w, r, http.StatusOK, recordedEvent{ID: e.ID, Tape: "/api/events/" + e.ID, From: e.From, To: e.To, PlayFrom: e.PlayFrom})
}

// validSymbol reports whether s can be a venue's symbol: 1 to 32 letters,
// digits and the marks that venues use.
func validSymbol(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c == '-', c == '_', c == '.', c == '/', c == '@', c == ':':
		default:
			return false
		}
	}
	return s != "" && len(s) <= 32
}

// errBusyCutting says that others are waiting already.
var errBusyCutting = errors.New("tapes are being cut")

// event returns the event of a window, cutting it unless it is lent already.
func (c *cutter) event(ctx context.Context, w record.Window) (*library.Event, error) {
	wait, cancel := context.WithTimeout(ctx, cutWait)
	defer cancel()
	if err := c.turns.Acquire(wait, 1); err != nil {
		return nil, errBusyCutting
	}
	defer c.turns.Release(1)
	if e := c.events.Event(w.ID()); e != nil {
		return e, nil
	}
	within, cancel := context.WithTimeout(ctx, cutWithin)
	defer cancel()
	t, err := c.recording.Cut(within, w)
	if err != nil {
		return nil, err
	}
	raw, err := tape.Write(t)
	if err != nil {
		return nil, err
	}
	return c.events.Lend(raw)
}

// whyNotCut says why there is no tape.
func whyNotCut(err error) (status int, code, message string) {
	switch {
	case errors.Is(err, record.ErrNothing):
		return http.StatusNotFound, "no_recording", err.Error()
	case errors.Is(err, record.ErrTooMuch):
		return http.StatusBadRequest, "too_much", err.Error()
	case errors.Is(err, errBusyCutting), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "busy", "too many tapes are being cut, or this one takes too long; try again"
	case errors.Is(err, record.ErrNotOpen):
		return http.StatusServiceUnavailable, "no_store", "the recording cannot be read at present; try again"
	}
	return http.StatusInternalServerError, "internal", "the tape could not be cut"
}

// sendRecording answers /api/recording: how the recorder does.
func (s *server) sendRecording(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	sendJSON(w, r, http.StatusOK, s.Recording.Stats())
}
