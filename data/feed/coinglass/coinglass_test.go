package coinglass

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/feedtest"
)

// shared are samples that a machine may have beside the repository.
const shared = "../../../../shared/fixtures/"

var (
	pair = feed.Query{Symbol: "Binance:BTCUSDT", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}
	coin = feed.Query{Symbol: "BTC", Step: data.Minute, From: feedtest.Start, To: feedtest.Start + 10*data.Minute}
)

const (
	pairAnswer  = `{"code":"0","msg":"success","data":[{"time":1770249600000,"long_liquidation_usd":"2369935.19","short_liquidation_usd":"6947.5"}]}`
	coinAnswer  = `{"code":"0","msg":"success","data":[{"time":1770249600000,"aggregated_long_liquidation_usd":5916885.14,"aggregated_short_liquidation_usd":0}]}`
	orderAnswer = `{"code":"0","msg":"success","data":[{"exchange_name":"BINANCE","symbol":"BTCUSDT","base_asset":"BTC","price":60000,"usd_value":12000,"side":2,"time":1770249700000},{"exchange_name":"BINANCE","symbol":"BTCUSDT","base_asset":"BTC","price":60000,"usd_value":6000,"side":1,"time":1770249650000}]}`
	heatAnswer  = `{"code":"0","msg":"success","data":{"y_axis":[59000.5,60000,61000],"liquidation_leverage_data":[[0,2,2288867.26],[1,0,318624.82]],"price_candlesticks":[[1770249600,"60100","60200","60000","60050","63753192.11"],[1770249900,"60050","60060","59900","59950","1"]]}}`
	frame       = `{"channel":"liquidationOrders","data":[{"baseAsset":"BTC","exName":"Binance","price":60000.0,"side":1,"symbol":"BTCUSDT","time":1770300000110,"volUsd":12000},{"baseAsset":"ETH","exName":"OKX","price":2000,"side":2,"symbol":"ETH-USDT-SWAP","time":1770300000110,"volUsd":12000}]}`
	noKey       = `{"code":"400","msg":"API key missing."}`
	plan        = `{"code":"401","msg":"Upgrade plan"}`
)

func newParser() feed.Parser { return parser{map[string]bool{"BTC": true}} }

