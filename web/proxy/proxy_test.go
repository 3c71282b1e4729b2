package proxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/upstream"
	"unwind/web/upstream/upstreamtest"
)

// world is a proxy and the venues that it reaches.
type world struct {
	*Proxy
	t     *testing.T
	clock *upstreamtest.Clock
	log   *bytes.Buffer
	asked atomic.Int32
	file  string

	mu    sync.Mutex
	serve http.HandlerFunc
}

// keys are those that an operator gives.
var keys = map[string]upstream.Key{"coinglass": aKey()}

func aKey() upstream.Key {
	k, err := upstream.ParseKey("k3y-of-the-operator")
	if err != nil {
		panic(err)
	}
	return k
}

func everyVenue(t testing.TB) []feed.Venue {
	t.Helper()
	all, err := Venues(AllVenues, keys)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func newWorld(t *testing.T, serve http.HandlerFunc) *world {
	t.Helper()
	w := &world{t: t, clock: upstreamtest.NewClock(), log: &bytes.Buffer{}, file: filepath.Join(t.TempDir(), "stops.json"), serve: serve}
	w.restart()
	return w
}

// restart ends the proxy and begins another that knows what a file says.
func (w *world) restart() {
	if w.Proxy != nil {
		w.Close()
	}
	log := slog.New(slog.NewTextHandler(w.log, nil))
	client := upstream.New(upstream.Options{
		Keys:  keys,
		Hosts: upstream.OpenHosts(w.file, w.clock.Now, log), Now: w.clock.Now, Log: log, Timeout: time.Minute,
		Transport: upstreamtest.Venue(w.t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			w.asked.Add(1)
			w.mu.Lock()
			serve := w.serve
			w.mu.Unlock()
			serve(rw, r)
		})),
	})
	w.Proxy = New(Options{Venues: everyVenue(w.t), Client: client, Now: w.clock.Now, Log: log})
	w.patience = time.Minute // until a test says otherwise
	w.t.Cleanup(w.Close)
}

func (w *world) become(serve http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.serve = serve
}

// settle waits for the request for an ask that is in progress.
func (w *world) settle(a Ask) {
	w.t.Helper()
	wish, err := w.find(a, w.ms())
	if err != nil {
		w.t.Fatal(err)
	}
	<-w.flight.DoChan(wish.key(), func() (any, error) { return w.fetch(wish) })
}

func reply(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// minute is the beginning of the last whole minute of the clock's start.
var minute = data.UnixMs(upstreamtest.Start.UnixMilli()) - data.Minute

var candle = fmt.Sprintf(`[[%d,"100.5","101.25","99.75","101","12.5",%d,"1260.1",42,"7.25","731.0","0"]]`, minute, minute+59999)

// latest asks for the minutes of one symbol.
var latest = Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "candles"}

// want asks and requires an answer of an age, after so many requests in all.
func (w *world) want(a Ask, age data.UnixMs, stale bool, asked int32) *Answer {
	w.t.Helper()
	got, err := w.Get(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	if got.Age != age || got.Stale != stale || w.asked.Load() != asked {
		w.t.Fatalf("got age %d, stale %v after %d requests, want %d, %v after %d", got.Age, got.Stale, w.asked.Load(), age, stale, asked)
	}
	return got
}

// wantFault asks and requires a refusal, after so many requests in all.
func (w *world) wantFault(a Ask, reason string, asked int32) {
	w.t.Helper()
	got, err := w.Get(w.t.Context(), a)
	if err == nil || RefusalOf(err).Reason != reason || w.asked.Load() != asked {
		w.t.Fatalf("got %+v, %v after %d requests, want %q after %d", got, err, w.asked.Load(), reason, asked)
	}
}

func TestAnAnswerInTheOneShape(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Host != "fapi.binance.com" || r.URL.Path != "/fapi/v1/klines" || r.URL.Query().Get("interval") != "1m" || r.URL.Query().Get("limit") != "480" {
			t.Errorf("got %s%s", r.Host, r.URL)
		}
		reply(200, candle)(rw, r)
	})
	got, err := json.Marshal(w.want(latest, 0, false, 1))
	want := fmt.Sprintf(`{"venue":"binance","name":"Binance USD-M","symbol":"BTCUSDT","kind":"candles","provenance":"recorded",`+
		`"step":60000,"from":%d,"to":%d,"fetched":%d,"age":0,"fresh":5000,"stale":false,"refusal":null,`+
		`"data":{"times":[%d],"open":[100.5],"high":[101.25],"low":[99.75],"close":[101],"volume":[12.5],"takerBuy":[7.25]}}`,
		minute+2*data.Minute-480*data.Minute, minute+2*data.Minute, minute+data.Minute, minute)
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

