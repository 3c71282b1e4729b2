package web

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/proxy"
	"unwind/web/upstream"
	"unwind/web/upstream/upstreamtest"
)

// newMarketSite returns a server whose venues answer with serve.
func newMarketSite(t *testing.T, serve http.HandlerFunc) (*site, *upstreamtest.Clock) {
	t.Helper()
	clock, log := upstreamtest.NewClock(), slog.New(slog.DiscardHandler)
	key, err := upstream.ParseKey("0perators")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]upstream.Key{"coinglass": key}
	venues, err := proxy.Venues("binance,okx,coinglass", keys)
	if err != nil {
		t.Fatal(err)
	}
	client := upstream.New(upstream.Options{
		Keys:  keys,
		Hosts: upstream.OpenHosts("", clock.Now, log), Now: clock.Now, Log: log, Transport: upstreamtest.Venue(t, serve),
	})
	markets := proxy.New(proxy.Options{Venues: venues, Client: client, Now: clock.Now, Log: log})
	t.Cleanup(markets.Close)
	return newSite(t, func(o *Options) { o.Markets = markets }), clock
}

func venueSays(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

const openInterest = `{"openInterest":"10659.509","symbol":"BTCUSDT","time":1770292799000}`

func TestWithoutLeaveNoVenueIsAsked(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/api/markets", "/api/markets/binance/BTCUSDT/candles"} {
		wantError(t, s.do("GET", target), http.StatusNotFound, "markets_off", "--markets")
	}
}

