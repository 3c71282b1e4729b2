package hyperliquid

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection that follows coins: contexts (mark price,
// open interest, funding), minute candles and trades. It has no liquidations.
// The server closes a connection on which it sent nothing for 60 s.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	var send []string
	for _, s := range symbols {
		send = append(send, subscribe("activeAssetCtx", s, ""), subscribe("candle", s, `,"interval":"1m"`), subscribe("trades", s, ""))
	}
	return []feed.Stream{{
		Name: "public", Host: host, Path: "/ws",
		Send: send, SendGap: 40, // 2,000 messages a minute
		OpenGap: 2 * data.Second, // 30 connections a minute, ten at once
		Ping:    feed.Ping{Text: `{"method":"ping"}`, Every: 30 * data.Second},
		Proof:   "activeAssetCtx " + symbols[0], Silent: 15 * data.Second,
		NewParser: func() feed.Parser { return &parser{} },
	}}, nil
}

func subscribe(kind, symbol, more string) string {
	return `{"method":"subscribe","subscription":{"type":"` + kind + `","coin":"` + symbol + `"` + more + `}}`
}

// parser remembers of which coins trades came before on this connection.
type parser struct {
	begun map[string]bool
}

// ParseFrame reads {"channel":…,"data":…}.
func (p *parser) ParseFrame(raw []byte, b *feed.Batch) error {
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	value := frame.Get("data")
	r := field.At("data", value)
	switch frame.Get("channel").String() {
	case "trades":
		b.Alive = true
		return p.trades(value, b)
	case "activeAssetCtx":
		b.Alive = true
		context(r, b)
	case "candle":
		b.Alive = true
		candle(r, b)
	case "pong":
		b.AddStatus(feed.Pong, "")
	case "subscriptionResponse":
		b.AddStatus(feed.Acknowledged, value.Get("subscription").Raw)
	case "error":
		b.Reject(&feed.Refusal{Venue: id, Reason: feed.BadRequest, Text: feed.Clip(value.String())})
	case "":
		return &feed.Malformed{Path: "channel", Reason: "must be a text"}
	default:
		b.Ignored++
	}
	return r.Err()
}

// trades reads [{coin,side,px,sz,time,tid}]: "B" is bought by the taker, "A"
// sold. The first frame of each coin repeats what happened before.
func (p *parser) trades(list gjson.Result, b *feed.Batch) error {
	first := len(b.Trades)
	err := field.Each("data", list, func(r *field.Row) {
		coin := r.Value.Get("coin").String()
		if !Symbol(coin) {
			b.Ignored++
			return
		}
		t := feed.Trade{
			Symbol: b.Name(coin), ID: r.ID("tid"), At: r.Time("time"),
			Price: r.Price("px"), Qty: r.Positive("sz"), Taker: r.Taker("side", "B", "A"), Backlog: !p.begun[coin],
		}
		t.Notional = data.USD(r.Finite("sz", float64(t.Price)*t.Qty))
		if r.Err() == nil {
			b.Trades = append(b.Trades, t)
		}
	})
	for i := first; i < len(b.Trades); i++ {
		p.begin(b.Trades[i].Symbol)
	}
	return err
}

func (p *parser) begin(coin string) {
	if p.begun == nil {
		p.begun = map[string]bool{}
	}
	if !p.begun[coin] && len(p.begun) < feed.MaxSymbols {
		p.begun[strings.Clone(coin)] = true
	}
}

// context reads {"coin":…,"ctx":{markPx,oraclePx,openInterest,funding}}, which
// gives no time. Funding is paid at the next full hour.
func context(r *field.Row, b *feed.Batch) {
	coin := r.Value.Get("coin").String()
	if !Symbol(coin) {
		b.Ignored++
		return
	}
	ctx := field.At("data.ctx", r.Value.Get("ctx"))
	m := feed.Mark{Symbol: b.Name(coin), Price: ctx.Price("markPx"), Index: ctx.Price("oraclePx")}
	open := interestOf(ctx)
	f := feed.Funding{Symbol: m.Symbol, Rate: ctx.Number("funding"), Interval: data.Hour, Predicted: true}
	if r.Take(ctx) {
		return
	}
	open.Symbol = m.Symbol
	b.Marks = append(b.Marks, m)
	b.Interest = append(b.Interest, open)
	b.Funding = append(b.Funding, f)
}

// candle reads {t,T,s,i,o,c,h,l,v,n}.
func candle(r *field.Row, b *feed.Batch) {
	coin := r.Value.Get("s").String()
	if !Symbol(coin) {
		b.Ignored++
		return
	}
	c := bar(r)
	c.Symbol = b.Name(coin)
	if c.Step = r.Time("T") + 1 - c.T; c.Step <= 0 {
		r.Fault("T", "must be after t")
	}
	if r.Err() == nil {
		b.Candles = append(b.Candles, c)
	}
}
