package binancespot

import (
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/binance"
)

// Streams returns the one connection that follows symbols: minute candles,
// which change with every trade. The server pings every 20 s and cuts after
// 24 h.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	var topics []string
	for _, s := range symbols {
		topics = append(topics, strings.ToLower(s)+"@kline_1m")
	}
	return []feed.Stream{{
		Name: "spot", Host: "data-stream.binance.vision", Path: "/ws",
		Send:    []string{binance.Subscribe(topics)},
		SendGap: 200,         // five messages a second
		OpenGap: data.Second, // 300 connections in five minutes
		Proof:   topics[0], Silent: 30 * data.Second,
		Rotate:    23 * data.Hour,
		NewParser: func() feed.Parser { return binance.NewSpotParser(id, Symbol) },
	}}, nil
}
