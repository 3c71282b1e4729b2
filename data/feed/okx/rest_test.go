package okx

import (
	"errors"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
	"unwind/data/margin"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

const btc = "BTC-USDT-SWAP"

var minutes = feed.Query{Symbol: btc, Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}

const (
	candleAnswer = `{"code":"0","msg":"","data":[
 ["1770249660000","101.00","101.00","100.00","100.25","0","0","0","0"],
 ["1770249600000","100.50","101.25","99.75","101.00","1250","12.5","1260.1","1"]]}`
	markAnswer        = `{"code":"0","msg":"","data":[["1770249600000","100.50","101.25","99.75","101.00","1"]]}`
	interestAnswer    = `{"code":"0","msg":"","data":[["1770249900000","3000100","30001","3000100000"],["1770249600000","3000000","30000","3000000000"]]}`
	fundingAnswer     = `{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","fundingRate":"0.0001","realizedRate":"-0.0002","fundingTime":"1770249600000","method":"current_period"}]}`
	liquidationAnswer = `{"code":"0","msg":"","data":[
 {"details":[{"bkLoss":"0","bkPx":"60000","ccy":"","posSide":"short","side":"buy","sz":"2","ts":"1770249700000"},{"bkLoss":"0","bkPx":"59000","ccy":"","posSide":"long","side":"sell","sz":"8.55","ts":"1770249650000"}],"instId":"BTC-USDT-SWAP","instType":"SWAP","uly":"BTC-USDT"},
 {"details":[{"bkLoss":"0","bkPx":"60000","posSide":"long","side":"sell","sz":"7","ts":"1770249700000"}],"instId":"BTC-USDT-260327","instType":"FUTURES","uly":"BTC-USDT"}]}`
	instrumentAnswer = `{"code":"0","msg":"","data":[
 {"instId":"SOL-USDT-SWAP","instType":"SWAP","ctVal":"1","ctMult":"1","ctValCcy":"SOL","ctType":"linear"},
 {"instId":"ETH-USD-SWAP","instType":"SWAP","ctVal":"10","ctMult":"1","ctValCcy":"USD","ctType":"inverse"},
 {"instId":"ODD-USDT-SWAP","instType":"SWAP","ctVal":"1","ctMult":"1","ctValCcy":"USDT","ctType":"linear"},
 {"instId":"BTC-USDT-260327","instType":"FUTURES","ctVal":"0.01","ctMult":"1","ctValCcy":"BTC","ctType":"linear"}]}`
	refusal = `{"code":"50011","msg":"Too Many Requests","data":[]}`
)

// Newest first in the answer; 12.5 is the volume in coins, 1,250 in contracts.
func TestCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Candles.Parse(minutes, []byte(candleAnswer))
	want := feed.Candle{Symbol: btc, T: 1770249600000, Step: data.Minute, Open: 100.5, High: 101.25, Low: 99.75, Close: 101, Volume: 12.5, Final: true}
	if err != nil || len(got) != 2 || got[0] != want || got[1].Final {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMarkCandlesOfTheAnswer(t *testing.T) {
	got, err := New().Mark.Parse(minutes, []byte(markAnswer))
	if err != nil || len(got) != 1 || got[0].Volume != 0 || !got[0].Final {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestOpenInterestIsCoinsAndDollars(t *testing.T) {
	got, err := New().Interest.Parse(minutes, []byte(interestAnswer))
	if want := (feed.Interest{Symbol: btc, At: 1770249600000, Qty: 30000, Notional: 3e9}); err != nil || len(got) != 2 || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestFundingIsWhatWasPaid(t *testing.T) {
	got, err := New().Funding.Parse(minutes, []byte(fundingAnswer))
	if want := (feed.Funding{Symbol: btc, At: 1770249600000, Rate: -0.0002}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Two orders of one instrument, not in order, and one of another: 8.55 contracts
// of 0.01 BTC at 59,000 are 0.0855 BTC and $5,044.50.
func TestLiquidationsOfTheAnswerAreOfTheInstrument(t *testing.T) {
	got, err := New().Liquidations.Parse(minutes, []byte(liquidationAnswer))
	if err != nil || len(got) != 2 || got[0].At != 1770249650000 || got[0].Side != data.Long || got[1].Side != data.Short {
		t.Fatalf("got %+v, %v", got, err)
	}
	if l := got[0]; !near(l.Qty, 0.0855) || !near(float64(l.Notional), 5044.5) || l.Kind != feed.Bankruptcy {
		t.Errorf("got %+v", l)
	}
}

func near(a, b float64) bool { return max(a-b, b-a) < 1e-9*max(a, b) }

func TestRequests(t *testing.T) {
	v := New()
	days := feed.Query{Symbol: btc, Step: data.Day, From: feedtest.Start, To: feedtest.Start + 2*data.Day}
	const bounds = "after=1770250200000&before=1770249599999&limit=100"
	for _, c := range []struct {
		name, url, budget string
		make              func() (feed.Request, error)
	}{
		{"candles", "market/history-candles?instId=BTC-USDT-SWAP&bar=1m&" + bounds, "candles",
			func() (feed.Request, error) { return v.Candles.Request(minutes) }},
		{"days are days of UTC", "market/history-candles?instId=BTC-USDT-SWAP&bar=1Dutc&after=1770422400000&before=1770249599999&limit=100", "candles",
			func() (feed.Request, error) { return v.Candles.Request(days) }},
		{"mark", "market/history-mark-price-candles?instId=BTC-USDT-SWAP&bar=1m&" + bounds, "mark",
			func() (feed.Request, error) { return v.Mark.Request(minutes) }},
		{"open interest", "rubik/stat/contracts/open-interest-history?instId=BTC-USDT-SWAP&period=1Dutc&begin=1770249600000&end=1770422399999&limit=100", "interest",
			func() (feed.Request, error) { return v.Interest.Request(days) }},
		{"funding", "public/funding-rate-history?instId=BTC-USDT-SWAP&" + bounds, "funding",
			func() (feed.Request, error) { return v.Funding.Request(minutes) }},
		{"liquidations", "public/liquidation-orders?instType=SWAP&uly=BTC-USDT&state=filled&" + bounds, "liquidations",
			func() (feed.Request, error) { return v.Liquidations.Request(minutes) }},
		{"instruments", "public/instruments?instType=SWAP", "instruments",
			func() (feed.Request, error) { return Instruments(), nil }},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: "https://www.okx.com/api/v5/" + c.url, Budget: c.budget, Weight: 1})
	}
	if _, err := v.Candles.Request(feed.Query{Symbol: "SOL-USDT", Step: data.Minute, From: minutes.From, To: minutes.To}); !errors.Is(err, &feed.Refusal{Reason: feed.BadSymbol}) {
		t.Errorf("what is no perpetual: got %v", err)
	}
}

// What is not worth coin or dollars, and what is no perpetual, is left out.
func TestInstruments(t *testing.T) {
	got, err := ParseInstruments([]byte(instrumentAnswer))
	want := []feed.Contract{{Symbol: "SOL-USDT-SWAP", Face: 1}, {Symbol: "ETH-USD-SWAP", Face: 10, Inverse: true}}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := ParseInstruments([]byte(`{"code":"0","msg":"","data":[]}`)); !errors.Is(err, &feed.Refusal{Reason: feed.Empty}) {
		t.Errorf("got %v, want empty", err)
	}
}

func TestNoWorthOfAContractIsGuessed(t *testing.T) {
	const good = `{"instId":"SOL-USDT-SWAP","ctVal":"1","ctMult":"1","ctValCcy":"SOL","ctType":"linear"}`
	for _, c := range []struct{ name, row string }{
		{"a size of zero", `{"instId":"DOGE-USDT-SWAP","ctVal":"0","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"a negative size", `{"instId":"DOGE-USDT-SWAP","ctVal":"-1","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"a size beyond all that there are", `{"instId":"DOGE-USDT-SWAP","ctVal":"1e10","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"a size below all that there are", `{"instId":"DOGE-USDT-SWAP","ctVal":"0.0000001","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"no size", `{"instId":"DOGE-USDT-SWAP","ctVal":"","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"a multiplier of zero", `{"instId":"DOGE-USDT-SWAP","ctVal":"10","ctMult":"0","ctValCcy":"DOGE","ctType":"linear"}`},
		{"neither linear nor inverse", `{"instId":"DOGE-USDT-SWAP","ctVal":"10","ctMult":"1","ctValCcy":"DOGE"}`},
		{"an inverse contract by its name that is counted in coins", `{"instId":"DOGE-USD-SWAP","ctVal":"10","ctMult":"1","ctValCcy":"DOGE","ctType":"linear"}`},
		{"a linear contract by its name that is counted in dollars", `{"instId":"DOGE-USDT-SWAP","ctVal":"10","ctMult":"1","ctValCcy":"USD","ctType":"inverse"}`},
	} {
		got, err := ParseInstruments([]byte(`{"code":"0","data":[` + c.row + "," + good + `]}`))
		if err != nil || !slices.Equal(got, []feed.Contract{{Symbol: "SOL-USDT-SWAP", Face: 1}}) {
			t.Errorf("%s: got %+v, %v, want the other row alone", c.name, got, err)
		}
		if got, err := ParseInstruments([]byte(`{"code":"0","data":[` + c.row + `]}`)); err == nil {
			t.Errorf("%s alone: got %+v, want an error", c.name, got)
		}
	}
}

// A contract of SOL-USDT-SWAP is 1 SOL: 3 contracts at 150 are $450. Before the
// list of instruments said so its rows are refused; what the list does not name
// is worth what it was.
func TestWhatAContractIsWorthIsLearnt(t *testing.T) {
	v := New()
	streams, err := v.Streams([]string{"SOL-USDT-SWAP", btc})
	if err != nil {
		t.Fatal(err)
	}
	const (
		order = `{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkPx":"150","posSide":"long","side":"sell","sz":"3","ts":"1770300000110"}],"instId":"SOL-USDT-SWAP"}]}`
		trade = `{"arg":{"channel":"trades","instId":"SOL-USDT-SWAP"},"data":[{"instId":"SOL-USDT-SWAP","tradeId":"1","px":"150","sz":"2","side":"buy","ts":"1770300000561"}]}`
		price = `{"arg":{"channel":"mark-price","instId":"SOL-USDT-SWAP"},"data":[{"instId":"SOL-USDT-SWAP","markPx":"150","ts":"1770300000200"}]}`
	)
	p, b := streams[0].NewParser(), new(feed.Batch)
	if err := p.ParseFrame([]byte(order), b); err == nil || err.Error() != "malformed: data[0].instId: nobody has said yet what a contract is worth" || len(b.Liquidations) != 0 {
		t.Errorf("of unknown worth: got %v, %+v", err, b.Liquidations)
	}
	b.Reset()
	if err := p.ParseFrame([]byte(trade), b); err != nil || len(b.Trades) != 0 || !b.Alive {
		t.Errorf("a trade of unknown worth: got %v, %+v, want a sign of life", err, b)
	}
	if err := p.ParseFrame([]byte(price), b); err != nil || len(b.Marks) != 1 || b.Marks[0].Symbol != "SOL-USDT-SWAP" {
		t.Errorf("a price counts no contracts: got %v, %+v", err, b.Marks)
	}
	if err := v.Contracts.Learn([]byte(refusal)); err == nil {
		t.Error("a refusal was learnt")
	}
	if err := v.Contracts.Learn([]byte(instrumentAnswer)); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if err := p.ParseFrame([]byte(order), b); err != nil || len(b.Liquidations) != 1 || b.Liquidations[0].Qty != 3 || b.Liquidations[0].Notional != 450 {
		t.Errorf("got %v, %+v", err, b.Liquidations)
	}
	if c, ok := v.Contracts.Of(btc); !ok || c.Face != 0.01 {
		t.Errorf("a contract of %s: got %+v", btc, c)
	}
	q := feed.Query{Symbol: "SOL-USDT-SWAP", From: 1770300000000, To: 1770300060000}
	answer := `{"code":"0","data":[{"instId":"SOL-USDT-SWAP","details":[{"bkPx":"150","posSide":"long","side":"sell","sz":"3","ts":"1770300000110"}]}]}`
	if got, err := v.Liquidations.Parse(q, []byte(answer)); err != nil || len(got) != 1 || got[0].Notional != 450 {
		t.Errorf("of the answer: got %+v, %v", got, err)
	}
	fresh := New()
	if got, err := fresh.Liquidations.Parse(q, []byte(answer)); err == nil || len(got) != 0 {
		t.Errorf("of the answer, of unknown worth: got %+v, %v", got, err)
	}
}

// The tables of maintenance margin know the worth of a contract too.
func TestContractsAreWorthWhatTheMarginTablesSay(t *testing.T) {
	for _, c := range builtin {
		table, ok := margin.Of(id, c.Symbol, feedtest.Start)
		if ok && table.Contract.Face != c.Face {
			t.Errorf("%s: %v, the tables say %v", c.Symbol, c.Face, table.Contract.Face)
		}
		if c.Symbol == btc && !ok {
			t.Errorf("no table of %s", c.Symbol)
		}
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
		{"too many requests", 429, refusal, feed.RateLimited, feed.StopFor},
		{"an instrument, with status 200", 200, `{"code":"51001","msg":"Instrument ID does not exist","data":[]}`, feed.BadSymbol, 0},
		{"an instrument, with status 400", 400, `{"code":"51001","msg":"Instrument ID does not exist","data":[]}`, feed.BadSymbol, 0},
		{"a parameter", 400, `{"code":"51000","msg":"Parameter bar error","data":[]}`, feed.BadRequest, 0},
		{"busy", 200, `{"code":"50013","msg":"Systems are busy","data":[]}`, feed.Down, 0},
		{"a firewall", 403, `<html>`, feed.Banned, feed.StopFor},
		{"a country", 451, ``, feed.Unavailable, 0},
	} {
		got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)})
		if got == nil || got.Reason != c.want || got.Wait != c.wait {
			t.Errorf("%s: got %+v, want %v, %d", c.name, got, c.want, c.wait)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(candleAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
	if _, err := New().Candles.Parse(minutes, []byte(refusal)); !errors.Is(err, &feed.Refusal{Reason: feed.RateLimited}) {
		t.Errorf("got %v", err)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTC-USDT-SWAP": true, "BTC-USD-SWAP": true, "SATS-USDC-SWAP": true,
		"BTC-USDT": false, "BTC": false, "BTC-USDT-260327": false, "btc-usdt-swap": false, "-USDT-SWAP": false, "BTC&-USDT-SWAP": false,
	} {
		if got := IsSwap(s); got != want {
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

func FuzzLiquidations(f *testing.F) {
	feedtest.FuzzAnswer(f, New().Liquidations, minutes, liquidationAnswer)
}

func FuzzInstruments(f *testing.F) {
	f.Add([]byte(instrumentAnswer))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := ParseInstruments(raw)
		if (err == nil) != (len(got) > 0) {
			t.Fatalf("%d instruments with error %v", len(got), err)
		}
		for _, c := range got {
			feedtest.CheckNumbers(t, c)
		}
	})
}

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, refusal) }

func TestSharedSamplesOfAnswers(t *testing.T) {
	for name, parse := range map[string]func([]byte) (int, error){
		"okx_rubik_oi_history_shape.json": func(raw []byte) (int, error) {
			rows, err := parseInterest(feed.Query{}, raw)
			return len(rows), err
		},
		"okx_candles_shape.json": func(raw []byte) (int, error) {
			rows, err := parseCandles(feed.Query{}, raw, true)
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
