package upstream

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
	"unwind/web/guard"
	"unwind/web/upstream/upstreamtest"
)

// world is a client and the venue that it reaches.
type world struct {
	*Client
	t     *testing.T
	clock *upstreamtest.Clock
	log   *bytes.Buffer
	asked atomic.Int32
	venue feed.Venue
	file  string
	serve http.HandlerFunc
	slept data.UnixMs
}

// newWorld returns a client of Binance on loopback, which answers with serve.
func newWorld(t *testing.T, serve http.HandlerFunc) *world {
	t.Helper()
	w := &world{
		t: t, clock: upstreamtest.NewClock(), log: &bytes.Buffer{}, venue: binance.New(),
		file: filepath.Join(t.TempDir(), "stops.json"), serve: serve,
	}
	w.restart()
	return w
}

// restart ends the client and begins another beside the same file.
func (w *world) restart() {
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.Client = New(Options{
		Hosts: OpenHosts(w.file, w.clock.Now, log), Now: w.clock.Now, Log: log, Timeout: 30 * time.Second,
		Keys: map[string]Key{"coinglass": key("k3y-of-the-operator")},
		Transport: upstreamtest.Venue(w.t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			w.asked.Add(1)
			w.serve(rw, r)
		})),
	})
	w.sleep = func(_ context.Context, wait data.UnixMs) error { w.slept += max(wait, 0); return nil }
}

func key(word string) Key { return Key{&word} }

// interest is a request of weight 1.
func (w *world) interest() feed.Request {
	r, err := w.venue.InterestNow.Request(feed.Query{Symbol: "BTCUSDT"})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) do() (string, error) {
	w.t.Helper()
	body, err := w.Do(w.t.Context(), &w.venue, w.interest())
	return string(body), err
}

// wantRefusal asks and requires a refusal, after so many requests in all.
func (w *world) wantRefusal(reason feed.Reason, asked int32) *feed.Refusal {
	w.t.Helper()
	_, err := w.do()
	var r *feed.Refusal
	if !errors.As(err, &r) || r.Reason != reason || w.asked.Load() != asked {
		w.t.Fatalf("got %v after %d requests, want %v after %d", err, w.asked.Load(), reason, asked)
	}
	return r
}

// answer returns a handler of one status, header pairs and body.
func answer(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

const good = `{"openInterest":"10659.509","symbol":"BTCUSDT","time":1770292799000}`

func TestARequestReachesItsHostAndPath(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Host != "fapi.binance.com" || r.URL.String() != "/fapi/v1/openInterest?symbol=BTCUSDT" || r.Method != "GET" {
			t.Errorf("got %s %s%s", r.Method, r.Host, r.URL)
		}
		if r.UserAgent() != "unwind" || r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("got headers %v", r.Header)
		}
		io.WriteString(rw, good)
	})
	if got, err := w.do(); err != nil || got != good {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAPostCarriesItsBody(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		fmt.Fprintf(rw, "%s %s %s", r.Method, r.Header.Get("Content-Type"), raw)
	})
	r := w.interest()
	r.Method, r.Body = "POST", `{"type":"meta"}`
	got, err := w.Do(t.Context(), &w.venue, r)
	if want := `POST application/json {"type":"meta"}`; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func gzipped(raw []byte) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(raw)
	z.Close()
	return out.String()
}

