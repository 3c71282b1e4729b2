package bitmex

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

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

const (
	welcome  = `{"info":"Welcome to the BitMEX Realtime API.","version":"2.0.0","timestamp":"2026-02-05T00:00:00.000Z","docs":"https://www.bitmex.com/app/wsAPI","limit":{"remaining":39}}`
	ack      = `{"success":true,"subscribe":"liquidation:XBTUSD","request":{"op":"subscribe","args":["liquidation:XBTUSD"]}}`
	partial  = `{"table":"liquidation","action":"partial","keys":["orderID"],"types":{"orderID":"guid"},"data":[{"orderID":"old","symbol":"XBTUSD","side":"Sell","price":60000,"leavesQty":100}]}`
	insert   = `{"table":"liquidation","action":"insert","data":[{"orderID":"749134b5","symbol":"XBTUSD","side":"Sell","price":60000,"leavesQty":891800}]}`
	update   = `{"table":"liquidation","action":"update","data":[{"orderID":"749134b5","symbol":"XBTUSD","leavesQty":855700}]}`
	remove   = `{"table":"liquidation","action":"delete","data":[{"orderID":"749134b5","symbol":"XBTUSD"}]}`
	instr    = `{"table":"instrument","action":"update","data":[{"symbol":"XBTUSD","markPrice":60010.5,"openInterest":300000000,"fundingRate":-0.0001,"fundingTimestamp":"2026-02-05T04:00:00.000Z","timestamp":"2026-02-05T00:00:01.000Z"}]}`
	bin      = `{"table":"tradeBin1m","action":"insert","data":[{"timestamp":"2026-02-05T00:01:00.000Z","symbol":"XBTUSD","open":60300,"high":60310,"low":60200,"close":60250,"volume":753125,"homeNotional":12.5}]}`
	rejected = `{"status":400,"error":"Unknown or expired symbol.","meta":{},"request":{"op":"subscribe"}}`
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

// Only what is inserted counts, once: 891,800 contracts of $1; / 60,000.
func TestAnOrderCountsWhenItIsInserted(t *testing.T) {
	b := parse(t, welcome, ack, partial, insert, update, remove)
	if len(b.Liquidations) != 1 || b.Ignored != 3 {
		t.Fatalf("got %+v", b)
	}
	l := b.Liquidations[0]
	if math.Abs(l.Qty-14.863333333333) > 1e-9 {
		t.Errorf("got %v coins", l.Qty)
	}
	l.Qty = 0
	want := feed.Liquidation{Venue: "bitmex", Symbol: "XBTUSD", ID: "749134b5", Side: data.Long, Price: 60000, Kind: feed.Order, Notional: 891800}
	if l != want {
		t.Errorf("got %+v, want %+v", l, want)
	}
}

// It has no time, so its identity must not depend on that of receipt.
func TestIdentityIsTheOrders(t *testing.T) {
	l := parse(t, strings.Replace(insert, "891800", "60000", 1)).Liquidations[0]
	if got, want := l.Identity(), "bitmex|XBTUSD|0|long|60000|1|#749134b5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := l.Time(7); got != 7 {
		t.Errorf("got %d, want the time of receipt", got)
	}
}

// 39,700 × 10⁻⁶ = 0.0397 BTC; × 60,000 = $2,382.
func TestLinearContractsAreMillionthsOfACoin(t *testing.T) {
	l := parse(t, strings.NewReplacer("XBTUSD", "XBTUSDT", "891800", "39700").Replace(insert)).Liquidations[0]
	if math.Abs(l.Qty-0.0397) > 1e-12 || math.Abs(float64(l.Notional)-2382) > 1e-9 {
		t.Errorf("got %+v", l)
	}
}

func TestQuantosAreLeftOut(t *testing.T) {
	if b := parse(t, strings.Replace(insert, "XBTUSD", "ETHUSD", 1)); len(b.Liquidations) != 0 || b.Ignored != 1 {
		t.Errorf("got %+v", b)
	}
}