// Texts of a symbol, numbers of a coin, other names.
func TestTotalsOfSymbolAndCoin(t *testing.T) {
	got, err := New().Totals.Parse(pair, []byte(pairAnswer))
	if want := (feed.Totals{Symbol: "Binance:BTCUSDT", T: 1770249600000, Step: data.Minute, Long: 2369935.19, Short: 6947.5}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = New().Totals.Parse(coin, []byte(coinAnswer))
	if want := (feed.Totals{Symbol: "BTC", T: 1770249600000, Step: data.Minute, Long: 5916885.14}); err != nil || got[0] != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// 2 is a sell, which closes a long: $12,000 / 60,000 = 0.2 BTC. The list is not
// sorted by itself.
func TestOrdersOfTheList(t *testing.T) {
	q := pair
	q.Symbol = "Binance:BTC"
	got, err := New().Liquidations.Parse(q, []byte(orderAnswer))
	want := feed.Liquidation{Venue: "coinglass", Exchange: "binance", Symbol: "BTCUSDT", At: 1770249700000, Side: data.Long, Price: 60000, Qty: 0.2, Notional: 12000}
	if err != nil || len(got) != 2 || got[1] != want || got[0].Side != data.Short {
		t.Errorf("got %+v, %v", got, err)
	}
}

// 1 is a long liquidation here, the opposite of what it is in the list.
func TestLiquidationsOfTheStream(t *testing.T) {
	var b feed.Batch
	if err := newParser().ParseFrame([]byte(frame), &b); err != nil {
		t.Fatal(err)
	}
	want := feed.Liquidation{Venue: "coinglass", Exchange: "binance", Symbol: "BTCUSDT", At: 1770300000110, Side: data.Long, Price: 60000, Qty: 0.2, Notional: 12000}
	if len(b.Liquidations) != 1 || b.Liquidations[0] != want || b.Ignored != 1 || !b.Alive {
		t.Errorf("got %+v", b)
	}
	if !New().SidesDisputed {
		t.Error("the venue does not say that its sides are disputed")
	}
	if got, want := want.Identity(), "coinglass/binance|BTCUSDT|1770300000110|long|60000|0.2|0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// x counts candles, y prices; times are seconds.
func TestHeatmapsCountByIndex(t *testing.T) {
	h, err := ParseHeatmap("BTC", []byte(heatAnswer))
	if err != nil {
		t.Fatal(err)
	}
	if want := []data.Price{59000.5, 60000, 61000}; !slices.Equal(h.Prices, want) {
		t.Errorf("got %v, want %v", h.Prices, want)
	}
	if want := []Cell{{0, 2, 2288867.26}, {1, 0, 318624.82}}; !slices.Equal(h.Cells, want) {
		t.Errorf("got %v, want %v", h.Cells, want)
	}
	if len(h.Columns) != 2 || h.Columns[1].T != 1770249900000 || h.Columns[1].Low != 59900 {
		t.Errorf("got %+v", h.Columns)
	}
}

func TestHeatmapsThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a column that is not there": {strings.Replace(heatAnswer, "[1,0,", "[2,0,", 1), "malformed: data.liquidation_leverage_data[1].0: must be a whole number below 2"},
		"a row that is not there":    {strings.Replace(heatAnswer, "[0,2,", "[0,3,", 1), "malformed: data.liquidation_leverage_data[0].1: must be a whole number below 3"},
		"half an index":              {strings.Replace(heatAnswer, "[0,2,", "[0.5,2,", 1), "malformed: data.liquidation_leverage_data[0].0: must be a whole number below 2"},
		"prices that descend":        {strings.Replace(heatAnswer, "61000", "6100", 1), "malformed: data.y_axis[2]: prices must ascend and be at most 8192"},
		"times in milliseconds":      {strings.Replace(heatAnswer, "1770249900", "1770249900000", 1), `malformed: data.price_candlesticks[1].0: must be a time in whole seconds from 2009 to 2100, is "1770249900000"`},
		"no cells":                   {strings.Replace(heatAnswer, "liquidation_leverage_data", "x", 1), "malformed: data.liquidation_leverage_data: must be a list"},
		"nothing":                    {`{"code":"0","data":{"y_axis":[],"price_candlesticks":[],"liquidation_leverage_data":[]}}`, "coinglass: empty"},
		"a plan that is too small":   {plan, `coinglass: plan too small, code "401": "Upgrade plan"`},
	} {
		if _, err := ParseHeatmap("BTC", []byte(c.body)); err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

func TestRequests(t *testing.T) {
	v := New()
	const bounds = "start_time=1770249600000&end_time=1770250199999"
	orders := pair
	orders.Symbol = "Binance:BTC"
	for _, c := range []struct {
		name, url string
		make      func() (feed.Request, error)
	}{
		{"totals of a symbol", "history?exchange=Binance&symbol=BTCUSDT&interval=1m&limit=1000&" + bounds,
			func() (feed.Request, error) { return v.Totals.Request(pair) }},
		{"totals of a coin", "aggregated-history?exchange_list=Binance%2COKX%2CBybit%2CBitmex%2CDeribit%2CHyperliquid&symbol=BTC&interval=1m&limit=1000&" + bounds,
			func() (feed.Request, error) { return v.Totals.Request(coin) }},
		{"orders", "order?exchange=Binance&symbol=BTC&min_liquidation_amount=1000&" + bounds,
			func() (feed.Request, error) { return v.Liquidations.Request(orders) }},
		{"the heat map of a symbol", "heatmap/model1?exchange=Binance&symbol=BTCUSDT&range=3d",
			func() (feed.Request, error) { return HeatmapRequest("Binance:BTCUSDT", "3d", 1) }},
		{"the heat map of a coin", "aggregated-heatmap/model3?symbol=BTC&range=1y",
			func() (feed.Request, error) { return HeatmapRequest("BTC", "1y", 3) }},
	} {
		r, err := c.make()
		feedtest.CheckRequest(t, c.name, v, r, err, feedtest.Want{URL: "https://open-api-v4.coinglass.com/api/futures/liquidation/" + c.url, Budget: "requests", Weight: 1})
		if r.KeyHeader != "CG-API-KEY" {
			t.Errorf("%s: the key goes into %q", c.name, r.KeyHeader)
		}
	}
	for _, bad := range []func() (feed.Request, error){
		func() (feed.Request, error) { return HeatmapRequest("BTC", "2d", 1) },
		func() (feed.Request, error) { return HeatmapRequest("BTC", "3d", 4) },
		func() (feed.Request, error) { return HeatmapRequest("../BTC", "3d", 1) },
		func() (feed.Request, error) { return v.Liquidations.Request(coin) },
	} {
		if r, err := bad(); err == nil {
			t.Errorf("got %s", r.URL())
		}
	}
}

func TestRefusalsArriveWithStatus200(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   feed.Reason
	}{
		{"no key", 200, noKey, feed.Unauthorised},
		{"a wrong key", 200, `{"code":"400","msg":"Invalid API key provided"}`, feed.Unauthorised},
		{"a plan that is too small", 200, plan, feed.PlanTooSmall},
		{"a parameter", 200, `{"code":"400","msg":"Required parameter interval"}`, feed.BadRequest},
		{"too many", 200, `{"code":"429","msg":"Too Many Requests"}`, feed.RateLimited},
		{"a number for a code", 200, `{"code":500,"msg":"Server Error"}`, feed.Down},
		{"a status", 503, `<html>`, feed.Down},
	} {
		if got := refused(feed.Answer{Status: c.status, Body: []byte(c.body)}); got == nil || got.Reason != c.want {
			t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
		}
	}
	if got := refused(feed.Answer{Status: 200, Body: []byte(pairAnswer)}); got != nil {
		t.Errorf("an answer is refused: %v", got)
	}
	if _, err := New().Totals.Parse(coin, []byte(plan)); !errors.Is(err, &feed.Refusal{Reason: feed.PlanTooSmall}) {
		t.Errorf("got %v", err)
	}
}

func TestSymbols(t *testing.T) {
	for s, want := range map[string]bool{
		"BTC": true, "Binance:BTCUSDT": true, "OKX:BTC": true,
		"": false, ":BTC": false, "Binance:": false, "btc": false, "A:B:C": false, "Bin ance:BTC": false, "Binance:BTC-USDT": false,
	} {
		if got := Symbol(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func TestRepliesProveNothing(t *testing.T) {
	for raw, want := range map[string]feed.StatusKind{"pong": feed.Pong, noKey: feed.Rejected, `{"event":"subscribe","channel":"liquidationOrders"}`: feed.Acknowledged} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(raw), &b); err != nil || b.Alive || len(b.Status) != 1 || b.Status[0].Kind != want {
			t.Errorf("%s: got %v, %+v", raw, err, b)
		}
	}
	for _, raw := range []string{``, `null`, `[]`, `{"channel":"liquidationOrders","data":{}}`, strings.Replace(frame, `"side":1`, `"side":3`, 1), strings.Replace(frame, `"price":60000.0`, `"price":0`, 1)} {
		var b feed.Batch
		if err := newParser().ParseFrame([]byte(raw), &b); err == nil || len(b.Liquidations) != 0 {
			t.Errorf("%q: got %v, %+v", raw, err, b)
		}
	}
}

// The key is no part of what is built here.
func TestTheConnection(t *testing.T) {
	streams, err := Streams([]string{"BTC"})
	if err != nil || len(streams) != 1 {
		t.Fatalf("got %d streams, %v", len(streams), err)
	}
	s := streams[0]
	if s.URL() != "wss://open-ws.coinglass.com/ws-api" || s.KeyParameter != "cg-api-key" || s.Ping.Text != "ping" || s.Ping.Every != 20*data.Second {
		t.Errorf("got %+v", s)
	}
	if _, err := Streams([]string{"Binance:BTCUSDT"}); err == nil {
		t.Error("the stream is of coins")
	}
}

func TestLongsDominateAFall(t *testing.T) {
	feedtest.CheckSides(t, newParser, func(p feedtest.Print) string {
		at, price, qty := p.Numbers()
		return fmt.Sprintf(`{"channel":"liquidationOrders","data":[{"baseAsset":"BTC","exName":"Bybit","price":%s,"side":%s,"symbol":"BTCUSDT","time":%s,"volUsd":%s00000}]}`,
			price, p.Word("1", "2"), at, qty)
	})
}

// listParser reads answers of the list of orders as if they were frames.
type listParser struct{}

func (listParser) ParseFrame(raw []byte, b *feed.Batch) error {
	rows, err := parseOrders(feed.Query{}, raw)
	b.Liquidations = append(b.Liquidations, rows...)
	return err
}

func TestLongsDominateAFallInTheList(t *testing.T) {
	feedtest.CheckSides(t, func() feed.Parser { return listParser{} }, func(p feedtest.Print) string {
		at, price, qty := p.Numbers()
		return fmt.Sprintf(`{"code":"0","data":[{"exchange_name":"BYBIT","symbol":"BTCUSDT","price":%s,"usd_value":%s00000,"side":%s,"time":%s}]}`,
			price, qty, p.Word("2", "1"), at)
	})
}

func FuzzTotals(f *testing.F) { feedtest.FuzzAnswer(f, New().Totals, coin, coinAnswer, plan) }

func FuzzOrders(f *testing.F) { feedtest.FuzzAnswer(f, New().Liquidations, pair, orderAnswer, noKey) }

func FuzzFrame(f *testing.F) { feedtest.FuzzFrames(f, newParser, frame, noKey, "pong") }

func FuzzRefused(f *testing.F) { feedtest.FuzzRefusals(f, refused, noKey, plan) }

func FuzzHeatmap(f *testing.F) {
	f.Add([]byte(heatAnswer))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := ParseHeatmap("BTC", raw)
		if err != nil {
			return
		}
		for _, c := range h.Cells {
			if c.Column >= len(h.Columns) || c.Row >= len(h.Prices) || c.Column < 0 || c.Row < 0 {
				t.Fatalf("cell %+v of %d × %d", c, len(h.Columns), len(h.Prices))
			}
			feedtest.CheckNumbers(t, c)
		}
		for _, c := range h.Columns {
			feedtest.CheckNumbers(t, c)
		}
	})
}

func TestSharedSamples(t *testing.T) {
	for name, parse := range map[string]func([]byte) (int, error){
		"coinglass_liquidation_history.json": func(raw []byte) (int, error) {
			rows, err := parseTotals(feed.Query{Symbol: "Binance:BTCUSDT"}, raw)
			return len(rows), err
		},
		"coinglass_aggregated_liquidation_history.json": func(raw []byte) (int, error) {
			rows, err := parseTotals(feed.Query{Symbol: "BTC"}, raw)
			return len(rows), err
		},
		"coinglass_liquidation_order.json": func(raw []byte) (int, error) {
			rows, err := parseOrders(feed.Query{}, raw)
			return len(rows), err
		},
		"coinglass_ws_liquidationOrders.json": func(raw []byte) (int, error) {
			var b feed.Batch
			err := newParser().ParseFrame(raw, &b)
			return len(b.Liquidations), err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if n, err := parse(feedtest.Optional(t, shared+name)); err != nil || n == 0 {
				t.Errorf("got %d rows, %v", n, err)
			}
		})
	}
}
