package hyperliquid

import (
	"errors"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

var minutes = feed.Query{Symbol: "BTC", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer  = `[{"t":1770249600000,"T":1770249659999,"s":"BTC","i":"1m","o":"100.5","c":"101.0","h":"101.25","l":"99.75","v":"12.5","n":42}]`
	contextAnswer = `[{"universe":[{"szDecimals":5,"name":"BTC","maxLeverage":40},{"szDecimals":4,"name":"ETH","maxLeverage":25}],"marginTables":[]},
 [{"funding":"0.0000125","openInterest":"30000.5","markPx":"60000.0","oraclePx":"60010.0"},{"funding":"0.0000125","openInterest":"500000.0","markPx":"2000.0","oraclePx":"2001.0"}]]`
	fundingAnswer = `[{"coin":"BTC","fundingRate":"-0.0000125","premium":"-0.0003","time":1770249600049}]`
)

func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: "BTC", T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5}
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Two lists in one order: the second context is that of ETH. 500,000 × 2,000 is
// a billion.
func TestContextsAreFoundByTheirPlace(t *testing.T) {
	got, err := New().InterestNow.Parse(feed.Query{Symbol: "ETH"}, []byte(contextAnswer))
	if want := (feed.Interest{Symbol: "ETH", Qty: 500000, Notional: 1e9}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := New().InterestNow.Parse(feed.Query{Symbol: "SOL"}, []byte(contextAnswer)); !errors.Is(err, &feed.Refusal{Reason: feed.BadSymbol}) {
		t.Errorf("a coin that is not listed: got %v", err)
	}
	for _, body := range []string{`[{"universe":[{"name":"ETH"}]},[]]`, `[{"universe":[{"name":"ETH"}]}]`, `[]`, `{}`} {
		if got, err := New().InterestNow.Parse(feed.Query{Symbol: "ETH"}, []byte(body)); err == nil {
			t.Errorf("%s: got %+v", body, got)
		}
	}
}

func TestFundingIsPaidEveryHour(t *testing.T) {
	got, err := New().Funding.Parse(minutes, []byte(fundingAnswer))
	if want := (feed.Funding{Symbol: "BTC", At: 1770249600049, Rate: -0.0000125, Interval: data.Hour}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNullIsEmpty(t *testing.T) {
	if _, err := New().Candles.Parse(minutes, []byte(`null`)); !errors.Is(err, &feed.Refusal{Reason: feed.Empty}) {
		t.Errorf("got %v", err)
	}
}

// 600 candles cost 20 + 600/60, 240 hours of funding 20 + 240/20.
func TestRequests(t *testing.T) {
	v := New()
	hours := feed.Query{Symbol: "kPEPE", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Hour}
	days := feed.Query{Symbol: "BTC", From: feedtest.Start, To: feedtest.Start + 10*data.Day}
	for _, c := range []struct {
		name, body string
		weight     int
		make       func() (feed.Request, error)
	}{
		{"candles", `{"type":"candleSnapshot","req":{"coin":"kPEPE","interval":"1m","startTime":1770249600000,"endTime":1770285599999}}`, 30,
			func() (feed.Request, error) { return v.Candles.Request(hours) }},
		{"contexts", `{"type":"metaAndAssetCtxs"}`, 20,
			func() (feed.Request, error) { return v.InterestNow.Request(feed.Query{Symbol: "BTC"}) }},
		{"funding", `{"type":"fundingHistory","coin":"BTC","startTime":1770249600000,"endTime":1771113599999}`, 32,
			func() (feed.Request, error) { return v.Funding.Request(days) }},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: "https://api.hyperliquid.xyz/info", Body: c.body, Budget: "weight", Weight: c.weight})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   feed.Reason
	}{
		{422, `Failed to deserialize the JSON body into the target type`, feed.BadRequest},
		{429, `null`, feed.RateLimited}, {500, `null`, feed.Down}, {403, ``, feed.Banned}, {451, ``, feed.Unavailable},
	} {
		if got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)}); got == nil || got.Reason != c.want || got.Venue != "hyperliquid" {
			t.Errorf("%d: got %+v, want %v", c.status, got, c.want)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTC": true, "kPEPE": true, "ETH": true, "@107": false, "PURR/USDC": false, "xyz:GOLD": false, "k": false, "": false, `B","x":"`: false,
	} {
		if got := Symbol(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func FuzzCandles(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer, `null`)
}

func FuzzContexts(f *testing.F) {
	feedtest.FuzzAnswer(f, New().InterestNow, feed.Query{Symbol: "ETH"}, contextAnswer)
}

func FuzzFunding(f *testing.F) { feedtest.FuzzAnswer(f, New().Funding, minutes, fundingAnswer) }

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, `null`, `Failed to deserialize`) }
