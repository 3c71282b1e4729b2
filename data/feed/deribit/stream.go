package deribit

import (
	"strings"

	"github.com/tidwall/gjson"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// Messages. Deribit wants heartbeats to be asked for and its test requests to
// be answered.
const (
	setHeartbeat = `{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":10}}`
	answerTest   = `{"jsonrpc":"2.0","id":2,"method":"public/test","params":{}}`
	subscription = `{"jsonrpc":"2.0","id":3,"method":"public/subscribe","params":{"channels":["`
)

// Streams returns the one connection that follows symbols: trades, of which
// some are liquidations, tickers (mark price, open interest, funding) and minute
// candles. Channels that end in ".raw" need an account.
func Streams(symbols []string) ([]feed.Stream, error) {
	if err := feed.CheckSymbols(id, symbols, Symbol); err != nil {
		return nil, err
	}
	var topics []string
	for _, s := range symbols {
		topics = append(topics, "trades."+s+".100ms", "ticker."+s+".100ms", "chart.trades."+s+".1")
	}
	return []feed.Stream{{
		Name: "public", Host: "streams.deribit.com", Path: "/ws/api/v2",
		Send:    []string{setHeartbeat, subscription + strings.Join(topics, `","`) + `"]}}`},
		SendGap: 50, // twenty requests a second
		Proof:   "ticker." + symbols[0] + ".100ms", Silent: 15 * data.Second,
		NewParser: func() feed.Parser { return parser{} },
	}}, nil
}

// parser reads the frames of a connection. It remembers nothing.
type parser struct{}

// ParseFrame reads notifications, heartbeats and replies.
func (parser) ParseFrame(raw []byte, b *feed.Batch) error {
	frame, err := field.Frame(raw)
	if err != nil {
		return err
	}
	switch frame.Get("method").String() {
	case "subscription":
		return notification(frame, b)
	case "heartbeat":
		b.AddStatus(feed.Heartbeat, "")
		if frame.Get("params.type").String() == "test_request" {
			b.Replies = append(b.Replies, answerTest)
		}
		return nil
	}
	return reply(frame, b)
}

// notification reads {"params":{"channel":…,"data":…}}.
func notification(frame gjson.Result, b *feed.Batch) error {
	channel, value := frame.Get("params.channel").String(), frame.Get("params.data")
	r := field.At("params.data", value)
	switch {
	case strings.HasPrefix(channel, "trades."):
		b.Alive = true
		begin := len(b.Liquidations)
		return field.Each("params.data", value, func(r *field.Row) {
			if t := trade(r, b, begin); t.At > 0 && r.Err() == nil {
				b.Trades = append(b.Trades, t)
			}
		})
	case strings.HasPrefix(channel, "ticker."):
		b.Alive = true
		ticker(r, b)
	case strings.HasPrefix(channel, "chart.trades."):
		b.Alive = true
		candle(r, b, channel)
	default:
		b.Ignored++
	}
	return r.Err()
}

// trade reads {trade_id,timestamp,price,instrument_name,direction,amount,
// liquidation} and adds the liquidations that it was. direction is the taker's.
// The amount of a perpetual that is margined in coin is dollars.
func trade(r *field.Row, b *feed.Batch, begin int) feed.Trade {
	symbol := r.Value.Get("instrument_name").String()
	if !Symbol(symbol) {
		b.Ignored++
		return feed.Trade{}
	}
	t := feed.Trade{
		Symbol: b.Name(symbol), ID: r.ID("trade_id"), At: r.Time("timestamp"),
		Price: r.Price("price"), Taker: r.Taker("direction", "buy", "sell"),
	}
	amount := r.Positive("amount")
	if r.Err() != nil {
		return t
	}
	qty, notional := contractOf(symbol).Of(amount, float64(t.Price))
	t.Qty, t.Notional = r.Finite("amount", qty), data.USD(r.Finite("amount", notional))
	liquidated(r, b, t, begin)
	return t
}

// liquidated adds the liquidations that a trade was: "T" of the taker, whose
// order's side closed his position; "M" of the maker, whose order had the other
// side; "MT" of both.
func liquidated(r *field.Row, b *feed.Batch, t feed.Trade, begin int) {
	if !r.Has("liquidation") {
		return
	}
	flag := r.Value.Get("liquidation").String()
	if flag != "M" && flag != "T" && flag != "MT" {
		r.Fault("liquidation", "must be M, T or MT")
	}
	if r.Err() != nil {
		return
	}
	l := feed.Liquidation{
		Venue: id, Symbol: t.Symbol, ID: strings.Clone(t.ID), At: t.At,
		Price: t.Price, Kind: feed.Fill, Qty: t.Qty, Notional: t.Notional,
	}
	taker, maker := data.ClosedBy(t.Taker), data.Short
	if taker == data.Short {
		maker = data.Long
	}
	if strings.Contains(flag, "T") {
		l.Side = taker
		b.AddLiquidation(l, begin)
	}
	if strings.Contains(flag, "M") {
		l.Side = maker
		b.AddLiquidation(l, begin)
	}
}

// ticker reads {instrument_name,timestamp,mark_price,index_price,open_interest,
// current_funding}. The open interest of a perpetual that is margined in coin
// is dollars. Funding is paid all the time: the rate is that of eight hours.
func ticker(r *field.Row, b *feed.Batch) {
	symbol := r.Value.Get("instrument_name").String()
	if !Symbol(symbol) {
		b.Ignored++
		return
	}
	m := feed.Mark{Symbol: b.Name(symbol), At: r.Time("timestamp"), Price: r.Price("mark_price"), Index: r.Price("index_price")}
	open := r.ZeroOrMore("open_interest")
	f := feed.Funding{Symbol: m.Symbol, At: m.At, Interval: 8 * data.Hour, Predicted: true}
	paid := r.Has("current_funding")
	if paid {
		f.Rate = r.Number("current_funding")
	}
	if r.Err() != nil {
		return
	}
	qty, notional := contractOf(symbol).Of(open, float64(m.Price))
	if open > 0 && (r.Finite("open_interest", qty) == 0 || r.Finite("open_interest", notional) == 0) {
		return
	}
	b.Marks = append(b.Marks, m)
	b.Interest = append(b.Interest, feed.Interest{Symbol: m.Symbol, At: m.At, Qty: qty, Notional: data.USD(notional)})
	if paid {
		b.Funding = append(b.Funding, f)
	}
}

// candle reads {tick,open,high,low,close,volume}; the symbol is in the channel,
// "chart.trades.BTC-PERPETUAL.1", alone.
func candle(r *field.Row, b *feed.Batch, channel string) {
	symbol, ok := strings.CutSuffix(strings.TrimPrefix(channel, "chart.trades."), ".1")
	if !ok || !Symbol(symbol) {
		b.Ignored++
		return
	}
	c := r.Bar("open", "high", "low", "close")
	c.Symbol, c.T, c.Step, c.Volume = b.Name(symbol), r.Time("tick"), data.Minute, r.ZeroOrMore("volume")
	if r.Err() == nil {
		b.Candles = append(b.Candles, c)
	}
}

// reply reads {"id":3,"result":[…]} and {"id":3,"error":{…}}.
func reply(frame gjson.Result, b *feed.Batch) error {
	switch r := said(frame); {
	case r != nil:
		b.Reject(r)
	case frame.Get("result").IsArray():
		b.AddStatus(feed.Acknowledged, frame.Get("result").Raw)
	case frame.Get("result").Exists():
		b.AddStatus(feed.Pong, "")
	default:
		return &feed.Malformed{Reason: "is neither a notification nor a reply"}
	}
	return nil
}
