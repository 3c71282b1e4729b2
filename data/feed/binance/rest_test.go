package binance

import (
	"errors"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

// minutes asks for candles of the first ten minutes of 5 February 2026.
var minutes = feed.Query{Symbol: "BTCUSDT", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const candleAnswer = `[
 [1770249600000,"100.50","101.25","99.75","101.00","12.500",1770249659999,"1260.10",42,"7.250","731.0","0"],
 [1770249660000,"101.00","101.00","100.00","100.25","0.000",1770249719999,"0",0,"0.000","0","0"]
]`

func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	if err != nil || len(got) != 2 {
		t.Fatalf("got %d rows, %v", len(got), err)
	}
	want := feed.Candle{
		Symbol: "BTCUSDT", T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101,
		Volume: 12.5, TakerBuy: 7.25, Takers: true,
	}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
}

func TestAnswersThatAreNoCandles(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"an error with status 200", `{"code":-1121,"msg":"Invalid symbol."}`, "malformed: must be a list"},
		{"none", `[]`, "empty"},
		{"a row too short", `[[1770249600000,"1","1","1"]]`, `malformed: [0].4: must be a finite number, is ""`},
		{"a price of zero", `[[1770249600000,"0","1","1","1","1",1770249659999,"1",1,"1","1","0"]]`, `malformed: [0].1: must be positive, is "\"0\""`},
		{"microseconds", `[[1770249600000000,"1","1","1","1","1",1,"1",1,"1","1","0"]]`, `malformed: [0].0: must be a time in whole milliseconds from 2009 to 2100, is "1770249600000000"`},
	} {
		if _, err := New().Candles.Parse(minutes, []byte(c.body)); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestRequests(t *testing.T) {
	v := New()
	day := feed.Query{Symbol: "BTCUSDT", Step: 5 * data.Minute, From: feedtest.Start, To: feedtest.Start + data.Day}
	for _, c := range []struct {
		name string
		make func() (feed.Request, error)
		want feedtest.Want
	}{
		{"candles", func() (feed.Request, error) { return v.Candles.Request(minutes) }, feedtest.Want{
			URL:    "https://fapi.binance.com/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=1770249600000&endTime=1770250199999&limit=10",
			Budget: "weight", Weight: 1}},
		{"mark", func() (feed.Request, error) { return v.Mark.Request(day) }, feedtest.Want{
			URL:    "https://fapi.binance.com/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=5m&startTime=1770249600000&endTime=1770335999999&limit=288",
			Budget: "weight", Weight: 2}},
		{"open interest", func() (feed.Request, error) { return v.Interest.Request(day) }, feedtest.Want{
			URL:    "https://fapi.binance.com/futures/data/openInterestHist?symbol=BTCUSDT&period=5m&startTime=1770249600000&endTime=1770335999999&limit=500",
			Budget: "data", Weight: 1}},
		{"open interest now", func() (feed.Request, error) { return v.InterestNow.Request(feed.Query{Symbol: "BTCUSDT"}) }, feedtest.Want{
			URL: "https://fapi.binance.com/fapi/v1/openInterest?symbol=BTCUSDT", Budget: "weight", Weight: 1}},
		{"funding", func() (feed.Request, error) { return v.Funding.Request(day) }, feedtest.Want{
			URL:    "https://fapi.binance.com/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=1770249600000&endTime=1770335999999&limit=1000",
			Budget: "funding", Weight: 1}},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, c.want)
	}
}

// The table of docs/feeds.md: [1,100) 1, [100,500) 2, [500,1000] 5, above 10.
func TestCandlesCostByTheirNumber(t *testing.T) {
	for rows, want := range map[int]int{1: 1, 99: 1, 100: 2, 499: 2, 500: 5, 1000: 5, 1001: 10, 1500: 10} {
		if got := candleWeight(rows); got != want {
			t.Errorf("%d candles: got %d, want %d", rows, got, want)
		}
	}
}

func TestOneAnswerHoldsAtMost1500Candles(t *testing.T) {
	q := minutes
	q.To = q.From + 1500*data.Minute
	if _, err := New().Candles.Request(q); err != nil {
		t.Error(err)
	}
	q.To++
	if _, err := New().Candles.Request(q); !errors.Is(err, &feed.Refusal{Reason: feed.BadRequest}) {
		t.Errorf("got %v", err)
	}
}

