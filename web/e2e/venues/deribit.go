package main

import (
	"math"
	"net/http"
	"strings"
)

// deribit is the inverse perpetual of Deribit, whose sizes are dollars in steps
// of ten. Its liquidations are trades with a flag.
type deribit struct{ trades int }

func (*deribit) hosts() []string {
	return []string{"streams.deribit.com", "www.deribit.com", "history.deribit.com"}
}

func (*deribit) reply(message string) []string {
	switch {
	case strings.Contains(message, "public/subscribe"):
		return []string{`{"jsonrpc":"2.0","id":3,"result":["ticker.BTC-PERPETUAL.100ms"]}`}
	case strings.Contains(message, "set_heartbeat"):
		return []string{`{"jsonrpc":"2.0","id":1,"result":"ok"}`, `{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}`}
	case strings.Contains(message, "public/test"):
		return []string{`{"jsonrpc":"2.0","id":2,"result":{"version":"1.2.26"}}`}
	}
	return nil
}

func (d *deribit) greet(m *market, now int64) []string { return d.quote(m, now, now) }

func (*deribit) quote(m *market, last, now int64) []string {
	p := m.price(now)
	frames := []string{text(`{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.100ms","data":{"instrument_name":"BTC-PERPETUAL","timestamp":%d,"mark_price":%s,"index_price":%s,"open_interest":%.0f,"current_funding":0.0001}}}`,
		now, num(p), num(p+10), math.Round(m.interest(now)*p/10)*10)}
	for _, c := range latest(m, last, now) {
		frames = append(frames, text(`{"jsonrpc":"2.0","method":"subscription","params":{"channel":"chart.trades.BTC-PERPETUAL.1","data":{"tick":%d,"open":%s,"high":%s,"low":%s,"close":%s,"volume":%s,"cost":0}}}`,
			c.from, num(c.open), num(c.high), num(c.low), num(c.close), num(c.volume)))
	}
	return frames
}

// report tells trades in which the taker was liquidated, after one in which
// nobody was.
func (d *deribit) report(all []forced) []string {
	rows := append([]forced{{At: all[0].At, Price: all[0].Price, Qty: 1}}, all...)
	begin := d.trades
	return []string{text(`{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[%s]}}`, join(rows, func(f forced) string {
		d.trades++
		return text(`{"trade_seq":%d,"trade_id":"%[1]d","timestamp":%d,"tick_direction":3,"price":%s,%s"instrument_name":"BTC-PERPETUAL","index_price":%[3]s,"direction":"%[5]s","amount":%.0f}`,
			d.trades, f.At, num(f.Price), word(d.trades > begin+1, `"liquidation":"T",`, ""), word(f.Long, "sell", "buy"), d.worth(f))
	}))}
}

func (*deribit) worth(f forced) float64 { return max(math.Round(f.Price*f.Qty/10)*10, 10) }

func (*deribit) answer(r *http.Request, m *market, now int64) any {
	from, to := ms(r, "start_timestamp", now-hour), ms(r, "end_timestamp", now)+1
	switch r.URL.Path {
	case "/api/v2/public/get_tradingview_chart_data":
		all := map[string][]any{}
		for _, c := range m.candles(from, to, step(r.FormValue("resolution")), now, 5000) {
			for key, v := range map[string]any{"ticks": c.from, "open": c.open, "high": c.high, "low": c.low, "close": c.close, "volume": c.volume, "cost": 0} {
				all[key] = append(all[key], v)
			}
		}
		result := map[string]any{"status": word(len(all) > 0, "ok", "no_data")}
		for key, column := range all {
			result[key] = column
		}
		return map[string]any{"jsonrpc": "2.0", "result": result}
	case "/api/v2/public/get_funding_rate_history":
		rows := []any{}
		for _, t := range times(from, min(to, now), hour, 744) {
			rows = append(rows, map[string]any{"timestamp": t, "interest_8h": 0.0001, "interest_1h": 0.0000125, "index_price": m.price(t), "prev_index_price": m.price(t)})
		}
		return map[string]any{"jsonrpc": "2.0", "result": rows}
	}
	return nil
}
