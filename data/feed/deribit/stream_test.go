package deribit

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
	taker       = `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[{"trade_seq":1,"trade_id":"66460463","timestamp":1770300000032,"tick_direction":3,"price":60000,"liquidation":"T","instrument_name":"BTC-PERPETUAL","index_price":60100,"direction":"sell","amount":1200}]}}`
	tickers     = `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.100ms","data":{"timestamp":1770300000100,"state":"open","open_interest":600000000,"mark_price":60000,"last_price":60010,"instrument_name":"BTC-PERPETUAL","index_price":60020,"funding_8h":0.0001,"current_funding":-0.0002}}}`
	chart       = `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"chart.trades.BTC-PERPETUAL.1","data":{"volume":12.5,"tick":1770300000000,"open":60300,"low":60200,"high":60310,"cost":753125,"close":60250}}}`
	testRequest = `{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}`
	ack         = `{"jsonrpc":"2.0","id":3,"result":["trades.BTC-PERPETUAL.100ms"],"usIn":1,"usOut":2,"usDiff":1,"testnet":false}`
)

func newParser() feed.Parser { return parser{} }

// parse reads frames of one connection and fails on a fault.
func parse(t *testing.T, frames ...string) *feed.Batch {
	t.Helper()
	b := new(feed.Batch)
	for _, f := range frames {
		if err := newParser().ParseFrame([]byte(f), b); err != nil {
			t.Fatalf("%v in %s", err, f)
		}
	}
	return b
}

// direction is the taker's. T: he sold, so he was long. M: he sold to one who
// was liquidated and bought, so that one was short. MT: both.
func TestFlagsTellWhoWasLiquidated(t *testing.T) {
	for _, c := range []struct {
		flag, direction string
		want            []data.Side
	}{
		{"T", "sell", []data.Side{data.Long}}, {"T", "buy", []data.Side{data.Short}},
		{"M", "sell", []data.Side{data.Short}}, {"M", "buy", []data.Side{data.Long}},
		{"MT", "sell", []data.Side{data.Long, data.Short}}, {"MT", "buy", []data.Side{data.Short, data.Long}},
	} {
		b := parse(t, strings.NewReplacer(`"liquidation":"T"`, `"liquidation":"`+c.flag+`"`, `"sell"`, `"`+c.direction+`"`).Replace(taker))
		var got []data.Side
		for i := range b.Liquidations {
			got = append(got, b.Liquidations[i].Side)
		}
		if !slices.Equal(got, c.want) || len(b.Trades) != 1 {
			t.Errorf("%s %s: got %v, want %v", c.flag, c.direction, got, c.want)
		}
	}
	if b := parse(t, strings.Replace(taker, `"liquidation":"T",`, "", 1)); len(b.Liquidations) != 0 || len(b.Trades) != 1 {
		t.Errorf("a trade without a flag: got %+v", b)
	}
}

// Margined in coin, 1,200 is dollars: 1,200 / 60,000 = 0.02 BTC. Linear, it is
// coins: 1,200 × 60,000 = $72 M.
func TestAmountsAreDollarsOrCoins(t *testing.T) {
	if l := parse(t, taker).Liquidations[0]; l.Notional != 1200 || l.Qty != 0.02 || l.ID != "66460463" {
		t.Errorf("got %+v", l)
	}
	linear := strings.ReplaceAll(taker, "BTC-PERPETUAL", "BTC_USDC-PERPETUAL")
	if l := parse(t, linear).Liquidations[0]; l.Notional != 72e6 || l.Qty != 1200 {
		t.Errorf("got %+v", l)
	}
}

// $600 M at 60,000 are 10,000 BTC.
func TestTickersAndCandles(t *testing.T) {
	b := parse(t, tickers, chart)
	if want := []feed.Mark{{Symbol: btc, At: 1770300000100, Price: 60000, Index: 60020}}; !slices.Equal(b.Marks, want) || !b.Alive {
		t.Errorf("got %+v, want %+v", b.Marks, want)
	}
	if want := []feed.Interest{{Symbol: btc, At: 1770300000100, Qty: 10000, Notional: 6e8}}; !slices.Equal(b.Interest, want) {
		t.Errorf("got %+v, want %+v", b.Interest, want)
	}
	if want := []feed.Funding{{Symbol: btc, At: 1770300000100, Rate: -0.0002, Interval: 8 * data.Hour, Predicted: true}}; !slices.Equal(b.Funding, want) {
		t.Errorf("got %+v, want %+v", b.Funding, want)
	}
	if want := []feed.Candle{{Symbol: btc, T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250, Volume: 12.5}}; !slices.Equal(b.Candles, want) {
		t.Errorf("got %+v, want %+v", b.Candles, want)
	}
}

