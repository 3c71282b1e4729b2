package okx

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

const (
	orders    = `{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkLoss":"0","bkPx":"60000","ccy":"","posSide":"long","side":"sell","sz":"8.55","ts":"1770300000110"}],"instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instType":"SWAP","uly":"BTC-USDT"}]}`
	trades    = `{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"674510826","px":"60100","sz":"50","side":"buy","ts":"1770300000561","count":"1"}]}`
	candles1m = `{"arg":{"channel":"candle1m","instId":"BTC-USDT-SWAP"},"data":[["1770300000000","60300","60310","60200","60250","1250","12.5","753125","1"]]}`
	marks     = `{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"60250.1","ts":"1770300000200"}]}`
	interests = `{"arg":{"channel":"open-interest","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","oi":"3000000","oiCcy":"30000","oiUsd":"1807500000","ts":"1770300000300"}]}`
	rates     = `{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"fundingRate":"-0.0001","fundingTime":"1770307200000","instId":"BTC-USDT-SWAP","instType":"SWAP","nextFundingTime":"1770336000000"}]}`
	ack       = `{"event":"subscribe","arg":{"channel":"liquidation-orders","instType":"SWAP"},"connId":"48d8960a"}`
	wrong     = `{"event":"error","msg":"Wrong URL or channel:liquidation-orders,instId:BTC-USDT-SWAP doesn't exist.","code":"60018","connId":"439535f1"}`
)

func newParser() feed.Parser {
	streams, err := New().Streams([]string{btc, "BTC-USD-SWAP"})
	if err != nil {
		panic(err)
	}
	return streams[0].NewParser()
}

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

// 8.55 contracts × 0.01 = 0.0855 BTC; × 60,000 = $5,130.
func TestLiquidationsAreContractsTimesTheirWorth(t *testing.T) {
	b := parse(t, orders)
	if len(b.Liquidations) != 1 || !b.Alive {
		t.Fatalf("got %+v", b)
	}
	l := b.Liquidations[0]
	if !near(l.Qty, 0.0855) || !near(float64(l.Notional), 5130) {
		t.Errorf("got %v coins, %v dollars", l.Qty, l.Notional)
	}
	l.Qty, l.Notional = 0, 0
	want := feed.Liquidation{Venue: "okx", Symbol: btc, At: 1770300000110, Side: data.Long, Price: 60000, Kind: feed.Bankruptcy, Bankruptcy: 60000, Backlog: true}
	if l != want {
		t.Errorf("got %+v, want %+v", l, want)
	}
}

// An inverse contract is $100 whatever the price: 3 × 100 = 300; 300 / 60,000.
// Read as a linear one it would be 3 × 0.01 × 60,000 = $1,800.
func TestInverseContractsAreDollars(t *testing.T) {
	b := parse(t, strings.NewReplacer(btc, "BTC-USD-SWAP", `"8.55"`, `"3"`).Replace(orders))
	if l := b.Liquidations[0]; l.Notional != 300 || !near(l.Qty, 0.005) || l.Symbol != "BTC-USD-SWAP" {
		t.Errorf("got %+v", l)
	}
}

func TestOtherInstrumentsAreLeftOut(t *testing.T) {
	for _, other := range []string{"BTC-USDC-SWAP", "BTC-USDT", "BTC-USDT-SWAP-X", "MINA-USDT-SWAP"} {
		b := parse(t, strings.Replace(orders, `"instId":"BTC-USDT-SWAP"`, `"instId":"`+other+`"`, 1))
		if len(b.Liquidations) != 0 || b.Ignored != 1 || !b.Alive {
			t.Errorf("%s: got %+v", other, b)
		}
	}
}

func TestSides(t *testing.T) {
	for _, c := range []struct {
		posSide, side string
		want          data.Side
	}{
		{"long", "sell", data.Long}, {"short", "buy", data.Short}, {"net", "sell", data.Long}, {"net", "buy", data.Short}, {"", "sell", data.Long},
	} {
		b := parse(t, strings.NewReplacer(`"posSide":"long"`, `"posSide":"`+c.posSide+`"`, `"side":"sell"`, `"side":"`+c.side+`"`).Replace(orders))
		if got := b.Liquidations[0].Side; got != c.want {
			t.Errorf("%s, %s: got %v, want %v", c.posSide, c.side, got, c.want)
		}
	}
}

// It has the identity of the first time it was sent, so it is dropped when that
// is remembered, and known as old when it is not.
func TestTheFirstFrameOfAConnectionMayBeStale(t *testing.T) {
	p, b := newParser(), new(feed.Batch)
	for _, f := range []string{ack, marks, orders, orders} {
		if err := p.ParseFrame([]byte(f), b); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.Liquidations) != 2 || !b.Liquidations[0].Backlog || b.Liquidations[1].Backlog {
		t.Fatalf("got %+v", b.Liquidations)
	}
	if a, z := b.Liquidations[0].Identity(), b.Liquidations[1].Identity(); a != z {
		t.Errorf("%s is not %s", a, z)
	}
}

// 50 contracts × 0.01 × 60,100 = $30,050.
func TestTheOtherChannels(t *testing.T) {
	b := parse(t, trades, candles1m, marks, interests, rates)
	trade := feed.Trade{Symbol: btc, ID: "674510826", At: 1770300000561, Price: 60100, Qty: 0.5, Notional: 30050, Taker: data.Buy}
	if len(b.Trades) != 1 || b.Trades[0] != trade {
		t.Errorf("got %+v, want %+v", b.Trades, trade)
	}
	candle := feed.Candle{Symbol: btc, T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250, Volume: 12.5, Final: true}
	if len(b.Candles) != 1 || b.Candles[0] != candle {
		t.Errorf("got %+v, want %+v", b.Candles, candle)
	}
	if want := []feed.Mark{{Symbol: btc, At: 1770300000200, Price: 60250.1}}; !slices.Equal(b.Marks, want) {
		t.Errorf("got %+v, want %+v", b.Marks, want)
	}
	if want := []feed.Interest{{Symbol: btc, At: 1770300000300, Qty: 30000, Notional: 1807500000}}; !slices.Equal(b.Interest, want) {
		t.Errorf("got %+v, want %+v", b.Interest, want)
	}
	if want := []feed.Funding{{Symbol: btc, At: 1770307200000, Rate: -0.0001, Predicted: true}}; !slices.Equal(b.Funding, want) {
		t.Errorf("got %+v, want %+v", b.Funding, want)
	}
}

