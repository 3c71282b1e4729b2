package deribit

import (
	"errors"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

const btc = "BTC-PERPETUAL"

var minutes = feed.Query{Symbol: btc, Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer  = `{"jsonrpc":"2.0","result":{"status":"ok","ticks":[1770249600000,1770249660000],"open":[100.5,101],"high":[101.25,101],"low":[99.75,100],"close":[101,100.25],"volume":[12.5,0],"cost":[1260,0]},"usIn":1,"usOut":2,"usDiff":1,"testnet":false}`
	fundingAnswer = `{"jsonrpc":"2.0","result":[{"timestamp":1770249600000,"interest_8h":-0.0008,"interest_1h":-0.0001,"prev_index_price":70000,"index_price":69900}]}`
	historyAnswer = `{"jsonrpc":"2.0","result":{"trades":[
 {"trade_seq":1,"trade_id":"66460463","timestamp":1770249600100,"tick_direction":3,"price":60000,"mark_price":60010,"index_price":60020,"instrument_name":"BTC-PERPETUAL","direction":"sell","amount":1200,"contracts":120,"liquidation":"T"},
 {"trade_seq":2,"trade_id":"66460464","timestamp":1770249600100,"tick_direction":3,"price":60000,"instrument_name":"BTC-PERPETUAL","direction":"sell","amount":600},
 {"trade_seq":3,"trade_id":"66460465","timestamp":1770249600200,"tick_direction":3,"price":60000,"instrument_name":"BTC-PERPETUAL","direction":"buy","amount":3000,"liquidation":"M"}],"has_more":true}}`
	refusal = `{"jsonrpc":"2.0","error":{"code":10028,"message":"too_many_requests","data":{"reason":"x"}}}`
)

func TestCandlesOfColumns(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: btc, T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5}
	if err != nil || len(got) != 2 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestColumnsMustBeEquallyLong(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a short column":  {strings.Replace(candleAnswer, `"close":[101,100.25]`, `"close":[101]`, 1), "malformed: result.close: has 1 rows"},
		"a column lacks":  {strings.Replace(candleAnswer, `"close"`, `"klose"`, 1), "malformed: result.close: must be a list"},
		"a text in it":    {strings.Replace(candleAnswer, `100.25`, `"x"`, 1), `malformed: result[1].4: must be a finite number, is "\"x\""`},
		"nothing":         {`{"result":{"status":"no_data","ticks":[]}}`, "deribit: empty"},
		"no result":       {`{}`, "malformed: result.ticks: must be a list"},
		"a list in a row": {strings.Replace(candleAnswer, `100.25`, `[1]`, 1), `malformed: result[1].4: must be a finite number, is "[1]"`},
	} {
		if _, err := New().Candles.Parse(minutes, []byte(c.body)); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

func TestFundingIsOfAnHour(t *testing.T) {
	got, err := New().Funding.Parse(minutes, []byte(fundingAnswer))
	if want := (feed.Funding{Symbol: btc, At: 1770249600000, Rate: -0.0001, Interval: data.Hour}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// $1,200 sold by a liquidated taker: a long. $3,000 bought from a liquidated
// maker, who sold: a long too. 1,200 / 60,000 = 0.02 BTC.
func TestHistoryHoldsLiquidationsAmongTrades(t *testing.T) {
	page, err := ParseHistory(minutes, []byte(historyAnswer))
	if err != nil || page.Trades != 3 || len(page.Liquidations) != 2 || page.First != 1770249600100 || page.Last != 1770249600200 {
		t.Fatalf("got %+v, %v", page, err)
	}
	want := feed.Liquidation{
		Venue: "deribit", Symbol: btc, ID: "66460463", At: 1770249600100, Side: data.Long, Price: 60000, Kind: feed.Fill, Qty: 0.02, Notional: 1200,
	}
	if page.Liquidations[0] != want || page.Liquidations[1].Side != data.Long || page.Liquidations[1].Notional != 3000 {
		t.Errorf("got %+v", page.Liquidations)
	}
}

func TestPagesGoOnToTheEnd(t *testing.T) {
	for _, c := range []struct {
		name string
		page Page
		from data.UnixMs
		more bool
	}{
		{"more to come: the last millisecond again", Page{Trades: 3, First: 100, Last: 200, More: true}, 200, true},
		{"a page of one millisecond", Page{Trades: 1000, First: 200, Last: 200, More: true}, 201, true},
		{"the end", Page{Trades: 3, First: 100, Last: 200}, 200, false},
		{"nothing", Page{More: true}, 1, false},
		{"beyond the range", Page{Trades: 1000, First: 299, Last: 299, More: true}, 300, false},
	} {
		if next, more := c.page.Next(feed.Query{From: 50, To: 300}); more != c.more || more && next.From != c.from {
			t.Errorf("%s: got %d, %v", c.name, next.From, more)
		}
	}
	if page, err := ParseHistory(minutes, []byte(`{"result":{"trades":[],"has_more":false}}`)); err != nil || page.Trades != 0 {
		t.Errorf("an empty page: got %+v, %v", page, err)
	}
}

func TestRequests(t *testing.T) {
	v := New()
	const bounds = "instrument_name=BTC-PERPETUAL&start_timestamp=1770249600000&end_timestamp=1770250199999"
	for _, c := range []struct {
		name, url string
		make      func() (feed.Request, error)
	}{
		{"candles", "https://www.deribit.com/api/v2/public/get_tradingview_chart_data?" + bounds + "&resolution=1",
			func() (feed.Request, error) { return v.Candles.Request(minutes) }},
		{"funding", "https://www.deribit.com/api/v2/public/get_funding_rate_history?" + bounds,
			func() (feed.Request, error) { return v.Funding.Request(minutes) }},
		{"history, from its own host", "https://history.deribit.com/api/v2/public/get_last_trades_by_instrument_and_time?" + bounds + "&count=1000&sorting=asc&include_old=true",
			func() (feed.Request, error) { return History(minutes) }},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: c.url, Budget: "requests", Weight: 1})
	}
	month := minutes
	month.To = month.From + 31*data.Day + 1
	if _, err := v.Funding.Request(month); !errors.Is(err, &feed.Refusal{Reason: feed.BadRequest}) {
		t.Errorf("more than 31 days would be cut in silence: got %v", err)
	}
	year := minutes
	year.To = year.From + 365*data.Day
	if _, err := History(year); err != nil {
		t.Errorf("a range of the history holds any number of trades: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   feed.Reason
	}{
		{"too many requests", 429, refusal, feed.RateLimited},
		{"too many requests, with status 400", 400, refusal, feed.RateLimited},
		{"too many requests, with status 200", 200, refusal, feed.RateLimited},
		{"an instrument", 400, `{"error":{"code":13020,"message":"instrument_not_found"}}`, feed.BadSymbol},
		{"an instrument as a parameter", 400, `{"error":{"code":-32602,"message":"Invalid params","data":{"reason":"wrong format","param":"instrument_name"}}}`, feed.BadSymbol},
		{"another parameter", 400, `{"error":{"code":-32602,"message":"Invalid params","data":{"reason":"wrong format","param":"count"}}}`, feed.BadRequest},
		{"maintenance", 503, `<html>`, feed.Down},
	} {
		if got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)}); got == nil || got.Reason != c.want {
			t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
	if _, err := ParseHistory(minutes, []byte(refusal)); !errors.Is(err, &feed.Refusal{Reason: feed.RateLimited}) {
		t.Errorf("got %v", err)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTC-PERPETUAL": true, "ETH-PERPETUAL": true, "BTC_USDC-PERPETUAL": true, "SOL_USDC-PERPETUAL": true,
		"BTC-27MAR26": false, "BTC": false, "-PERPETUAL": false, "btc-PERPETUAL": false, "BTC_EURR-PERPETUAL": false, "A.B-PERPETUAL": false,
	} {
		if got := Symbol(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func FuzzCandles(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer, refusal)
}

func FuzzFunding(f *testing.F) { feedtest.FuzzAnswer(f, New().Funding, minutes, fundingAnswer) }

func FuzzHistory(f *testing.F) {
	f.Add([]byte(historyAnswer))
	f.Add([]byte(refusal))
	f.Fuzz(func(t *testing.T, raw []byte) {
		page, err := ParseHistory(minutes, raw)
		if err != nil {
			return
		}
		feedtest.CheckBatch(t, &feed.Batch{Liquidations: page.Liquidations})
		if next, more := page.Next(minutes); more && next.From <= page.First {
			t.Fatalf("the next page begins at %d, this one at %d", next.From, page.First)
		}
	})
}

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, refusal) }