func TestTestRequestsAreAnswered(t *testing.T) {
	b := parse(t, testRequest)
	if want := []string{`{"jsonrpc":"2.0","id":2,"method":"public/test","params":{}}`}; !slices.Equal(b.Replies, want) || b.Alive {
		t.Errorf("got %q", b.Replies)
	}
	if b := parse(t, `{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}}`); len(b.Replies) != 0 || len(b.Status) != 1 {
		t.Errorf("a heartbeat wants no answer: %+v", b)
	}
}

func TestRepliesProveNothing(t *testing.T) {
	b := parse(t, ack, `{"jsonrpc":"2.0","id":1,"result":"ok"}`, refusal)
	var kinds []feed.StatusKind
	for _, s := range b.Status {
		kinds = append(kinds, s.Kind)
	}
	if want := []feed.StatusKind{feed.Acknowledged, feed.Pong, feed.Rejected}; !slices.Equal(kinds, want) || b.Alive || b.Status[2].Err.Reason != feed.RateLimited {
		t.Errorf("got %v, %+v", kinds, b)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{
		``, `{}`, `[]`, `null`, `{"method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms"}}`,
		strings.Replace(taker, `"T"`, `"X"`, 1), strings.Replace(taker, `1200`, `-1`, 1), strings.Replace(taker, `60000`, `1e-308`, 1),
	} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Liquidations) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{btc})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	want := []string{
		`{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":10}}`,
		`{"jsonrpc":"2.0","id":3,"method":"public/subscribe","params":{"channels":["trades.BTC-PERPETUAL.100ms","ticker.BTC-PERPETUAL.100ms","chart.trades.BTC-PERPETUAL.1"]}}`,
	}
	if s.URL() != "wss://streams.deribit.com/ws/api/v2" || !slices.Equal(s.Send, want) || s.Silent != 15*data.Second {
		t.Errorf("got %s %q", s.URL(), s.Send)
	}
	if _, err := Streams([]string{"BTC-27MAR26"}); err == nil {
		t.Error("a future is followed")
	}
}

func TestLongsDominateAFall(t *testing.T) {
	for _, flag := range []string{"T", "M"} {
		n := 0
		feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
			at, price, qty := p.Numbers()
			n++
			direction := p.Word("sell", "buy")
			if flag == "M" {
				direction = p.Word("buy", "sell")
			}
			return fmt.Sprintf(`{"method":"subscription","params":{"channel":"trades.BTC_USDC-PERPETUAL.100ms","data":[{"trade_id":"%d","timestamp":%s,"price":%s,"liquidation":%q,"instrument_name":"BTC_USDC-PERPETUAL","direction":%q,"amount":%s}]}}`,
				n, at, price, flag, direction, qty)
		})
	}
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, taker, strings.Replace(taker, `"T"`, `"MT"`, 1), tickers, chart, testRequest, ack, refusal)
}

func TestSharedSamplesOfFrames(t *testing.T) {
	raw := string(feedtest.Optional(t, shared+"deribit_ws_trades_2025.json"))
	if b := parse(t, raw); len(b.Trades) != 1 || b.Trades[0].Notional != 8430 || len(b.Liquidations) != 0 {
		t.Errorf("got %+v", b)
	}
	list := string(feedtest.Optional(t, shared+"deribit_ws_trades_liquidation.json"))
	// A list of two frames: a taker who sold $1,120, a maker from whom $2,500 were bought.
	frames := strings.SplitN(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(list), "["), "]"), "},\n {", 2)
	if len(frames) != 2 {
		t.Skip("the sample is laid out in another way")
	}
	b := parse(t, frames[0]+"}", "{"+frames[1])
	if len(b.Liquidations) != 2 || b.Liquidations[0].Notional != 1120 || b.Liquidations[0].Side != data.Long || b.Liquidations[1].Side != data.Long {
		t.Errorf("got %+v", b.Liquidations)
	}
}
