package deribit

import (
	"strconv"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

var candleSteps = []feed.Step{
	{Length: data.Minute, Name: "1"}, {Length: 3 * data.Minute, Name: "3"}, {Length: 5 * data.Minute, Name: "5"},
	{Length: 10 * data.Minute, Name: "10"}, {Length: 15 * data.Minute, Name: "15"}, {Length: 30 * data.Minute, Name: "30"},
	{Length: data.Hour, Name: "60"}, {Length: 2 * data.Hour, Name: "120"}, {Length: 3 * data.Hour, Name: "180"},
	{Length: 6 * data.Hour, Name: "360"}, {Length: 12 * data.Hour, Name: "720"}, {Length: data.Day, Name: "1D"},
}

func get(from, method string, q feed.Query, more ...string) feed.Request {
	parameters := append([]string{
		"instrument_name", q.Symbol, "start_timestamp", feed.Ms(q.From), "end_timestamp", feed.Ms(q.To - 1),
	}, more...)
	return feed.Request{
		Method: "GET", Host: from, Path: "/api/v2/public/" + method, Query: feed.Parameters(parameters...),
		Budget: byRequest, Weight: 1,
	}
}

// candles: longer ranges than 5,000 rows are cut in silence.
func candles() *feed.Endpoint[feed.Candle] {
	return &feed.Endpoint[feed.Candle]{
		Steps: candleSteps, Rows: 5000, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return get(host, "get_tradingview_chart_data", q, "resolution", step)
		},
		Parse: parseCandles,
	}
}

// parseCandles reads columns: {"status":"ok","ticks":[…],"open":[…],…}, volume
// in coins.
func parseCandles(q feed.Query, body []byte) ([]feed.Candle, error) {
	columns, err := result(body)
	if err != nil {
		return nil, err
	}
	if status := columns.Get("status").String(); status == "no_data" {
		return nil, &feed.Refusal{Venue: id, Reason: feed.Empty}
	}
	// The columns are turned into rows, so that one reader serves all venues.
	rows, err := transpose(columns, "ticks", "open", "high", "low", "close", "volume")
	if err != nil {
		return nil, err
	}
	return field.Series(q, "result", rows, func(r *field.Row) (feed.Candle, data.UnixMs) {
		c := r.Bar("1", "2", "3", "4")
		c.Symbol, c.T, c.Step, c.Volume = q.Symbol, r.Time("0"), q.Step, r.ZeroOrMore("5")
		return c, c.T
	})
}

// transpose returns the list of rows of equally long columns.
func transpose(columns gjson.Result, names ...string) (gjson.Result, error) {
	lists := make([][]gjson.Result, len(names))
	for i, name := range names {
		column := columns.Get(name)
		if !column.IsArray() {
			return gjson.Result{}, &feed.Malformed{Path: "result." + name, Reason: "must be a list"}
		}
		if lists[i] = column.Array(); len(lists[i]) != len(lists[0]) || len(lists[i]) > field.MaxRows {
			return gjson.Result{}, &feed.Malformed{Path: "result." + name, Reason: "has " + strconv.Itoa(len(lists[i])) + " rows"}
		}
	}
	text := []byte{'['}
	for k := range lists[0] {
		if k > 0 {
			text = append(text, ',')
		}
		text = append(text, '[')
		for i := range lists {
			if i > 0 {
				text = append(text, ',')
			}
			text = append(text, lists[i][k].Raw...)
		}
		text = append(text, ']')
	}
	return gjson.ParseBytes(append(text, ']')), nil
}

// funding: longer ranges than 31 days are cut in silence.
func funding() *feed.Endpoint[feed.Funding] {
	return &feed.Endpoint[feed.Funding]{
		Rows: 744, Spaced: data.Hour, Fresh: data.Minute, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request { return get(host, "get_funding_rate_history", q) },
		Parse: parseFunding,
	}
}

// parseFunding reads [{timestamp, interest_1h, interest_8h, index_price}]. It is
// paid all the time; a row sums up its hour.
func parseFunding(q feed.Query, body []byte) ([]feed.Funding, error) {
	rows, err := result(body)
	if err != nil {
		return nil, err
	}
	return field.Series(q, "result", rows, func(r *field.Row) (feed.Funding, data.UnixMs) {
		p := feed.Funding{Symbol: q.Symbol, At: r.Time("timestamp"), Rate: r.Number("interest_1h"), Interval: data.Hour}
		return p, p.At
	})
}