// The same row as four venues write it, and what is left out where a venue does
// not tell it.
func TestEveryVenueAndKindHasTheSameShape(t *testing.T) {
	at := feed.Ms(minute)
	for _, c := range []struct {
		ask        Ask
		body, want string
	}{
		{Ask{Venue: "bybit", Symbol: "BTCUSDT", Kind: "candles"},
			`{"retCode":0,"result":{"list":[["` + at + `","100","102","99","101","3","300"]]}}`,
			`{"times":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}`},
		{Ask{Venue: "okx", Symbol: "BTC-USDT-SWAP", Kind: "candles"},
			`{"code":"0","data":[["` + at + `","100","102","99","101","300","3","300","1"]]}`,
			`{"times":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}`},
		{Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "mark"}, candle,
			`{"times":[` + at + `],"open":[100.5],"high":[101.25],"low":[99.75],"close":[101]}`},
		{Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "oi"},
			`[{"symbol":"BTCUSDT","sumOpenInterest":"10","sumOpenInterestValue":"1000","timestamp":` + at + `}]`,
			`{"times":[` + at + `],"values":[1000],"qty":[10]}`},
		{Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "oi-now"},
			`{"openInterest":"10","symbol":"BTCUSDT","time":` + at + `}`,
			`{"times":[` + at + `],"values":[null],"qty":[10]}`},
		{Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "funding"},
			`[{"symbol":"BTCUSDT","fundingRate":"-0.0001","fundingTime":` + at + `,"markPrice":"100"}]`,
			`{"times":[` + at + `],"values":[-0.0001],"interval":[null],"predicted":[false]}`},
		{Ask{Venue: "okx", Symbol: "BTC-USDT-SWAP", Kind: "liquidations"},
			`{"code":"0","data":[{"instId":"BTC-USDT-SWAP","details":[{"bkPx":"100","posSide":"long","side":"sell","sz":"10","ts":"` + at + `"}]}]}`,
			`{"times":[` + at + `],"side":["long"],"price":[100],"priceKind":["bankruptcy"],"bankruptcy":[100],"qty":[0.1],"notional":[10],` +
				`"exchange":[""],"ids":["okx|BTC-USDT-SWAP|` + at + `|long|100|0.1|0"]}`},
		{Ask{Venue: "deribit", Symbol: "BTC-PERPETUAL", Kind: "candles"},
			`{"jsonrpc":"2.0","result":{"status":"ok","ticks":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}}`,
			`{"times":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}`},
		{Ask{Venue: "hyperliquid", Symbol: "BTC", Kind: "candles"},
			`[{"t":` + at + `,"T":1,"s":"BTC","i":"1m","o":"100","h":"102","l":"99","c":"101","v":"3","n":9}]`,
			`{"times":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}`},
		{Ask{Venue: "hyperliquid", Symbol: "BTC", Kind: "oi-now"},
			`[{"universe":[{"name":"ETH"},{"name":"BTC"}]},[{"openInterest":"1","markPx":"1"},{"openInterest":"10","markPx":"100"}]]`,
			`{"times":[null],"values":[1000],"qty":[10]}`},
		{Ask{Venue: "coinbase", Symbol: "BTC-USD", Kind: "spot"},
			`[[` + strings.TrimSuffix(at, "000") + `,99,102,100,101,3]]`,
			`{"times":[` + at + `],"open":[100],"high":[102],"low":[99],"close":[101],"volume":[3]}`},
		{Ask{Venue: "coinglass", Symbol: "BTC", Kind: "totals"},
			`{"code":"0","data":[{"time":` + at + `,"aggregated_long_liquidation_usd":1000,"aggregated_short_liquidation_usd":0}]}`,
			`{"times":[` + at + `],"long":[1000],"short":[0]}`},
	} {
		w := newWorld(t, reply(200, c.body))
		got, err := w.Get(t.Context(), c.ask)
		if err != nil {
			t.Errorf("%s %s: %v", c.ask.Venue, c.ask.Kind, err)
			continue
		}
		if string(got.Data) != c.want {
			t.Errorf("%s %s: got %s\nwant %s", c.ask.Venue, c.ask.Kind, got.Data, c.want)
		}
		if collector := c.ask.Venue == "coinglass"; got.SidesDisputed != collector || (got.Provenance == "published") != collector {
			t.Errorf("%s: got %+v", c.ask.Venue, got)
		}
	}
}

