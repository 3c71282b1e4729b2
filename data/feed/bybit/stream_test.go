package bybit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

const (
	liquidations = `{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1770300000500,"data":[{"T":1770300000110,"s":"BTCUSDT","S":"Buy","v":"0.250","p":"60000.00"},{"T":1770300000210,"s":"BTCUSDT","S":"Sell","v":"0.001","p":"60500.10"}]}`
	trades       = `{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1770300000868,"data":[{"T":1770300000865,"s":"BTCUSDT","S":"Sell","v":"0.5","p":"60100.50","L":"PlusTick","i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":1}]}`
	kline        = `{"topic":"kline.1.BTCUSDT","data":[{"start":1770300000000,"end":1770300059999,"interval":"1","open":"60300","close":"60250","high":"60310","low":"60200","volume":"12.5","turnover":"753125","confirm":false,"timestamp":1770300030000}],"ts":1770300030000,"type":"snapshot"}`
	snapshot     = `{"topic":"tickers.BTCUSDT","type":"snapshot","ts":1770300000000,"cs":1,"data":{"symbol":"BTCUSDT","lastPrice":"60250","indexPrice":"60260.2","markPrice":"60250.1","openInterest":"60000","openInterestValue":"3615006000","singleOpenInterest":"30000","fundingRate":"-0.0001","nextFundingTime":"1770307200000"}}`
	delta        = `{"topic":"tickers.BTCUSDT","type":"delta","ts":1770300000100,"cs":2,"data":{"symbol":"BTCUSDT","markPrice":"60240","fundingRate":"-0.0002"}}`
	ack          = `{"success":true,"ret_msg":"","conn_id":"c","req_id":"","op":"subscribe"}`
	pong         = `{"success":true,"ret_msg":"pong","conn_id":"c","req_id":"","op":"ping"}`
)

func newParser() feed.Parser { return &parser{} }

// parse reads frames of one connection and fails on a fault.
func parse(t *testing.T, frames ...string) *feed.Batch {
	t.Helper()
	b := new(feed.Batch)
	p := newParser()
	for _, f := range frames {
		if err := p.ParseFrame([]byte(f), b); err != nil {
			t.Fatalf("%v in %s", err, f)
		}
	}
	return b
}

// "Buy" is a liquidated long. 0.25 × 60,000 = 15,000.
func TestBuyIsALiquidatedLong(t *testing.T) {
	b := parse(t, liquidations)
	want := feed.Liquidation{
		Venue: "bybit", Symbol: "BTCUSDT", At: 1770300000110, Side: data.Long,
		Price: 60000, Kind: feed.Bankruptcy, Bankruptcy: 60000, Qty: 0.25, Notional: 15000,
	}
	if len(b.Liquidations) != 2 || b.Liquidations[0] != want || b.Liquidations[1].Side != data.Short || !b.Alive {
		t.Errorf("got %+v", b.Liquidations)
	}
}

func TestEqualPrintsOfOneFrameStayTwo(t *testing.T) {
	one := `{"T":1770300000110,"s":"BTCUSDT","S":"Buy","v":"0.250","p":"60000.00"}`
	b := parse(t, `{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":1,"data":[`+one+","+one+`]}`)
	if len(b.Liquidations) != 2 || b.Liquidations[0].Identity() == b.Liquidations[1].Identity() {
		t.Errorf("got %+v", b.Liquidations)
	}
}

func TestInverseContractsAndTheOldTopicAreLeftOut(t *testing.T) {
	for name, frame := range map[string]string{
		"inverse":   strings.ReplaceAll(`{"topic":"allLiquidation.X","data":[{"T":1770300000110,"s":"X","S":"Buy","v":"250","p":"60000"}]}`, "X", "BTCUSD"),
		"old topic": `{"topic":"liquidation.XRPUSD","type":"snapshot","ts":1,"data":{"updatedTime":1680673944093,"symbol":"XRPUSD","side":"Sell","size":"6949","price":"0.5149"}}`,
	} {
		if b := parse(t, frame); len(b.Liquidations) != 0 || b.Ignored != 1 {
			t.Errorf("%s: got %+v", name, b)
		}
	}
}

func TestTradesAndCandlesOfTheStream(t *testing.T) {
	b := parse(t, trades, kline)
	trade := feed.Trade{Symbol: "BTCUSDT", ID: "20f43950-d8dd-5b31-9112-a178eb6023af", At: 1770300000865, Price: 60100.5, Qty: 0.5, Notional: 30050.25, Taker: data.Sell}
	if len(b.Trades) != 1 || b.Trades[0] != trade {
		t.Errorf("got %+v, want %+v", b.Trades, trade)
	}
	candle := feed.Candle{Symbol: "BTCUSDT", T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250, Volume: 12.5}
	if len(b.Candles) != 1 || b.Candles[0] != candle {
		t.Errorf("got %+v, want %+v", b.Candles, candle)
	}
}

