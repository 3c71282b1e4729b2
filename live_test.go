package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/web/live/livetest"
	"unwind/web/record"
)

func TestVenuesAreFollowedByTheirOwnNames(t *testing.T) {
	for _, c := range []struct{ venues, symbols, want string }{
		{"binance", "BTCUSDT,ETHUSDT", "binance [BTCUSDT ETHUSDT]"},
		{"okx,bybit", "BTCUSDT", "bybit [BTCUSDT] okx [BTC-USDT-SWAP]"},
		{"all", "BTCUSDT", "binance [BTCUSDT] bybit [BTCUSDT] okx [BTC-USDT-SWAP] deribit [BTC-PERPETUAL] hyperliquid [BTC] bitmex [XBTUSD XBTUSDT] binance-spot [BTCUSDT] coinbase [BTC-USD]"},
		{"okx", "SOLUSDT", "okx [SOL-USDT-SWAP]"},
		{"coinglass", "BTCUSDT", `venue "coinglass" has no stream of BTCUSDT that can be followed`},
	} {
		o := liveOptions{venues: c.venues, symbols: c.symbols}
		var got []string
		all, err := o.follow()
		for _, v := range all {
			got = append(got, v.ID, fmt.Sprint(v.Symbols))
		}
		if err != nil {
			got = append(got, err.Error())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s of %s: got %q, want %q", c.symbols, c.venues, got, c.want)
		}
	}
}

// A venue, the server around it, and who asks: a liquidation goes to a screen,
// and into a recording that is read after the end. Which state the venue is in
// depends on how fast the machine is; package live tests states by a clock of
// its own.
func TestALiveLiquidationIsShownAndRecorded(t *testing.T) {
	venue := &livetest.Venue{}
	venue.Start(t)
	at := time.Now().UnixMilli()
	venue.Said = func(s *livetest.Socket, _ string) {
		s.Say(fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%d,"data":[{"T":%d,"s":"BTCUSDT","S":"Buy","v":"2","p":"70000"}]}`, at, at))
	}
	dir := t.TempDir()
	o := serveOptions{
		markets: marketOptions{data: filepath.Join(dir, "data")},
		live:    liveOptions{venues: "bybit", symbols: "BTCUSDT"}, internet: venue,
	}
	var log bytes.Buffer
	followed, err := follow(t.Context(), o, clientOf(t, o, noHosts()), newLog(o, &log))
	if err != nil {
		t.Fatal(err)
	}
	handler := handlerOf(t, followed)
	server := httptest.NewServer(handler)
	defer server.Close()
	if total := watchOne(t, server.URL); total != 140000 {
		t.Errorf("the screen has %.0f dollars, want 140000", total)
	}
	report := fetchJSON(t, server.URL+"/api/live")
	if v := gjson.Get(report, "venues.0"); v.Get("venue").Str != "bybit" || v.Get("state").Str == "" || v.Get("liquidations").Int() != 1 || v.Get("sampled").Bool() || !v.Get("ageMs").Exists() {
		t.Errorf("the report is %s", report)
	}
	if !gjson.Get(report, "recording").Bool() {
		t.Errorf("it is not said that this is recorded: %s", report)
	}
	server.CloseClientConnections()
	followed.close()
	store, err := record.Open(t.Context(), record.Options{Dir: o.markets.data, Existing: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var usd, events float64
	err = store.Read(t.Context(), data.UnixMs(at), data.UnixMs(at)+data.Minute, []record.Kind{record.Liquidation}, func(e *record.Event) error {
		usd += float64(e.Liquidation.Notional)
		events++
		return nil
	})
	if err != nil || events != 1 || usd != 140000 {
		t.Errorf("%.0f dollars of %.0f liquidations were recorded, %v; want 140000 of one", usd, events, err)
	}
}

// A server that starts again shows what it showed, with the time in between as
// a gap.
func TestARestartShowsTheDayAgain(t *testing.T) {
	venue := &livetest.Venue{}
	venue.Start(t)
	at := time.Now().UnixMilli()
	venue.Said = func(s *livetest.Socket, _ string) {
		for i := range 2 { // in two moments, so that there is a time in which it recorded
			time.Sleep(20 * time.Millisecond)
			s.Say(fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%d,"data":[{"T":%d,"s":"BTCUSDT","S":"Buy","v":"1","p":"%d"}]}`, at, at, 70000+i))
		}
	}
	o := serveOptions{
		markets: marketOptions{data: filepath.Join(t.TempDir(), "data")},
		live:    liveOptions{venues: "bybit", symbols: "BTCUSDT"}, internet: venue,
	}
	run := func(all func(snapshot string) bool) (snapshot string) {
		followed, err := follow(t.Context(), o, clientOf(t, o, noHosts()), quiet())
		if err != nil {
			t.Fatal(err)
		}
		defer followed.close()
		server := httptest.NewServer(handlerOf(t, followed))
		defer server.Close()
		watchOne(t, server.URL)
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if snapshot = string(followed.Screens.Snapshot()); all(snapshot) {
				break // it is kept for a while, and may be of before the other one
			}
		}
		server.CloseClientConnections()
		return snapshot
	}
	both := func(snapshot string) bool { return gjson.Get(snapshot, "liquidations.notional").Raw == "[70000,70001]" }
	run(both)
	venue.Said = nil // nothing comes any more
	again := run(func(snapshot string) bool { return both(snapshot) && stopsIn(snapshot) == 2 })
	if !both(again) {
		t.Errorf("the liquidations are %s, want those of the run before", gjson.Get(again, "liquidations.notional").Raw)
	}
	if n := stopsIn(again); n != 2 {
		t.Errorf("%d gaps of a stop, want that before the recording and that between: %s", n, gjson.Get(again, "gaps").Raw)
	}
}

// stopsIn returns how many gaps of a snapshot are times in which nothing was
// recorded.
func stopsIn(snapshot string) (n int) {
	for _, g := range gjson.Get(snapshot, "gaps").Array() {
		if g.Get("why").Str == "stopped" && g.Get("venue").Str == "" {
			n++
		}
	}
	return n
}

func TestThePasswordOfANatsIsNotShown(t *testing.T) {
	var log bytes.Buffer
	o := serveOptions{live: liveOptions{symbols: "BTCUSDT", nats: "nats://me:secret@127.0.0.1:1"}}
	if f, err := follow(t.Context(), o, clientOf(t, o, noHosts()), newLog(o, &log)); f != nil || err != nil || !strings.Contains(log.String(), "--live") {
		t.Errorf("without a venue: got %v, %v and the log %q", f, err, log.String())
	}
	o.live.venues = "okx"
	_, err := follow(t.Context(), o, clientOf(t, o, noHosts()), newLog(o, &log))
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("a NATS that is not there: got %v", err)
	}
	if strings.Contains(fmt.Sprint(err)+log.String(), "secret") {
		t.Errorf("the password is in %q or %q", err, log.String())
	}
}

func handlerOf(t *testing.T, followed *following) http.Handler {
	t.Helper()
	o := serveOptions{}
	handler, events, err := assemble(o, nil, followed, newLog(o, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { events.Close() })
	return handler
}

// watchOne returns the dollars of liquidations that a screen is sent, once
// there are any.
func watchOne(t *testing.T, base string) (total float64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, _, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(base, "http")+"/api/live/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for total == 0 {
		_, raw, err := c.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		for _, usd := range gjson.GetBytes(raw, "liquidations.notional").Array() {
			total += usd.Float()
		}
	}
	return total
}

func fetchJSON(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || !json.Valid(body) {
		t.Fatalf("%v in %q", err, body)
	}
	return string(body)
}
