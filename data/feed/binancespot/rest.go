package binancespot

import (
	"slices"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
)

// candles are those of futures, a thousand at once, and seconds besides.
func candles() *feed.Endpoint[feed.Candle] {
	futures := binance.New().Candles
	return &feed.Endpoint[feed.Candle]{
		Steps: slices.Concat([]feed.Step{{Length: data.Second, Name: "1s"}}, futures.Steps),
		Rows:  1000, Fresh: 5 * data.Second, Symbol: Symbol,
		Build: func(q feed.Query, step string) feed.Request {
			return feed.Request{
				Method: "GET", Host: host, Path: "/api/v3/klines",
				Query: feed.Parameters("symbol", q.Symbol, "interval", step,
					"startTime", feed.Ms(q.From), "endTime", feed.Ms(q.To-1), "limit", "1000"),
				Budget: byWeight, Weight: 2,
			}
		},
		Parse: binance.ParseCandles,
	}
}
