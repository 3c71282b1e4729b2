package okx

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Connections are cut after 30 s of silence; a text "ping" keeps them, and 480
// messages an hour may subscribe.
var ping = feed.Ping{Text: "ping", Every: 25 * data.Second, Idle: true}

// openGap: three connections a second.
const openGap data.UnixMs = 334

// streams returns two connections: candles are served by another address.
// Liquidations can be had of all swaps only: an instrument beside the type is
// dropped in silence, an instrument alone refused.
func (f follower) streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, IsSwap); err != nil {
		return nil, err
	}
	followed := map[string]string{}
	topics, bars := []string{`{"channel":"liquidation-orders","instType":"SWAP"}`, topic("trades", symbols[0])}, []string{}
	for _, s := range symbols {
		followed[s] = s
		topics = append(topics, topic("mark-price", s), topic("open-interest", s), topic("funding-rate", s))
		bars = append(bars, topic("candle1m", s))
	}
	newParser := func() feed.Parser { return &parser{known: f.known, followed: followed} }
	return []feed.Stream{
		{
			Name: "public", Host: "ws.okx.com:8443", Path: "/ws/v5/public", Send: []string{subscribe(topics)}, Ping: ping, OpenGap: openGap,
			Proof: "trades " + symbols[0], Silent: 15 * data.Second, NewParser: newParser,
		},
		{
			Name: "business", Host: "ws.okx.com:8443", Path: "/ws/v5/business", Send: []string{subscribe(bars)}, Ping: ping, OpenGap: openGap,
			Proof: "candle1m " + symbols[0], Silent: data.Minute, NewParser: newParser,
		},
	}, nil
}

func topic(channel, symbol string) string {
	return `{"channel":"` + channel + `","instId":"` + symbol + `"}`
}

func subscribe(topics []string) string {
	return `{"op":"subscribe","args":[` + strings.Join(topics, ",") + `]}`
}

// parser knows the instruments that are followed, and whether liquidations came
// before on this connection.
type parser struct {
	known    *feed.Contracts
	followed map[string]string // exact names, by themselves: what begins with "BTC" can be linear or inverse
	begun    bool
}

// ParseFrame reads {"arg":{"channel":…},"data":[…]}, events, and the bare text
// "pong".
func (p *parser) ParseFrame(raw []byte, b *feed.Batch) error {
	if string(raw) == "pong" {
		b.AddStatus(feed.Pong, "")
		return nil
	}
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	if frame.Get("event").Exists() {
		status(frame, b)
		return nil
	}
	channel, rows := frame.Get("arg.channel").String(), frame.Get("data")
	if channel == "liquidation-orders" {
		b.Alive = true
		return p.liquidations(rows, b)
	}
	if channel == "" {
		return &feed.Malformed{Reason: "is neither data nor an event"}
	}
	read := readers[channel]
	symbol, followed := p.followed[frame.Get("arg.instId").String()]
	if read == nil || !followed {
		b.Ignored++
		return nil
	}
	b.Alive = true
	c, worth := p.known.Of(symbol)
	if c.Symbol = symbol; !worth && channel == "trades" { // which are a proof of life all the same
		b.Ignored++
		return nil
	}
	return field.Each("data", rows, func(r *field.Row) { read(r, b, c) })
}

// readers read one row of a channel of one instrument.
var readers = map[string]func(*field.Row, *feed.Batch, feed.Contract){
	"trades": trade, "candle1m": candle, "mark-price": mark, "open-interest": openInterest, "funding-rate": fundingRate,
}

// liquidations reads [{instId, details:[{bkPx,posSide,side,sz,ts}]}]. The first
// frame of a connection can repeat the last liquidation from before it.
func (p *parser) liquidations(rows gjson.Result, b *feed.Batch) error {
	begin, backlog := len(b.Liquidations), !p.begun
	p.begun = true
	var first error
	err := field.Each("data", rows, func(r *field.Row) {
		symbol, followed := p.followed[r.Value.Get("instId").String()]
		if !followed {
			b.Ignored++
			return
		}
		c, ok := p.known.Of(symbol)
		if !ok {
			if first == nil {
				first = &feed.Malformed{Path: r.Path("instId"), Reason: unknownWorth}
			}
			return
		}
		err := field.Each(r.Path("details"), r.Value.Get("details"), func(d *field.Row) { detail(d, b, c, begin) })
		if first == nil {
			first = err
		}
	})
	for i := begin; i < len(b.Liquidations); i++ {
		b.Liquidations[i].Backlog = backlog
	}
	if first != nil {
		return first
	}
	return err
}