func TestAHundredReadersAreOneRequest(t *testing.T) {
	release := make(chan struct{})
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, candle)(rw, r)
	})
	var readers sync.WaitGroup
	var answered atomic.Int32
	for range 100 {
		readers.Go(func() {
			got, err := w.Get(t.Context(), latest)
			if err != nil || !strings.Contains(string(got.Data), "101.25") {
				t.Errorf("got %v, %v", got, err)
			}
			answered.Add(1)
		})
	}
	time.Sleep(20 * time.Millisecond) // most of them wait by now; the others find the answer
	close(release)
	readers.Wait()
	if w.asked.Load() != 1 || answered.Load() != 100 {
		t.Errorf("%d requests for %d readers", w.asked.Load(), answered.Load())
	}
}

func TestTheRequestGoesOnWhenItsReaderLeaves(t *testing.T) {
	release := make(chan struct{})
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, candle)(rw, r)
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Get(ctx, latest); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	close(release)
	w.want(latest, 0, false, 1)
}

func TestAnAnswerAgesAndIsRenewed(t *testing.T) {
	w := newWorld(t, reply(200, candle))
	w.want(latest, 0, false, 1)
	w.clock.Advance(5 * time.Second)
	w.want(latest, 5000, false, 1)
	w.clock.Advance(time.Second)
	if got, err := w.Get(t.Context(), latest); err != nil || got.Age != 6000 || !got.Stale {
		t.Fatalf("behind: got %+v, %v", got, err)
	}
	w.settle(latest)
	w.want(latest, 0, false, 2)
}

func TestAnAnswerIsSentAtOnceWhileANewOneIsFetched(t *testing.T) {
	w := newWorld(t, reply(200, candle))
	w.want(latest, 0, false, 1)
	release := make(chan struct{})
	w.become(func(rw http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, candle)(rw, r)
	})
	w.clock.Advance(50 * time.Second) // ten times its freshness
	if got, err := w.Get(t.Context(), latest); err != nil || got.Age != 50_000 || !got.Stale {
		t.Fatalf("got %+v, %v", got, err)
	}
	close(release)
	w.settle(latest)
}

