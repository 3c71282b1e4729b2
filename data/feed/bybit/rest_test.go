package bybit

import (
	"errors"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

var minutes = feed.Query{Symbol: "BTCUSDT", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer = `{"retCode":0,"retMsg":"OK","result":{"symbol":"BTCUSDT","category":"linear","list":[
 ["1770249660000","101.00","101.00","100.00","100.25","0","0"],
 ["1770249600000","100.50","101.25","99.75","101.00","12.5","1260.1"]]},"retExtInfo":{},"time":1770249700000}`
	markAnswer     = `{"retCode":0,"retMsg":"OK","result":{"symbol":"BTCUSDT","category":"linear","list":[["1770249600000","100.50","101.25","99.75","101.00"]]},"time":1770249700000}`
	interestAnswer = `{"retCode":0,"retMsg":"OK","result":{"symbol":"BTCUSDT","category":"linear","list":[
 {"openInterest":"60000.5","singleOpenInterest":"30000.25","timestamp":"1770249900000"},
 {"openInterest":"60000.0","timestamp":"1770249600000"}],"nextPageCursor":"lastid%3D1%26lasttime%3D1770249600"},"time":1770249700000}`
	fundingAnswer = `{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","fundingRate":"-0.0001","fundingRateTimestamp":"1770249600000"}]},"time":1770249700000}`
	refusal       = `{"retCode":10006,"retMsg":"Too many visits!","result":{},"retExtInfo":{},"time":1770249700000}`
)

// The list comes newest first and is returned oldest first.
func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: "BTCUSDT", T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5}
	if err != nil || len(got) != 2 || got[0] != want || got[1].T != 1770249660000 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMarkCandlesHaveNoVolume(t *testing.T) {
	got, err := New().Mark.Parse(minutes, []byte(markAnswer))
	if err != nil || len(got) != 1 || got[0].Close != 101 || got[0].Volume != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Both sides are summed: 60,000.0 is 30,000 of one. Where the single one is
// told, it counts.
func TestOpenInterestIsOneSide(t *testing.T) {
	got, err := New().Interest.Parse(feed.Query{Symbol: "BTCUSDT"}, []byte(interestAnswer))
	if err != nil || len(got) != 2 || got[0].Qty != 30000 || got[1].Qty != 30000.25 || got[1].At != 1770249900000 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestFundingOfTheAnswer(t *testing.T) {
	got, err := New().Funding.Parse(minutes, []byte(fundingAnswer))
	if want := (feed.Funding{Symbol: "BTCUSDT", At: 1770249600000, Rate: -0.0001}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRequests(t *testing.T) {
	v := New()
	day := feed.Query{Symbol: "BTCPERP", Step: data.Hour, From: feedtest.Start, To: feedtest.Start + data.Day}
	for _, c := range []struct {
		name string
		make func() (feed.Request, error)
		url  string
	}{
		{"candles", func() (feed.Request, error) { return v.Candles.Request(minutes) },
			"kline?category=linear&symbol=BTCUSDT&interval=1&start=1770249600000&end=1770250199999&limit=1000"},
		{"mark", func() (feed.Request, error) { return v.Mark.Request(day) },
			"mark-price-kline?category=linear&symbol=BTCPERP&interval=60&start=1770249600000&end=1770335999999&limit=1000"},
		{"open interest", func() (feed.Request, error) { return v.Interest.Request(day) },
			"open-interest?category=linear&symbol=BTCPERP&intervalTime=1h&startTime=1770249600000&endTime=1770335999999&limit=200"},
		{"funding with both ends", func() (feed.Request, error) { return v.Funding.Request(day) },
			"funding/history?category=linear&symbol=BTCPERP&startTime=1770249600000&endTime=1770335999999&limit=200"},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: "https://api.bybit.com/v5/market/" + c.url, Budget: "requests", Weight: 1})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   feed.Reason
		wait   data.UnixMs
	}{
		{"too many requests of the address", 403, "access too frequent", feed.RateLimited, 10 * data.Minute},
		{"a country", 403, "<html>The Amazon CloudFront distribution is configured to block access from your country.</html>", feed.Unavailable, 0},
		{"too many visits, with status 200", 200, refusal, feed.RateLimited, 0},
		{"a region, with status 200", 200, `{"retCode":10009,"retMsg":"IP has been banned"}`, feed.Unavailable, 0},
		{"compliance", 200, `{"retCode":10024,"retMsg":"Compliance rules triggered"}`, feed.Unavailable, 0},
		{"a symbol", 200, `{"retCode":10001,"retMsg":"params error: Symbol Invalid"}`, feed.BadSymbol, 0},
		{"a parameter", 200, `{"retCode":10001,"retMsg":"Request parameter error"}`, feed.BadRequest, 0},
		{"a fault of the server", 200, `{"retCode":10016,"retMsg":"Server error"}`, feed.Down, 0},
		{"a code that is not known", 200, `{"retCode":170001,"retMsg":"Internal error."}`, feed.BadRequest, 0},
		{"a gateway", 502, "<html>", feed.Down, 0},
	} {
		got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)})
		if got == nil || got.Reason != c.want || got.Wait != c.wait {
			t.Errorf("%s: got %+v, want %v, %d", c.name, got, c.want, c.wait)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
	_, err := New().Candles.Parse(minutes, []byte(refusal))
	if !errors.Is(err, &feed.Refusal{Reason: feed.RateLimited}) {
		t.Errorf("a refusal with status 200 reads as %v", err)
	}
}

func TestLimitsEndWhenTheHeaderSays(t *testing.T) {
	header := func(name string) string {
		if name == "X-Bapi-Limit-Reset-Timestamp" {
			return "1770249701000"
		}
		return ""
	}
	if got := refused(feed.Answer{Status: 200, Header: header, Body: []byte(refusal)}); got.Until != 1770249701000 {
		t.Errorf("got %+v", got)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTCUSDT": true, "BTCPERP": true, "1000PEPEUSDT": true,
		"BTCUSD": false, "XRPUSD": false, "USDT": false, "BTC-USDT": false, "BTCUSDT&x=1": false, "": false,
	} {
		if got := Symbol(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func FuzzCandles(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Candles, minutes, candleAnswer, refusal)
}

func FuzzMark(f *testing.F) { feedtest.FuzzAnswer(f, New().Mark, minutes, markAnswer) }

func FuzzInterest(f *testing.F) { feedtest.FuzzAnswer(f, New().Interest, minutes, interestAnswer) }

func FuzzFunding(f *testing.F) { feedtest.FuzzAnswer(f, New().Funding, minutes, fundingAnswer) }

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, refusal, "access too frequent") }

func TestSharedSamplesOfAnswers(t *testing.T) {
	for name, parse := range map[string]func([]byte) (int, error){
		"bybit_kline.json": func(raw []byte) (int, error) {
			rows, err := parseCandles(feed.Query{}, raw, true)
			return len(rows), err
		},
		"bybit_open_interest.json": func(raw []byte) (int, error) {
			rows, err := parseInterest(feed.Query{}, raw)
			return len(rows), err
		},
		"bybit_funding_history.json": func(raw []byte) (int, error) {
			rows, err := parseFunding(feed.Query{}, raw)
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
