package bybit

import (
	"cmp"
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection that follows symbols: liquidations,
// tickers (mark price, open interest, funding), minute candles, and the trades
// of the first symbol as the proof of life, since an accepted subscription
// proves no delivery.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	proof := "publicTrade." + symbols[0]
	topics := []string{proof}
	for _, s := range symbols {
		topics = append(topics, "allLiquidation."+s, "tickers."+s, "kline.1."+s)
	}
	return []feed.Stream{{
		Name: "linear", Host: "stream.bybit.com", Path: "/v5/public/linear",
		Send:    []string{`{"op":"subscribe","args":["` + strings.Join(topics, `","`) + `"]}`},
		OpenGap: 600, // 500 connections in five minutes
		Ping:    feed.Ping{Text: `{"op":"ping"}`, Every: 20 * data.Second},
		Proof:   proof, Silent: 15 * data.Second,
		NewParser: func() feed.Parser { return &parser{} },
	}}, nil
}

// parser remembers the ticker of each symbol, of which later frames hold only
// what changed.
type parser struct {
	tickers map[string]*ticker
}

type ticker struct {
	index data.Price
	due   data.UnixMs
	rate  float64
	rated bool
}

// ParseFrame reads {"topic":…,"type":…,"ts":…,"data":…} and the replies to
// messages.
func (p *parser) ParseFrame(raw []byte, b *feed.Batch) error {
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	topic := frame.Get("topic").Str
	kind, symbol := topicOf(topic)
	list := frame.Get("data")
	switch kind {
	case "allLiquidation":
		b.Alive = true
		begin := len(b.Liquidations)
		return field.Each("data", list, func(r *field.Row) { liquidation(r, b, begin) })
	case "publicTrade":
		b.Alive = true
		return field.Each("data", list, func(r *field.Row) { trade(r, b) })
	case "kline":
		b.Alive = true
		return field.Each("data", list, func(r *field.Row) { candle(r, b, symbol) })
	case "tickers":
		b.Alive = true
		return p.ticker(frame, b)
	}
	return reply(frame, b)
}

// topicOf returns the kind and the symbol of "kline.1.BTCUSDT".
func topicOf(topic string) (kind, symbol string) {
	first, last := strings.IndexByte(topic, '.'), strings.LastIndexByte(topic, '.')
	if first < 0 {
		return topic, ""
	}
	return topic[:first], topic[last+1:]
}

// liquidation reads {T,s,S,v,p}. S is the side of the position ("When you
// receive a Buy update, this means that a long position has been liquidated"),
// p the bankruptcy price, v coins.
func liquidation(r *field.Row, b *feed.Batch, begin int) {
	symbol := r.Value.Get("s").String()
	if !Symbol(symbol) {
		b.Ignored++
		return
	}
	l := feed.Liquidation{
		Venue: id, Symbol: b.Name(symbol), At: r.Time("T"), Side: data.Short,
		Price: r.Price("p"), Kind: feed.Bankruptcy, Qty: r.Positive("v"),
	}
	if r.Taker("S", "Buy", "Sell") == data.Buy {
		l.Side = data.Long
	}
	l.Bankruptcy = l.Price
	l.Notional = data.USD(r.Finite("v", float64(l.Price)*l.Qty))
	if r.Err() == nil {
		b.AddLiquidation(l, begin)
	}
}

// trade reads {T,s,S,v,p,i}; here S is the taker's side.
func trade(r *field.Row, b *feed.Batch) {
	symbol := r.Value.Get("s").String()
	if !Symbol(symbol) {
		b.Ignored++
		return
	}
	t := feed.Trade{
		Symbol: b.Name(symbol), ID: r.ID("i"), At: r.Time("T"),
		Price: r.Price("p"), Qty: r.Positive("v"), Taker: r.Taker("S", "Buy", "Sell"),
	}
	t.Notional = data.USD(r.Finite("v", float64(t.Price)*t.Qty))
	if r.Err() == nil {
		b.Trades = append(b.Trades, t)
	}
}