func TestAnOldAnswerStandsInForASilentVenue(t *testing.T) {
	w := newWorld(t, reply(200, candle))
	w.want(latest, 0, false, 1)
	release := make(chan struct{})
	w.become(func(rw http.ResponseWriter, r *http.Request) { <-release; reply(200, candle)(rw, r) })
	w.clock.Advance(time.Hour)
	w.patience = 50 * time.Millisecond
	for range 3 { // each answered while the venue is silent
		if got, err := w.Get(t.Context(), latest); err != nil || got.Age != data.Hour || !got.Stale {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	close(release)
	w.settle(latest)
	w.want(latest, 0, false, 2)
}

func TestAnOldAnswerStandsInForAFault(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		serve        http.HandlerFunc
	}{
		{"a fault of the venue", "down", reply(503, "")},
		{"a country that is not served", "unavailable-from-here", reply(451, `{"code":0,"msg":"Service unavailable from a restricted location"}`)},
		{"a ban", "banned", reply(418, `{"code":-1003,"msg":"IP banned until 1770379200000."}`, "Retry-After", "86400")},
		{"too many requests", "rate-limited", reply(429, "", "Retry-After", "7200")},
		{"HTML", "bad-answer", reply(200, "<html>")},
		{"an error with status 200", "bad-answer", reply(200, `{"code":-1121,"msg":"Invalid symbol."}`)},
		{"half an answer", "bad-answer", reply(200, candle[:40])},
		{"an answer nested too deeply", "bad-answer", reply(200, strings.Repeat("[", 1_000_000))},
		{"an answer too large", "bad-answer", reply(200, strings.Repeat(" ", 9<<20))},
		{"prices that are none", "bad-answer", reply(200, strings.Replace(candle, "101.25", "NaN", 1))},
		{"no rows", "empty", reply(200, "[]")},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, reply(200, candle))
			w.want(latest, 0, false, 1)
			w.become(c.serve)
			w.clock.Advance(24*time.Hour - time.Minute)
			got := w.want(latest, data.Day-data.Minute, true, 2)
			if got.Refusal == nil || got.Refusal.Reason != c.reason || !strings.Contains(string(got.Data), "101.25") {
				t.Errorf("got %+v", got.Refusal)
			}
			w.want(latest, data.Day-data.Minute, true, 2) // not at once again
			w.clock.Advance(time.Minute + time.Millisecond)
			if got, err := w.Get(t.Context(), latest); err == nil {
				t.Errorf("after a day: got %+v", got)
			}
		})
	}
}

func TestAFaultStandsForAWhile(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		serve        http.HandlerFunc
		pause        time.Duration
	}{
		{"a symbol that the venue does not know", "bad-symbol", reply(400, `{"code":-1121,"msg":"Invalid symbol."}`), time.Minute},
		{"a fault of the venue", "down", reply(502, ""), 2 * time.Second},
		{"what cannot be read", "bad-answer", reply(200, "{"), 10 * time.Second},
		{"no rows", "empty", reply(200, "[]"), 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.serve)
			w.wantFault(latest, c.reason, 1)
			w.clock.Advance(c.pause - time.Millisecond)
			w.wantFault(latest, c.reason, 1)
			w.clock.Advance(time.Millisecond)
			w.wantFault(latest, c.reason, 2)
		})
	}
}

func TestNoReaderWearsABanOut(t *testing.T) {
	w := newWorld(t, reply(418, "", "Retry-After", "3600"))
	w.wantFault(latest, "banned", 1)
	for i := range 20 {
		w.clock.Advance(2 * time.Minute)
		other := latest
		other.Symbol, other.Kind = fmt.Sprintf("X%dUSDT", i), "mark"
		w.wantFault(other, "banned", 1)
	}
	w.restart()
	w.wantFault(latest, "banned", 1)
	if _, err := w.Get(t.Context(), Ask{Venue: "bybit", Symbol: "BTCUSDT", Kind: "candles"}); RefusalOf(err).Reason != "unavailable-from-here" && w.asked.Load() != 2 {
		t.Errorf("another venue is kept from being asked: %v after %d", err, w.asked.Load())
	}
}

