package hyperliquid

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

const (
	trades   = `{"channel":"trades","data":[{"coin":"BTC","side":"A","px":"60000.0","sz":"0.5","time":1770300000010,"hash":"0x0000000000000000000000000000000000000000000000000000000000000000","tid":1016897150094344,"users":["0x07","0x4a"]}]}`
	ctx      = `{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"funding":"-0.0000125","openInterest":"30000.0","prevDayPx":"61000","dayNtlVlm":"7665220.5","premium":"0.0001","oraclePx":"60010.0","markPx":"60000.0","midPx":"60001","impactPxs":["1","2"]}}}`
	bars     = `{"channel":"candle","data":{"t":1770300000000,"T":1770300059999,"s":"BTC","i":"1m","o":"60300","c":"60250","h":"60310","l":"60200","v":"12.5","n":9}}`
	ack      = `{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"trades","coin":"BTC"}}}`
	rejected = `{"channel":"error","data":"Error parsing JSON into valid websocket request: {\"method\": \"subscribe\", \"subscription\": {\"type\": \"liquidations\"}}"}`
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

// A hash of zeros is no mark of a liquidation: it is on a quarter of all trades.
func TestTradesAreNoLiquidations(t *testing.T) {
	b := parse(t, trades, trades)
	want := feed.Trade{Symbol: "BTC", ID: "1016897150094344", At: 1770300000010, Price: 60000, Qty: 0.5, Notional: 30000, Taker: data.Sell, Backlog: true}
	if len(b.Trades) != 2 || b.Trades[0] != want || len(b.Liquidations) != 0 {
		t.Errorf("got %+v", b)
	}
	if New().NoLiquidations == "" {
		t.Error("the venue does not say that it has no liquidations")
	}
}

func TestTheFirstTradesOfEachCoinAreABacklog(t *testing.T) {
	eth := strings.Replace(trades, `"BTC"`, `"ETH"`, 1)
	b := parse(t, trades, eth, trades, eth)
	var got []bool
	for _, x := range b.Trades {
		got = append(got, x.Backlog)
	}
	if want := []bool{true, true, false, false}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// 30,000 × 60,000 = $1.8 B. Contexts give no time.
func TestContextsAndCandles(t *testing.T) {
	b := parse(t, ctx, bars)
	if want := []feed.Mark{{Symbol: "BTC", Price: 60000, Index: 60010}}; !slices.Equal(b.Marks, want) || !b.Alive {
		t.Errorf("got %+v, want %+v", b.Marks, want)
	}
	if want := []feed.Interest{{Symbol: "BTC", Qty: 30000, Notional: 1.8e9}}; !slices.Equal(b.Interest, want) {
		t.Errorf("got %+v, want %+v", b.Interest, want)
	}
	if want := []feed.Funding{{Symbol: "BTC", Rate: -0.0000125, Interval: data.Hour, Predicted: true}}; !slices.Equal(b.Funding, want) {
		t.Errorf("got %+v, want %+v", b.Funding, want)
	}
	if want := []feed.Candle{{Symbol: "BTC", T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250, Volume: 12.5}}; !slices.Equal(b.Candles, want) {
		t.Errorf("got %+v, want %+v", b.Candles, want)
	}
}

func TestRepliesProveNothing(t *testing.T) {
	b := parse(t, ack, `{"channel":"pong"}`, rejected)
	var kinds []feed.StatusKind
	for _, s := range b.Status {
		kinds = append(kinds, s.Kind)
	}
	if want := []feed.StatusKind{feed.Acknowledged, feed.Pong, feed.Rejected}; !slices.Equal(kinds, want) || b.Alive {
		t.Errorf("got %v", kinds)
	}
}

func TestWhatIsNotOursIsLeftOut(t *testing.T) {
	b := parse(t, strings.Replace(trades, `"BTC"`, `"@107"`, 1), strings.Replace(ctx, `"BTC"`, `"xyz:GOLD"`, 1), strings.Replace(bars, `"BTC"`, `"@107"`, 1), `{"channel":"l2Book","data":{}}`)
	if b.Ignored != 4 || len(b.Trades)+len(b.Marks)+len(b.Candles) != 0 {
		t.Errorf("got %+v", b)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{
		``, `{}`, `null`, `{"channel":"trades"}`, `{"channel":"trades","data":{}}`, strings.Replace(trades, `"A"`, `"S"`, 1),
		strings.Replace(ctx, `"60000.0"`, `"0"`, 1), strings.Replace(ctx, `"funding"`, `"x"`, 1), strings.Replace(bars, `1770300059999`, `1770299999999`, 1),
	} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Trades)+len(b.Marks)+len(b.Candles) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTC"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	want := []string{
		`{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"BTC"}}`,
		`{"method":"subscribe","subscription":{"type":"candle","coin":"BTC","interval":"1m"}}`,
		`{"method":"subscribe","subscription":{"type":"trades","coin":"BTC"}}`,
	}
	if s.URL() != "wss://api.hyperliquid.xyz/ws" || !slices.Equal(s.Send, want) {
		t.Errorf("got %s %q", s.URL(), s.Send)
	}
	if s.Ping.Text != `{"method":"ping"}` || s.Ping.Every >= data.Minute || s.SendGap < 30 {
		t.Errorf("got %+v", s)
	}
	if _, err := Streams([]string{"@107"}); err == nil {
		t.Error("a spot pair is followed")
	}
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, trades, ctx, bars, ack, rejected, `{"channel":"pong"}`)
}

func TestSharedSamplesOfFrames(t *testing.T) {
	b := parse(t, string(feedtest.Optional(t, shared+"hyperliquid_ws_trades.json")), string(feedtest.Optional(t, shared+"hyperliquid_ws_activeAssetCtx.json")))
	if len(b.Trades) != 1 || len(b.Marks) != 1 || b.Marks[0].Price != 0.19963 {
		t.Errorf("got %+v", b)
	}
}