func TestEventsProveNothing(t *testing.T) {
	b := parse(t, ack, "pong", wrong, `{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade."}`, `{"event":"channel-conn-count","connCount":"1"}`)
	var kinds []feed.StatusKind
	for _, s := range b.Status {
		kinds = append(kinds, s.Kind)
	}
	if want := []feed.StatusKind{feed.Acknowledged, feed.Pong, feed.Rejected, feed.ShuttingDown}; !slices.Equal(kinds, want) || b.Alive || b.Ignored != 1 {
		t.Errorf("got %v, %+v", kinds, b)
	}
	if got, want := b.Status[0].Topic, `{"channel":"liquidation-orders","instType":"SWAP"}`; got != want {
		t.Errorf("what was accepted: got %s, want %s", got, want)
	}
	if r := b.Status[2].Err; r.Code != "60018" || r.Reason != feed.BadRequest {
		t.Errorf("got %+v", r)
	}
}

func TestABadOrderLeavesTheOthers(t *testing.T) {
	good := `{"bkPx":"60000","posSide":"long","side":"sell","sz":"1","ts":"1770300000110"}`
	bad := strings.Replace(good, "60000", "0", 1)
	frame := `{"arg":{"channel":"liquidation-orders"},"data":[{"instId":"BTC-USDT-SWAP","details":[` + good + "," + bad + "," + good + `]}]}`
	var b feed.Batch
	err := newParser().ParseFrame([]byte(frame), &b)
	if err == nil || err.Error() != `malformed: data[0].details[1].bkPx: must be positive, is "\"0\""` || len(b.Liquidations) != 2 || b.Liquidations[1].Ordinal != 1 {
		t.Errorf("got %v, %+v", err, b.Liquidations)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{
		``, `{}`, `ping`, `null`, `{"arg":{"channel":"liquidation-orders"}}`, `{"arg":{"channel":"liquidation-orders"},"data":[{"instId":"BTC-USDT-SWAP"}]}`,
		`{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{}]}`,
	} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Liquidations)+len(b.Trades) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnections(t *testing.T) {
	streams, err := New().Streams([]string{btc})
	if err != nil || len(streams) != 2 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	public, business := streams[0], streams[1]
	want := `{"op":"subscribe","args":[{"channel":"liquidation-orders","instType":"SWAP"},{"channel":"trades","instId":"BTC-USDT-SWAP"},{"channel":"mark-price","instId":"BTC-USDT-SWAP"},{"channel":"open-interest","instId":"BTC-USDT-SWAP"},{"channel":"funding-rate","instId":"BTC-USDT-SWAP"}]}`
	if public.URL() != "wss://ws.okx.com:8443/ws/v5/public" || len(public.Send) != 1 || public.Send[0] != want {
		t.Errorf("got %s %s", public.URL(), public.Send)
	}
	if want := `{"op":"subscribe","args":[{"channel":"candle1m","instId":"BTC-USDT-SWAP"}]}`; business.URL() != "wss://ws.okx.com:8443/ws/v5/business" || business.Send[0] != want {
		t.Errorf("got %s %s", business.URL(), business.Send)
	}
	for _, s := range streams {
		if s.Ping.Text != "ping" || s.Ping.Every >= 30*data.Second || !s.Ping.Idle {
			t.Errorf("%s pings by %+v", s.Name, s.Ping)
		}
	}
	if _, err := New().Streams([]string{"BTC"}); err == nil {
		t.Error("the beginning of a name is followed")
	}
}

// A message may have 64 KB.
func TestSubscriptionsFitAMessage(t *testing.T) {
	long := strings.Repeat("A", 20) + "-USDT-SWAP"
	streams, err := New().Streams(slices.Repeat([]string{long}, feed.MaxSymbols))
	if err != nil || len(streams[0].Send[0]) > 64_000 {
		t.Errorf("got %v", err)
	}
}

func TestLongsDominateAFall(t *testing.T) {
	for _, posSide := range []string{"told", "net"} {
		feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
			at, price, qty := p.Numbers()
			position := "net"
			if posSide == "told" {
				position = p.Word("long", "short")
			}
			return fmt.Sprintf(`{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkLoss":"0","bkPx":%q,"posSide":%q,"side":%q,"sz":"%s00","ts":%q}],"instId":"BTC-USDT-SWAP"}]}`,
				price, position, p.Word("sell", "buy"), qty, at)
		})
	}
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, orders, trades, candles1m, marks, interests, rates, ack, wrong, "pong")
}

// 8.55 × 0.01 × 82,655.7 = 7,067.06235; the other frame is of CELO-USDT-SWAP.
func TestSharedRecordedFrames(t *testing.T) {
	raw := feedtest.Optional(t, shared+"okx_liquidation-orders_recorded.jsonl")
	b := parse(t, slices.Collect(strings.Lines(string(raw)))...)
	if len(b.Liquidations) != 1 || b.Ignored != 1 || !near(float64(b.Liquidations[0].Notional), 7067.06235) {
		t.Errorf("got %+v", b.Liquidations)
	}
}
