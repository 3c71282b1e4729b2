package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"unwind/data"
	"unwind/data/history"
)

// bybitServer answers like Bybit's interface: lists newest first, numbers as text, a
// refusal with status 200. Its market opened at the first minute of a day.
func bybitServer(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("category") != "linear" || q.Get("symbol") != "BTCUSDT" {
			fmt.Fprint(w, `{"retCode":10001,"retMsg":"params error: symbol invalid","result":{},"retExtInfo":{},"time":1}`)
			return
		}
		var list []string
		switch r.URL.Path {
		case "/v5/market/kline":
			list = each(number(q, "start"), number(q, "end"), data.Minute, func(t data.UnixMs) string {
				return fmt.Sprintf(`["%d","100","103","99","102","4","408"]`, t)
			})
		case "/v5/market/mark-price-kline":
			list = each(number(q, "start"), number(q, "end"), data.Minute, func(t data.UnixMs) string {
				return fmt.Sprintf(`["%d","100","101","98","100"]`, t)
			})
		case "/v5/market/open-interest":
			list = each(number(q, "startTime"), number(q, "endTime"), 5*data.Minute, func(t data.UnixMs) string {
				return fmt.Sprintf(`{"openInterest":"20","timestamp":"%d"}`, t)
			})
		case "/v5/market/funding/history":
			list = each(number(q, "startTime"), number(q, "endTime"), 8*data.Hour, func(t data.UnixMs) string {
				return fmt.Sprintf(`{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"%d"}`, t)
			})
		}
		fmt.Fprintf(w, `{"retCode":0,"retMsg":"OK","result":{"category":"linear","symbol":"BTCUSDT","list":[%s]},"retExtInfo":{},"time":1}`, strings.Join(list, ","))
	}))
	t.Cleanup(s.Close)
	return s
}

// each makes rows on the times of a step in [from, to], newest first.
func each(from, to int64, step data.UnixMs, row func(data.UnixMs) string) []string {
	var out []string
	for t := (data.UnixMs(from) + step - 1) / step * step; t <= data.UnixMs(to); t += step {
		out = append(out, row(t))
	}
	slices.Reverse(out)
	return out
}

// Open interest: Bybit counts both sides, so 20 coins are 10, worth 102 each.
func TestATapeOfBybit(t *testing.T) {
	_, d, c := world(t)
	c.Bases["api.bybit.com"] = bybitServer(t).URL
	r := request()
	r.Venue = history.Bybit
	b, err := c.Build(t.Context(), r, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v := b.Tape
	if v.Candles.Len() != 28*60 || v.Candles.Close[0] != 102 || v.Candles.TakerBuy != nil || v.Candles.T[0] != r.Begin() {
		t.Errorf("candles: got %d from %d", v.Candles.Len(), v.Candles.T[0])
	}
	if v.Mark == nil || v.Mark.Low[9] != 98 || v.Spot != nil || v.Depth != nil {
		t.Errorf("mark %v, spot %v, depth %v", v.Mark, v.Spot, v.Depth)
	}
	if v.OpenInterest.V[0] != 1020 || v.Funding.V[0] != 0.0001 || v.Liquidations.Len() != 3 || d.asked == 0 {
		t.Errorf("open interest %v, funding %v", v.OpenInterest.V[0], v.Funding.V)
	}
	if v.Instrument != "BTCUSDT perpetual (Bybit)" || !strings.Contains(v.Candles.Why["en"], "Bybit") || v.Candles.Sources[0].Name != "Bybit API" {
		t.Errorf("origin: got %q, %+v", v.Instrument, v.Candles.Origin)
	}
	for _, p := range b.Manifest.Parts {
		if !strings.HasPrefix(p.URL, "https://api.bybit.com/v5/market/") && !strings.HasPrefix(p.URL, "https://history.deribit.com/") {
			t.Errorf("part: got %+v", p)
		}
	}
}

func TestASymbolThatBybitDoesNotHave(t *testing.T) {
	_, _, c := world(t)
	c.Bases["api.bybit.com"] = bybitServer(t).URL
	r := request()
	r.Venue, r.Symbol = history.Bybit, "NONEUSDT"
	if _, err := c.Build(t.Context(), r, history.Options{}); err == nil || !strings.Contains(err.Error(), "Bybit, candles: ") || !strings.Contains(err.Error(), "symbol invalid") {
		t.Errorf("got %v", err)
	}
}

func TestBudgetsOfInterfacesAreKept(t *testing.T) {
	_, _, c := world(t)
	c.Bases["api.bybit.com"] = bybitServer(t).URL
	waits := map[time.Duration]int{}
	sleep := c.Sleep
	c.Sleep = func(ctx context.Context, d time.Duration) error {
		waits[d]++
		return sleep(ctx, d)
	}
	r := request()
	r.Venue = history.Bybit
	if _, err := c.Build(t.Context(), r, history.Options{}); err != nil {
		t.Fatal(err)
	}
	// 1,680 minutes are two answers each of candles and mark price, and open
	// interest is two of 200; 600 requests in 5 seconds are one in 8 ms, and
	// 20 a second of Deribit one in 50 ms.
	if waits[8*time.Millisecond] != 2+2+2+1 || waits[50*time.Millisecond] != 3 {
		t.Errorf("got %v", waits)
	}
}