func TestBodiesOutOfBoundsAreRefused(t *testing.T) {
	bomb := gzipped(make([]byte, 16<<20))
	for _, c := range []struct {
		name, body, coding, want string
	}{
		{"a packed body is unpacked", gzipped([]byte(good)), "gzip", ""},
		{"a small body that unpacks to 16 MiB", bomb, "gzip", "longer than 8388608 bytes"},
		{"9 MiB", strings.Repeat(" ", 9<<20), "", "longer than 8388608 bytes"},
		{"another coding than was asked for", good, "br", `is packed as "br"`},
		{"gzip twice", gzipped([]byte(gzipped([]byte(good)))), "gzip, gzip", "is packed as"},
		{"no gzip under its name", good, "gzip", "is no gzip"},
	} {
		w := newWorld(t, answer(200, c.body, "Content-Encoding", c.coding))
		got, err := w.do()
		var m *feed.Malformed
		switch {
		case c.want == "" && (err != nil || got != good):
			t.Errorf("%s: got %q, %v", c.name, got, err)
		case c.want != "" && (!errors.As(err, &m) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

// Silence and the drip have no end of their own: that the answer comes is what
// the limit does.
func TestAnswersThatBreakOffAreDown(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, good)
		},
		"packed and cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, gzipped([]byte(good))[:20])
		},
		"no answer": func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		"silence":   func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a drip": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		},
		"a fault of the venue": answer(502, "<html>"),
	} {
		w := newWorld(t, serve)
		w.Timeout = 300 * time.Millisecond
		if _, err := w.do(); !errors.Is(err, &feed.Refusal{Reason: feed.Down}) || strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	w := newWorld(t, answer(302, "", "Location", "https://fapi.binance.com/elsewhere"))
	w.wantRefusal(feed.BadRequest, 1)
}

func TestRetryAfterIsHonoured(t *testing.T) {
	date := upstreamtest.Start.Add(90 * time.Second).UTC().Format(http.TimeFormat)
	for _, c := range []struct {
		name, header string
		want         time.Duration
	}{
		{"seconds", "7", 7 * time.Second},
		{"a date", date, 90 * time.Second},
		{"a date that is past", "Thu, 05 Feb 2026 11:00:00 GMT", 10 * time.Minute},
		{"none", "", 10 * time.Minute},
		{"a negative one", "-5", 10 * time.Minute},
		{"a huge one", "1000000000000", 72 * time.Hour},
		{"nonsense", "soon", 10 * time.Minute},
	} {
		w := newWorld(t, answer(429, `{"code":-1003,"msg":"Too many requests"}`, "Retry-After", c.header))
		w.wantRefusal(feed.RateLimited, 1)
		w.clock.Advance(c.want - time.Millisecond)
		if r := w.wantRefusal(feed.RateLimited, 1); r.Wait != 1 {
			t.Errorf("%s: got %d ms left, want 1", c.name, r.Wait)
		}
		w.clock.Advance(time.Millisecond)
		w.wantRefusal(feed.RateLimited, 2)
	}
}

func TestABanOutlastsARestart(t *testing.T) {
	until := upstreamtest.Start.Add(2 * time.Hour)
	words := `{"code":-1003,"msg":"Way too much request weight used; IP banned until ` + strconv.FormatInt(until.UnixMilli(), 10) + `."}`
	w := newWorld(t, answer(418, words, "Retry-After", "7200"))
	w.wantRefusal(feed.Banned, 1)
	for range 3 {
		w.restart()
		if r := w.wantRefusal(feed.Banned, 1); r.Until != data.UnixMs(until.UnixMilli()) || r.Venue != "binance" || r.Code != "-1003" {
			t.Errorf("got %+v", r)
		}
		w.clock.Advance(39 * time.Minute)
	}
	w.serve = answer(200, good)
	w.restart()
	w.wantRefusal(feed.Banned, 1)
	w.clock.Advance(3 * time.Minute)
	if _, err := w.do(); err != nil || w.asked.Load() != 2 {
		t.Errorf("after the ban: got %v, %d requests", err, w.asked.Load())
	}
	if raw, err := os.ReadFile(w.file); err != nil || strings.Contains(string(raw), "banned") {
		t.Errorf("the file still has %s, %v", raw, err)
	}
}

func TestACountryThatIsNotServedIsLeftAloneForAnHour(t *testing.T) {
	w := newWorld(t, answer(451, `{"code":0,"msg":"Service unavailable from a restricted location according to 'b. Eligibility'."}`))
	w.wantRefusal(feed.Unavailable, 1)
	w.restart()
	w.clock.Advance(59 * time.Minute)
	w.wantRefusal(feed.Unavailable, 1)
	w.clock.Advance(time.Minute)
	w.wantRefusal(feed.Unavailable, 2)
}

func TestAHostThatFailsAgainAndAgainIsLeftAlone(t *testing.T) {
	w := newWorld(t, answer(503, ""))
	for i := range int32(downAfter) {
		w.wantRefusal(feed.Down, i+1)
	}
	w.wantRefusal(feed.Down, downAfter)
	w.clock.Advance(15 * time.Second)
	w.wantRefusal(feed.Down, downAfter+1)
	w.wantRefusal(feed.Down, downAfter+1)
	w.clock.Advance(15 * time.Second)
	w.serve = answer(200, good)
	for range 3 {
		if _, err := w.do(); err != nil {
			t.Fatal(err)
		}
	}
	w.serve = answer(503, "")
	w.wantRefusal(feed.Down, downAfter+5)
	w.wantRefusal(feed.Down, downAfter+6)
}

func TestOneRequestFindsOutWhetherAStopIsOver(t *testing.T) {
	w := newWorld(t, answer(429, "", "Retry-After", "5"))
	w.wantRefusal(feed.RateLimited, 1)
	w.clock.Advance(5 * time.Second)
	arrived, release := make(chan struct{}), make(chan struct{})
	w.serve = func(rw http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		io.WriteString(rw, good)
	}
	w.Timeout = 10 * time.Second
	done := make(chan error)
	go func() {
		_, err := w.Do(t.Context(), &w.venue, w.interest())
		done <- err
	}()
	<-arrived
	if r := w.wantRefusal(feed.RateLimited, 2); r.Wait != data.Second {
		t.Errorf("others are told to wait %d ms, want 1000", r.Wait)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	w.serve = answer(200, good)
	if _, err := w.do(); err != nil {
		t.Errorf("after the probe: %v", err)
	}
}

func TestWhoeverGoesAwayDecidesNothing(t *testing.T) {
	w := newWorld(t, answer(429, "", "Retry-After", "5"))
	w.wantRefusal(feed.RateLimited, 1)
	w.clock.Advance(5 * time.Second)
	ctx, cancel := context.WithCancel(t.Context())
	w.serve = func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }
	if _, err := w.Do(ctx, &w.venue, w.interest()); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	w.serve = answer(200, good)
	if _, err := w.do(); err != nil {
		t.Errorf("the next probe: got %v", err)
	}
}

func TestWhatOthersMeetIsKnown(t *testing.T) {
	w := newWorld(t, answer(200, good))
	const host = "fapi.binance.com"
	w.Hosts.Tell(host, &feed.Refusal{Venue: "binance", Reason: feed.Down})
	w.Hosts.Tell(host, &feed.Refusal{Venue: "binance", Reason: feed.BadRequest})
	if r := w.Hosts.Stopped(host); r != nil {
		t.Fatalf("got %v", r)
	}
	w.Hosts.Tell(host, &feed.Refusal{Venue: "binance", Reason: feed.Banned, Wait: data.Minute})
	w.Hosts.Tell(host, &feed.Refusal{Venue: "binance", Reason: feed.RateLimited, Wait: data.Second})
	if r := w.wantRefusal(feed.Banned, 0); r.Wait != data.Minute {
		t.Errorf("got %+v", r)
	}
}

// Half of 2400 a minute: 120 requests of weight 10, then none until the first
// is a minute old.
func TestHalfOfABudgetIsSpent(t *testing.T) {
	w := newWorld(t, answer(200, good))
	r := w.interest()
	r.Weight = 10
	for i := range 120 {
		if _, err := w.Do(t.Context(), &w.venue, r); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	w.clock.Advance(10 * time.Second)
	if got := w.wantRefusal(feed.RateLimited, 120); got.Wait != 50*data.Second || w.Hosts.Stopped(r.Host) != nil {
		t.Errorf("got %+v", got)
	}
	w.clock.Advance(50 * time.Second)
	if _, err := w.Do(t.Context(), &w.venue, r); err != nil || w.slept != 0 {
		t.Errorf("a minute later: %v after %d ms", err, w.slept)
	}
}

func TestWhatTheVenueCountsIsCounted(t *testing.T) {
	w := newWorld(t, answer(200, good, "X-Mbx-Used-Weight-1m", "1500"))
	if _, err := w.do(); err != nil {
		t.Fatal(err)
	}
	w.wantRefusal(feed.RateLimited, 1)
}

// A plan of 80 a minute in place of 30: 40 requests, not 15.
func TestTheOperatorsPlanIsUsed(t *testing.T) {
	for _, c := range []struct {
		limit string
		want  int
	}{{"", 15}, {"80", 40}, {"20", 15}, {"many", 15}} {
		w := newWorld(t, answer(200, good, "API-KEY-MAX-LIMIT", c.limit))
		w.venue.Budgets = []feed.Budget{{Name: "weight", Host: "fapi.binance.com", Units: 30, Per: data.Minute, Limit: "API-KEY-MAX-LIMIT"}}
		got := 0
		for ; got < 100; got++ {
			if _, err := w.do(); err != nil {
				break
			}
		}
		if got != c.want {
			t.Errorf("limit %q: got %d requests, want %d", c.limit, got, c.want)
		}
	}
}

func TestRequestsKeepTheirDistance(t *testing.T) {
	m := meter{budget: feed.Budget{Units: 1000, Per: 5 * data.Minute, Gap: 300}}
	for i, want := range []data.UnixMs{1000, 1300, 1600} {
		if got, ok := m.reserve(1000, 3000, 1); !ok || got != want {
			t.Errorf("request %d: got %d, %v, want %d", i, got, ok, want)
		}
	}
	if _, ok := m.reserve(1000, 1800, 1); ok {
		t.Error("a request that would wait too long is booked")
	}
	if got, ok := m.reserve(1000, 3000, 1); !ok || got != 1900 {
		t.Errorf("after it: got %d, %v, want 1900", got, ok)
	}
}

func TestARequestHeavierThanTheShareGoesAlone(t *testing.T) {
	m := meter{budget: feed.Budget{Units: 10, Per: data.Second}}
	if at, ok := m.reserve(0, 5000, 9); !ok || at != 0 {
		t.Errorf("alone: got %d, %v", at, ok)
	}
	if at, ok := m.reserve(0, 5000, 9); !ok || at != 1000 {
		t.Errorf("the next: got %d, %v, want 1000", at, ok)
	}
}

func TestWithoutItsKeyAVenueIsNotAsked(t *testing.T) {
	w := newWorld(t, answer(200, good))
	r := w.interest()
	r.KeyHeader = "CG-API-KEY"
	if _, err := w.Do(t.Context(), &w.venue, r); !errors.Is(err, &feed.Refusal{Reason: feed.Unauthorised}) || w.asked.Load() != 0 {
		t.Errorf("got %v after %d requests", err, w.asked.Load())
	}
}

func TestAKeyIsSentAndNowhereElse(t *testing.T) {
	const word = "k3y-of-the-operator"
	w := newWorld(t, nil)
	w.venue.ID = "coinglass"
	r := w.interest()
	r.KeyHeader = "CG-API-KEY"
	for _, status := range []int{200, 401, 418, 302, 500} {
		w.serve = func(rw http.ResponseWriter, r *http.Request) {
			if r.Header.Get("CG-API-KEY") != word || strings.Contains(r.URL.String(), word) {
				t.Errorf("the word arrived as %q", r.Header.Get("CG-API-KEY"))
			}
			answer(status, `{"code":-1,"msg":"no `+word+`"}`, "Location", "https://x.example/"+word)(rw, r)
		}
		body, err := w.Do(t.Context(), &w.venue, r)
		if text := string(body) + fmt.Sprint(err); strings.Contains(text, word) {
			t.Errorf("status %d: got %s", status, text)
		}
		w.clock.Advance(time.Hour)
	}
	if w.asked.Load() != 5 || strings.Contains(w.log.String(), word) || !strings.Contains(w.log.String(), "asked a venue") {
		t.Errorf("%d requests; the log has %s", w.asked.Load(), w.log)
	}
	raw, err := os.ReadFile(w.file)
	if err != nil || strings.Contains(string(raw), word) {
		t.Errorf("the file has %s, %v", raw, err)
	}
}

// The client of the server has no transport of its own: what it would dial is
// under guard, which no flag opens.
func TestWithoutATestsTransportLoopbackIsRefused(t *testing.T) {
	w := newWorld(t, answer(200, good))
	c := New(Options{Hosts: w.Hosts, Now: w.clock.Now, Log: w.Log})
	for _, host := range []string{"127.0.0.1:1", "localhost:1", "169.254.169.254", "10.0.0.1", "[::1]:1", "[::ffff:127.0.0.1]:1"} {
		r := feed.Request{Method: "GET", Host: host, Path: "/"}
		if _, err := c.send(t.Context(), &w.venue, r); !errors.Is(err, guard.ErrAddress) {
			t.Errorf("%s: got %v", host, err)
		}
	}
}
