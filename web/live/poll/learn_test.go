package poll_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
	"unwind/web/live"
	"unwind/web/live/poll"
	"unwind/web/record"
	"unwind/web/upstream"
)

// list is a list of instruments by which a contract of BTC-USDT-SWAP is worth
// twice what is known without it, and one of SOL-USDT-SWAP 1 SOL.
const list = `{"code":"0","data":[{"instId":"BTC-USDT-SWAP","ctVal":"0.02","ctMult":"1","ctValCcy":"BTC","ctType":"linear"},
 {"instId":"SOL-USDT-SWAP","ctVal":"1","ctMult":"1","ctValCcy":"SOL","ctType":"linear"}]}`

// learn follows symbols of OKX for a while and returns what the venue knows
// then, what was missing and the log.
func learn(t *testing.T, symbols []string, there outside, d time.Duration) (*feed.Contracts, []record.Gap, string) {
	t.Helper()
	time.Sleep(20 * 365 * 24 * time.Hour) // as in run
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	var s sink
	v, _ := venues.Of("okx")
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	poll.Run(ctx, poll.Options{Venues: []live.Venue{{Venue: v, Symbols: symbols}}, Sinks: []live.Sink{&s}, Log: logger, Client: upstream.New(upstream.Options{
		Hosts: upstream.OpenHosts("", time.Now, logger), Transport: there, Now: time.Now, Log: logger,
	})})
	return v.Contracts, s.gaps, log.String()
}

// face returns what a contract is known to be worth, or 0.
func face(c *feed.Contracts, symbol string) float64 {
	one, _ := c.Of(symbol)
	return one.Face
}

func TestWhatContractsAreWorthIsAskedForOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		c, gaps, log := learn(t, []string{"BTC-USDT-SWAP"}, func(r *http.Request) (int, http.Header, string) {
			asked = append(asked, r.Host+r.URL.Path)
			return 200, nil, list
		}, 25*time.Hour)
		if len(asked) != 2 || asked[0] != "www.okx.com/api/v5/public/instruments" || face(c, "BTC-USDT-SWAP") != 0.02 || len(gaps) != 0 || log != "" {
			t.Errorf("asked %q, a contract is %v, missing %v, log %s", asked, face(c, "BTC-USDT-SWAP"), gaps, log)
		}
	})
}

// A failed download changes nothing, is said once, and is repeated each hour.
func TestWithoutTheListWhatIsKnownStays(t *testing.T) {
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"the venue is down": {502, ""}, "no JSON": {200, "<html>"}, "an empty list": {200, `{"code":"0","data":[]}`},
		"sizes of zero": {200, strings.NewReplacer(`"0.02"`, `"0"`, `"1","ctMult"`, `"0","ctMult"`).Replace(list)},
		"too long":      {200, list + strings.Repeat(" ", 9<<20)},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			c, gaps, log := learn(t, []string{"BTC-USDT-SWAP"}, func(*http.Request) (int, http.Header, string) {
				asked++
				return answer.status, nil, answer.body
			}, 150*time.Minute)
			if asked != 3 || face(c, "BTC-USDT-SWAP") != 0.01 || len(gaps) != 0 {
				t.Errorf("%s: asked %d times, a contract is %v, missing %v", name, asked, face(c, "BTC-USDT-SWAP"), gaps)
			}
			if n := strings.Count(log, "what was known stays"); n != 1 {
				t.Errorf("%s: it is said %d times, want once: %s", name, n, log)
			}
		})
	}
}

// Twelve seconds without the list are three gaps without a space between them.
func TestUntilTheListCameLiquidationsAreMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var begun time.Time
		c, gaps, _ := learn(t, []string{"BTC-USDT-SWAP", "SOL-USDT-SWAP"}, func(*http.Request) (int, http.Header, string) {
			if asked++; asked == 1 {
				begun = time.Now()
			}
			time.Sleep(time.Second)
			if asked < 3 {
				return 502, nil, ""
			}
			return 200, nil, list
		}, time.Hour)
		if face(c, "SOL-USDT-SWAP") != 1 || len(gaps) == 0 {
			t.Fatalf("a contract is %v, missing %v", face(c, "SOL-USDT-SWAP"), gaps)
		}
		at := data.UnixMs(begun.UnixMilli())
		for _, g := range gaps {
			if g.Venue != "okx" || g.From != at || g.Why != record.Disconnected {
				t.Errorf("got %+v, want it from %d", g, at)
			}
			at = g.To
		}
		if took := at - gaps[0].From; took != 13*data.Second {
			t.Errorf("%d ms are missing, want 13 s: three requests of one and two pauses of five", took)
		}
	})
}

func TestWhatTheListDoesNotNameIsSaidAndIsNoGapForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, gaps, log := learn(t, []string{"SOL-USDT-SWAP", "NONE-USDT-SWAP"}, func(*http.Request) (int, http.Header, string) {
			time.Sleep(time.Second)
			return 200, nil, list
		}, 49*time.Hour)
		if len(gaps) != 1 || gaps[0].To-gaps[0].From != data.Second || !strings.Contains(log, "unknown=NONE-USDT-SWAP") {
			t.Errorf("missing %v, log %s", gaps, log)
		}
	})
}

func TestARefusalOfTheListIsHonouredAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		_, gaps, _ := learn(t, []string{"SOL-USDT-SWAP"}, func(*http.Request) (int, http.Header, string) {
			asked++
			return 451, nil, ""
		}, 30*time.Minute)
		if asked != 1 || len(gaps) == 0 {
			t.Fatalf("asked %d times, missing %v", asked, gaps)
		}
		for _, g := range gaps {
			if g.Why != record.Blocked {
				t.Fatalf("got %+v, want it blocked", g)
			}
		}
	})
}

// Rows are read beside the learning: the race detector looks on.
func TestRowsAreReadWhileTheListIsLearnt(t *testing.T) {
	v, _ := venues.Of("okx")
	streams, err := v.Streams([]string{"SOL-USDT-SWAP"})
	if err != nil {
		t.Fatal(err)
	}
	learnt := make(chan error)
	go func() { learnt <- v.Contracts.Learn([]byte(list)) }()
	p, b := streams[0].NewParser(), new(feed.Batch)
	for i := range 1000 {
		frame := fmt.Sprintf(`{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkPx":"150","posSide":"long","side":"sell","sz":"3","ts":"%d"}],"instId":"SOL-USDT-SWAP"}]}`, 1770300000110+i)
		b.Reset()
		if err := p.ParseFrame([]byte(frame), b); err == nil && b.Liquidations[0].Notional != 450 {
			t.Fatalf("got %+v, want $450 or nothing", b.Liquidations)
		}
	}
	if err := <-learnt; err != nil {
		t.Fatal(err)
	}
}
