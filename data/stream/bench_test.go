package stream_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"unwind/data/stream"
)

// BenchmarkSnapshot reads a snapshot of a day of one coin: 65,536 liquidations,
// and candles, mark prices, open interest and funding of five venues by the
// minute; beside it encoding/json, which only finds out whether it is JSON.
func BenchmarkSnapshot(b *testing.B) {
	raw := snapshot(b)
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		b.ReportAllocs()
		for b.Loop() {
			s := stream.NewScreen(0, "BTCUSDT")
			if _, err := s.Apply(raw); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("json.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			if !json.Valid(raw) {
				b.Fatal("no JSON")
			}
		}
	})
}

func snapshot(b *testing.B) []byte {
	b.Helper()
	const minutes, liquidations = 1440, 1 << 16
	doc := map[string]any{"type": "snapshot", "seq": 1, "at": at, "since": at - minutes*60_000}
	rows := func(n int, columns map[string]func(i int) any) map[string][]any {
		table := map[string][]any{}
		for name, value := range columns {
			for i := range n {
				table[name] = append(table[name], value(i))
			}
		}
		return table
	}
	same := func(v any) func(int) any { return func(int) any { return v } }
	venue := func(i int) any { return fmt.Sprintf("venue%d", i%5) }
	minute := func(i int) any { return at - at%60_000 - (i/5)*60_000 }
	price := func(i int) any { return 70_000 + float64(i%1000)/10 }
	doc["liquidations"] = rows(liquidations, map[string]func(int) any{
		"venue": venue, "symbol": same("BTCUSDT"), "times": func(i int) any { return at - (liquidations-i)*1000 }, "received": same(at), "side": same("long"),
		"price": price, "priceKind": same("fill"), "qty": same(0.125), "notional": price, "ordinal": same(0), "id": same(""),
	})
	series := map[string]func(int) any{"venue": venue, "symbol": same("BTCUSDT"), "times": minute, "step": same(60_000), "open": same(70_050), "high": same(70_200),
		"low": same(70_000), "close": price, "volume": price, "takerBuy": same(1.5), "final": same(true), "price": same(70_010), "index": price,
		"qty": price, "notional": same(0), "rate": same(1e-4), "interval": same(0), "due": same(0)}
	for _, name := range []string{"candles", "marks", "interest", "funding"} {
		doc[name] = rows(5*minutes, series) // each has more columns than it needs
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		b.Fatal(err)
	}
	return raw
}