// The second frame lacks the index, the open interest and the time of payment;
// it is not an open interest of zero.
func TestTickersRememberWhatDidNotChange(t *testing.T) {
	b := parse(t, snapshot, delta, delta)
	marks := []feed.Mark{
		{Symbol: "BTCUSDT", At: 1770300000000, Price: 60250.1, Index: 60260.2},
		{Symbol: "BTCUSDT", At: 1770300000100, Price: 60240, Index: 60260.2},
		{Symbol: "BTCUSDT", At: 1770300000100, Price: 60240, Index: 60260.2},
	}
	if !slices.Equal(b.Marks, marks) {
		t.Errorf("got %+v, want %+v", b.Marks, marks)
	}
	if want := []feed.Interest{{Symbol: "BTCUSDT", At: 1770300000000, Qty: 30000}}; !slices.Equal(b.Interest, want) {
		t.Errorf("got %+v, want %+v", b.Interest, want)
	}
	rates := []feed.Funding{
		{Symbol: "BTCUSDT", At: 1770307200000, Rate: -0.0001, Predicted: true},
		{Symbol: "BTCUSDT", At: 1770307200000, Rate: -0.0002, Predicted: true},
	}
	if !slices.Equal(b.Funding, rates) {
		t.Errorf("got %+v, want %+v", b.Funding, rates)
	}
}

func TestABadTickerChangesNothing(t *testing.T) {
	p, b := newParser(), new(feed.Batch)
	bad := strings.Replace(delta, `"60240"`, `"x"`, 1)
	for i, frame := range []string{snapshot, bad} {
		if err := p.ParseFrame([]byte(frame), b); (err != nil) != (i == 1) {
			t.Fatal(err)
		}
	}
	if len(b.Marks) != 1 || len(b.Funding) != 1 {
		t.Errorf("got %+v", b)
	}
}

func TestRepliesProveNothing(t *testing.T) {
	b := parse(t, ack, pong, `{"success":false,"ret_msg":"error:handler not found,topic:liquidation.BTCUSDT","conn_id":"c","op":"subscribe"}`)
	var kinds []feed.StatusKind
	for _, s := range b.Status {
		kinds = append(kinds, s.Kind)
	}
	if want := []feed.StatusKind{feed.Acknowledged, feed.Pong, feed.Rejected}; !slices.Equal(kinds, want) || b.Alive {
		t.Errorf("got %v, alive %v", kinds, b.Alive)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{
		``, `{}`, `[]`, `null`, `{"topic":"allLiquidation.BTCUSDT"}`, `{"topic":"allLiquidation.BTCUSDT","data":{}}`,
		`{"topic":"allLiquidation.BTCUSDT","data":[{"T":1770300000110,"s":"BTCUSDT","S":"Long","v":"1","p":"1"}]}`,
		`{"topic":"allLiquidation.BTCUSDT","data":[{"T":1770300000110,"s":"BTCUSDT","S":"Buy","v":"1e300","p":"1e300"}]}`,
		`{"topic":"tickers.BTCUSDT","data":{"symbol":"BTCUSDT","markPrice":"1"}}`,
	} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Liquidations)+len(b.Marks) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTCUSDT"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	want := `{"op":"subscribe","args":["publicTrade.BTCUSDT","allLiquidation.BTCUSDT","tickers.BTCUSDT","kline.1.BTCUSDT"]}`
	if s.URL() != "wss://stream.bybit.com/v5/public/linear" || len(s.Send) != 1 || s.Send[0] != want {
		t.Errorf("got %s %q", s.URL(), s.Send)
	}
	if s.Ping.Text != `{"op":"ping"}` || s.Ping.Every != 20*data.Second || s.Ping.Idle || s.Silent != 15*data.Second || s.Proof != "publicTrade.BTCUSDT" {
		t.Errorf("got %+v", s)
	}
	if _, err := Streams([]string{"BTCUSD"}); err == nil {
		t.Error("an inverse contract is followed")
	}
}

// The list of topics may have 21,000 characters.
func TestSubscriptionsFitAMessage(t *testing.T) {
	s, err := Streams(slices.Repeat([]string{strings.Repeat("A", 28) + "USDT"}, feed.MaxSymbols))
	if err != nil || len(s[0].Send[0]) > 21000 {
		t.Errorf("got %v", err)
	}
}

func TestLongsDominateAFall(t *testing.T) {
	feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
		at, price, qty := p.Numbers()
		return fmt.Sprintf(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%s,"data":[{"T":%s,"s":"BTCUSDT","S":%q,"v":%q,"p":%q}]}`,
			at, at, p.Word("Buy", "Sell"), qty, price)
	})
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, liquidations, trades, kline, snapshot, delta, ack, pong)
}

// 0.006 × 82,396.90 + 0.038 × 82,394.30 = 494.3814 + 3,130.9834 = 3,625.3648;
// 2,084.9 × 0.05165 = 107.685085.
func TestSharedRecordedFrames(t *testing.T) {
	raw := feedtest.Optional(t, shared+"bybit_allLiquidation_recorded.jsonl")
	b := parse(t, slices.Collect(strings.Lines(string(raw)))...)
	var long data.USD
	for i := range b.Liquidations {
		if b.Liquidations[i].Side == data.Long {
			long += b.Liquidations[i].Notional
		}
	}
	if len(b.Liquidations) != 3 || math.Abs(float64(long)-3733.049885) > 1e-6 {
		t.Errorf("got %d liquidations, %.6f", len(b.Liquidations), long)
	}
}
