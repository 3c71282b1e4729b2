package web

import (
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/tape"
	"unwind/web/live/screens"
	"unwind/web/record"
)

const liveTargets = "/api/events/live-btcusdt /poster.png?event=live-btcusdt&w=400&h=300 /data.csv?event=live-btcusdt /waves.csv?event=live-btcusdt"

func TestAMarketOfWhichNothingWasHeardSaysSo(t *testing.T) {
	s := followsOne(t, func(o *Options) { o.Live.Symbols = []string{"BTCUSDT"} })
	for target := range strings.SplitSeq(liveTargets, " ") {
		wantError(t, s.do("GET", target), http.StatusServiceUnavailable, "nothing_yet", "nothing was heard")
		other := strings.Replace(target, "btcusdt", "ethusdt", 1)
		wantError(t, s.do("GET", other), http.StatusNotFound, "no_event", "live-ethusdt")
	}
	wantError(t, newSite(t, nil).do("GET", "/api/events/live-btcusdt"), http.StatusNotFound, "no_event", "live-btcusdt")
}

// heard is a site that follows a market of which three hours are known, and a
// liquidation of now.
func heard(t *testing.T) (*site, data.UnixMs) {
	t.Helper()
	var shown *screens.Screens
	s := followsOne(t, func(o *Options) {
		o.Live.Symbols = []string{"BTCUSDT", "ETHUSDT"}
		shown = o.Live.Screens
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		shown.Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
	now := data.UnixMs(time.Now().UnixMilli())
	minute := now - now%data.Minute
	h := new(screens.History)
	h.Since(minute - 3*data.Hour)
	for at := minute - 3*data.Hour; at < minute; at += data.Minute {
		wave := data.Price((at / data.Minute) % 50)
		c := feed.Candle{Symbol: "BTCUSDT", T: at, Step: data.Minute, Open: 70000 + wave, High: 70100, Low: 69950, Close: 70001 + wave, Volume: 9}
		h.Candles("binance", false, []feed.Candle{c})
		h.Interest("binance", []feed.Interest{{Symbol: "BTCUSDT", At: at, Qty: 80_000}})
	}
	shown.Frame(record.Frame{Venue: "binance", Received: now, Batch: &feed.Batch{
		Candles:      []feed.Candle{{Symbol: "BTCUSDT", T: minute, Step: data.Minute, Open: 70010, High: 70020, Low: 69000, Close: 69010, Volume: 3}},
		Liquidations: []feed.Liquidation{{Venue: "binance", Symbol: "BTCUSDT", At: now, Side: data.Long, Price: 69005, Qty: 2, Notional: 138010}},
	}})
	if err := shown.Learn(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); !strings.Contains(string(shown.Snapshot()), "138010"); {
		if time.Now().After(end) {
			t.Fatal("the frame does not come")
		}
		time.Sleep(50 * time.Millisecond)
	}
	return s, minute
}

func TestAMarketThatIsFollowedIsAnEventOfNow(t *testing.T) {
	s, minute := heard(t)
	r := s.do("GET", "/api/events/live-btcusdt")
	raw := body(t, r)
	live, err := tape.Read([]byte(raw))
	if err != nil {
		t.Fatalf("%v in %.200s", err, raw)
	}
	if n := live.Candles.Len(); n < 181 || live.Candles.Close[180] != 69010 || len(live.Liquidations.T) != 1 || live.Liquidations.Notional[0] != 138010 {
		t.Errorf("the tape has %d candles and the liquidations %v", n, live.Liquidations.Notional)
	}
	if live.ID != "live-btcusdt" || live.Cover < minute || live.OpenInterest == nil {
		t.Errorf("the tape is %q, its cover %d, want one of now, %d", live.ID, live.Cover, minute)
	}
	picture := s.do("GET", "/poster.png?event=live-btcusdt&w=400&h=300")
	if image, err := png.Decode(picture.Body); err != nil || image.Bounds().Dx() != 400 {
		t.Errorf("the picture: %v", err)
	}
	rows := body(t, s.do("GET", "/data.csv?event=live-btcusdt"))
	if !strings.HasPrefix(rows, "event,") || !strings.Contains(rows, "\nlive-btcusdt,") {
		t.Errorf("the table is %.300s", rows)
	}
	for target := range strings.SplitSeq(liveTargets, " ") {
		r := s.do("GET", target)
		io.Copy(io.Discard, r.Body)
		if r.StatusCode != http.StatusOK || r.Header.Get("Cache-Control") != "no-cache" || r.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d, %v; want it asked for again, and not for other sites", target, r.StatusCode, r.Header)
		}
	}
	wantError(t, s.do("GET", "/api/events/live-btcusdt/score"), http.StatusNotFound, "no_score", "not over")
	wantError(t, s.do("GET", "/api/events/live-ethusdt"), http.StatusServiceUnavailable, "nothing_yet", "nothing was heard")
}

// All who ask within a second get one tape.
func TestTheTapeOfNowIsMadeOnceASecond(t *testing.T) {
	s, _ := heard(t)
	begun := time.Now()
	tags := map[string]bool{}
	for range 20 {
		r := s.do("GET", "/api/events/live-btcusdt")
		io.Copy(io.Discard, r.Body)
		tags[r.Header.Get("Etag")] = true
	}
	if most := 1 + int(time.Since(begun)/time.Second); len(tags) > most {
		t.Errorf("%d tapes within %v, want at most %d", len(tags), time.Since(begun), most)
	}
}

func TestMarketsThatAreFollowedAreListedApart(t *testing.T) {
	s := followsOne(t, func(o *Options) { o.Live.Symbols = []string{"BTCUSDT", "ETHUSDT"} })
	list := body(t, s.do("GET", "/api/events"))
	if got := gjson.Get(list, "live").Raw; got != `[{"id":"live-btcusdt","symbol":"BTCUSDT","tape":"/api/events/live-btcusdt"},{"id":"live-ethusdt","symbol":"ETHUSDT","tape":"/api/events/live-ethusdt"}]` {
		t.Errorf("live is %s", got)
	}
	if got := gjson.Get(body(t, newSite(t, nil).do("GET", "/api/events")), "live").Raw; got != "[]" || !json.Valid([]byte(list)) {
		t.Errorf("of a server that follows nobody it is %s", got)
	}
	if n := fmt.Sprint(gjson.Get(list, "events.#")); n != "1" {
		t.Errorf("%s events, want 1", n)
	}
}
