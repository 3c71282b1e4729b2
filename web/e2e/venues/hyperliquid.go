package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

// hyperliquid has no feed of liquidations.
type hyperliquid struct{}

func (*hyperliquid) hosts() []string { return []string{"api.hyperliquid.xyz"} }

func (*hyperliquid) reply(message string) []string {
	if strings.Contains(message, `"ping"`) {
		return []string{`{"channel":"pong"}`}
	}
	return []string{`{"channel":"subscriptionResponse","data":` + message + `}`}
}

func (h *hyperliquid) greet(m *market, now int64) []string { return h.quote(m, now, now) }

func (*hyperliquid) quote(m *market, last, now int64) []string {
	p := m.price(now)
	frames := []string{text(`{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"funding":"0.0000125","openInterest":"%s","markPx":"%s","oraclePx":"%s","prevDayPx":"%[2]s"}}}`, num(m.interest(now)), num(p), num(p+10))}
	for _, c := range latest(m, last, now) {
		raw, err := json.Marshal(bar(c))
		if err != nil {
			panic("venues: " + err.Error())
		}
		frames = append(frames, `{"channel":"candle","data":`+string(raw)+`}`)
	}
	return frames
}

func bar(c candle) map[string]any {
	return map[string]any{
		"t": c.from, "T": c.from + c.step - 1, "s": "BTC", "i": "1m",
		"o": num(c.open), "c": num(c.close), "h": num(c.high), "l": num(c.low), "v": num(c.volume), "n": 9,
	}
}

// report tells nothing: there is no channel for it.
func (*hyperliquid) report([]forced) []string { return nil }

func (*hyperliquid) worth(forced) float64 { return 0 }

func (*hyperliquid) answer(r *http.Request, m *market, now int64) any {
	type span struct {
		Interval           string
		StartTime, EndTime int64
	}
	var ask struct {
		Type string
		Req  span
		span
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		return nil
	}
	rows := []any{}
	switch ask.Type {
	case "candleSnapshot":
		for _, c := range m.candles(ask.Req.StartTime, ask.Req.EndTime+1, step(ask.Req.Interval), now, 5000) {
			rows = append(rows, bar(c))
		}
	case "fundingHistory":
		for _, t := range times(ask.StartTime, min(ask.EndTime+1, now), hour, 500) {
			rows = append(rows, map[string]any{"coin": "BTC", "fundingRate": "0.0000125", "premium": "0", "time": t})
		}
	case "metaAndAssetCtxs":
		ctx := map[string]string{"openInterest": num(m.interest(now)), "markPx": num(m.price(now)), "funding": "0.0000125"}
		return []any{map[string]any{"universe": []any{map[string]string{"name": "BTC"}}}, []any{ctx}}
	default:
		return nil
	}
	return rows
}
