package poll_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unwind/data/feed/venues"
	"unwind/web/live"
	"unwind/web/live/poll"
	"unwind/web/record"
	"unwind/web/upstream"
)

// outside answers requests in memory, so that a bubble has its own clock.
type outside func(*http.Request) (status int, header http.Header, body string)

func (o outside) RoundTrip(r *http.Request) (*http.Response, error) {
	status, header, body := o(r)
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// sink notes what it is given.
type sink struct {
	got  []string
	gaps []record.Gap
}

func (s *sink) Frame(f record.Frame) {
	for _, o := range f.Batch.Interest {
		s.got = append(s.got, fmt.Sprintf("%s %s %v at %d: %s", f.Venue, o.Symbol, o.Qty, f.Received-o.At, f.Raw))
	}
}

func (s *sink) Gap(g record.Gap) { s.gaps = append(s.gaps, g) }

// run asks a venue for a while and returns what the sink got, and the log.
func run(t *testing.T, ids []string, symbols []string, there outside, d time.Duration) ([]string, string) {
	t.Helper()
	time.Sleep(20 * 365 * 24 * time.Hour) // bubbles begin before times that venues may tell
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	var s sink
	var all []live.Venue
	for _, id := range ids {
		v, _ := venues.Of(id)
		all = append(all, live.Venue{Venue: v, Symbols: symbols})
	}
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	poll.Run(ctx, poll.Options{Venues: all, Sinks: []live.Sink{&s}, Log: logger, Client: upstream.New(upstream.Options{
		Hosts: upstream.OpenHosts("", time.Now, logger), Transport: there, Now: time.Now, Log: logger,
	})})
	return s.got, log.String()
}

func interest(r *http.Request) string {
	return fmt.Sprintf(`{"openInterest":"80000.5","symbol":%q,"time":%d}`, r.FormValue("symbol"), time.Now().UnixMilli()-40)
}

func TestOpenInterestIsAskedForWhereNoStreamHasIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		got, _ := run(t, []string{"binance", "bybit", "hyperliquid"}, []string{"BTCUSDT", "ETHUSDT"}, func(r *http.Request) (int, http.Header, string) {
			asked = append(asked, r.Host+r.URL.Path)
			return 200, nil, interest(r)
		}, time.Minute-time.Second)
		if len(got) != 8 || len(asked) != 8 || !strings.HasPrefix(got[7], "binance ETHUSDT 80000.5 at 40: {") || asked[7] != "fapi.binance.com/fapi/v1/openInterest" {
			t.Errorf("asked %q and got %q, want two symbols in four rounds", asked, got)
		}
	})
}

func TestABanIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		banned, asked := true, 0
		got, log := run(t, []string{"binance"}, []string{"BTCUSDT"}, func(r *http.Request) (int, http.Header, string) {
			asked++
			if banned {
				banned = false
				return 418, http.Header{"Retry-After": {"300"}}, `{"code":-1003,"msg":"Way too much request weight used"}`
			}
			return 200, nil, interest(r)
		}, 6*time.Minute-time.Second)
		if len(got) != 4 || asked != 5 {
			t.Errorf("%d requests and %d answers in six minutes, want one, and four after five minutes", asked, len(got))
		}
		if n := strings.Count(log, "does not tell its open interest"); n != 1 {
			t.Errorf("it is said %d times that it is not told, want once: %s", n, log)
		}
	})
}

func TestWhatCannotBeReadIsNotPassedOn(t *testing.T) {
	for name, body := range map[string]string{
		"no JSON": "<html>", "no number": `{"openInterest":"a lot","symbol":"BTCUSDT","time":1770249600011}`,
		"nothing": `{}`, "a negative number": `{"openInterest":"-1","symbol":"BTCUSDT","time":1770249600011}`,
	} {
		synctest.Test(t, func(t *testing.T) {
			got, log := run(t, []string{"binance"}, []string{"BTCUSDT"}, func(*http.Request) (int, http.Header, string) { return 200, nil, body }, 10*time.Second)
			if len(got) != 0 || !strings.Contains(log, "does not tell") {
				t.Errorf("%s: got %q and the log %q", name, got, log)
			}
		})
	}
}
