package coinbase

import (
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

var minutes = feed.Query{Symbol: "BTC-USD", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer = `[[1770249720,100,101,101,100.25,3.5],[1770249600,99.75,101.25,100.5,101,12.5]]`
	match        = `{"type":"match","trade_id":865127782,"maker_order_id":"a","taker_order_id":"b","side":"sell","size":"0.5","price":"60000.00","product_id":"BTC-USD","sequence":1,"time":"2026-02-05T00:00:01.123456Z"}`
	heartbeat    = `{"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2026-02-05T00:00:01.000000Z"}`
	ack          = `{"type":"subscriptions","channels":[{"name":"matches","product_ids":["BTC-USD"]}]}`
	rejected     = `{"type":"error","message":"Failed to subscribe","reason":"XXX-USD is not a valid product"}`
)

func newParser() feed.Parser { return parser{} }

// Seconds, low before high before open, newest first, and the minute of 00:01
// without a trade is missing.
func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: "BTC-USD", T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5}
	if err != nil || len(got) != 2 || got[0] != want || got[1].T != 1770249720000 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRowsBeyondTheQueryAreLeftOut(t *testing.T) {
	q := minutes
	q.To = q.From + data.Minute
	if got, err := New().Candles.Parse(q, []byte(candleAnswer)); err != nil || len(got) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRequests(t *testing.T) {
	v := New()
	r, err := v.Candles.Request(minutes)
	feedtest.CheckRequest(t, "candles", v, r, err, feedtest.Want{
		URL:    "https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=60&start=2026-02-05T00%3A00%3A00.000Z&end=2026-02-05T00%3A09%3A59.999Z",
		Budget: "requests", Weight: 1,
	})
	if !r.Agent {
		t.Error("requests without a User-Agent are refused")
	}
	q := minutes
	q.To = q.From + 300*data.Minute + 1
	if _, err := v.Candles.Request(q); err == nil {
		t.Error("more than 300 candles are asked for")
	}
}

// The order in the book sold, so the taker bought.
func TestTheSideOfATradeIsTheMakers(t *testing.T) {
	var b feed.Batch
	for _, f := range []string{strings.Replace(match, `"match"`, `"last_match"`, 1), match} {
		if err := newParser().ParseFrame([]byte(f), &b); err != nil {
			t.Fatal(err)
		}
	}
	want := feed.Trade{Symbol: "BTC-USD", ID: "865127782", At: 1770249601123, Price: 60000, Qty: 0.5, Notional: 30000, Taker: data.Buy}
	if len(b.Trades) != 2 || b.Trades[1] != want || !b.Trades[0].Backlog {
		t.Errorf("got %+v, want %+v", b.Trades, want)
	}
}

func TestHeartbeatsProveLifeAndReplyDoNot(t *testing.T) {
	for frame, want := range map[string]struct {
		kind  feed.StatusKind
		alive bool
	}{heartbeat: {feed.Heartbeat, true}, ack: {feed.Acknowledged, false}, rejected: {feed.Rejected, false}} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err != nil || len(b.Status) != 1 || b.Status[0].Kind != want.kind || b.Alive != want.alive {
			t.Errorf("%s: got %v, %+v", frame, err, b)
		}
	}
	var b feed.Batch
	newParser().ParseFrame([]byte(rejected), &b)
	if b.Status[0].Err.Reason != feed.BadSymbol {
		t.Errorf("got %+v", b.Status[0].Err)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{``, `{}`, `[]`, `null`, strings.Replace(match, `"sell"`, `"Sell"`, 1), strings.Replace(match, `"0.5"`, `"0"`, 1), strings.Replace(match, `2026-`, `26-`, 1)} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Trades) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTC-USD", "ETH-USD"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	want := []string{`{"type":"subscribe","product_ids":["BTC-USD","ETH-USD"],"channels":["matches","heartbeat"]}`}
	if s := streams[0]; s.URL() != "wss://ws-feed.exchange.coinbase.com" || !slices.Equal(s.Send, want) {
		t.Errorf("got %s %q", s.URL(), s.Send)
	}
	for _, s := range []string{"BTC-EUR", "BTCUSD", "../x-USD", "-USD"} {
		if _, err := Streams([]string{s}); err == nil {
			t.Errorf("%q is followed", s)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   feed.Reason
	}{{404, `{"message":"NotFound"}`, feed.BadSymbol}, {429, `{"message":"Public rate limit exceeded"}`, feed.RateLimited}, {400, `{"message":"granularity too small"}`, feed.BadRequest}, {500, `<html>`, feed.Down}} {
		if got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)}); got == nil || got.Reason != c.want {
			t.Errorf("%d: got %+v, want %v", c.status, got, c.want)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
}

func FuzzCandles(f *testing.F) { feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer) }

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, match, heartbeat, ack, rejected)
}

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, `{"message":"NotFound"}`) }

func TestSharedSamplesOfAnswers(t *testing.T) {
	got, err := New().Candles.Parse(feed.Query{Symbol: "BTC-USD", Step: data.Minute}, feedtest.Optional(t, shared+"coinbase_exchange_candles_shape.json"))
	if err != nil || len(got) != 2 || got[1].Open != 62200.01 {
		t.Errorf("got %+v, %v", got, err)
	}
}
