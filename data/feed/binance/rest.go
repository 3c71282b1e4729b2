package binance

import (
	"strconv"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

var candleSteps = []feed.Step{
	{Length: data.Minute, Name: "1m"}, {Length: 3 * data.Minute, Name: "3m"}, {Length: 5 * data.Minute, Name: "5m"},
	{Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"},
	{Length: data.Hour, Name: "1h"}, {Length: 2 * data.Hour, Name: "2h"}, {Length: 4 * data.Hour, Name: "4h"},
	{Length: 6 * data.Hour, Name: "6h"}, {Length: 8 * data.Hour, Name: "8h"}, {Length: 12 * data.Hour, Name: "12h"},
	{Length: data.Day, Name: "1d"},
}

// candles serves the last or the mark price, which share one shape.
func candles(path string) *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: candleSteps, Rows: 1500, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			rows := int((q.To-q.From-1)/q.Step) + 1
			return feed.Request{
				Method: "GET", Host: host, Path: path,
				Query: feed.Parameters("symbol", q.Symbol, "interval", step,
					"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", strconv.Itoa(rows)),
				Budget: byWeight, Weight: candleWeight(rows),
			}
		},
		Parse: ParseCandles,
	}
}

// ParseCandles reads rows of [open time, open, high, low, close, volume, close
// time, quote volume, trades, taker buy volume, taker buy quote volume, unused].
// Of a mark price all volumes are "0". The last row may be an open candle.
// Binance spot sends the same.
func ParseCandles(q feed.Query, body []byte) ([]feed.Candle, error) {
	list, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", list, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := r.Bar("1", "2", "3", "4")
		c.Symbol, c.T, c.Step = q.Symbol, r.Time("0"), q.Step
		c.Volume, c.TakerBuy, c.Takers = r.ZeroOrMore("5"), r.ZeroOrMore("9"), true
		return c, c.T
	})
}

// interest serves the last 30 days. A start before that is refused, not
// clamped; a symbol that is not known gives an empty list; of more rows than
// asked for the latest are sent, so a request never covers more.
func interest() *feed.Endpoint[feed.Interest] {
	return &feed.Endpoint[feed.Interest]{
		Steps: []feed.Step{
			{Length: 5 * data.Minute, Name: "5m"}, {Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"},
			{Length: data.Hour, Name: "1h"}, {Length: 2 * data.Hour, Name: "2h"}, {Length: 4 * data.Hour, Name: "4h"},
			{Length: 6 * data.Hour, Name: "6h"}, {Length: 12 * data.Hour, Name: "12h"}, {Length: data.Day, Name: "1d"},
		},
		Rows: 500, Reach: 30 * data.Day, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return feed.Request{
				Method: "GET", Host: host, Path: "/futures/data/openInterestHist",
				Query: feed.Parameters("symbol", q.Symbol, "period", step,
					"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", "500"),
				Budget: byData, Weight: 1,
			}
		},
		Parse: parseInterest,
	}
}

// parseInterest reads [{symbol, sumOpenInterest, sumOpenInterestValue,
// timestamp}]; the time is a number on the wire and a string in the documents.
func parseInterest(q feed.Query, body []byte) ([]feed.Interest, error) {
	list, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", list, func(r *field.Row) (feed.Interest, data.UnixMs) {
		p := feed.Interest{
			Symbol: q.Symbol, At: r.Time("timestamp"),
			Qty: r.ZeroOrMore("sumOpenInterest"), Notional: data.USD(r.ZeroOrMore("sumOpenInterestValue")),
		}
		return p, p.At
	})
}

// interestNow serves what no stream has.
func interestNow() *feed.Endpoint[feed.Interest] {
	return &feed.Endpoint[feed.Interest]{
		Rows: 1, Now: true, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			return feed.Request{
				Method: "GET", Host: host, Path: "/fapi/v1/openInterest",
				Query: feed.Parameters("symbol", q.Symbol), Budget: byWeight, Weight: 1,
			}
		},
		Parse: parseInterestNow,
	}
}

// parseInterestNow reads {"openInterest":"10659.509","symbol":…,"time":…}: base
// coin, without a value.
func parseInterestNow(q feed.Query, body []byte) ([]feed.Interest, error) {
	object, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	r := field.At("", object)
	p := feed.Interest{Symbol: q.Symbol, At: r.Time("time"), Qty: r.ZeroOrMore("openInterest")}
	return field.One(r, p)
}

// funding serves payments since the listing; their times jitter by
// milliseconds.
func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 1000, Spaced: data.Hour, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			return feed.Request{
				Method: "GET", Host: host, Path: "/fapi/v1/fundingRate",
				Query: feed.Parameters("symbol", q.Symbol,
					"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", "1000"),
				Budget: byFunding, Weight: 1,
			}
		},
		Parse: parseFunding,
	}
}

// parseFunding reads [{symbol, fundingRate, fundingTime, markPrice}].
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	list, err := field.Answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", list, func(r *field.Row) (feed.Funding, data.UnixMs) {
		p := feed.Funding{Symbol: q.Symbol, At: r.Time("fundingTime"), Rate: r.Number("fundingRate")}
		return p, p.At
	})
}