// CoinGlass refuses with status 200.
func TestRefusalsWithStatus200(t *testing.T) {
	totals := Ask{Venue: "coinglass", Symbol: "BTC", Kind: "totals"}
	for body, want := range map[string]string{
		`{"code":"400","msg":"Invalid API key provided"}`: "unauthorised",
		`{"code":"401","msg":"Upgrade plan"}`:             "plan-too-small",
		`{"code":"429","msg":"Too many requests"}`:        "rate-limited",
		`{"code":"0","msg":"success","data":[]}`:          "empty",
	} {
		newWorld(t, reply(200, body)).wantFault(totals, want, 1)
	}
	okx := Ask{Venue: "okx", Symbol: "BTC-USDT-SWAP", Kind: "candles"}
	newWorld(t, reply(200, `{"code":"51001","msg":"Instrument ID does not exist","data":[]}`)).wantFault(okx, "bad-symbol", 1)
	hyperliquid := Ask{Venue: "hyperliquid", Symbol: "BTC", Kind: "candles"}
	newWorld(t, reply(200, "null")).wantFault(hyperliquid, "empty", 1)
	newWorld(t, reply(422, "Failed to deserialize the JSON body into the target type")).wantFault(hyperliquid, "bad-request", 1)
}

// The latest rows of whatever is in the list are one request that its venue
// takes, within its budget.
func TestTheLatestOfEverythingIsOneRequest(t *testing.T) {
	w := newWorld(t, nil)
	samples := []string{"BTCUSDT", "BTC-USDT-SWAP", "BTC-PERPETUAL", "BTC", "XBTUSD", "BTC-USD", "Binance:BTC"}
	for _, v := range w.venues {
		for _, s := range v.series {
			i := slices.IndexFunc(samples, s.symbol)
			if i < 0 {
				t.Errorf("%s %s: no symbol is one", v.ID, s.kind)
				continue
			}
			wish, err := w.find(Ask{Venue: v.ID, Symbol: samples[i], Kind: s.kind}, w.ms())
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.request(wish.query(w.ms()))
			if err != nil {
				t.Errorf("%s %s: %v", v.ID, s.kind, err)
			}
			if !slices.ContainsFunc(v.Budgets, func(b feed.Budget) bool {
				return b.Name == r.Budget && b.Host == r.Host && r.Weight <= b.Units/2
			}) {
				t.Errorf("%s %s: weight %d of %q at %s fits no budget", v.ID, s.kind, r.Weight, r.Budget, r.Host)
			}
		}
	}
}

func TestAVenueThatWantsAKey(t *testing.T) {
	if _, err := Venues("okx,coinglass", nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("named without its key: got %v", err)
	}
	if all, err := Venues(AllVenues, nil); err != nil || len(all) != 8 {
		t.Errorf("all without it: got %d, %v", len(all), err)
	}
	if one, err := Venues("coinglass", keys); err != nil || len(one) != 1 {
		t.Errorf("with its key: got %d, %v", len(one), err)
	}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("CG-API-KEY") != "k3y-of-the-operator" || r.Host != "open-api-v4.coinglass.com" {
			t.Errorf("got %s %v", r.Host, r.Header)
		}
		reply(200, `{"code":"400","msg":"Invalid API key k3y-of-the-operator"}`)(rw, r)
	})
	_, err := w.Get(t.Context(), Ask{Venue: "coinglass", Symbol: "BTC", Kind: "totals"})
	if r := RefusalOf(err); r == nil || r.Text != "Invalid API key …" {
		t.Errorf("got %+v", r)
	}
}

// Bybit refuses a country with a page of its CDN and too many requests with
// the same status.
func TestBybitsTwoMeaningsOf403(t *testing.T) {
	ask := Ask{Venue: "bybit", Symbol: "BTCUSDT", Kind: "candles"}
	newWorld(t, reply(403, "<html>The Amazon CloudFront distribution is configured to block access from your country.</html>")).wantFault(ask, "unavailable-from-here", 1)
	newWorld(t, reply(403, "access too frequent")).wantFault(ask, "rate-limited", 1)
	newWorld(t, reply(200, `{"retCode":10006,"retMsg":"Too many visits!","result":{}}`)).wantFault(ask, "rate-limited", 1)
	newWorld(t, reply(200, `{"retCode":10024,"retMsg":"Compliance","result":{}}`)).wantFault(ask, "unavailable-from-here", 1)
}