func TestRowsOfAVenue(t *testing.T) {
	s, _ := newMarketSite(t, venueSays(200, openInterest))
	got := s.do("GET", "/api/markets/binance/BTCUSDT/oi-now")
	var a proxy.Answer
	if err := json.Unmarshal([]byte(body(t, got)), &a); err != nil || got.StatusCode != 200 {
		t.Fatalf("got %d, %v", got.StatusCode, err)
	}
	if a.Venue != "binance" || a.Provenance != "recorded" || string(a.Data) != `{"times":[1770292799000],"values":[null],"qty":[10659.509]}` {
		t.Errorf("got %+v with %s", a, a.Data)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "Etag": "", "Vary": "Accept-Encoding",
	} {
		if h := got.Header.Get(name); h != want {
			t.Errorf("%s: got %q, want %q", name, h, want)
		}
	}
	packed := s.do("GET", "/api/markets/binance/BTCUSDT/oi-now", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(z); err != nil || !json.Valid(raw) {
		t.Errorf("packed: got %s, %v", raw, err)
	}
	if head := s.do("HEAD", "/api/markets/binance/BTCUSDT/oi-now"); head.StatusCode != 200 || body(t, head) != "" {
		t.Errorf("HEAD: got %d", head.StatusCode)
	}
}

func TestOtherPagesCannotReadWhatTheKeyPaysFor(t *testing.T) {
	s, _ := newMarketSite(t, venueSays(200, `{"code":"0","data":[{"time":1770292740000,"aggregated_long_liquidation_usd":1,"aggregated_short_liquidation_usd":2}]}`))
	got := s.do("GET", "/api/markets/coinglass/BTC/totals")
	if text := body(t, got); got.StatusCode != 200 || got.Header.Get("Access-Control-Allow-Origin") != "" || !strings.Contains(text, `"provenance":"published"`) {
		t.Errorf("got %d, %v, %s", got.StatusCode, got.Header, text)
	}
}

func TestTheListOfMarkets(t *testing.T) {
	s, _ := newMarketSite(t, venueSays(451, ""))
	text := body(t, s.do("GET", "/api/markets"))
	for _, want := range []string{`"id":"binance"`, `"id":"okx"`, `"kind":"candles","steps":[60000,`, `"refusals":[]`} {
		if !strings.Contains(text, want) {
			t.Errorf("the list lacks %s: %s", want, text)
		}
	}
	wantError(t, s.do("GET", "/api/markets/binance/BTCUSDT/oi-now"), 503, "venue_unavailable", "Binance USD-M is unavailable from here")
	if text := body(t, s.do("GET", "/api/markets")); !strings.Contains(text, `"reason":"unavailable-from-here","until":1770296400000`) {
		t.Errorf("the list does not say it: %s", text)
	}
}

func TestMistakesOfReadersReachNoVenue(t *testing.T) {
	s, _ := newMarketSite(t, func(http.ResponseWriter, *http.Request) { t.Error("a venue was asked") })
	for _, c := range []struct {
		target string
		status int
		code   string
	}{
		{"/api/markets/mtgox/BTCUSD/candles", 404, "no_venue"},
		{"/api/markets/127.0.0.1:80/BTCUSDT/candles", 404, "no_venue"},
		{"/api/markets/bybit/BTCUSDT/candles", 404, "no_venue"}, // there is one, and this server may not ask it
		{"/api/markets/binance/BTCUSDT/depth", 404, "no_kind"},
		{"/api/markets/binance/btcusdt/candles", 400, "bad_symbol"},
		{"/api/markets/binance/BTC%2F..%2FUSDT/candles", 400, "bad_symbol"},
		{"/api/markets/binance/BTCUSDT%26limit=1/candles", 400, "bad_symbol"},
		{"/api/markets/binance/BTCUSDT%0d%0aX:1/candles", 400, "bad_symbol"},
		{"/api/markets/binance/BTCUSDT/candles?step=1m", 400, "bad_query"},
		{"/api/markets/binance/BTCUSDT/candles?step=-60000", 400, "bad_query"},
		{"/api/markets/binance/BTCUSDT/candles?from=99999999999999999999", 400, "bad_query"},
		{"/api/markets/binance/BTCUSDT/candles?from=1770290000000", 400, "bad_query"},
		{"/api/markets/binance/BTCUSDT/oi?from=1760000000000&to=1760000300000", 404, "out_of_reach"},
		{"/api/markets/binance/BTCUSDT", 404, "not_found"},
		{"/api/markets/binance/BTCUSDT/candles/x", 404, "not_found"},
		{"/api/markets/binance/../candles", 404, "not_found"},
	} {
		wantError(t, s.do("GET", c.target), c.status, c.code, "")
	}
}

func TestRefusalsOfVenuesAreSaid(t *testing.T) {
	for _, c := range []struct {
		name   string
		serve  http.HandlerFunc
		status int
		code   string
		retry  string
		reason string
	}{
		{"a country that is not served", venueSays(451, `{"code":0,"msg":"restricted"}`), 503, "venue_unavailable", "3600", "unavailable-from-here"},
		{"a ban", venueSays(418, `{"code":-1003,"msg":"banned"}`, "Retry-After", "120"), 503, "venue_refuses", "120", "banned"},
		{"too many requests", venueSays(429, "", "Retry-After", "7"), 503, "venue_refuses", "7", "rate-limited"},
		{"a symbol that is not known", venueSays(400, `{"code":-1121,"msg":"Invalid symbol."}`), 404, "no_symbol", "", "bad-symbol"},
		{"a fault", venueSays(500, ""), 502, "venue_down", "", "down"},
		{"a redirect", venueSays(302, "", "Location", "https://127.0.0.1/"), 502, "venue_error", "", "bad-request"},
		{"what cannot be read", venueSays(200, "<html>"), 502, "bad_answer", "", "bad-answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := newMarketSite(t, c.serve)
			for range 2 { // what the venue said, and what is remembered of it
				got := s.do("GET", "/api/markets/binance/BTCUSDT/oi-now")
				var e apiError
				if err := json.Unmarshal([]byte(body(t, got)), &e); err != nil {
					t.Fatal(err)
				}
				if got.StatusCode != c.status || e.Error.Code != c.code || got.Header.Get("Retry-After") != c.retry ||
					e.Error.Refusal == nil || e.Error.Refusal.Reason != c.reason || !strings.HasPrefix(e.Error.Message, "Binance USD-M ") {
					t.Errorf("got %d, Retry-After %q, %+v %+v", got.StatusCode, got.Header.Get("Retry-After"), e.Error, e.Error.Refusal)
				}
			}
		})
	}
}

