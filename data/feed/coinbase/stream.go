package coinbase

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection that follows symbols: trades, and a
// heartbeat of each symbol every second. It has no candles. The subscription
// must be sent within five seconds.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	return []feed.Stream{{
		Name: "exchange", Host: "ws-feed.exchange.coinbase.com",
		Send:  []string{`{"type":"subscribe","product_ids":["` + strings.Join(symbols, `","`) + `"],"channels":["matches","heartbeat"]}`},
		Proof: "heartbeat " + symbols[0], Silent: 15 * data.Second,
		NewParser: func() feed.Parser { return parser{} },
	}}, nil
}

// parser reads the frames of a connection. It remembers nothing.
type parser struct{}

// ParseFrame reads objects by their "type". The heartbeat of a symbol comes
// through its channel, so it is a proof of life unlike a pong.
func (parser) ParseFrame(raw []byte, b *feed.Batch) error {
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	r := field.At("", frame)
	switch kind := frame.Get("type").String(); kind {
	case "match", "last_match":
		b.Alive = true
		trade(r, b, kind == "last_match")
	case "heartbeat":
		b.Alive = true
		b.AddStatus(feed.Heartbeat, frame.Get("product_id").String())
	case "subscriptions":
		b.AddStatus(feed.Acknowledged, frame.Get("channels").Raw)
	case "error":
		b.Reject(rejection(frame))
	case "":
		r.Fault("type", "must be a text")
	default:
		b.Ignored++
	}
	return r.Err()
}

// rejection reads {"type":"error","message":…,"reason":…}.
func rejection(frame gjson.Result) *feed.Refusal {
	text := frame.Get("message").String() + " " + frame.Get("reason").String()
	r := &feed.Refusal{Venue: id, Reason: feed.BadRequest, Text: feed.Clip(text)}
	if strings.Contains(text, "not a valid product") {
		r.Reason = feed.BadSymbol
	}
	return r
}

// trade reads {trade_id,side,size,price,product_id,time}. side is that of the
// order that was in the book: the taker's is the other one. "last_match" is what
// happened before the subscription.
func trade(r *field.Row, b *feed.Batch, before bool) {
	symbol := r.Value.Get("product_id").String()
	if !Symbol(symbol) {
		b.Ignored++
		return
	}
	t := feed.Trade{
		Symbol: b.Name(symbol), ID: r.ID("trade_id"), At: r.Date("time"),
		Price: r.Price("price"), Qty: r.Positive("size"), Taker: r.Taker("side", "sell", "buy"), Backlog: before,
	}
	t.Notional = data.USD(r.Finite("size", float64(t.Price)*t.Qty))
	if r.Err() == nil {
		b.Trades = append(b.Trades, t)
	}
}
