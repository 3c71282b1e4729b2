package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/tape"
	"unwind/web/record"
)

// now is when the recordings of these tests are asked for their last minutes. It
// is in the past, because a store has the times of the system.
var now = time.Date(2026, 9, 21, 12, 0, 3, 0, time.UTC)

// recordingSite is a server that has recorded a liquidation each minute of the
// last half hour.
func recordingSite(t *testing.T) (*site, *record.Recorder) {
	t.Helper()
	store, err := record.Open(t.Context(), record.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	r, err := record.NewRecorder(store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(context.Background()) })
	for i := range data.UnixMs(30) {
		r.Frame(aLiquidation(data.UnixMs(now.UnixMilli()) - 30*data.Minute + i*data.Minute))
	}
	return newSite(t, func(o *Options) { o.Recording = r }), r
}

func aLiquidation(at data.UnixMs) record.Frame {
	l := feed.Liquidation{Venue: "bybit", Symbol: "BTCUSDT", At: at, Side: data.Long, Price: 40_000, Qty: 0.05, Notional: 2_000}
	return record.Frame{Venue: "bybit", Received: at + 10, Raw: []byte("{}"), Batch: &feed.Batch{Liquidations: []feed.Liquidation{l}}}
}

func cutOf(t *testing.T, r *http.Response) recordedEvent {
	t.Helper()
	raw := body(t, r)
	var e recordedEvent
	if err := json.Unmarshal([]byte(raw), &e); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("got %d %s", r.StatusCode, raw)
	}
	return e
}

func TestTheLastMinutesAreAnEvent(t *testing.T) {
	s, r := recordingSite(t)
	s.handler.(*server).cuts.now = func() time.Time { return now }
	e := cutOf(t, s.do("GET", "/api/tapes/last?symbol=BTCUSDT"))
	if e.ID != "rec-btcusdt-20260921-114500-900s" || e.To-e.From != 15*data.Minute || e.Tape != "/api/events/"+e.ID {
		t.Errorf("got %+v, want the 15 minutes until 12:00:00", e)
	}
	replay, err := tape.Read([]byte(body(t, s.do("GET", e.Tape))))
	if err != nil || replay.Liquidations.Len() != 15 {
		t.Fatalf("got %v, %v, want a tape with 15 liquidations", replay, err)
	}
	if got := s.do("GET", "/poster.png?event="+e.ID); got.StatusCode != http.StatusOK {
		t.Errorf("the picture of the event: got %d", got.StatusCode)
	}
	if strings.Contains(body(t, s.do("GET", "/api/events")), e.ID) {
		t.Error("a lent event is listed")
	}
	// the recording goes on, and the next who asks gets more of it
	r.Frame(aLiquidation(data.UnixMs(now.UnixMilli()) + 5000))
	s.handler.(*server).cuts.now = func() time.Time { return now.Add(10 * time.Second) }
	next := cutOf(t, s.do("GET", "/api/tapes/last?symbol=BTCUSDT&minutes=5"))
	replay, err = tape.Read([]byte(body(t, s.do("GET", next.Tape))))
	if err != nil || replay.Liquidations.Len() != 5 { // four of before, and the new one
		t.Errorf("got %v, %v, want a tape with 5 liquidations", replay, err)
	}
}

func TestAWindowOfTheRecordingIsAnEvent(t *testing.T) {
	s, _ := recordingSite(t)
	s.handler.(*server).cuts.now = func() time.Time { return now }
	e := cutOf(t, s.do("GET", "/api/tapes/cut?symbol=BTCUSDT&from=2026-09-21T11:40&to=2026-09-21T11:45:00Z"))
	if e.ID != "rec-btcusdt-20260921-114000-300s" {
		t.Errorf("got %+v", e)
	}
	late := cutOf(t, s.do("GET", "/api/tapes/cut?symbol=BTCUSDT&from=2026-09-21T11:50&to=2026-09-21T13:00"))
	if want := data.UnixMs(now.UnixMilli()); late.To != want {
		t.Errorf("got a tape until %d, want %d, which is now", late.To, want)
	}
}

func TestCutsThatAreRefused(t *testing.T) {
	s, _ := recordingSite(t)
	for target, want := range map[string]string{
		"/api/tapes/last":                                                          "bad_query",
		"/api/tapes/last?symbol=BTC%20USDT":                                        "bad_query",
		"/api/tapes/last?symbol=BTCUSDT&minutes=0":                                 "bad_query",
		"/api/tapes/last?symbol=BTCUSDT&minutes=361":                               "bad_query",
		"/api/tapes/last?symbol=BTCUSDT&minutes=1e1":                               "bad_query",
		"/api/tapes/cut?symbol=BTCUSDT":                                            "bad_query",
		"/api/tapes/cut?symbol=BTCUSDT&from=2026-09-21T12:00&to=2026-09-21":        "bad_query",
		"/api/tapes/cut?symbol=BTCUSDT&from=2026-09-20T12:00&to=2026-09-21T12":     "bad_query",
		"/api/tapes/cut?symbol=DOGEUSDT&from=2026-09-21T11:00&to=2026-09-21T11:20": "no_recording",
	} {
		r := s.do("GET", target)
		if got := body(t, r); r.StatusCode < 400 || r.StatusCode >= 500 || !strings.Contains(got, `"code":"`+want+`"`) {
			t.Errorf("%s: got %d %s, want %s", target, r.StatusCode, got, want)
		}
	}
}

func TestOtherPagesMayNotReadTheRecording(t *testing.T) {
	s, _ := recordingSite(t)
	r := s.do("GET", "/api/recording")
	if got := body(t, r); r.Header.Get("Access-Control-Allow-Origin") != "" || !strings.Contains(got, `"backlog":`) {
		t.Errorf("got %s for %q, want how the recorder does, for this page only", got, r.Header.Get("Access-Control-Allow-Origin"))
	}
}

func TestAServerWithoutARecordingHasNoAddressesForIt(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/api/tapes/last?symbol=BTCUSDT", "/api/tapes/cut", "/api/recording"} {
		if r := s.do("GET", target); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", target, r.StatusCode)
		}
	}
}

// stuck is a recording whose cut ends with its context.
type stuck struct{ begun chan struct{} }

func (s *stuck) Cut(ctx context.Context, _ record.Window) (*tape.Tape, error) {
	close(s.begun)
	<-ctx.Done()
	return nil, ctx.Err()
}

func (s *stuck) Stats() record.Stats { return record.Stats{} }

func TestOneTapeIsCutAtATime(t *testing.T) {
	r := &stuck{begun: make(chan struct{})}
	c := newCutter(r, newSite(t, nil).handler.(*server).Events)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	w := record.Window{Symbol: "BTCUSDT", From: 1790000000000, To: 1790000900000}
	go func() {
		_, err := c.event(ctx, w)
		ended <- err
	}()
	<-r.begun
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := c.event(gone, w); !errors.Is(err, errBusyCutting) {
		t.Errorf("got %v, want %v", err, errBusyCutting)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
