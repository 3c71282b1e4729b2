package main

import (
	"math"
	"net/http"
	"strings"
	"time"
)

// bitmex is XBTUSD of BitMEX, a contract of which is a dollar. Its liquidations
// are orders without a time, that are changed and taken away again.
type bitmex struct{ orders int }

func (*bitmex) hosts() []string { return []string{"ws.bitmex.com", "www.bitmex.com"} }

func (*bitmex) reply(message string) []string {
	switch {
	case message == "ping":
		return []string{"pong"}
	case strings.Contains(message, "subscribe"):
		return []string{
			`{"info":"Welcome to the BitMEX Realtime API.","version":"2.0.0","limit":{"remaining":39}}`,
			`{"success":true,"subscribe":"liquidation:XBTUSD","request":{"op":"subscribe"}}`,
		}
	}
	return nil
}

// date writes a time as BitMEX does.
func date(t int64) string { return time.UnixMilli(t).UTC().Format("2006-01-02T15:04:05.000Z") }

// greet begins with an order from before the subscription.
func (b *bitmex) greet(m *market, now int64) []string {
	return append([]string{`{"table":"liquidation","action":"partial","data":[{"orderID":"before","symbol":"XBTUSD","side":"Sell","price":60000,"leavesQty":9000000}]}`}, b.quote(m, now, now)...)
}

func (*bitmex) quote(m *market, last, now int64) []string {
	p := m.price(now)
	frames := []string{text(`{"table":"instrument","action":"update","data":[{"symbol":"XBTUSD","markPrice":%s,"openInterest":%.0f,"fundingRate":`+fundingRate+`,"fundingTimestamp":"%s","timestamp":"%s"}]}`,
		num(p), m.interest(now)*p, date(due(now)), date(now))}
	if last/minute != now/minute { // bars come when they are over
		c := m.candle(last/minute*minute, minute, now)
		frames = append(frames, text(`{"table":"tradeBin1m","action":"insert","data":[{"timestamp":"%s","symbol":"XBTUSD","open":%s,"high":%s,"low":%s,"close":%s,"trades":9,"volume":900,"homeNotional":%s}]}`,
			date(c.from+c.step), num(c.open), num(c.high), num(c.low), num(c.close), num(c.volume)))
	}
	return frames
}

// report inserts orders, and takes them away again.
func (b *bitmex) report(all []forced) []string {
	begin := b.orders
	insert := text(`{"table":"liquidation","action":"insert","data":[%s]}`, join(all, func(f forced) string {
		b.orders++
		return text(`{"orderID":"order-%d","symbol":"XBTUSD","side":"%s","price":%s,"leavesQty":%.0f}`, b.orders, word(f.Long, "Sell", "Buy"), num(f.Price), b.worth(f))
	}))
	gone := begin
	return []string{insert, text(`{"table":"liquidation","action":"delete","data":[%s]}`, join(all, func(forced) string {
		gone++
		return text(`{"orderID":"order-%d","symbol":"XBTUSD"}`, gone)
	}))}
}

func (*bitmex) worth(f forced) float64 { return max(math.Round(f.Price*f.Qty), 1) }

func (*bitmex) answer(r *http.Request, m *market, now int64) any {
	from, to := dateOf(r, "startTime", now-hour), dateOf(r, "endTime", now)+1
	rows := []any{}
	switch r.URL.Path {
	case "/api/v1/trade/bucketed":
		length := step(r.FormValue("binSize"))
		for _, c := range m.candles(from-length, to-length, length, now, 1000) {
			if c.final {
				rows = append(rows, map[string]any{"timestamp": date(c.from + length), "symbol": "XBTUSD", "open": c.open, "high": c.high, "low": c.low, "close": c.close, "homeNotional": c.volume})
			}
		}
	case "/api/v1/funding":
		for _, t := range times(from, min(to, now), fundingEvery, 500) {
			rows = append(rows, map[string]any{"timestamp": date(t), "symbol": "XBTUSD", "fundingInterval": "2000-01-01T08:00:00.000Z", "fundingRate": 0.0001})
		}
	default:
		return nil
	}
	return rows
}

// dateOf reads a date of a query, or what stands in for it.
func dateOf(r *http.Request, key string, otherwise int64) int64 {
	t, err := time.Parse(time.RFC3339, r.FormValue(key))
	if err != nil {
		return otherwise
	}
	return t.UnixMilli()
}
