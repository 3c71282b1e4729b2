package bitmex

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection that follows symbols: liquidation orders,
// instruments (mark price, open interest, funding) and minute candles.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	var topics []string
	for _, s := range symbols {
		topics = append(topics, "liquidation:"+s, "instrument:"+s, "tradeBin1m:"+s)
	}
	return []feed.Stream{{
		Name: "realtime", Host: "ws.bitmex.com", Path: "/realtime",
		Send:  []string{`{"op":"subscribe","args":["` + strings.Join(topics, `","`) + `"]}`},
		Ping:  feed.Ping{Text: "ping", Every: 5 * data.Second, Idle: true},
		Proof: "instrument:" + symbols[0], Silent: data.Minute,
		NewParser: func() feed.Parser { return parser{} },
	}}, nil
}

// parser reads the frames of a connection. It remembers nothing.
type parser struct{}

// ParseFrame reads {"table":…,"action":…,"data":[…]}, replies, and the bare
// text "pong".
func (parser) ParseFrame(raw []byte, b *feed.Batch) error {
	if string(raw) == "pong" {
		b.AddStatus(feed.Pong, "")
		return nil
	}
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	action, rows := frame.Get("action").String(), frame.Get("data")
	switch frame.Get("table").String() {
	case "liquidation":
		return liquidations(action, rows, b)
	case "instrument":
		b.Alive = true
		return field.Each("data", rows, func(r *field.Row) { instrument(r, b) })
	case "tradeBin1m":
		b.Alive = true
		return field.Each("data", rows, func(r *field.Row) { candle(r, b) })
	}
	return reply(frame, b)
}

// liquidations takes what is inserted. What is open when the subscription begins
// ("partial") was told before; updates and deletes are what remains of it.
func liquidations(action string, rows gjson.Result, b *feed.Batch) error {
	if action != "insert" {
		b.Ignored += min(len(rows.Array()), field.MaxRows)
		return nil
	}
	b.Alive = true
	begin := len(b.Liquidations)
	return field.Each("data", rows, func(r *field.Row) { liquidation(r, b, begin) })
}

// liquidation reads {orderID,symbol,side,price,leavesQty}: the side of the
// order, its limit, contracts. It has no time.
func liquidation(r *field.Row, b *feed.Batch, begin int) {
	c, ok := contracts[r.Value.Get("symbol").String()]
	if !ok {
		b.Ignored++
		return
	}
	l := feed.Liquidation{
		Venue: id, Symbol: c.Symbol, ID: strings.Clone(r.ID("orderID")),
		Side: data.ClosedBy(r.Taker("side", "Buy", "Sell")), Price: r.Price("price"), Kind: feed.Order,
	}
	size := r.Positive("leavesQty")
	if r.Err() != nil {
		return
	}
	qty, notional := c.Of(size, float64(l.Price))
	l.Qty, l.Notional = r.Finite("leavesQty", qty), data.USD(r.Finite("leavesQty", notional))
	if r.Err() == nil {
		b.AddLiquidation(l, begin)
	}
}

// instrument reads {symbol,markPrice,openInterest,fundingRate,fundingTimestamp,
// timestamp}, of which an update has only what changed.
func instrument(r *field.Row, b *feed.Batch) {
	c, ok := contracts[r.Value.Get("symbol").String()]
	if !ok {
		b.Ignored++
		return
	}
	at := r.Date("timestamp")
	m := feed.Mark{Symbol: c.Symbol, At: at}
	if r.Has("markPrice") {
		m.Price = r.Price("markPrice")
	}
	open := feed.Interest{Symbol: c.Symbol, At: at}
	if r.Has("openInterest") {
		open.Qty, open.Notional = held(c, r.ZeroOrMore("openInterest"))
	}
	f := feed.Funding{Symbol: c.Symbol, Predicted: true}
	if r.Has("fundingRate") && r.Has("fundingTimestamp") {
		f.At, f.Rate = r.Date("fundingTimestamp"), r.Number("fundingRate")
	}
	if r.Err() != nil {
		return
	}
	if m.Price > 0 {
		b.Marks = append(b.Marks, m)
	}
	if r.Has("openInterest") {
		b.Interest = append(b.Interest, open)
	}
	if f.At > 0 {
		b.Funding = append(b.Funding, f)
	}
}

// held returns what open contracts are without a price: dollars of an inverse
// instrument, coins of a linear one.
func held(c feed.Contract, size float64) (qty float64, notional data.USD) {
	if c.Inverse {
		return 0, data.USD(size * c.Face)
	}
	return size * c.Face, 0
}

// candle reads a bar as in history.
func candle(r *field.Row, b *feed.Batch) {
	c, ok := contracts[r.Value.Get("symbol").String()]
	if !ok {
		b.Ignored++
		return
	}
	bar := bar(r, data.Minute)
	bar.Symbol = c.Symbol
	if r.Err() == nil {
		b.Candles = append(b.Candles, bar)
	}
}

// reply reads the greeting, {"success":true,"subscribe":…} and
// {"status":400,"error":…}.
func reply(frame gjson.Result, b *feed.Batch) error {
	switch {
	case frame.Get("info").Exists():
		b.AddStatus(feed.Welcome, "connections left: "+frame.Get("limit.remaining").Raw)
	case frame.Get("error").Exists():
		r := &feed.Refusal{Venue: id, Reason: feed.BadRequest, Code: feed.Clip(frame.Get("status").String()), Text: feed.Clip(frame.Get("error").String())}
		if r.Code == "429" {
			r.Reason = feed.RateLimited
		}
		b.Reject(r)
	case frame.Get("subscribe").Exists():
		b.AddStatus(feed.Acknowledged, frame.Get("subscribe").String())
	case frame.Get("table").Exists():
		b.Ignored++
	default:
		return &feed.Malformed{Reason: "is neither a table nor a reply"}
	}
	return nil
}
