package binance

import (
	"bytes"
	"encoding/csv"
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
	forceOrder = `{"e":"forceOrder","E":1770300001124,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.250","p":"60000.00","ap":"60240.50","X":"FILLED","l":"0.100","z":"0.200","T":1770300000119,"ps":"BTCUSDT","st":1}}`
	coinMargin = `{"e":"forceOrder","E":1770300001124,"o":{"s":"BTCUSD_PERP","S":"SELL","o":"LIMIT","f":"IOC","q":"3","p":"60000","ap":"60240.5","X":"FILLED","l":"3","z":"3","T":1770300000119,"ps":"BTCUSD","st":2}}`
	markUpdate = `{"e":"markPriceUpdate","E":1770300001000,"s":"BTCUSDT","p":"60250.10","ap":"60251.00","i":"60260.20","P":"60255.0","r":"-0.00010000","T":1770307200000}`
	kline      = `{"e":"kline","E":1770300001000,"s":"BTCUSDT","k":{"t":1770300000000,"T":1770300059999,"s":"BTCUSDT","i":"1m","f":1,"L":9,"o":"60300.0","c":"60250.0","h":"60310.0","l":"60200.0","v":"12.5","n":9,"x":true,"q":"753125","V":"5.25","Q":"316312","B":"0"}}`
	aggTrade   = `{"e":"aggTrade","E":1770300001024,"a":3478018549,"s":"BTCUSDT","p":"60250.00","q":"0.016","nq":"0.016","f":1,"l":5,"T":1770300000874,"m":true,"st":1}`
	ack        = `{"result":null,"id":1}`
)

func wrapped(frame string) string { return `{"stream":"!forceOrder@arr","data":` + frame + `}` }

func newParser() feed.Parser { return parser{id, Symbol} }

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

