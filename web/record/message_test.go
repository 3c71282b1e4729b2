package record

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
)

// samples has one event of each kind.
func samples() []Event {
	liquidation := one(noon)
	liquidation.Exchange, liquidation.Ordinal, liquidation.ID, liquidation.Backlog = "okx", 3, "x-1", true
	candle := feed.Candle{Symbol: "BTCUSDT", T: noon, Step: data.Minute, Open: 2, High: 4, Low: 1, Close: 3, Volume: 0.1, TakerBuy: 0.05, Takers: true, Final: true}
	return []Event{
		{Kind: Liquidation, Liquidation: liquidation},
		{Kind: Candle, Candle: candle},
		{Kind: Spot, Candle: candle},
		{Kind: Mark, Mark: Marks{Mark: feed.Mark{Symbol: "BTCUSDT", At: noon, Price: 2, Index: 3}, High: 4, Low: 1}},
		{Kind: Interest, Interest: feed.Interest{Symbol: "BTCUSDT", At: noon, Qty: 5, Notional: 6}},
		{Kind: Funding, Funding: feed.Funding{Symbol: "BTCUSDT", At: noon, Rate: -0.0001, Interval: data.Hour, Predicted: true}},
		{Kind: Missing, Gap: Gap{Venue: "bybit", From: noon, To: noon + 5, Why: Silent, Events: 7}},
		{Kind: Raw, Frame: "abc"},
	}
}

func TestEveryKindIsReadAsItWasWritten(t *testing.T) {
	for _, want := range samples() {
		want.Venue, want.Received, want.Raw, want.RawLength = "bybit", noon+9, []byte("{\n\x00\xff"), 4
		if want.Kind != Missing && want.Kind != Raw {
			want.Symbol, want.Way = "BTCUSDT", feed.Polled
		}
		body, err := encode(&want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(body)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", want.Kind, got, err, want)
		}
	}
}

// A later version may know more ways: what came by one of them was not streamed,
// or it would not say so.
func TestAnUnknownWayIsNotStreamed(t *testing.T) {
	for spelled, want := range map[string]feed.Way{
		"": feed.Streamed, `"way":"",`: feed.Streamed, `"way":"streamed",`: feed.Streamed,
		`"way":"polled",`: feed.Polled, `"way":"fetched",`: feed.Fetched, `"way":"bought",`: feed.Fetched,
	} {
		e, err := decode([]byte(`{"kind":"oi","venue":"bybit",` + spelled + `"received":1790000000000,"qty":1}` + "\n"))
		if err != nil || e.Way != want {
			t.Errorf("%q: got %v, %v, want %v", spelled, e.Way, err, want)
		}
	}
}

func TestWhatIsNoNumberIsNotWritten(t *testing.T) {
	e := Event{Kind: Liquidation, Liquidation: one(noon)}
	e.Liquidation.Qty = math.NaN()
	if body, err := encode(&e); err == nil {
		t.Errorf("got %q, want an error", body)
	}
}

func TestForeignMessagesAreRefused(t *testing.T) {
	const fine = `{"kind":"liq","venue":"bybit","symbol":"BTCUSDT","received":1790000000000,"at":1790000000000,"price":1,"qty":1,"notional":1,"side":"long"}` + "\n"
	if _, err := decode([]byte(fine)); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"nothing":                     "",
		"no line":                     strings.TrimSuffix(fine, "\n"),
		"a line that is too long":     strings.Repeat(" ", maxLine) + fine,
		"another program's":           "hello\n",
		"another kind":                strings.Replace(fine, "liq", "trade", 1),
		"a time in seconds":           strings.Replace(fine, "1790000000000", "1790000", 1),
		"a price of nothing":          strings.Replace(fine, `"price":1`, `"price":0`, 1),
		"a size below nothing":        strings.Replace(fine, `"qty":1`, `"qty":-1`, 1),
		"a number beyond 64 bits":     strings.Replace(fine, `"qty":1`, `"qty":1e999`, 1),
		"a bar that does not enclose": `{"kind":"candle","received":1790000000000,"at":1790000000000,"step":60000,"open":2,"high":1,"low":1,"close":1}` + "\n",
		"a gap that ends before":      `{"kind":"gap","received":1790000000000,"at":1790000000001,"to":1790000000000}` + "\n",
	} {
		if e, err := decode([]byte(body)); err == nil {
			t.Errorf("%s: got %+v, want an error", name, e)
		}
	}
}

func TestSubjectsHoldWhateverVenuesCallTheirSymbols(t *testing.T) {
	for symbol, want := range map[string]string{
		"BTCUSDT": "liq.okx.BTCUSDT", "BTC-USDT-SWAP": "liq.okx.BTC-USDT-SWAP", ".BXBT": "liq.okx.%2EBXBT",
		"PURR/USDC": "liq.okx.PURR/USDC", "a b*>%": "liq.okx.a%20b%2A%3E%25", "₿": "liq.okx.%E2%82%BF", "": "liq.okx",
	} {
		if got := subject(Liquidation, "okx", symbol); got != want {
			t.Errorf("%q: got %q, want %q", symbol, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range samples() {
		e.Received = noon
		body, err := encode(&e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := decode(body)
		if err != nil {
			return
		}
		again, err := encode(&e)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		got, err := decode(again)
		if err != nil || got.Time() != e.Time() || got.Liquidation != e.Liquidation || got.Candle != e.Candle || got.Mark != e.Mark || got.Gap != e.Gap {
			t.Errorf("got %+v, %v, want %+v", got, err, e)
		}
	})
}
