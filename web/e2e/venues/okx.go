package main

import (
	"net/http"
	"slices"
	"strings"
)

// okx is the market of swaps of OKX. A contract of BTC-USDT-SWAP is a hundredth
// of a coin.
type okx struct{ trades int }

const contract = 0.01

func (*okx) hosts() []string { return []string{"ws.okx.com", "www.okx.com"} }

func (*okx) reply(message string) []string {
	switch {
	case message == "ping":
		return []string{"pong"}
	case strings.Contains(message, "candle1m"):
		return []string{`{"event":"subscribe","arg":{"channel":"candle1m","instId":"BTC-USDT-SWAP"},"connId":"loopback"}`}
	case strings.Contains(message, "subscribe"):
		return []string{`{"event":"subscribe","arg":{"channel":"liquidation-orders","instType":"SWAP"},"connId":"loopback"}`}
	}
	return nil
}

// carries: candles are served by an address of their own.
func (*okx) carries(to, frame string) bool {
	return strings.HasSuffix(to, "/business") == strings.Contains(frame, `"channel":"candle1m"`)
}

// greet repeats a liquidation from before the subscription, as the first frame
// of this channel can, and tells one of another instrument.
func (o *okx) greet(m *market, now int64) []string {
	stale := o.frame("BTC-USDT-SWAP", []forced{{At: now - hour, Long: true, Price: 60_000, Qty: 900}})
	foreign := o.frame("BTC-USD-SWAP", []forced{{At: now, Long: true, Price: 60_000, Qty: 900}})
	funding := text(`{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"fundingRate":"`+fundingRate+`","fundingTime":"%d","instId":"BTC-USDT-SWAP","instType":"SWAP","ts":"%d"}]}`, due(now), now)
	return append([]string{stale, foreign, funding}, o.quote(m, now, now)...)
}

func (o *okx) quote(m *market, last, now int64) []string {
	p, open := m.price(now), m.interest(now)
	o.trades++
	frames := []string{
		text(`{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","markPx":"%s","ts":"%d"}]}`, num(p), now),
		text(`{"arg":{"channel":"open-interest","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","oi":"%s","oiCcy":"%s","oiUsd":"%s","ts":"%d"}]}`, num(open/contract), num(open), num(open*p), now),
		text(`{"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"%d","px":"%s","sz":"1","side":"sell","ts":"%d","count":"1"}]}`, o.trades, num(p), now),
	}
	for _, c := range latest(m, last, now) {
		frames = append(frames, text(`{"arg":{"channel":"candle1m","instId":"BTC-USDT-SWAP"},"data":[["%d","%s","%s","%s","%s","%s","%s","0","%s"]]}`,
			c.from, num(c.open), num(c.high), num(c.low), num(c.close), num(c.volume/contract), num(c.volume), bool01(c.final)))
	}
	return frames
}

func (o *okx) report(all []forced) []string {
	var frames []string
	for part := range slices.Chunk(all, 500) {
		frames = append(frames, o.frame("BTC-USDT-SWAP", part))
	}
	return frames
}

// frame tells closures of an instrument: sizes are contracts, prices those of
// bankruptcy.
func (*okx) frame(instrument string, all []forced) string {
	return text(`{"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"instId":"%s","instType":"SWAP","uly":"%s","details":[%s]}]}`,
		instrument, strings.TrimSuffix(instrument, "-SWAP"), join(all, func(f forced) string {
			return text(`{"bkLoss":"0","bkPx":"%s","ccy":"","posSide":"%s","side":"%s","sz":"%s","ts":"%d"}`,
				num(f.Price), word(f.Long, "long", "short"), word(f.Long, "sell", "buy"), contracts(f), f.At)
		}))
}

// contracts returns how many contracts a size is.
func contracts(f forced) string { return text("%.0f", f.Qty/contract) }

func (*okx) worth(f forced) float64 { return f.Qty * f.Price }

func (o *okx) answer(r *http.Request, m *market, now int64) any {
	from, to := ms(r, "before", now-hour)+1, ms(r, "after", now)
	most := int(ms(r, "limit", 100))
	var list []any
	switch r.URL.Path {
	case "/api/v5/market/history-candles", "/api/v5/market/history-mark-price-candles":
		for _, c := range m.candles(from, to, step(r.FormValue("bar")), now, most) {
			row := []string{text("%d", c.from), num(c.open), num(c.high), num(c.low), num(c.close)}
			if r.URL.Path == "/api/v5/market/history-candles" {
				row = append(row, num(c.volume/contract), num(c.volume), "0")
			}
			list = append(list, append(row, bool01(c.final)))
		}
	case "/api/v5/rubik/stat/contracts/open-interest-history":
		for _, t := range times(ms(r, "begin", now-hour), min(ms(r, "end", now)+1, now), step(r.FormValue("period")), most) {
			open := m.interest(t)
			list = append(list, []string{text("%d", t), num(open / contract), num(open), num(open * m.price(t))})
		}
	case "/api/v5/public/funding-rate-history":
		for _, t := range times(from, min(to, now), fundingEvery, most) {
			list = append(list, map[string]string{"instId": "BTC-USDT-SWAP", "fundingRate": fundingRate, "realizedRate": fundingRate, "fundingTime": text("%d", t)})
		}
	case "/api/v5/public/instruments":
		for _, c := range []struct{ id, worth, of, kind string }{{"BTC-USD-SWAP", "100", "USD", "inverse"}, {"BTC-USDT-SWAP", num(contract), "BTC", "linear"}} {
			list = append(list, map[string]string{"instId": c.id, "instType": "SWAP", "ctVal": c.worth, "ctMult": "1", "ctValCcy": c.of, "ctType": c.kind})
		}
	case "/api/v5/public/liquidation-orders": // nothing that the stream did not have
	default:
		return nil
	}
	slices.Reverse(list) // newest first
	return map[string]any{"code": "0", "msg": "", "data": append([]any{}, list...)}
}