// 60,240.50 × 0.200 = 12,048.10: the average fill times all that was filled,
// neither the limit nor the last part.
func TestLiquidationsAreFillsTimesAllThatWasFilled(t *testing.T) {
	want := feed.Liquidation{
		Venue: "binance", Symbol: "BTCUSDT", At: 1770300000119, Side: data.Long,
		Price: 60240.5, Kind: feed.Fill, Bankruptcy: 60000, Qty: 0.2, Notional: 12048.1,
	}
	for name, frame := range map[string]string{"bare": forceOrder, "wrapped": wrapped(forceOrder), "in a list": wrapped("[" + forceOrder + "]")} {
		b := parse(t, frame)
		if len(b.Liquidations) != 1 || !b.Alive {
			t.Fatalf("%s: got %+v", name, b)
		}
		got := b.Liquidations[0]
		if math.Abs(float64(got.Notional-want.Notional)) < 1e-9 {
			got.Notional = want.Notional
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestABoughtOrderClosesAShort(t *testing.T) {
	b := parse(t, strings.Replace(forceOrder, `"SELL"`, `"BUY"`, 1))
	if got := b.Liquidations[0].Side; got != data.Short {
		t.Errorf("got %v, want short", got)
	}
}

// Without what was filled, the order stands for it: 60,000 × 0.250 = 15,000.
func TestOrdersWithoutAFillCountByTheirLimit(t *testing.T) {
	b := parse(t, strings.NewReplacer(`"ap":"60240.50"`, `"ap":"0"`).Replace(forceOrder))
	if l := b.Liquidations[0]; l.Price != 60000 || l.Kind != feed.Bankruptcy || l.Qty != 0.25 || l.Notional != 15000 {
		t.Errorf("got %+v", l)
	}
}

func TestWhatIsNoLiquidationOfOursIsLeftOut(t *testing.T) {
	for name, frame := range map[string]string{
		"a COIN-M contract":                     coinMargin,
		"a COIN-M contract without st":          strings.Replace(coinMargin, `,"st":2`, "", 1),
		"COIN-M by st alone":                    strings.Replace(forceOrder, `"st":1`, `"st":2`, 1),
		"an order that was not filled":          strings.Replace(forceOrder, "FILLED", "NEW", 1),
		"a contract quoted in coin":             strings.Replace(forceOrder, `"s":"BTCUSDT"`, `"s":"ETHBTC"`, 1),
		"a symbol in letters that are not ours": strings.Replace(forceOrder, `"s":"BTCUSDT"`, `"s":"币安人生USDT"`, 1),
	} {
		if b := parse(t, frame); len(b.Liquidations) != 0 || b.Ignored != 1 {
			t.Errorf("%s: got %+v", name, b)
		}
	}
}

func TestTheFirstFramesOf2020StillRead(t *testing.T) {
	old := strings.NewReplacer(`,"ps":"BTCUSDT","st":1`, "").Replace(forceOrder)
	if b := parse(t, old); len(b.Liquidations) != 1 {
		t.Errorf("got %+v", b)
	}
}

func TestEqualPrintsOfOneFrameStayTwo(t *testing.T) {
	b := parse(t, "["+forceOrder+","+forceOrder+"]", forceOrder)
	var got []int
	for i := range b.Liquidations {
		got = append(got, b.Liquidations[i].Ordinal)
	}
	if want := []int{0, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMarkPriceIsTheProofOfLife(t *testing.T) {
	b := parse(t, markUpdate)
	if want := (feed.Mark{Symbol: "BTCUSDT", At: 1770300001000, Price: 60250.1, Index: 60260.2}); len(b.Marks) != 1 || b.Marks[0] != want {
		t.Errorf("got %+v, want %+v", b.Marks, want)
	}
	if want := (feed.Funding{Symbol: "BTCUSDT", At: 1770307200000, Rate: -0.0001, Predicted: true}); len(b.Funding) != 1 || b.Funding[0] != want {
		t.Errorf("got %+v, want %+v", b.Funding, want)
	}
	if !b.Alive {
		t.Error("a mark price proves that the stream flows")
	}
	delivered := strings.NewReplacer(`"r":"-0.00010000"`, `"r":""`, `"T":1770307200000`, `"T":0`).Replace(markUpdate)
	if b := parse(t, delivered); len(b.Marks) != 1 || len(b.Funding) != 0 {
		t.Errorf("a contract that is delivered has no funding: %+v", b)
	}
}

func TestAnAcknowledgementProvesNothing(t *testing.T) {
	b := parse(t, ack)
	if b.Alive || len(b.Status) != 1 || b.Status[0].Kind != feed.Acknowledged {
		t.Errorf("got %+v", b)
	}
}

func TestRejectionsAndShutdowns(t *testing.T) {
	for name, frame := range map[string]string{
		"an error object": `{"error":{"code":2,"msg":"Invalid request: unknown variant"},"id":1}`,
		"a bare error":    `{"code":2,"msg":"Invalid request: unknown variant"}`,
	} {
		b := parse(t, frame)
		if len(b.Status) != 1 || b.Status[0].Kind != feed.Rejected || b.Status[0].Err.Code != "2" || b.Alive {
			t.Errorf("%s: got %+v", name, b)
		}
	}
	b := parse(t, `{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770300001000}}`, `{"e":"miniTicker","s":"BTCUSDT"}`)
	if len(b.Status) != 1 || b.Status[0].Kind != feed.ShuttingDown || b.Ignored != 1 || b.Alive {
		t.Errorf("got %+v", b)
	}
}

func TestCandlesOfTheStream(t *testing.T) {
	b := parse(t, wrapped(kline))
	want := feed.Candle{
		Symbol: "BTCUSDT", T: 1770300000000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250,
		Volume: 12.5, TakerBuy: 5.25, Takers: true, Final: true,
	}
	if len(b.Candles) != 1 || b.Candles[0] != want {
		t.Errorf("got %+v, want %+v", b.Candles, want)
	}
}

// m says that the buyer was the maker: the taker sold.
func TestTradesOfTheStream(t *testing.T) {
	b := parse(t, aggTrade)
	want := feed.Trade{Symbol: "BTCUSDT", ID: "3478018549", At: 1770300000874, Price: 60250, Qty: 0.016, Notional: 964, Taker: data.Sell}
	if len(b.Trades) != 1 || b.Trades[0] != want {
		t.Errorf("got %+v, want %+v", b.Trades, want)
	}
}

func TestABadRowLeavesTheOthers(t *testing.T) {
	var b feed.Batch
	bad := strings.Replace(forceOrder, `"ap":"60240.50"`, `"ap":"-1"`, 1)
	bad = strings.Replace(bad, `"p":"60000.00"`, `"p":"x"`, 1)
	err := newParser().ParseFrame([]byte(wrapped("["+bad+","+forceOrder+"]")), &b)
	if err == nil || err.Error() != `malformed: data[0].o.p: must be a finite number, is "\"x\""` || len(b.Liquidations) != 1 {
		t.Errorf("got %v and %d liquidations", err, len(b.Liquidations))
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{``, `x`, `{}`, `[{}]`, `null`, `1`, `{"stream":"a"}`, `{"e":"forceOrder","o":{"s":"BTCUSDT","X":"FILLED"}}`, strings.Repeat("[", 100)} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Liquidations) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTCUSDT", "ETHUSDT"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	if got, want := s.URL(), "wss://fstream.binance.com/market/ws"; got != want {
		t.Errorf("got %s, want %s: without /market nothing arrives", got, want)
	}
	want := `{"method":"SUBSCRIBE","params":["btcusdt@forceOrder","btcusdt@markPrice@1s","btcusdt@kline_1m","ethusdt@forceOrder","ethusdt@markPrice@1s","ethusdt@kline_1m"],"id":1}`
	if len(s.Send) != 1 || s.Send[0] != want {
		t.Errorf("sends %q, want %s", s.Send, want)
	}
	if s.Rotate >= data.Day || s.Rotate < 12*data.Hour || s.Silent != 15*data.Second || s.Proof != "btcusdt@markPrice@1s" || s.Ping.Text != "" {
		t.Errorf("got %+v", s)
	}
	if _, err := Streams([]string{"BTCUSD_PERP"}); err == nil {
		t.Error("a COIN-M contract is followed")
	}
}

// 1,024 streams a connection are allowed.
func TestSubscriptionsFitAConnection(t *testing.T) {
	s, err := Streams(slices.Repeat([]string{"1000000BABYDOGEUSDT"}, feed.MaxSymbols))
	if err != nil || strings.Count(s[0].Send[0], `","`)+1 > 1024 {
		t.Errorf("got %v", err)
	}
}

func TestLongsDominateAFall(t *testing.T) {
	feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
		at, price, qty := p.Numbers()
		return fmt.Sprintf(`{"e":"forceOrder","E":%s,"o":{"s":"BTCUSDT","S":%q,"q":%q,"p":%q,"ap":%q,"X":"FILLED","l":%q,"z":%q,"T":%s,"st":1}}`,
			at, p.Word("SELL", "BUY"), qty, price, price, qty, qty, at)
	})
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser,
		forceOrder, wrapped(forceOrder), "["+forceOrder+","+coinMargin+"]", markUpdate, kline, aggTrade, ack,
		`{"error":{"code":2,"msg":"x"},"id":1}`, `{"e":"serverShutdown","E":1770300001000}`, `{"stream":"a","data":[]}`)
}

func TestSharedSamplesOfFrames(t *testing.T) {
	for name, want := range map[string]int{
		"binance_usdm_forceOrder_recorded.jsonl": 4, "binance_ws_forceOrder_2020.json": 1, "binance_ws_forceOrder_2026.json": 1,
		"binance_ws_forceOrder_docs.json": 1, "binance_ws_forceOrder_coinm.json": 0,
	} {
		t.Run(name, func(t *testing.T) {
			raw := feedtest.Optional(t, shared+name)
			frames := []string{string(raw)}
			if strings.HasSuffix(name, "l") {
				frames = slices.Collect(strings.Lines(string(raw)))
			}
			if b := parse(t, frames...); len(b.Liquidations) != want {
				t.Errorf("got %d liquidations, want %d", len(b.Liquidations), want)
			}
		})
	}
}

// The recorded streams of 26 and 27 January 2025, most of whose rows are written
// twice: 1,837 distinct events of 3,510, in all $2,835,648.57 of longs and
// $710,713.62 of shorts, as the notes that come with them say.
func TestTheRecordedStreamSumsToWhatItsNotesSay(t *testing.T) {
	raw := feedtest.Optional(t, "../../../../shared/data/liquidations/binance_forceOrder_2025-01-26_27.csv")
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b feed.Batch
	known := map[string]bool{}
	var long, short data.USD
	for _, row := range rows[1:] {
		b.Reset()
		// symbol, side, type, time in force, quantity, price, average, status, last, filled, time
		frame := fmt.Sprintf(`{"e":"forceOrder","o":{"s":"%sUSDT","S":%q,"q":%q,"p":%q,"ap":%q,"X":%q,"l":%q,"z":%q,"T":%s}}`,
			row[0], row[1], row[4], row[5], row[6], row[7], row[8], row[9], row[10])
		if err := newParser().ParseFrame([]byte(frame), &b); err != nil {
			t.Fatalf("%v in %s", err, frame)
		}
		for i := range b.Liquidations {
			l := &b.Liquidations[i]
			if id := l.Identity(); known[id] {
				continue
			} else {
				known[id] = true
			}
			if l.Side == data.Long {
				long += l.Notional
			} else {
				short += l.Notional
			}
		}
	}
	if len(rows)-1 != 3510 || len(known) != 1837 || math.Abs(float64(long)-2835648.57) > 0.005 || math.Abs(float64(short)-710713.62) > 0.005 {
		t.Errorf("got %d events of %d rows, long %.2f, short %.2f", len(known), len(rows)-1, long, short)
	}
}

func BenchmarkFrame(b *testing.B) {
	raw := []byte(wrapped(forceOrder))
	var batch feed.Batch
	b.ReportAllocs()
	for b.Loop() {
		batch.Reset()
		if err := newParser().ParseFrame(raw, &batch); err != nil {
			b.Fatal(err)
		}
	}
}
