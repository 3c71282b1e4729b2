package coinglass

import (
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// exchanges are those whose liquidations are summed up for a coin.
const exchanges = "Binance,OKX,Bybit,Bitmex,Deribit,Hyperliquid"

func get(path string, parameters ...string) feed.Request {
	return feed.Request{
		Method: "GET", Host: host, Path: "/api/futures/liquidation/" + path, Query: feed.Parameters(parameters...),
		KeyHeader: keyHeader, Budget: byRequest, Weight: 1,
	}
}

// totals serves liquidations by interval, of a coin or of a symbol. The smallest
// plan has four hours and more, the next half an hour and more.
func totals() *feed.Endpoint[feed.Totals] {
	return &feed.Endpoint[feed.Totals]{
		Steps: []feed.Step{
			{Length: data.Minute, Name: "1m"}, {Length: 3 * data.Minute, Name: "3m"}, {Length: 5 * data.Minute, Name: "5m"},
			{Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"}, {Length: data.Hour, Name: "1h"},
			{Length: 4 * data.Hour, Name: "4h"}, {Length: 6 * data.Hour, Name: "6h"}, {Length: 8 * data.Hour, Name: "8h"},
			{Length: 12 * data.Hour, Name: "12h"}, {Length: data.Day, Name: "1d"},
		},
		Rows: 1000, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			exchange, symbol := split(q.Symbol)
			path, of, list := "history", "exchange", exchange
			if exchange == "" {
				path, of, list = "aggregated-history", "exchange_list", exchanges
			}
			return get(path, of, list, "symbol", symbol, "interval", step,
				"limit", "1000", "start_time", feed.Ms(q.From), "end_time", feed.Ms(q.To-1))
		},
		Parse: parseTotals,
	}
}

// parseTotals reads [{time,long_liquidation_usd,short_liquidation_usd}] with
// texts, of a coin with "aggregated_" before the names and numbers.
func parseTotals(q feed.Query, body []byte) ([]feed.Totals, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	prefix := ""
	if !strings.Contains(q.Symbol, ":") {
		prefix = "aggregated_"
	}
	return field.Series(q, "data", rows, func(r *field.Row) (feed.Totals, data.UnixMs) {
		p := feed.Totals{
			Symbol: q.Symbol, T: r.Time("time"), Step: q.Step,
			Long: data.USD(r.ZeroOrMore(prefix + "long_liquidation_usd")), Short: data.USD(r.ZeroOrMore(prefix + "short_liquidation_usd")),
		}
		return p, p.T
	})
}

// smallestOrder is the least that an order must be to be listed, in dollars.
const smallestOrder = "1000"

// orders serves single liquidations of a coin on an exchange: seven days, 200
// at most.
func orders() *feed.Endpoint[feed.Liquidation] {
	return &feed.Endpoint[feed.Liquidation]{
		Rows: 200, Reach: 7 * data.Day, Fresh: 5 * data.Second, Symbol: OfExchange,
		Build: func(q feed.Query, _ string) feed.Request {
			exchange, coin := split(q.Symbol)
			return get("order", "exchange", exchange, "symbol", coin, "min_liquidation_amount", smallestOrder,
				"start_time", feed.Ms(q.From), "end_time", feed.Ms(q.To-1))
		},
		Parse: parseOrders,
	}
}

// parseOrders reads [{exchange_name,symbol,price,usd_value,side,time}]. The
// documents of this list say that side is the order's, 1 Buy and 2 Sell, so 2
// closes a long; those of the stream say the opposite, see [Streams].
func parseOrders(q feed.Query, body []byte) ([]feed.Liquidation, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	var b feed.Batch
	err = field.Each("data", rows, func(r *field.Row) {
		l := liquidation(r, &b, names{exchange: "exchange_name", usd: "usd_value"})
		l.Side = data.ClosedBy(r.Taker("side", "1", "2"))
		if r.Err() == nil {
			b.AddLiquidation(l, 0)
		}
	})
	if err != nil {
		return nil, err
	}
	return field.Sorted(q, b.Liquidations, func(l *feed.Liquidation) data.UnixMs { return l.At })
}

// names are those of members that differ between the list and the stream.
type names struct{ exchange, usd string }

// liquidation reads all but the side. Sizes are told in dollars alone.
func liquidation(r *field.Row, b *feed.Batch, n names) feed.Liquidation {
	l := feed.Liquidation{
		Venue: id, Exchange: b.Name(strings.ToLower(r.Text(n.exchange))), Symbol: b.Name(r.Text("symbol")),
		At: r.Time("time"), Price: r.Price("price"), Notional: data.USD(r.Positive(n.usd)),
	}
	if r.Err() == nil {
		l.Qty = r.Finite(n.usd, float64(l.Notional)/float64(l.Price))
	}
	return l
}
