package bybit

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

var candleSteps = []feed.Step{
	{Length: data.Minute, Name: "1"}, {Length: 3 * data.Minute, Name: "3"}, {Length: 5 * data.Minute, Name: "5"},
	{Length: 15 * data.Minute, Name: "15"}, {Length: 30 * data.Minute, Name: "30"},
	{Length: data.Hour, Name: "60"}, {Length: 2 * data.Hour, Name: "120"}, {Length: 4 * data.Hour, Name: "240"},
	{Length: 6 * data.Hour, Name: "360"}, {Length: 12 * data.Hour, Name: "720"}, {Length: data.Day, Name: "D"},
}

func get(path string, parameters ...string) feed.Request {
	return feed.Request{
		Method: "GET", Host: host, Path: path,
		Query:  feed.Parameters(append([]string{"category", "linear"}, parameters...)...),
		Budget: byRequest, Weight: 1,
	}
}

// candles serves the last price with its volume, or the mark price without.
func candles(path string, volume bool) *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: candleSteps, Rows: 1000, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return get(path, "symbol", q.Symbol, "interval", step,
				"start", feed.Ms(q.From), "end", feed.Ms(q.To-1), "limit", "1000")
		},
		Parse: func(q feed.Query, body []byte) ([]feed.Candle, error) { return parseCandles(q, body, volume) },
	}
}

// parseCandles reads [["start","open","high","low","close","volume","turnover"]],
// newest first; a mark price has the first five columns.
func parseCandles(q feed.Query, body []byte, volume bool) ([]feed.Candle, error) {
	answer, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "result.list", answer.Get("list"), func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := r.Bar("1", "2", "3", "4")
		c.Symbol, c.T, c.Step = q.Symbol, r.Time("0"), q.Step
		if volume {
			c.Volume = r.ZeroOrMore("5")
		}
		return c, c.T
	})
}

func interest() *feed.Endpoint[feed.Interest] {
	return &feed.Endpoint[feed.Interest]{
		Steps: []feed.Step{
			{Length: 5 * data.Minute, Name: "5min"}, {Length: 15 * data.Minute, Name: "15min"}, {Length: 30 * data.Minute, Name: "30min"},
			{Length: data.Hour, Name: "1h"}, {Length: 4 * data.Hour, Name: "4h"}, {Length: data.Day, Name: "1d"},
		},
		Rows: 200, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return get("/v5/market/open-interest", "symbol", q.Symbol, "intervalTime", step,
				"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", "200")
		},
		Parse: parseInterest,
	}
}

// parseInterest reads [{openInterest, singleOpenInterest, timestamp}], newest
// first, in base coin.
func parseInterest(q feed.Query, body []byte) ([]feed.Interest, error) {
	answer, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "result.list", answer.Get("list"), func(r *field.Row) (feed.Interest, data.UnixMs) {
		p := feed.Interest{Symbol: q.Symbol, At: r.Time("timestamp"), Qty: oneSide(r)}
		return p, p.At
	})
}

// oneSide returns the open interest of one side. "openInterest" is the sum of
// both, unlike on other venues; since 11 June 2026 "singleOpenInterest" is
// half of it.
func oneSide(r *field.Row) float64 {
	if r.Has("singleOpenInterest") {
		return r.ZeroOrMore("singleOpenInterest")
	}
	return r.ZeroOrMore("openInterest") / 2
}

// funding needs both ends of the time range: a start alone is refused.
func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 200, Spaced: data.Hour, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			return get("/v5/market/funding/history", "symbol", q.Symbol,
				"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", "200")
		},
		Parse: parseFunding,
	}
}

// parseFunding reads [{symbol, fundingRate, fundingRateTimestamp}], newest
// first.
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	answer, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "result.list", answer.Get("list"), func(r *field.Row) (feed.Funding, data.UnixMs) {
		p := feed.Funding{Symbol: q.Symbol, At: r.Time("fundingRateTimestamp"), Rate: r.Number("fundingRate")}
		return p, p.At
	})
}
