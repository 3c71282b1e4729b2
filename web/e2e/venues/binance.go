package main

import (
	"net/http"
	"strings"
)

// binance is the USD-M market of Binance, with one symbol.
type binance struct{}

func (*binance) hosts() []string { return []string{"fstream.binance.com", "fapi.binance.com"} }

func (*binance) reply(message string) []string {
	if strings.Contains(message, "SUBSCRIBE") {
		return []string{`{"result":null,"id":1}`}
	}
	return nil
}

// greet begins with what is not to be counted: since 30 June 2026 COIN-M
// contracts are mixed in, of which "st" is 2 and sizes are contracts.
func (b *binance) greet(m *market, now int64) []string {
	foreign := text(`{"e":"forceOrder","E":%d,"o":{"s":"BTCUSD_PERP","S":"SELL","o":"LIMIT","f":"IOC","q":"9000","p":"70000","ap":"70000","X":"FILLED","l":"9000","z":"9000","T":%[1]d,"st":2}}`, now)
	return append([]string{foreign}, b.quote(m, now, now)...)
}

func (*binance) quote(m *market, last, now int64) []string {
	p := m.price(now)
	frames := []string{text(`{"e":"markPriceUpdate","E":%d,"s":"BTCUSDT","p":"%s","i":"%s","P":"%[2]s","r":"`+fundingRate+`","T":%[4]d}`, now, num(p), num(p+10), due(now))}
	for _, c := range latest(m, last, now) {
		frames = append(frames, text(`{"e":"kline","E":%d,"s":"BTCUSDT","k":{"t":%d,"T":%d,"s":"BTCUSDT","i":"1m","o":"%s","h":"%s","l":"%s","c":"%s","v":"%s","n":9,"x":%t,"q":"0","V":"%[8]s","Q":"0"}}`,
			now, c.from, c.from+c.step-1, num(c.open), num(c.high), num(c.low), num(c.close), num(c.volume), c.final))
	}
	return frames
}

// report tells one order a frame: a SELL closes a long, "ap" is the average
// fill and "z" all that was filled.
func (*binance) report(all []forced) []string {
	var frames []string
	for i := range all {
		all[i].At = all[0].At + int64(i)
		f := all[i]
		frames = append(frames, text(`{"e":"forceOrder","E":%d,"o":{"s":"BTCUSDT","S":"%s","o":"LIMIT","f":"IOC","q":"%s","p":"%s","ap":"%s","X":"FILLED","l":"0.001","z":"%[3]s","T":%[6]d,"ps":"BTCUSDT","st":1}}`,
			f.At+10, word(f.Long, "SELL", "BUY"), num(f.Qty), num(f.Price-100), num(f.Price), f.At))
	}
	return frames
}

func (*binance) worth(f forced) float64 { return f.Price * f.Qty }

func (*binance) answer(r *http.Request, m *market, now int64) any {
	from, to := ms(r, "startTime", now-hour), ms(r, "endTime", now)+1
	most := int(ms(r, "limit", 500))
	switch r.URL.Path {
	case "/fapi/v1/klines", "/fapi/v1/markPriceKlines":
		volume := r.URL.Path == "/fapi/v1/klines"
		rows := [][]any{}
		for _, c := range m.candles(from, to, step(r.FormValue("interval")), now, most) {
			v := word(volume, num(c.volume), "0")
			rows = append(rows, []any{c.from, num(c.open), num(c.high), num(c.low), num(c.close), v, c.from + c.step - 1, "0", 9, v, "0", "0"})
		}
		return rows
	case "/futures/data/openInterestHist":
		rows := []map[string]any{}
		for _, t := range times(from, min(to, now), step(r.FormValue("period")), most) {
			open := m.interest(t)
			rows = append(rows, map[string]any{"symbol": "BTCUSDT", "sumOpenInterest": num(open), "sumOpenInterestValue": num(open * m.price(t)), "timestamp": t})
		}
		return rows
	case "/fapi/v1/openInterest":
		return map[string]any{"openInterest": num(m.interest(now)), "symbol": "BTCUSDT", "time": now}
	case "/fapi/v1/fundingRate":
		rows := []map[string]any{}
		for _, t := range times(from, min(to, now), fundingEvery, most) {
			rows = append(rows, map[string]any{"symbol": "BTCUSDT", "fundingTime": t + 2, "fundingRate": fundingRate, "markPrice": num(m.price(t))})
		}
		return rows
	}
	return nil
}