// candle reads {start,end,open,high,low,close,volume,confirm}; the symbol is in
// the topic alone.
func candle(r *field.Row, b *feed.Batch, symbol string) {
	if !Symbol(symbol) {
		b.Ignored++
		return
	}
	c := r.Bar("open", "high", "low", "close")
	c.Symbol, c.T, c.Volume = b.Name(symbol), r.Time("start"), r.ZeroOrMore("volume")
	c.Step, c.Final = r.Time("end")+1-c.T, r.Value.Get("confirm").Bool()
	if c.Step <= 0 {
		r.Fault("end", "must be after start")
	}
	if r.Err() == nil {
		b.Candles = append(b.Candles, c)
	}
}

// ticker reads {symbol, markPrice, indexPrice, openInterest, fundingRate,
// nextFundingTime}; a "delta" has only what changed.
func (p *parser) ticker(frame gjson.Result, b *feed.Batch) error {
	r := field.At("data", frame.Get("data"))
	known := p.of(r.Value.Get("symbol").String())
	if known == nil {
		b.Ignored++
		return nil
	}
	whole := field.At("", frame)
	at := whole.Time("ts")
	next := *known
	next.update(r)
	mark := feed.Mark{At: at, Index: next.index}
	if r.Has("markPrice") {
		mark.Price = r.Price("markPrice")
	}
	open, opens := interestOf(r)
	open.At = at
	if err := cmp.Or(whole.Err(), r.Err()); err != nil {
		return err
	}
	mark.Symbol = b.Name(r.Value.Get("symbol").Str)
	open.Symbol = mark.Symbol
	if mark.Price > 0 {
		b.Marks = append(b.Marks, mark)
	}
	if opens {
		b.Interest = append(b.Interest, open)
	}
	if next.rated && next.due > 0 && (next.rate != known.rate || next.due != known.due) {
		b.Funding = append(b.Funding, feed.Funding{Symbol: mark.Symbol, At: next.due, Rate: next.rate, Predicted: true})
	}
	*known = next
	return nil
}

// of returns what is remembered of a symbol, or nil for a symbol that is none
// and for more symbols than are ever followed.
func (p *parser) of(symbol string) *ticker {
	if t, ok := p.tickers[symbol]; ok {
		return t
	}
	if !Symbol(symbol) || len(p.tickers) >= feed.MaxSymbols {
		return nil
	}
	if p.tickers == nil {
		p.tickers = map[string]*ticker{}
	}
	t := new(ticker)
	p.tickers[strings.Clone(symbol)] = t
	return t
}

func (t *ticker) update(r *field.Row) {
	if r.Has("indexPrice") {
		t.index = r.Price("indexPrice")
	}
	if r.Has("nextFundingTime") {
		t.due = r.Time("nextFundingTime")
	}
	if r.Has("fundingRate") {
		t.rate, t.rated = r.Number("fundingRate"), true
	}
}

func interestOf(r *field.Row) (open feed.Interest, opens bool) {
	if opens = r.Has("openInterest") || r.Has("singleOpenInterest"); opens {
		open.Qty = oneSide(r)
	}
	return open, opens
}

// reply reads {"success":true,"ret_msg":"","op":"subscribe"}. A pong of this
// socket has the op "ping" and the word in ret_msg.
func reply(frame gjson.Result, b *feed.Batch) error {
	text, op := frame.Get("ret_msg").String(), frame.Get("op").String()
	switch {
	case op == "pong" || op == "ping":
		b.AddStatus(feed.Pong, "")
	case frame.Get("success").Type == gjson.False:
		b.Reject(&feed.Refusal{Venue: id, Reason: feed.BadRequest, Text: feed.Clip(text)})
	case op == "subscribe":
		b.AddStatus(feed.Acknowledged, frame.Get("req_id").String())
	case frame.Get("topic").Exists():
		b.Ignored++
	default:
		return &feed.Malformed{Reason: "is neither data nor a reply"}
	}
	return nil
}
