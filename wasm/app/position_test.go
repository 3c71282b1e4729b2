package app

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/market/markettest"
	"unwind/data/wire"
	"unwind/render"
)

// coined is the synthetic event as one of Bitcoin, for which there are tables.
func coined(t *testing.T) *market.Market {
	t.Helper()
	tape := markettest.Tape(600)
	tape.Base = "BTC"
	m, err := market.New(tape)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func withCoin(t *testing.T) *Model {
	t.Helper()
	m := New(wire.ParseQuery("t=2026-02-05T02:00"))
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{coined(t)})
	return m
}

func positioned(t *testing.T, m *Model, raw string) map[string]any {
	t.Helper()
	p, err := wire.ParsePosition([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	update(t, m, 0, Positioned{&p})
	return positionOf(t, m, 0)
}

func positionOf(t *testing.T, m *Model, now float64) map[string]any {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal(m.AppendPosition(nil, now), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

const longTen = `{"venue":"binance","side":"long","entry":70000,"size":70000,"leverage":10}`

// By hand: (7,000 − 70,000)/(0.004 − 1) = 63,253.0120…, in tier 1 of 2025.
func TestThePositionIsWorkedOutAndDrawn(t *testing.T) {
	m := withCoin(t)
	got := positioned(t, m, longTen)
	if v := got["liquidation"].(float64); math.Abs(v-63_253.0120) > 1e-3 || got["fault"] != nil {
		t.Errorf("got %v", got)
	}
	if v, price := got["distance"].(float64), got["price"].(float64); math.Abs(v-(63_253.0120/price-1)) > 1e-6 {
		t.Errorf("got distance %v at %v", v, price)
	}
	if drawn := string(m.View(0).Layers[render.LayerAxes].Bytes); !strings.Contains(drawn, "your long") {
		t.Errorf("the axes say %q", drawn)
	}
	update(t, m, 0, Positioned{})
	if got := string(m.AppendPosition(nil, 0)); got != "null" {
		t.Errorf("after it was taken away: got %s", got)
	}
	if drawn := string(m.View(0).Layers[render.LayerAxes].Bytes); strings.Contains(drawn, "your") {
		t.Errorf("after it was taken away the axes say %q", drawn)
	}
}

// Nothing that others can see changes with a position: not the query, the
// state, the table or the words.
func TestThePositionIsInNothingThatIsShared(t *testing.T) {
	m := withCoin(t)
	shared := func() string {
		return m.Query(0) + string(m.AppendState(nil, 0)) + string(m.AppendTable(nil, 20, 0)) + m.Summary(0) + string(m.AppendEvent(nil, 5))
	}
	before := shared()
	m.Events()
	positioned(t, m, longTen)
	m.View(0)
	if after := shared(); after != before {
		t.Errorf("got %s,\nwant %s", after, before)
	}
	if k := kinds(m); k != "" {
		t.Errorf("the page tells others of %q", k)
	}
	if _, err := wire.ParseMessage([]byte(`{"type":"position","venue":"binance"}`)); err == nil {
		t.Error("a frame around the page can set a position")
	}
}

func TestAFaultIsNamedAndNothingIsDrawn(t *testing.T) {
	m := withCoin(t)
	for raw, want := range map[string]string{
		`{"venue":"binance","side":"long","entry":70000,"size":70000,"leverage":500}`: "leverage",
		`{"venue":"binance","side":"long","entry":null,"size":70000,"leverage":5}`:    "entry",
		`{"venue":"okx","side":"long","entry":70000,"size":11,"unit":"coin"}`:         "too-large",
		`{"venue":"okx","side":"short","entry":70000,"size":1,"unit":"coin"}`:         "margin",
	} {
		if got := positioned(t, m, raw); got["fault"] != want || got["liquidation"] != nil || got["tier"] != nil {
			t.Errorf("%s: got %v, want fault %q", raw, got, want)
		}
		if drawn := string(m.View(0).Layers[render.LayerAxes].Bytes); strings.Contains(drawn, "your") {
			t.Errorf("%s: the axes say %q", raw, drawn)
		}
	}
	other := open(t, "") // an event of a coin without tables
	if got := positioned(t, other, longTen); got["fault"] != "table" {
		t.Errorf("got %v", got)
	}
}

func TestAPositionMayComeBeforeTheEvent(t *testing.T) {
	m := New(wire.ParseQuery(""))
	p, err := wire.ParsePosition([]byte(longTen))
	if err != nil {
		t.Fatal(err)
	}
	update(t, m, 0, Positioned{&p})
	if got := string(m.AppendPosition(nil, 0)); got != "null" {
		t.Errorf("without a market: got %s", got)
	}
	update(t, m, 0, Resized{W: 960, H: 600, Scale: 1}, Loaded{event()})
	if got := positionOf(t, m, 0); got["fault"] != "table" {
		t.Errorf("got %v", got)
	}
	update(t, m, 0, Loaded{coined(t)})
	if got := positionOf(t, m, 0); got["fault"] != nil {
		t.Errorf("another event was loaded: got %v", got)
	}
}

// The event falls to 52,000 or so: the price of a long with 100x is touched,
// that of a long with 1x is not.
func TestTheFirstTouchIsFound(t *testing.T) {
	m := withCoin(t)
	near := positioned(t, m, strings.Replace(longTen, `10}`, `100}`, 1))
	touched := data.UnixMs(near["touched"].(float64))
	price := data.Price(near["liquidation"].(float64))
	c := &m.market.Tape.Candles.Candles
	for i, at := range c.T {
		if low := c.Low[i]; at < touched && low <= price || at == touched && low > price {
			t.Fatalf("the candle at %d has the low %v, the first touch of %v is said to be at %d", at, low, price, touched)
		}
	}
	if far := positioned(t, m, strings.Replace(longTen, `10}`, `1}`, 1)); far["touched"] != nil {
		t.Errorf("got %v", far)
	}
}

// On 23 September 2026 Bybit's first tier changes from 0.5 % to 0.33 %: the
// table is the one of the replay time.
func TestTheTableIsThatOfTheReplayTime(t *testing.T) {
	m := withCoin(t)
	own := &own{PositionInfo: wire.PositionInfo{Position: wire.Position{Venue: "bybit"}}}
	p, err := wire.ParsePosition([]byte(strings.Replace(longTen, "binance", "bybit", 1)))
	if err != nil {
		t.Fatal(err)
	}
	own.Position = p
	const change = 1790121600000
	for _, c := range []struct {
		t    data.UnixMs
		want float64
	}{{change - 1, 0.005}, {change, 0.0033}, {change - data.Day, 0.005}} {
		own.at(m, c.t)
		if math.Abs(own.Rate-c.want) > 1e-12 {
			t.Errorf("at %d: got a rate of %v, want %v", c.t, own.Rate, c.want)
		}
	}
}
