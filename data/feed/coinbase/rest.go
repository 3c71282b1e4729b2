package coinbase

import (
	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// candles: minutes without a trade are missing. The host refuses requests
// without a User-Agent.
func candles() *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: []feed.Step{
			{Length: data.Minute, Name: "60"}, {Length: 5 * data.Minute, Name: "300"}, {Length: 15 * data.Minute, Name: "900"},
			{Length: data.Hour, Name: "3600"}, {Length: 6 * data.Hour, Name: "21600"}, {Length: data.Day, Name: "86400"},
		},
		Rows: 300, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return feed.Request{
				Method: "GET", Host: host, Path: "/products/" + q.Symbol + "/candles",
				Query:  feed.Parameters("granularity", step, "start", feed.ISO(q.From), "end", feed.ISO(q.To-1)),
				Budget: byRequest, Weight: 1, Agent: true,
			}
		},
		Parse: parseCandles,
	}
}

// parseCandles reads [[time in seconds, low, high, open, close, volume]]: newest
// first, the low before the open.
func parseCandles(q feed.Query, body []byte) ([]feed.Candle, error) {
	rows, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", rows, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := r.Bar("3", "2", "1", "4")
		c.Symbol, c.T, c.Step, c.Volume = q.Symbol, r.TimeInSeconds("0"), q.Step, r.ZeroOrMore("5")
		return c, c.T
	})
}