func TestOpenInterestOfTheAnswer(t *testing.T) {
	q := minutes
	q.Step = 5 * data.Minute
	for name, at := range map[string]string{"a time on the wire": `1770249900000`, "a time of the documents": `"1770249900000"`} {
		body := `[{"symbol":"BTCUSDT","sumOpenInterest":"20403.637","sumOpenInterestValue":"150570784.078","CMCCirculatingSupply":"165880.5","timestamp":` + at + `}]`
		got, err := New().Interest.Parse(q, []byte(body))
		want := feed.Interest{Symbol: "BTCUSDT", At: 1770249900000, Qty: 20403.637, Notional: 150570784.078}
		if err != nil || got[0] != want {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if _, err := New().Interest.Parse(q, []byte(`[]`)); !errors.Is(err, &feed.Refusal{Reason: feed.Empty}) {
		t.Errorf("a symbol that is not known: got %v, want empty", err)
	}
}

func TestOpenInterestOfThePresent(t *testing.T) {
	got, err := New().InterestNow.Parse(feed.Query{Symbol: "BTCUSDT"}, []byte(`{"openInterest":"10659.509","symbol":"BTCUSDT","time":1770249600011}`))
	want := feed.Interest{Symbol: "BTCUSDT", At: 1770249600011, Qty: 10659.509}
	if err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := New().InterestNow.Parse(feed.Query{}, []byte(`{}`)); err == nil || len(got) != 0 {
		t.Errorf("an answer of nothing: got %v, %v", got, err)
	}
}

func TestFundingOfTheAnswer(t *testing.T) {
	body := `[{"symbol":"BTCUSDT","fundingRate":"-0.00022270","fundingTime":1770249600003,"markPrice":"70000.1"},
	 {"symbol":"BTCUSDT","fundingRate":"0.00010000","fundingTime":1770278400010,"markPrice":""}]`
	got, err := New().Funding.Parse(feed.Query{Symbol: "BTCUSDT"}, []byte(body))
	want := feed.Funding{Symbol: "BTCUSDT", At: 1770249600003, Rate: -0.0002227}
	if err != nil || len(got) != 2 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   feed.Reason
		until  data.UnixMs
	}{
		{"a symbol that is none", 400, `{"code":-1121,"msg":"Invalid symbol."}`, feed.BadSymbol, 0},
		{"older than 30 days", 400, `{"code":-1130,"msg":"parameter 'startTime' is invalid."}`, feed.OutOfReach, 0},
		{"another parameter", 400, `{"code":-1130,"msg":"parameter 'period' is invalid."}`, feed.BadRequest, 0},
		{"too much weight", 429, `{"code":-1003,"msg":"Too much request weight used; current limit is 2400 request weight per 1 MINUTE."}`, feed.RateLimited, 0},
		{"a ban", 418, `{"code":-1003,"msg":"Way too much request weight used; IP banned until 1785731400000. Please use WebSocket Streams."}`, feed.Banned, 1785731400000},
		{"a ban beyond all time", 418, `{"code":-1003,"msg":"IP banned until 99999999999999999999"}`, feed.Banned, 0},
		{"a country", 451, `{"code":0,"msg":"Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms."}`, feed.Unavailable, 0},
		{"the firewall", 403, `<html><body>403 Forbidden</body></html>`, feed.Banned, 0},
		{"a time-out", 408, ``, feed.Down, 0},
		{"overload", 503, `{"code":-1008,"msg":"Server is currently overloaded"}`, feed.Down, 0},
	} {
		got := Refused(feed.Answer{Status: c.status, Body: []byte(c.body)})
		if got == nil || got.Reason != c.want || got.Until != c.until || got.Venue != "binance" {
			t.Errorf("%s: got %+v, want %v, %d", c.name, got, c.want, c.until)
		}
	}
	if got := Refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTCUSDT": true, "1000PEPEUSDT": true, "BTCUSDC": true, "BTCUSDT_260327": true,
		"BTCUSD_PERP": false, "BTCUSD_200925": false, "ETHBTC": false, "USDT": false, "btcusdt": false, "": false,
		"BTCUSDT_": false, "BTCUSDT_2603": false, "BTCUSDT_26032X": false, "BTC/USDT": false, "BTCUSDT&a=b": false,
	} {
		if got := Symbol(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func FuzzCandles(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer, `[]`, `{"code":-1121,"msg":"Invalid symbol."}`)
}

func FuzzInterest(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Interest, minutes, `[{"symbol":"BTCUSDT","sumOpenInterest":"20403.637","sumOpenInterestValue":"150570784.078","timestamp":1770249600000}]`)
}

func FuzzInterestNow(f *testing.F) {
	feedtest.FuzzAnswer(f, New().InterestNow, minutes, `{"openInterest":"10659.509","symbol":"BTCUSDT","time":1770249600011}`)
}

func FuzzFunding(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Funding, minutes, `[{"symbol":"BTCUSDT","fundingRate":"-0.00022270","fundingTime":1770249600003}]`)
}

func FuzzRefused(f *testing.F) {
	feedtest.FuzzRefusals(f, Refused, `{"code":-1003,"msg":"IP banned until 1785731400000."}`, `{"code":-1121,"msg":"Invalid symbol."}`, `<html>`)
}

func TestSharedSamplesOfAnswers(t *testing.T) {
	for name, parse := range map[string]func([]byte) (int, error){
		"binance_fapi_klines_5m.json": func(raw []byte) (int, error) {
			rows, err := ParseCandles(feed.Query{}, raw)
			return len(rows), err
		},
		"binance_openInterestHist_docs.json": func(raw []byte) (int, error) {
			rows, err := parseInterest(feed.Query{}, raw)
			return len(rows), err
		},
		"binance_openInterestHist.json": func(raw []byte) (int, error) {
			rows, err := parseInterest(feed.Query{}, raw)
			return len(rows), err
		},
		"binance_fundingRate.json": func(raw []byte) (int, error) {
			rows, err := parseFunding(feed.Query{}, raw)
			return len(rows), err
		},
		"binance_openInterest.json": func(raw []byte) (int, error) {
			rows, err := parseInterestNow(feed.Query{}, raw)
			return len(rows), err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if n, err := parse(feedtest.Optional(t, shared+name)); err != nil || n == 0 {
				t.Errorf("got %d rows, %v", n, err)
			}
		})
	}
}