func TestAStaleAnswerSaysWhy(t *testing.T) {
	status := 200
	s, clock := newMarketSite(t, func(w http.ResponseWriter, r *http.Request) { venueSays(status, openInterest)(w, r) })
	body(t, s.do("GET", "/api/markets/binance/BTCUSDT/oi-now"))
	status = 503
	clock.Advance(10 * 60e9)
	var a proxy.Answer
	got := s.do("GET", "/api/markets/binance/BTCUSDT/oi-now")
	if err := json.Unmarshal([]byte(body(t, got)), &a); err != nil || got.StatusCode != 200 {
		t.Fatalf("got %d, %v", got.StatusCode, err)
	}
	if !a.Stale || a.Age != 10*data.Minute || a.Refusal == nil || a.Refusal.Reason != "down" {
		t.Errorf("got %+v, %+v", a, a.Refusal)
	}
}

func TestEveryReasonOfARefusalHasAnAnswer(t *testing.T) {
	n := 0
	for r := feed.Reason(1); r.String() != "unknown"; r++ {
		n++
		to, ok := refusals[r]
		if !ok || to.status < 400 || to.code == "" || to.words == "" {
			t.Errorf("%v has none", r)
		}
	}
	if n != len(refusals) {
		t.Errorf("%d reasons and %d answers", n, len(refusals))
	}
	s := &server{Options: Options{Markets: proxy.New(proxy.Options{}), Log: slog.New(slog.DiscardHandler)}}
	w := httptest.NewRecorder()
	s.refuseMarket(w, httptest.NewRequest("GET", "/", nil), proxy.Ask{Venue: "x"}, errors.New("of our own"))
	wantError(t, w.Result(), http.StatusInternalServerError, "internal", "log")
}

// The document is held against the code: codes, reasons, kinds and members.
func TestTheDocumentOfMarketsIsTrue(t *testing.T) {
	raw, err := os.ReadFile("../docs/http.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n## `/api/markets`\n")
	text, _, _ = strings.Cut(text, "\n## `/panel/")
	var want []string
	for reason, to := range refusals {
		want = append(want, fmt.Sprintf("| %d | ", to.status), to.code, proxy.RefusalOf(&feed.Refusal{Reason: reason}).Reason)
	}
	for code := range mistakes {
		want = append(want, code)
	}
	key, err := upstream.ParseKey("key")
	if err != nil {
		t.Fatal(err)
	}
	venues, err := proxy.Venues(proxy.AllVenues, map[string]upstream.Key{"coinglass": key})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range proxy.New(proxy.Options{Venues: venues, Client: upstream.New(upstream.Options{Hosts: upstream.OpenHosts("", nil, nil)})}).List() {
		for _, k := range v.Kinds {
			want = append(want, k.Kind)
		}
		if !strings.Contains(string(raw), "`"+v.ID+"`") {
			t.Errorf("docs/http.md does not name the venue %q", v.ID)
		}
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("docs/http.md does not have %q", w)
		}
	}
	_, example, _ := strings.Cut(text, "{symbol}/{kind}`\n")
	_, example, _ = strings.Cut(example, "```json\n")
	example, _, _ = strings.Cut(example, "```")
	var documented, answered map[string]any
	if err := json.Unmarshal([]byte(example), &documented); err != nil {
		t.Fatal(err)
	}
	s, _ := newMarketSite(t, venueSays(200, openInterest))
	if err := json.Unmarshal([]byte(body(t, s.do("GET", "/api/markets/binance/BTCUSDT/oi-now"))), &answered); err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(answered)), slices.Sorted(maps.Keys(documented)); !slices.Equal(got, want) {
		t.Errorf("an answer has %q, the document %q", got, want)
	}
}