func TestTimesAreBroughtToTheGrid(t *testing.T) {
	w := newWorld(t, nil)
	now := w.ms()
	for _, c := range []struct {
		name     string
		ask      Ask
		from, to data.UnixMs
	}{
		{"minutes", Ask{From: minute - 100*data.Minute + 1, To: minute - data.Minute + 1}, minute - 100*data.Minute, minute},
		{"minutes on the grid", Ask{From: minute - data.Minute, To: minute}, minute - data.Minute, minute},
		{"an end that has not come", Ask{From: minute, To: minute + data.Hour}, minute, now + data.Minute},
		{"the latest", Ask{}, now + data.Minute - 480*data.Minute, now + data.Minute},
		{"the latest hours", Ask{Step: data.Hour}, now + data.Hour - 480*data.Hour, now + data.Hour},
		{"the latest open interest", Ask{Kind: "oi"}, now + 5*data.Minute - 480*5*data.Minute, now + 5*data.Minute},
		{"the latest days of it, which are fewer", Ask{Kind: "oi", Step: data.Day}, (now-30*data.Day)/data.Day*data.Day + data.Day, now/data.Day*data.Day + data.Day},
		{"the latest funding", Ask{Kind: "funding"}, now + data.Hour - 480*data.Hour, now + data.Hour},
		{"the latest liquidations", Ask{Venue: "okx", Symbol: "BTC-USDT-SWAP", Kind: "liquidations"}, now + data.Minute - data.Hour, now + data.Minute},
		{"the present", Ask{Kind: "oi-now"}, 0, 0},
	} {
		if c.ask.Venue == "" {
			c.ask.Venue, c.ask.Symbol = "binance", "BTCUSDT"
		}
		if c.ask.Kind == "" {
			c.ask.Kind = "candles"
		}
		wish, err := w.find(c.ask, now)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if q := wish.query(now); q.From != c.from || q.To != c.to {
			t.Errorf("%s: got %d to %d, want %d to %d", c.name, q.From, q.To, c.from, c.to)
		} else if _, err := wish.series.request(q); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAsksThatAreMistakes(t *testing.T) {
	w := newWorld(t, nil)
	now := w.ms()
	for _, c := range []struct {
		name string
		ask  Ask
		code string
	}{
		{"no such venue", Ask{Venue: "fapi.binance.com", Symbol: "BTCUSDT", Kind: "candles"}, "no_venue"},
		{"no such kind", Ask{Venue: "binance", Symbol: "BTCUSDT", Kind: "exchangeInfo"}, "no_kind"},
		{"a kind of other venues", Ask{Venue: "bybit", Symbol: "BTCUSDT", Kind: "oi-now"}, "no_kind"},
		{"a symbol of another venue", Ask{Venue: "binance", Symbol: "BTC-USDT-SWAP", Kind: "candles"}, "bad_symbol"},
		{"no symbol", Ask{Venue: "binance", Kind: "candles"}, "bad_symbol"},
		{"a step that the venue has not", Ask{Step: 90_000}, "bad_query"},
		{"a step of the present", Ask{Kind: "funding", Step: data.Hour}, "bad_query"},
		{"a start alone", Ask{From: now - data.Hour}, "bad_query"},
		{"an end alone", Ask{To: now}, "bad_query"},
		{"turned around", Ask{From: now, To: now - data.Hour}, "bad_query"},
		{"seconds", Ask{From: 1770290000, To: 1770290060}, "bad_query"},
		{"microseconds", Ask{From: 1770290000000, To: 1770290060000000}, "bad_query"},
		{"the future", Ask{From: now + data.Hour, To: now + 2*data.Hour}, "bad_query"},
		{"too many rows", Ask{From: now - 2000*data.Minute, To: now}, "bad_query"},
		{"older than what is kept", Ask{Kind: "oi", From: now - 31*data.Day, To: now - 30*data.Day}, "out_of_reach"},
		{"a long time of what comes at any time", Ask{Venue: "okx", Symbol: "BTC-USDT-SWAP", Kind: "liquidations", From: now - data.Day, To: now + 1}, "bad_query"},
	} {
		if c.ask.Venue == "" {
			c.ask.Venue, c.ask.Symbol = "binance", "BTCUSDT"
		}
		if c.ask.Kind == "" {
			c.ask.Kind = "candles"
		}
		var m *Mistake
		if _, err := w.Get(t.Context(), c.ask); !errors.As(err, &m) || m.Code != c.code || w.asked.Load() != 0 {
			t.Errorf("%s: got %v, want %s", c.name, err, c.code)
		}
	}
}

func TestThePastIsAskedForOnceADay(t *testing.T) {
	w := newWorld(t, reply(200, strings.ReplaceAll(candle, feed.Ms(minute), feed.Ms(minute-2*data.Hour))))
	past := latest
	past.From, past.To = minute-2*data.Hour, minute-data.Hour
	w.want(past, 0, false, 1)
	w.clock.Advance(23 * time.Hour)
	w.want(past, 23*data.Hour, false, 1)
}

func TestOnlySoManyRequestsAtATime(t *testing.T) {
	release := make(chan struct{})
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) { <-release; reply(200, candle)(rw, r) })
	var readers sync.WaitGroup
	var busy atomic.Int32
	for i := range maxFlights + 8 {
		ask := latest
		ask.Symbol = fmt.Sprintf("A%dUSDT", i)
		readers.Go(func() {
			if _, err := w.Get(t.Context(), ask); errors.Is(err, ErrBusy) {
				if busy.Add(1) == 8 {
					close(release)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	readers.Wait()
	if busy.Load() != 8 {
		t.Errorf("%d readers were sent away, want 8", busy.Load())
	}
}

func TestTheListSaysWhatVenuesServeAndWhichRefuse(t *testing.T) {
	w := newWorld(t, reply(451, ""))
	list := w.List()
	if len(list) != 9 || list[0].ID != "binance" || len(list[0].Refusals) != 0 || list[0].Kinds[0].Kind != "candles" ||
		list[0].Kinds[0].Rows != 1500 || list[0].Kinds[0].Steps[0] != data.Minute || w.asked.Load() != 0 {
		t.Fatalf("got %+v", list)
	}
	w.wantFault(latest, "unavailable-from-here", 1)
	list = w.List()
	if r := list[0].Refusals; len(r) != 1 || r[0].Reason != "unavailable-from-here" || r[0].Until != w.ms()+data.Hour || len(list[1].Refusals) != 0 {
		t.Errorf("got %+v", list)
	}
}

// A contract of SOL-USDT-SWAP is 1 SOL: 3 contracts at 150 are $450. The list of
// instruments is asked for before history that counts contracts of unknown
// worth, by many readers once, and again after an hour at the earliest.
func TestWhatContractsAreWorthIsAskedForOnce(t *testing.T) {
	const list = `{"code":"0","data":[{"instId":"SOL-USDT-SWAP","ctVal":"1","ctMult":"1","ctValCcy":"SOL","ctType":"linear"}]}`
	at := upstreamtest.Start.Add(-time.Minute).UnixMilli()
	var lists atomic.Int32
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v5/public/instruments" {
			symbol := r.FormValue("uly") + "-SWAP"
			reply(200, fmt.Sprintf(`{"code":"0","data":[{"instId":%q,"details":[{"bkPx":"150","posSide":"long","side":"sell","sz":"3","ts":"%d"}]}]}`, symbol, at))(rw, r)
			return
		}
		if lists.Add(1) == 1 {
			reply(502, "")(rw, r)
			return
		}
		reply(200, list)(rw, r)
	})
	okx := func(symbol, kind string) Ask { return Ask{Venue: "okx", Symbol: symbol, Kind: kind} }
	wantLists := func(after string, want int32) {
		t.Helper()
		if got := lists.Load(); got != want {
			t.Fatalf("the list was asked for %d times after %s, want %d", got, after, want)
		}
	}
	w.want(okx("BTC-USDT-SWAP", "liquidations"), 0, false, 1)
	wantLists("what is known without it", 0)
	w.wantFault(okx("SOL-USDT-SWAP", "liquidations"), "down", 2)
	wantLists("a failure", 1)
	w.clock.Advance(time.Minute)
	got := w.want(okx("SOL-USDT-SWAP", "liquidations"), 0, false, 4)
	if !bytes.Contains(got.Data, []byte("450")) {
		t.Errorf("got %s, want $450", got.Data)
	}
	wantLists("it came", 2)
	for i := range int32(3) { // nobody is asked about what the list does not name
		w.wantFault(okx(fmt.Sprintf("NO%d-USDT-SWAP", i), "liquidations"), "bad-symbol", 4)
	}
	wantLists("symbols that it does not name", 2)
	w.clock.Advance(time.Hour)
	w.wantFault(okx("NO9-USDT-SWAP", "liquidations"), "bad-symbol", 5)
	wantLists("an hour", 3)
}

func TestAPanicOfAReaderEndsOneAnswer(t *testing.T) {
	w := newWorld(t, reply(200, candle))
	w.venues[0].series[0].read = func(feed.Query, []byte) (json.RawMessage, error) { panic("oops") }
	w.wantFault(latest, "internal", 1)
	if !strings.Contains(w.log.String(), "oops") {
		t.Error("the log does not say it")
	}
}

// Whatever a reader writes in place of venue, symbol and kind, a request only
// goes to a host and a path of the list.
func FuzzAsk(f *testing.F) {
	for _, symbol := range []string{
		"BTCUSDT", "BTC-USDT-SWAP", "btcusdt", "../x", "BTC%2FUSDT", "BTCUSDT&limit=1", "BTCUSDT#", "BTCUSDT\r\nHost: x", "@127.0.0.1", "169.254.169.254",
		"ＢＴＣUSDT", "BTCUSDT\x00", strings.Repeat("A", 4096) + "USDT",
	} {
		f.Add("binance", symbol, "candles", int64(60000), int64(0), int64(0))
		f.Add("okx", symbol, "liquidations", int64(0), int64(1770280000000), int64(1770290000000))
	}
	f.Add("http://127.0.0.1", "BTCUSDT", "oi", int64(-1), int64(1<<62), int64(-1<<62))
	paths := map[string]bool{}
	venues := everyVenue(f)
	p := New(Options{Venues: venues})
	for _, v := range venues {
		for _, b := range v.Budgets {
			paths[b.Host] = true
		}
	}
	now := data.UnixMs(upstreamtest.Start.UnixMilli())
	f.Fuzz(func(t *testing.T, venue, symbol, kind string, step, from, to int64) {
		w, err := p.find(Ask{venue, symbol, kind, data.UnixMs(step), data.UnixMs(from), data.UnixMs(to)}, now)
		if err != nil {
			var m *Mistake
			if !errors.As(err, &m) || m.Code == "" || len(m.Words) > 2000 {
				t.Fatalf("got %v", err)
			}
			return
		}
		r, err := w.series.request(w.query(now))
		if err != nil {
			t.Fatalf("found, and refused after all: %v", err)
		}
		request, err := http.NewRequest(r.Method, r.URL(), nil)
		if err != nil || !paths[request.URL.Host] || request.URL.Scheme != "https" || request.URL.User != nil || request.URL.Path != r.Path || request.URL.Fragment != "" {
			t.Fatalf("%q leads to %s, %v", symbol, r.URL(), err)
		}
		if len(symbol) > 64 || strings.ContainsFunc(symbol, func(c rune) bool { return c <= ' ' || c > '~' }) {
			t.Fatalf("the symbol %q passes", symbol)
		}
	})
}
