package bitmex

import (
	"time"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

func get(path string, parameters ...string) feed.Request {
	return feed.Request{
		Method: "GET", Host: host, Path: "/api/v1/" + path, Query: feed.Parameters(parameters...), Budget: byRequest, Weight: 1,
	}
}

// candles: times are those of the ends of bars, both bounds included.
func candles() *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: []feed.Step{
			{Length: data.Minute, Name: "1m"}, {Length: 5 * data.Minute, Name: "5m"}, {Length: data.Hour, Name: "1h"}, {Length: data.Day, Name: "1d"},
		},
		Rows: 1000, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return get("trade/bucketed", "binSize", step, "partial", "false", "symbol", q.Symbol, "count", "1000",
				"startTime", feed.ISO(q.From+q.Step), "endTime", feed.ISO(q.To-1+q.Step))
		},
		Parse: parseCandles,
	}
}

// parseCandles reads [{timestamp,open,high,low,close,homeNotional}].
func parseCandles(q feed.Query, body []byte) ([]feed.Candle, error) {
	rows, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", rows, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := bar(r, q.Step)
		c.Symbol = q.Symbol
		return c, c.T
	})
}

// bar reads a bar. Its time is that of its end. Its open is the close of the
// bar before, which its high and low need not enclose: the nearest price that
// they do stands for it. The volume in contracts is not used; homeNotional is
// coins.
func bar(r *field.Row, step data.UnixMs) feed.Candle {
	c := feed.Candle{
		T: r.Date("timestamp") - step, Step: step, Final: true,
		Open: r.Price("open"), High: r.Price("high"), Low: r.Price("low"), Close: r.Price("close"),
		Volume: r.ZeroOrMore("homeNotional"),
	}
	c.Open = min(max(c.Open, c.Low), c.High)
	if r.Err() == nil && (c.High < c.Close || c.Low > c.Close) {
		r.Fault("close", "high and low must enclose it")
	}
	return c
}

func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 500, Spaced: data.Hour, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			return get("funding", "symbol", q.Symbol, "count", "500", "startTime", feed.ISO(q.From), "endTime", feed.ISO(q.To-1))
		},
		Parse: parseFunding,
	}
}

// parseFunding reads [{timestamp,fundingInterval,fundingRate}]. The interval is
// the time of day of a date: "2000-01-01T08:00:00.000Z" is eight hours.
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	rows, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", rows, func(r *field.Row) (feed.Funding, data.UnixMs) {
		p := feed.Funding{Symbol: q.Symbol, At: r.Date("timestamp"), Rate: r.Number("fundingRate"), Interval: interval(r)}
		return p, p.At
	})
}

// interval returns the time of day of "fundingInterval", 0 where it lacks.
func interval(r *field.Row) data.UnixMs {
	at, err := time.Parse(time.RFC3339, r.Value.Get("fundingInterval").String())
	if err != nil {
		return 0
	}
	return (data.UnixMs(at.UnixMilli())%data.Day + data.Day) % data.Day
}
