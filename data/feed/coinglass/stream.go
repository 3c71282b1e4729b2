package coinglass

import (
	"strings"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection, which sends liquidations of all coins;
// the parser leaves out those that were not asked for. The operator's key is a
// parameter of the address. No other topic can prove that the stream flows, so
// silence is only told after ten minutes without any coin's liquidation.
//
// The documents of the stream say that side 1 is a long liquidation and 2 a
// short one; those of the list of orders that 1 is a buy and 2 a sell, which is
// the opposite. Each is read as its own document says: [feed.CheckSides] must
// agree before a side is believed.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Coin); err != nil {
		return nil, err
	}
	coins := map[string]bool{}
	for _, s := range symbols {
		coins[s] = true
	}
	return []feed.Stream{{
		Name: "liquidations", Host: "open-ws.coinglass.com", Path: "/ws-api", KeyParameter: "cg-api-key",
		Send:  []string{`{"method":"subscribe","channels":["liquidationOrders"]}`},
		Ping:  feed.Ping{Text: "ping", Every: 20 * data.Second},
		Proof: "liquidationOrders", Silent: 10 * data.Minute,
		NewParser: func() feed.Parser { return parser{coins} },
	}}, nil
}

// parser knows the coins that are followed.
type parser struct {
	coins map[string]bool
}

// ParseFrame reads {"channel":"liquidationOrders","data":[{baseAsset,exName,
// price,side,symbol,time,volUsd}]}, refusals, and the bare text "pong".
func (p parser) ParseFrame(raw []byte, b *feed.Batch) error {
	if string(raw) == "pong" {
		b.AddStatus(feed.Pong, "")
		return nil
	}
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	if frame.Get("channel").String() == "liquidationOrders" && frame.Get("data").Exists() {
		b.Alive = true
		begin := len(b.Liquidations)
		return field.Each("data", frame.Get("data"), func(r *field.Row) { p.liquidation(r, b, begin) })
	}
	r := said(frame)
	switch {
	case r != nil:
		b.Reject(r)
	case !frame.IsObject():
		return &feed.Malformed{Reason: "must be an object"}
	default:
		b.AddStatus(feed.Acknowledged, strings.TrimSpace(frame.Get("event").String()+" "+frame.Get("channel").String()))
	}
	return nil
}

func (p parser) liquidation(r *field.Row, b *feed.Batch, begin int) {
	if !p.coins[r.Value.Get("baseAsset").String()] {
		b.Ignored++
		return
	}
	l := liquidation(r, b, names{exchange: "exName", usd: "volUsd"})
	l.Side = data.Short
	if r.Taker("side", "1", "2") == data.Buy {
		l.Side = data.Long
	}
	if r.Err() == nil {
		b.AddLiquidation(l, begin)
	}
}
