package main

import (
	"net/http"
	"slices"
	"strings"
)

// bybit is the linear market of Bybit, with one symbol.
type bybit struct{ trades int }

func (*bybit) hosts() []string { return []string{"stream.bybit.com", "api.bybit.com"} }

func (*bybit) reply(message string) []string {
	switch {
	case strings.Contains(message, "subscribe"):
		return []string{`{"success":true,"ret_msg":"","conn_id":"loopback","op":"subscribe"}`}
	case strings.Contains(message, "ping"):
		return []string{`{"success":true,"ret_msg":"pong","conn_id":"loopback","op":"ping"}`}
	}
	return nil
}

// greet tells the whole ticker, of which quotes tell what changes.
func (b *bybit) greet(m *market, now int64) []string {
	p := m.price(now)
	whole := text(`{"topic":"tickers.BTCUSDT","type":"snapshot","ts":%d,"data":{"symbol":"BTCUSDT","lastPrice":"%s","markPrice":"%[2]s","indexPrice":"%s","openInterest":"%s","singleOpenInterest":"%s","fundingRate":"`+fundingRate+`","nextFundingTime":"%d"}}`,
		now, num(p), num(p+10), num(2*m.interest(now)), num(m.interest(now)), due(now))
	return append([]string{whole}, b.quote(m, now, now)...)
}

func (b *bybit) quote(m *market, last, now int64) []string {
	p := m.price(now)
	b.trades++
	frames := []string{
		text(`{"topic":"tickers.BTCUSDT","type":"delta","ts":%d,"data":{"symbol":"BTCUSDT","markPrice":"%s","singleOpenInterest":"%s"}}`, now, num(p), num(m.interest(now))),
		text(`{"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":%d,"data":[{"T":%[1]d,"s":"BTCUSDT","S":"Sell","v":"0.01","p":"%s","L":"MinusTick","i":"t%d","BT":false}]}`, now, num(p), b.trades),
	}
	for _, c := range latest(m, last, now) {
		frames = append(frames, text(`{"topic":"kline.1.BTCUSDT","type":"snapshot","ts":%d,"data":[{"start":%d,"end":%d,"interval":"1","open":"%s","close":"%s","high":"%s","low":"%s","volume":"%s","turnover":"0","confirm":%t,"timestamp":%[1]d}]}`,
			now, c.from, c.from+c.step-1, num(c.open), num(c.close), num(c.high), num(c.low), num(c.volume), c.final))
	}
	return frames
}

// report tells all of an instant in frames of at most 500: S is the side of the
// position, so Buy is a long, and p the bankruptcy price.
func (*bybit) report(all []forced) []string {
	var frames []string
	for part := range slices.Chunk(all, 500) {
		frames = append(frames, text(`{"topic":"allLiquidation.BTCUSDT","type":"snapshot","ts":%d,"data":[%s]}`, part[0].At, join(part, func(f forced) string {
			return text(`{"T":%d,"s":"BTCUSDT","S":"%s","v":"%s","p":"%s"}`, f.At, word(f.Long, "Buy", "Sell"), num(f.Qty), num(f.Price))
		})))
	}
	return frames
}

func (*bybit) worth(f forced) float64 { return f.Qty * f.Price }

func (b *bybit) answer(r *http.Request, m *market, now int64) any {
	from, to := ms(r, "start", now-hour), ms(r, "end", now)+1
	most := int(ms(r, "limit", 200))
	var list []any
	switch r.URL.Path {
	case "/v5/market/kline", "/v5/market/mark-price-kline":
		for _, c := range m.candles(from, to, step(r.FormValue("interval")), now, most) {
			row := []string{text("%d", c.from), num(c.open), num(c.high), num(c.low), num(c.close)}
			if r.URL.Path == "/v5/market/kline" {
				row = append(row, num(c.volume), "0")
			}
			list = append(list, row)
		}
	case "/v5/market/open-interest":
		for _, t := range times(ms(r, "startTime", now-hour), min(ms(r, "endTime", now)+1, now), step(r.FormValue("intervalTime")), most) {
			list = append(list, map[string]string{"openInterest": num(2 * m.interest(t)), "singleOpenInterest": num(m.interest(t)), "timestamp": text("%d", t)})
		}
	case "/v5/market/funding/history":
		for _, t := range times(ms(r, "startTime", now-24*hour), min(ms(r, "endTime", now)+1, now), fundingEvery, most) {
			list = append(list, map[string]string{"symbol": "BTCUSDT", "fundingRate": fundingRate, "fundingRateTimestamp": text("%d", t)})
		}
	default:
		return nil
	}
	slices.Reverse(list) // newest first
	return map[string]any{"retCode": 0, "retMsg": "OK", "result": map[string]any{"category": "linear", "symbol": "BTCUSDT", "list": append([]any{}, list...)}, "retExtInfo": map[string]any{}, "time": now}
}
