package binance

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Streams returns the one connection that follows symbols: liquidations, mark
// price with funding, and minute candles.
//
// Since 23 April 2026 these streams are served under /market only. The address
// without it still shakes hands and acknowledges subscriptions, and then stays
// silent for ever, so an acknowledgement proves nothing: the mark price of each
// second does.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	var topics []string
	for _, s := range symbols {
		s = strings.ToLower(s)
		topics = append(topics, s+"@forceOrder", s+"@markPrice@1s", s+"@kline_1m")
	}
	return []feed.Stream{{
		Name: "market", Host: "fstream.binance.com", Path: "/market/ws",
		Send:    []string{Subscribe(topics)},
		SendGap: 100, // ten messages a second
		Proof:   strings.ToLower(symbols[0]) + "@markPrice@1s", Silent: 15 * data.Second,
		Rotate:    23 * data.Hour, // connections are cut at 24
		NewParser: func() feed.Parser { return parser{id, Symbol} },
	}}, nil
}

// Subscribe returns the message that subscribes to topics, at most 1,024 a
// connection. Binance spot takes the same.
func Subscribe(topics []string) string {
	return `{"method":"SUBSCRIBE","params":["` + strings.Join(topics, `","`) + `"],"id":1}`
}

// parser reads the frames of a connection. It remembers nothing.
type parser struct {
	venue  string
	symbol func(string) bool
}

// NewSpotParser returns a parser of the streams of spot pairs, which share
// their shapes.
func NewSpotParser(venue string, symbol func(string) bool) feed.Parser { return parser{venue, symbol} }

// ParseFrame reads one event, bare or as {"stream":…,"data":…}, or a list of
// them: "!forceOrder@arr" sends single objects in spite of its name.
func (p parser) ParseFrame(raw []byte, b *feed.Batch) error {
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	path := ""
	if frame.Get("stream").Exists() {
		frame, path = frame.Get("data"), "data"
	}
	begin := len(b.Liquidations)
	if frame.IsArray() {
		return field.Each(path, frame, func(r *field.Row) { p.event(r, b, begin) })
	}
	r := field.At(path, frame)
	p.event(r, b, begin)
	return r.Err()
}

// event reads one event; begin is where the frame's liquidations begin.
func (p parser) event(r *field.Row, b *feed.Batch, begin int) {
	switch r.Value.Get("e").Str {
	case "forceOrder":
		p.liquidation(r, b, begin)
	case "markPriceUpdate":
		p.mark(r, b)
	case "kline":
		p.candle(r, b)
	case "aggTrade":
		p.trade(r, b)
	case "serverShutdown":
		b.AddStatus(feed.ShuttingDown, "")
	default:
		p.reply(r, b)
	}
}

// foreign reports whether an event is of another product. Since 30 June
// 2026 streams of all symbols mix in COIN-M contracts ("st" is 2), whose sizes
// are contracts and would be read as coins.
func (p parser) foreign(of gjson.Result) bool {
	if st := of.Get("st"); st.Exists() && st.Int() != 1 {
		return true
	}
	return !p.symbol(of.Get("s").String())
}

// liquidation reads {"e":"forceOrder","E":…,"o":{s,S,q,p,ap,X,l,z,T,st}}. S is
// the side of the forced order: SELL closes a long. z is what was filled in
// all, l only the last part of it; ap is the average fill, p the limit, which is
// the bankruptcy price.
func (p parser) liquidation(r *field.Row, b *feed.Batch, begin int) {
	b.Alive = true
	order := r.Value.Get("o")
	if p.foreign(order) || order.Get("X").Str != "FILLED" {
		b.Ignored++
		return
	}
	price, qty := "o.ap", "o.z"
	if !positive(r, price) || !positive(r, qty) {
		price, qty = "o.p", "o.q"
	}
	l := feed.Liquidation{
		Venue: p.venue, Symbol: b.Name(order.Get("s").Str), At: r.Time("o.T"),
		Side:  data.ClosedBy(r.Taker("o.S", "BUY", "SELL")),
		Price: r.Price(price), Kind: feed.Fill, Bankruptcy: r.Price("o.p"), Qty: r.Positive(qty),
	}
	if price == "o.p" {
		l.Kind = feed.Bankruptcy
	}
	l.Notional = data.USD(r.Finite(qty, float64(l.Price)*l.Qty))
	if r.Err() == nil {
		b.AddLiquidation(l, begin)
	}
}

