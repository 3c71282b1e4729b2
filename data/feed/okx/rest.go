package okx

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// candleSteps: from six hours on, names without "utc" mean days of Hong Kong,
// whose columns begin at 16:00 UTC.
var candleSteps = []feed.Step{
	{Length: data.Minute, Name: "1m"}, {Length: 3 * data.Minute, Name: "3m"}, {Length: 5 * data.Minute, Name: "5m"},
	{Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"},
	{Length: data.Hour, Name: "1H"}, {Length: 2 * data.Hour, Name: "2H"}, {Length: 4 * data.Hour, Name: "4H"},
	{Length: 6 * data.Hour, Name: "6Hutc"}, {Length: 12 * data.Hour, Name: "12Hutc"}, {Length: data.Day, Name: "1Dutc"},
}

func get(path, budget string, parameters ...string) feed.Request {
	return feed.Request{
		Method: "GET", Host: host, Path: path, Query: feed.Parameters(parameters...), Budget: budget, Weight: 1,
	}
}

// older and newer bound a query the way OKX pages: rows before the one time and
// after the other, both excluded.
func older(q feed.Query) string { return feed.Ms(q.To) }
func newer(q feed.Query) string { return feed.Ms(q.From - 1) }

func candles(path, budget string) *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: candleSteps, Rows: 100, Fresh: 5 * data.Second, Symbol: IsSwap,
		Build: func(q feed.Query, step string) feed.Request {
			return get(path, budget, "instId", q.Symbol, "bar", step, "after", older(q), "before", newer(q), "limit", "100")
		},
		Parse: func(q feed.Query, body []byte) ([]feed.Candle, error) {
			return parseCandles(q, body, budget == byCandles)
		},
	}
}

// parseCandles reads [["ts","o","h","l","c","contracts","coins","quote",
// "confirm"]], newest first; a mark price has no volumes. The second volume is
// coins.
func parseCandles(q feed.Query, body []byte, volume bool) ([]feed.Candle, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "data", rows, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := r.Bar("1", "2", "3", "4")
		c.Symbol, c.T, c.Step = q.Symbol, r.Time("0"), q.Step
		confirm := "5"
		if volume {
			c.Volume, confirm = r.ZeroOrMore("6"), "8"
		}
		c.Final = r.Value.Get(confirm).String() == "1"
		return c, c.T
	})
}

// interest reaches back three to five days at five minutes, however much is
// asked for.
func interest() *feed.Endpoint[feed.Interest] {
	return &feed.Endpoint[feed.Interest]{
		Steps: []feed.Step{
			{Length: 5 * data.Minute, Name: "5m"}, {Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"},
			{Length: data.Hour, Name: "1H"}, {Length: 2 * data.Hour, Name: "2H"}, {Length: 4 * data.Hour, Name: "4H"},
			{Length: data.Day, Name: "1Dutc"},
		},
		Rows: 100, Reach: 3 * data.Day, Fresh: data.Minute, Symbol: IsSwap,
		Build: func(q feed.Query, step string) feed.Request {
			return get("/api/v5/rubik/stat/contracts/open-interest-history", byInterest,
				"instId", q.Symbol, "period", step, "begin", feed.Ms(q.From), "end", feed.Ms(q.To-1), "limit", "100")
		},
		Parse: parseInterest,
	}
}

// parseInterest reads [["ts","contracts","coins","dollars"]], newest first.
func parseInterest(q feed.Query, body []byte) ([]feed.Interest, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "data", rows, func(r *field.Row) (feed.Interest, data.UnixMs) {
		p := feed.Interest{Symbol: q.Symbol, At: r.Time("0"), Qty: r.ZeroOrMore("2"), Notional: data.USD(r.ZeroOrMore("3"))}
		return p, p.At
	})
}

func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 100, Spaced: data.Hour, Reach: 90 * data.Day, Fresh: data.Minute, Symbol: IsSwap,
		Build: func(q feed.Query, _ string) feed.Request {
			return get("/api/v5/public/funding-rate-history", byFunding,
				"instId", q.Symbol, "after", older(q), "before", newer(q), "limit", "100")
		},
		Parse: parseFunding,
	}
}

// parseFunding reads [{fundingRate, realizedRate, fundingTime}], newest first.
// What was paid is the realized rate; older rows lack it.
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "data", rows, func(r *field.Row) (feed.Funding, data.UnixMs) {
		key := "fundingRate"
		if r.Has("realizedRate") {
			key = "realizedRate"
		}
		p := feed.Funding{Symbol: q.Symbol, At: r.Time("fundingTime"), Rate: r.Number(key)}
		return p, p.At
	})
}

// liquidations serves the last day to week, sampled like the stream.
func liquidations(known *feed.Contracts) *feed.Endpoint[feed.Liquidation] {
	return &feed.Endpoint[feed.Liquidation]{
		Rows: 100, Reach: data.Day, Fresh: 5 * data.Second, Symbol: IsSwap,
		Build: func(q feed.Query, _ string) feed.Request {
			return get("/api/v5/public/liquidation-orders", byLiquidations,
				"instType", "SWAP", "uly", family(q.Symbol), "state", "filled", "after", older(q), "before", newer(q), "limit", "100")
		},
		Parse: follower{known}.parseLiquidations,
	}
}

// follower reads rows with what contracts are known to be worth.
type follower struct{ known *feed.Contracts }

// parseLiquidations reads [{instId, details:[…]}] and keeps the very instrument
// of the query. Orders need not be sorted.
func (f follower) parseLiquidations(q feed.Query, body []byte) ([]feed.Liquidation, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	p := parser{known: f.known, followed: map[string]string{q.Symbol: q.Symbol}}
	var b feed.Batch
	if err := p.liquidations(rows, &b); err != nil {
		return nil, err
	}
	return field.Sorted(q, b.Liquidations, func(l *feed.Liquidation) data.UnixMs { return l.At })
}
