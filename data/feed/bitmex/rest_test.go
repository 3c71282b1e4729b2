package bitmex

import (
	"errors"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
	"unwind/data/margin"
)

var minutes = feed.Query{Symbol: "XBTUSD", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

// The bar of 00:00 ends at 00:01, which is its time. Its open, 101.5, is the
// close of the bar before.
const (
	candleAnswer  = `[{"timestamp":"2026-02-05T00:01:00.000Z","symbol":"XBTUSD","open":101.5,"high":101.25,"low":99.75,"close":101,"trades":42,"volume":1250,"vwap":100.6,"lastSize":1,"turnover":1,"homeNotional":12.5,"foreignNotional":1250}]`
	fundingAnswer = `[{"timestamp":"2026-02-05T00:00:00.000Z","symbol":"XBTUSD","fundingInterval":"2000-01-01T08:00:00.000Z","fundingRate":-0.0001,"fundingRateDaily":-0.0003}]`
	refusal       = `{"error":{"message":"Rate limit exceeded, retry in 1 seconds.","name":"HTTPError"}}`
)

func TestBarsAreNamedByTheirStart(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: "XBTUSD", T: feedtest.Start, Step: data.Minute, Open: 101.25, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5, Final: true}
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestFundingOfTheAnswer(t *testing.T) {
	got, err := New().Funding.Parse(minutes, []byte(fundingAnswer))
	if want := (feed.Funding{Symbol: "XBTUSD", At: feedtest.Start, Rate: -0.0001, Interval: 8 * data.Hour}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// The bars that begin in the ten minutes end from 00:01 to 00:10.
func TestRequests(t *testing.T) {
	v := New()
	for _, c := range []struct {
		name, url string
		make      func() (feed.Request, error)
	}{
		{"candles", "trade/bucketed?binSize=1m&partial=false&symbol=XBTUSD&count=1000&startTime=2026-02-05T00%3A01%3A00.000Z&endTime=2026-02-05T00%3A10%3A59.999Z",
			func() (feed.Request, error) { return v.Candles.Request(minutes) }},
		{"funding", "funding?symbol=XBTUSD&count=500&startTime=2026-02-05T00%3A00%3A00.000Z&endTime=2026-02-05T00%3A09%3A59.999Z",
			func() (feed.Request, error) { return v.Funding.Request(minutes) }},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: "https://www.bitmex.com/api/v1/" + c.url, Budget: "requests", Weight: 1})
	}
	if _, err := v.Candles.Request(feed.Query{Symbol: "ETHUSD", Step: data.Minute, From: minutes.From, To: minutes.To}); !errors.Is(err, &feed.Refusal{Reason: feed.BadSymbol}) {
		t.Errorf("a quanto: got %v", err)
	}
}

// The tables of maintenance margin know the worth of a contract too.
func TestContractsAreWorthWhatTheMarginTablesSay(t *testing.T) {
	table, ok := margin.Of(id, "XBTUSD", feedtest.Start)
	if c := contracts["XBTUSD"]; !ok || table.Contract.Face != c.Face || (table.Contract.Kind == margin.Inverse) != c.Inverse {
		t.Errorf("got %+v, the tables say %+v", contracts["XBTUSD"], table.Contract)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   feed.Reason
	}{
		{429, refusal, feed.RateLimited}, {503, `{"error":{"message":"The system is currently overloaded.","name":"HTTPError"}}`, feed.Down},
		{400, `{"error":{"message":"Invalid symbol","name":"HTTPError"}}`, feed.BadSymbol}, {400, `{"error":{"message":"count must be positive","name":"HTTPError"}}`, feed.BadRequest},
		{403, `<html>`, feed.Banned}, {451, ``, feed.Unavailable},
	} {
		if got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)}); got == nil || got.Reason != c.want {
			t.Errorf("%d %s: got %+v, want %v", c.status, c.body, got, c.want)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
}

func FuzzCandles(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer, refusal)
}

func FuzzFunding(f *testing.F) { feedtest.FuzzAnswer(f, New().Funding, minutes, fundingAnswer) }

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, refusal) }