func TestInstrumentsAndBars(t *testing.T) {
	b := parse(t, instr, bin)
	if want := []feed.Mark{{Symbol: "XBTUSD", At: 1770249601000, Price: 60010.5}}; !slices.Equal(b.Marks, want) || !b.Alive {
		t.Errorf("got %+v, want %+v", b.Marks, want)
	}
	if want := []feed.Interest{{Symbol: "XBTUSD", At: 1770249601000, Notional: 3e8}}; !slices.Equal(b.Interest, want) {
		t.Errorf("got %+v, want %+v", b.Interest, want)
	}
	if want := []feed.Funding{{Symbol: "XBTUSD", At: 1770264000000, Rate: -0.0001, Predicted: true}}; !slices.Equal(b.Funding, want) {
		t.Errorf("got %+v, want %+v", b.Funding, want)
	}
	if want := []feed.Candle{{Symbol: "XBTUSD", T: 1770249600000, Step: data.Minute, Open: 60300, High: 60310, Low: 60200, Close: 60250, Volume: 12.5, Final: true}}; !slices.Equal(b.Candles, want) {
		t.Errorf("got %+v, want %+v", b.Candles, want)
	}
	b = parse(t, `{"table":"instrument","action":"update","data":[{"symbol":"XBTUSD","lastPrice":60000,"timestamp":"2026-02-05T00:00:01.000Z"}]}`)
	if !b.Alive || len(b.Marks)+len(b.Interest)+len(b.Funding) != 0 {
		t.Errorf("an update without them: got %+v", b)
	}
}

func TestRepliesProveNothing(t *testing.T) {
	b := parse(t, welcome, ack, "pong", rejected, `{"table":"trade","action":"insert","data":[]}`)
	var kinds []feed.StatusKind
	for _, s := range b.Status {
		kinds = append(kinds, s.Kind)
	}
	if want := []feed.StatusKind{feed.Welcome, feed.Acknowledged, feed.Pong, feed.Rejected}; !slices.Equal(kinds, want) || b.Alive || b.Ignored != 1 {
		t.Errorf("got %v", kinds)
	}
	if got, want := b.Status[0].Topic, "connections left: 39"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFramesThatAreNone(t *testing.T) {
	for _, frame := range []string{
		``, `{}`, `null`, `[]`, `{"table":"liquidation","action":"insert"}`, strings.Replace(insert, `"Sell"`, `"sell"`, 1),
		strings.Replace(insert, `891800`, `0`, 1), strings.Replace(insert, `"749134b5"`, `null`, 1), strings.Replace(bin, `2026`, `1826`, 1),
	} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(frame), &b); err == nil || len(b.Liquidations)+len(b.Candles) != 0 {
			t.Errorf("%q: got %v, %+v", frame, err, b)
		}
	}
}

func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"XBTUSD"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	want := `{"op":"subscribe","args":["liquidation:XBTUSD","instrument:XBTUSD","tradeBin1m:XBTUSD"]}`
	if s.URL() != "wss://ws.bitmex.com/realtime" || len(s.Send) != 1 || s.Send[0] != want || s.Ping.Text != "ping" || !s.Ping.Idle {
		t.Errorf("got %s %q %+v", s.URL(), s.Send, s.Ping)
	}
	if _, err := Streams([]string{"ETHUSD"}); err == nil {
		t.Error("a quanto is followed")
	}
}

func TestLongsDominateAFall(t *testing.T) {
	n := 0
	feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
		_, price, qty := p.Numbers()
		n++
		return fmt.Sprintf(`{"table":"liquidation","action":"insert","data":[{"orderID":"%d","symbol":"XBTUSDT","side":%q,"price":%s,"leavesQty":%s000000}]}`,
			n, p.Word("Sell", "Buy"), price, qty)
	})
}

func FuzzFrame(f *testing.F) {
	feedtest.FuzzFrames(f, newParser, welcome, ack, partial, insert, update, remove, instr, bin, rejected, "pong")
}

// Two orders of XBTUSDT, two of XBTUSD, one of ETHUSD, which is a quanto:
// 0.0397 × 87,785.3 + 50,900 + 0.15 × 88,502.3 + 891,800 = 959,460.42141.
func TestSharedRecordedFrames(t *testing.T) {
	raw := feedtest.Optional(t, shared+"bitmex_liquidation_recorded_2024-11-13.jsonl")
	b := parse(t, slices.Collect(strings.Lines(string(raw)))...)
	var sum data.USD
	for i := range b.Liquidations {
		sum += b.Liquidations[i].Notional
	}
	if len(b.Liquidations) != 4 || math.Abs(float64(sum)-959460.42141) > 1e-4 {
		t.Errorf("got %d liquidations, %.5f", len(b.Liquidations), sum)
	}
}
