package main

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/venues"
)

// now is when the tests are: a minute and a second into 5 February 2026.
const now = 1770249661000

var symbols = map[string]string{
	"binance": "BTCUSDT", "bybit": "BTCUSDT", "okx": "BTC-USDT-SWAP",
	"deribit": "BTC-PERPETUAL", "bitmex": "XBTUSD", "hyperliquid": "BTC",
}

func venueOf(t *testing.T, id string) feed.Venue {
	t.Helper()
	v, ok := venues.Of(id)
	if !ok {
		t.Fatalf("no venue %q", id)
	}
	return v
}

// heard reads frames as the server does.
func heard(t *testing.T, p feed.Parser, frames []string) *feed.Batch {
	t.Helper()
	b := new(feed.Batch)
	for _, frame := range frames {
		if err := p.ParseFrame([]byte(frame), b); err != nil {
			t.Fatalf("%v in %s", err, frame)
		}
	}
	return b
}

func TestWhatVenuesSayIsReadAsItIsMeant(t *testing.T) {
	w := newWorld(70_000)
	for _, v := range w.venues {
		if v.id == "archive" {
			continue
		}
		streams, err := venueOf(t, v.id).Streams([]string{symbols[v.id]})
		if err != nil {
			t.Fatal(err)
		}
		p := streams[0].NewParser()
		for _, message := range streams[0].Send {
			if len(heard(t, p, v.words.reply(message)).Status) == 0 {
				t.Errorf("%s does not acknowledge %s", v.id, message)
			}
		}
		b := heard(t, p, v.words.greet(&w.market, now))
		quoted := heard(t, p, v.words.quote(&w.market, now-2*minute, now))
		if !b.Alive || len(quoted.Candles) == 0 || len(quoted.Marks) != 1 || float64(quoted.Marks[0].Price) != w.market.price(now) {
			t.Errorf("%s quotes %+v, want candles and the mark price %v", v.id, quoted, w.market.price(now))
		}
		for _, l := range b.Liquidations {
			if !l.Backlog {
				t.Errorf("%s begins with %+v, which would be counted", v.id, l)
			}
		}
		all := some(rand.New(rand.NewPCG(1, 2)), 300, now, 70_000)
		told := heard(t, p, v.words.report(all)).Liquidations
		checkSums(t, v, all, told)
	}
}

// checkSums compares what was read by side with what was meant.
func checkSums(t *testing.T, v *venue, all []forced, told []feed.Liquidation) {
	t.Helper()
	if v.id == "hyperliquid" {
		if len(told) != 0 {
			t.Errorf("%s has no liquidations and told %d", v.id, len(told))
		}
		return
	}
	var want, got [3]float64
	for _, f := range all {
		side := data.Short
		if f.Long {
			side = data.Long
		}
		want[side] += v.words.worth(f)
	}
	ids := map[string]bool{}
	for i := range told {
		got[told[i].Side] += float64(told[i].Notional)
		ids[told[i].Identity()] = true
	}
	if math.Abs(got[data.Long]-want[data.Long]) > 0.01 || math.Abs(got[data.Short]-want[data.Short]) > 0.01 {
		t.Errorf("%s: read %v dollars by side, want %v", v.id, got, want)
	}
	if len(ids) != len(all) {
		t.Errorf("%s: %d identities, want %d", v.id, len(ids), len(all))
	}
}

func TestHistoryIsReadAsItIsMeant(t *testing.T) {
	w := newWorld(70_000)
	for _, v := range w.venues {
		if v.id == "archive" {
			continue
		}
		of := venueOf(t, v.id)
		to := data.UnixMs(nowMs()) / data.Minute * data.Minute
		q := feed.Query{Symbol: symbols[v.id], Step: data.Minute, From: to - data.Hour, To: to}
		ask := func(r feed.Request, err error) []byte {
			if err != nil {
				t.Fatalf("%s: %v", v.id, err)
			}
			answer := httptest.NewRecorder()
			w.ServeHTTP(answer, requestOf(r))
			return answer.Body.Bytes()
		}
		rows, err := of.Candles.Parse(q, ask(of.Candles.Request(q)))
		if err != nil || len(rows) != 60 || float64(rows[59].Close) != w.market.candle(int64(rows[59].T), minute, nowMs()).close {
			t.Errorf("%s: %d candles, %v", v.id, len(rows), err)
		}
		if of.Interest != nil {
			q.Step = 5 * data.Minute
			if rows, err := of.Interest.Parse(q, ask(of.Interest.Request(q))); err != nil || len(rows) < 11 {
				t.Errorf("%s: %d points of open interest, %v", v.id, len(rows), err)
			}
		}
		if of.InterestNow != nil {
			one := feed.Query{Symbol: symbols[v.id]}
			if rows, err := of.InterestNow.Parse(one, ask(of.InterestNow.Request(one))); err != nil || len(rows) != 1 {
				t.Errorf("%s: %d points of open interest now, %v", v.id, len(rows), err)
			}
		}
		q.Step, q.From = 0, to-data.Day
		if rows, err := of.Funding.Parse(q, ask(of.Funding.Request(q))); err != nil || len(rows) < 2 {
			t.Errorf("%s: %d payments of funding, %v", v.id, len(rows), err)
		}
	}
}

func requestOf(r feed.Request) *http.Request {
	return httptest.NewRequest(r.Method, r.URL(), strings.NewReader(r.Body))
}

func TestWhatIsSaidTwiceIsCountedOnce(t *testing.T) {
	w := newWorld(70_000)
	w.venue("bybit").mood = mood{Doubled: true, Turned: true}
	for range 3 {
		post(t, w, "/report?venue=bybit", `[{"long":true,"price":70000,"qty":2},{"long":false,"price":70000,"qty":0.5}]`)
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, httptest.NewRequest("GET", "http://127.0.0.1/totals", nil))
	var totals map[string]map[string]sum
	if err := json.Unmarshal(answer.Body.Bytes(), &totals); err != nil {
		t.Fatal(err)
	}
	if got := totals["bybit"]; got["long"] != (sum{3, 420_000}) || got["short"] != (sum{3, 105_000}) {
		t.Errorf("got %+v", got)
	}
}

func post(t *testing.T, w *world, path, body string) {
	t.Helper()
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, httptest.NewRequest("POST", "http://127.0.0.1"+path, strings.NewReader(body)))
	if answer.Code != 200 {
		t.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
	}
}
