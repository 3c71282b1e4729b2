package upstream

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"unwind/data/feed"
	"unwind/web/upstream/upstreamtest"
)

func TestEachRequestIsToldWithWhatCameOfIt(t *testing.T) {
	w := newWorld(t, answer(http.StatusOK, good))
	var told []string
	w.Asked = func(venue string, sent bool, err error) {
		told = append(told, fmt.Sprint(venue, " ", sent, " ", err != nil))
	}
	w.do()
	w.serve = answer(http.StatusTeapot, "{}", "Retry-After", "60")
	w.do()
	w.do() // is not sent
	if want := []string{"binance true false", "binance true true", "binance false true"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
	if n := w.asked.Load(); n != 2 {
		t.Errorf("%d requests were sent, want 2", n)
	}
}

func TestHostsThatAreLeftAloneAreListedUntilTheyAreNot(t *testing.T) {
	w := newWorld(t, nil)
	w.Hosts.Tell("b.example", &feed.Refusal{Venue: "okx", Reason: feed.Banned, Wait: 60_000})
	w.Hosts.Tell("a.example", &feed.Refusal{Venue: "bybit", Reason: feed.Unavailable})
	stops := w.Hosts.Stops()
	if len(stops) != 2 || stops[0].Host != "a.example" || stops[1].Host != "b.example" {
		t.Fatalf("got %+v, want a.example and b.example", stops)
	}
	if got, want := int64(stops[1].Refusal.Until), upstreamtest.Start.UnixMilli()+60_000; got != want {
		t.Errorf("b.example is left alone until %d, want %d", got, want)
	}
	w.clock.Advance(2 * time.Minute)
	if stops = w.Hosts.Stops(); len(stops) != 1 || stops[0].Host != "a.example" {
		t.Errorf("got %+v, want a.example, which is left alone for an hour", stops)
	}
}