// detail reads one order: bkPx is the bankruptcy price, sz contracts.
func detail(r *field.Row, b *feed.Batch, c feed.Contract, begin int) {
	l := feed.Liquidation{
		Venue: id, Symbol: c.Symbol, At: r.Time("ts"), Side: side(r),
		Price: r.Price("bkPx"), Kind: feed.Bankruptcy,
	}
	l.Bankruptcy = l.Price
	l.Qty, l.Notional = worth(r, c, "sz", l.Price)
	if r.Err() == nil {
		b.AddLiquidation(l, begin)
	}
}

// side takes the side of the position where it is told; for "net" positions the
// side of the order tells it: a sell closes a long.
func side(r *field.Row) data.Side {
	switch r.Value.Get("posSide").String() {
	case "long":
		return data.Long
	case "short":
		return data.Short
	}
	return data.ClosedBy(r.Taker("side", "buy", "sell"))
}

// worth returns what a number of contracts is at a price.
func worth(r *field.Row, c feed.Contract, key string, price data.Price) (float64, data.USD) {
	size := r.Positive(key)
	if r.Err() != nil {
		return 0, 0
	}
	qty, notional := c.Of(size, float64(price))
	return r.Finite(key, qty), data.USD(r.Finite(key, notional))
}

// trade reads {tradeId, px, sz, side, ts}; sz is contracts.
func trade(r *field.Row, b *feed.Batch, c feed.Contract) {
	t := feed.Trade{
		Symbol: c.Symbol, ID: r.ID("tradeId"), At: r.Time("ts"), Price: r.Price("px"), Taker: r.Taker("side", "buy", "sell"),
	}
	t.Qty, t.Notional = worth(r, c, "sz", t.Price)
	if r.Err() == nil {
		b.Trades = append(b.Trades, t)
	}
}

// candle reads rows as in history.
func candle(r *field.Row, b *feed.Batch, c feed.Contract) {
	bar := r.Bar("1", "2", "3", "4")
	bar.Symbol, bar.T, bar.Step = c.Symbol, r.Time("0"), data.Minute
	bar.Volume, bar.Final = r.ZeroOrMore("6"), r.Value.Get("8").String() == "1"
	if r.Err() == nil {
		b.Candles = append(b.Candles, bar)
	}
}

// mark reads {markPx, ts}.
func mark(r *field.Row, b *feed.Batch, c feed.Contract) {
	m := feed.Mark{Symbol: c.Symbol, At: r.Time("ts"), Price: r.Price("markPx")}
	if r.Err() == nil {
		b.Marks = append(b.Marks, m)
	}
}

// openInterest reads {oi, oiCcy, oiUsd, ts}: contracts, coins, dollars.
func openInterest(r *field.Row, b *feed.Batch, c feed.Contract) {
	o := feed.Interest{Symbol: c.Symbol, At: r.Time("ts"), Qty: r.ZeroOrMore("oiCcy")}
	if r.Has("oiUsd") {
		o.Notional = data.USD(r.ZeroOrMore("oiUsd"))
	}
	if r.Err() == nil {
		b.Interest = append(b.Interest, o)
	}
}

// fundingRate reads {fundingRate, fundingTime}: what will be paid when.
func fundingRate(r *field.Row, b *feed.Batch, c feed.Contract) {
	f := feed.Funding{Symbol: c.Symbol, At: r.Time("fundingTime"), Rate: r.Number("fundingRate"), Predicted: true}
	if r.Err() == nil {
		b.Funding = append(b.Funding, f)
	}
}

// status reads {"event":"subscribe","arg":…} and {"event":"error","code":…,
// "msg":…}. The echoed argument tells what was really accepted. A "notice" says
// that the connection will be closed.
func status(frame gjson.Result, b *feed.Batch) {
	switch frame.Get("event").String() {
	case "subscribe":
		b.AddStatus(feed.Acknowledged, frame.Get("arg").Raw)
	case "notice":
		b.AddStatus(feed.ShuttingDown, frame.Get("msg").String())
	case "error":
		r := said(frame)
		if r == nil {
			r = &feed.Refusal{Venue: id, Reason: feed.BadRequest, Text: feed.Clip(frame.Get("msg").String())}
		}
		b.Reject(r)
	default:
		b.Ignored++
	}
}
