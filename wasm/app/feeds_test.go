package app

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render/summary"
)

// Of the minute before, a feed was full in as many seconds as have an order.
func TestHowFullFeedsAreIsOfTheReplayTime(t *testing.T) {
	tape := markettest.Throttled(240)
	throttled, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	m, at := New(wire.ParseQuery("")), at(150) // half an hour into the fall
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{throttled}, Command{wire.SeekMsg{T: at}})

	seconds, usd := map[data.UnixMs]bool{}, data.USD(0)
	for i, when := range tape.Liquidations.T {
		if when > at-59*data.Second-1 && when <= at { // the second of the replay time and 59 before
			seconds[when/data.Second] = true
			usd += tape.Liquidations.Notional[i]
		}
	}
	var got struct {
		T     data.UnixMs
		Feeds []struct {
			Venue         string
			Seconds, Full int
			USD           data.USD
			Saturated     bool
			Said          string
		}
	}
	if err := json.Unmarshal(m.AppendFeeds(nil, 0), &got); err != nil {
		t.Fatal(err)
	}
	if got.T != at || len(got.Feeds) != 1 {
		t.Fatalf("got %+v", got)
	}
	f := got.Feeds[0]
	if f.Venue != "binance" || f.Seconds != 60 || f.Full != len(seconds) || f.USD != usd || !f.Saturated || !strings.Contains(f.Said, " of 60") {
		t.Errorf("got %+v, want %d full seconds and %v dollars", f, len(seconds), usd)
	}
}

func TestBeforeAMarketThereAreNoFeeds(t *testing.T) {
	if got := string(New(wire.ParseQuery("")).AppendFeeds(nil, 0)); got != "null" {
		t.Errorf("got %s", got)
	}
}

func TestTheDocumentedFeeds(t *testing.T) {
	raw, err := os.ReadFile("../../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n### The feeds\n\n```json\n")
	text, _, _ = strings.Cut(text, "```")
	s := cascade.Saturation{Full: 51, Seconds: 60, Orders: 51, USD: 4.2e6}
	limit, _ := cascade.LimitOf("binance", 1777593600000)
	s.Sends = limit.Sends
	said := strings.ReplaceAll(summary.FeedFull(&s, "en"), "\u00a0", " ") // a document is typed with plain spaces
	made := wire.AppendFeeds(nil, &wire.FeedsInfo{T: 1777593600000, Feeds: []wire.FeedInfo{{Saturation: s, Venue: "binance", Symbol: "BTCUSDT", Said: said}}})
	var got, want any
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(made, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the document says\n%v, the program\n%v", want, got)
	}
}
