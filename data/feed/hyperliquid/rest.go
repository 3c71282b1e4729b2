package hyperliquid

import (
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

var candleSteps = []feed.Step{
	{Length: data.Minute, Name: "1m"}, {Length: 3 * data.Minute, Name: "3m"}, {Length: 5 * data.Minute, Name: "5m"},
	{Length: 15 * data.Minute, Name: "15m"}, {Length: 30 * data.Minute, Name: "30m"},
	{Length: data.Hour, Name: "1h"}, {Length: 2 * data.Hour, Name: "2h"}, {Length: 4 * data.Hour, Name: "4h"},
	{Length: 8 * data.Hour, Name: "8h"}, {Length: 12 * data.Hour, Name: "12h"}, {Length: data.Day, Name: "1d"},
}

// post returns a request of the one address that there is; what is asked for is
// in the body. Symbols need no escaping: they are letters and digits.
func post(body string, weight int) feed.Request {
	return feed.Request{Method: "POST", Host: host, Path: "/info", Body: body, Budget: byWeight, Weight: weight}
}

// answer reads an answer, in which "null" stands for nothing.
func answer(body []byte) (gjson.Result, error) {
	v, err := field.Answer(body)
	if err == nil && v.Type == gjson.Null {
		err = &feed.Refusal{Venue: id, Reason: feed.Empty}
	}
	return v, err
}

// candles serves the latest 5,000 of each length only: three and a half days of
// minutes.
func candles() *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: candleSteps, Rows: 5000, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			rows := int((q.To - q.From) / q.Step)
			return post(`{"type":"candleSnapshot","req":{"coin":"`+q.Symbol+`","interval":"`+step+
				`","startTime":`+feed.Ms(q.From)+`,"endTime":`+feed.Ms(q.To-1)+`}}`, infoWeight+rows/barsPerWeight)
		},
		Parse: parseCandles,
	}
}

// parseCandles reads [{t,T,s,i,o,c,h,l,v,n}].
func parseCandles(q feed.Query, body []byte) ([]feed.Candle, error) {
	rows, err := answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", rows, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := bar(r)
		c.Symbol, c.Step = q.Symbol, q.Step
		return c, c.T
	})
}

func bar(r *field.Row) feed.Candle {
	c := r.Bar("o", "h", "l", "c")
	c.T, c.Volume = r.Time("t"), r.ZeroOrMore("v")
	return c
}

// interestNow asks for the contexts of all coins at once: there is no history.
func interestNow() *feed.Endpoint[feed.Interest] {
	return &feed.Endpoint[feed.Interest]{
		Rows: 1, Now: true, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(feed.Query, string) feed.Request { return post(`{"type":"metaAndAssetCtxs"}`, infoWeight) },
		Parse: parseContexts,
	}
}

// parseContexts reads [{"universe":[{name}]},[{openInterest,markPx}]]: two lists
// in one order, in coins. It gives no time.
func parseContexts(q feed.Query, body []byte) ([]feed.Interest, error) {
	v, err := answer(body)
	if err != nil {
		return nil, err
	}
	at := -1
	err = field.Rows("0.universe", v.Get("0.universe"), func(r *field.Row) {
		if at < 0 && r.Value.Get("name").String() == q.Symbol {
			at = r.Index()
		}
	})
	if err != nil {
		return nil, err
	}
	if at < 0 {
		return nil, &feed.Refusal{Venue: id, Reason: feed.BadSymbol, Text: feed.Clip(q.Symbol)}
	}
	path := "1." + strconv.Itoa(at)
	r := field.At(path, v.Get(path))
	open := interestOf(r)
	open.Symbol = q.Symbol
	return field.One(r, open)
}

// interestOf reads {openInterest, markPx}: one side, in coins.
func interestOf(r *field.Row) feed.Interest {
	open := feed.Interest{Qty: r.ZeroOrMore("openInterest")}
	if price := r.Positive("markPx"); open.Qty > 0 {
		open.Notional = data.USD(r.Finite("openInterest", open.Qty*price))
	}
	return open
}

func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 500, Spaced: data.Hour, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			rows := int((q.To - q.From) / data.Hour)
			return post(`{"type":"fundingHistory","coin":"`+q.Symbol+`","startTime":`+feed.Ms(q.From)+
				`,"endTime":`+feed.Ms(q.To-1)+`}`, infoWeight+rows/rowsPerWeight)
		},
		Parse: parseFunding,
	}
}

// parseFunding reads [{coin,fundingRate,premium,time}], paid every hour.
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	rows, err := answer(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "", rows, func(r *field.Row) (feed.Funding, data.UnixMs) {
		p := feed.Funding{Symbol: q.Symbol, At: r.Time("time"), Rate: r.Number("fundingRate"), Interval: data.Hour}
		return p, p.At
	})
}
