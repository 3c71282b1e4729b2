package web

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"unwind/web/live"
)

func TestAServerThatFollowsNobodySaysSo(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/api/live", "/api/live/stream"} {
		wantError(t, s.do("GET", target), http.StatusNotFound, "live_off", "--live")
	}
}

// followsOne is a site that follows a venue which sent something.
func followsOne(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	status := func() []live.Status {
		return []live.Status{{Venue: "binance", Name: "Binance USD-M", Symbols: []string{"BTCUSDT"}, State: live.Flowing, Since: 1770292800000, Last: 1770292859900, Sampled: true}}
	}
	return newSite(t, func(o *Options) {
		o.Live = &Live{Symbols: []string{"BTCUSDT"}, Status: status, Screens: NewScreens(status, "https://unwind.example", slog.New(slog.DiscardHandler))}
		for _, c := range change {
			c(o)
		}
	})
}

func TestHowVenuesDoIsAsTheDocumentSays(t *testing.T) {
	raw, err := os.ReadFile("../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `/api/live`\n")
	_, text, _ = strings.Cut(text, "```json\n")
	text, _, _ = strings.Cut(text, "```")
	type report struct {
		Venues []map[string]any
		Now    any
	}
	var want, got report
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	r := followsOne(t).do("GET", "/api/live")
	if r.Header.Get("Access-Control-Allow-Origin") != "" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("other pages may read it, or it is kept: %v", r.Header)
	}
	if err := json.Unmarshal([]byte(body(t, r)), &got); err != nil {
		t.Fatal(err)
	}
	if a, b := slices.Sorted(maps.Keys(got.Venues[0])), slices.Sorted(maps.Keys(want.Venues[0])); !slices.Equal(a, b) {
		t.Errorf("a venue has %q, the document says %q", a, b)
	}
	if got.Venues[0]["state"] != "live" || got.Venues[0]["sampled"] != true || got.Now == nil {
		t.Errorf("got %v", got)
	}
}

func TestTheStreamIsAWebSocketOfThisServer(t *testing.T) {
	s := followsOne(t)
	wantError(t, s.do("GET", "/api/live/stream"), http.StatusUpgradeRequired, "websocket_only", "WebSocket")
	upgrade := []string{"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="}
	r := s.do("GET", "/api/live/stream", append(upgrade, "Origin", "https://elsewhere.example")...)
	wantError(t, r, http.StatusForbidden, "bad_origin", "other sites")
	r = s.do("GET", "/api/live/stream", append(upgrade, "Sec-WebSocket-Version", "12")...)
	wantError(t, r, http.StatusBadRequest, "bad_handshake", "not understood")
}