// positive reports whether a member is there and above zero; what else may be
// wrong with it is found when it is read.
func positive(r *field.Row, key string) bool {
	return r.Has(key) && r.Value.Get(key).Float() > 0
}

// mark reads {"e":"markPriceUpdate",E,s,p,i,r,T}: mark and index price, and the
// rate that will be paid at T. Contracts that are delivered have none.
func (p parser) mark(r *field.Row, b *feed.Batch) {
	b.Alive = true
	if p.foreign(r.Value) {
		b.Ignored++
		return
	}
	m := feed.Mark{Symbol: b.Name(r.Value.Get("s").Str), At: r.Time("E"), Price: r.Price("p")}
	if r.Has("i") {
		m.Index = r.Price("i")
	}
	f := feed.Funding{Symbol: m.Symbol, Predicted: true}
	paid := r.Has("r") && r.Value.Get("T").Int() > 0
	if paid {
		f.At, f.Rate = r.Time("T"), r.Number("r")
	}
	if r.Err() != nil {
		return
	}
	b.Marks = append(b.Marks, m)
	if paid {
		b.Funding = append(b.Funding, f)
	}
}

// candle reads {"e":"kline","k":{t,T,s,o,h,l,c,v,V,x}}; x says that the candle
// is closed.
func (p parser) candle(r *field.Row, b *feed.Batch) {
	b.Alive = true
	k := r.Value.Get("k")
	if p.foreign(r.Value) || p.foreign(k) {
		b.Ignored++
		return
	}
	c := r.Bar("k.o", "k.h", "k.l", "k.c")
	c.Symbol, c.T = b.Name(k.Get("s").Str), r.Time("k.t")
	c.Step = r.Time("k.T") + 1 - c.T
	c.Volume, c.TakerBuy, c.Takers = r.ZeroOrMore("k.v"), r.ZeroOrMore("k.V"), true
	c.Final = k.Get("x").Bool()
	if c.Step <= 0 {
		r.Fault("k.T", "must be after k.t")
	}
	if r.Err() == nil {
		b.Candles = append(b.Candles, c)
	}
}

// trade reads {"e":"aggTrade",s,a,p,q,T,m}; m says that the buyer's order was
// in the book, so the taker sold.
func (p parser) trade(r *field.Row, b *feed.Batch) {
	b.Alive = true
	if p.foreign(r.Value) {
		b.Ignored++
		return
	}
	t := feed.Trade{
		Symbol: b.Name(r.Value.Get("s").Str), ID: r.ID("a"), At: r.Time("T"),
		Price: r.Price("p"), Qty: r.Positive("q"), Taker: r.Taker("m", "false", "true"),
	}
	t.Notional = data.USD(r.Finite("q", float64(t.Price)*t.Qty))
	if r.Err() == nil {
		b.Trades = append(b.Trades, t)
	}
}

// reply reads {"result":null,"id":1} and {"error":{"code":2,"msg":…},"id":1},
// the latter without the inner object too.
func (p parser) reply(r *field.Row, b *feed.Batch) {
	fault := r.Value
	if inner := fault.Get("error"); inner.Exists() {
		fault = inner
	}
	switch {
	case fault.Get("code").Exists():
		b.Reject(&feed.Refusal{
			Venue: p.venue, Reason: feed.BadRequest,
			Code: feed.Clip(fault.Get("code").String()), Text: feed.Clip(fault.Get("msg").String()),
		})
	case r.Value.Get("result").Exists():
		b.AddStatus(feed.Acknowledged, r.Value.Get("id").String())
	case r.Value.Get("e").Exists():
		b.Ignored++
	default:
		r.Fault("", "is neither an event nor a reply")
	}
}
