package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"unwind/data"
	"unwind/data/feed"
)

// message is one message of the stream. Its body is a line of JSON, and after
// that line the bytes of the frame.
type message struct {
	subject string
	id      string // Nats-Msg-Id
	body    []byte
	at      data.UnixMs // when it was received
}

// size is about how much memory it takes.
func (m *message) size() int64 { return int64(len(m.subject) + len(m.id) + len(m.body) + 72) }

// line is the line of JSON of every kind. What a kind lacks is left out.
type line struct {
	Kind     string      `json:"kind"`
	Venue    string      `json:"venue,omitempty"`
	Symbol   string      `json:"symbol,omitempty"`
	Received data.UnixMs `json:"received"`
	Way      string      `json:"way,omitempty"` // how it came, where that is no stream
	Frame    string      `json:"frame,omitempty"`
	Length   int         `json:"length,omitempty"` // of the frame, before it was cut

	At         data.UnixMs `json:"at,omitempty"`
	Price      data.Price  `json:"price,omitempty"`
	Qty        float64     `json:"qty,omitempty"`
	Notional   data.USD    `json:"notional,omitempty"`
	Exchange   string      `json:"exchange,omitempty"`
	Side       string      `json:"side,omitempty"`
	PriceKind  string      `json:"priceKind,omitempty"`
	Bankruptcy data.Price  `json:"bankruptcy,omitempty"`
	Ordinal    int         `json:"ordinal,omitempty"`
	ID         string      `json:"id,omitempty"`
	Backlog    bool        `json:"backlog,omitempty"`

	Step     data.UnixMs `json:"step,omitempty"`
	Open     data.Price  `json:"open,omitempty"`
	High     data.Price  `json:"high,omitempty"` // of marks too
	Low      data.Price  `json:"low,omitempty"`
	Close    data.Price  `json:"close,omitempty"`
	Volume   float64     `json:"volume,omitempty"`
	TakerBuy float64     `json:"takerBuy,omitempty"`
	Takers   bool        `json:"takers,omitempty"`
	Final    bool        `json:"final,omitempty"`

	Index     data.Price  `json:"index,omitempty"`
	Rate      float64     `json:"rate,omitempty"`
	Interval  data.UnixMs `json:"interval,omitempty"`
	Predicted bool        `json:"predicted,omitempty"`

	To     data.UnixMs `json:"to,omitempty"`
	Why    string      `json:"why,omitempty"`
	Events int         `json:"events,omitempty"`
}

// encode returns the body of a message.
func encode(e *Event) ([]byte, error) {
	l := line{Kind: e.Kind.String(), Venue: e.Venue, Symbol: e.Symbol, Received: e.Received, Frame: e.Frame}
	if e.Way != feed.Streamed {
		l.Way = e.Way.String()
	}
	l.fill(e)
	raw := e.Raw[:min(len(e.Raw), MaxRaw)]
	if whole := max(e.RawLength, len(e.Raw)); whole > len(raw) {
		l.Length = whole
	}
	body, err := json.Marshal(&l)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Kind, err)
	}
	return append(append(body, '\n'), raw...), nil
}

func (l *line) fill(e *Event) {
	switch e.Kind {
	case Liquidation:
		v := &e.Liquidation
		l.At, l.Price, l.Qty, l.Notional, l.Exchange = v.At, v.Price, v.Qty, v.Notional, v.Exchange
		l.Side, l.PriceKind, l.Bankruptcy = v.Side.String(), v.Kind.String(), v.Bankruptcy
		l.Ordinal, l.ID, l.Backlog = v.Ordinal, v.ID, v.Backlog
	case Candle, Spot:
		v := &e.Candle
		l.At, l.Step, l.Open, l.High, l.Low, l.Close = v.T, v.Step, v.Open, v.High, v.Low, v.Close
		l.Volume, l.TakerBuy, l.Takers, l.Final = v.Volume, v.TakerBuy, v.Takers, v.Final
	case Mark:
		l.At, l.Price, l.Index, l.High, l.Low = e.Mark.At, e.Mark.Price, e.Mark.Index, e.Mark.High, e.Mark.Low
	case Interest:
		l.At, l.Qty, l.Notional = e.Interest.At, e.Interest.Qty, e.Interest.Notional
	case Funding:
		l.At, l.Rate, l.Interval, l.Predicted = e.Funding.At, e.Funding.Rate, e.Funding.Interval, e.Funding.Predicted
	case Missing:
		l.Venue, l.At, l.To, l.Why, l.Events = e.Gap.Venue, e.Gap.From, e.Gap.To, string(e.Gap.Why), e.Gap.Events
	}
}

// maxLine bounds the line of JSON of a message, in bytes.
const maxLine = 4 << 10

var errForeign = errors.New("no message of a recorder")

// decode reads the body of a message, which another program may have written.
// The event shares its bytes.
func decode(body []byte) (Event, error) {
	end := bytes.IndexByte(body, '\n')
	if end < 0 || end > maxLine {
		return Event{}, errForeign
	}
	var l line
	if err := json.Unmarshal(body[:end], &l); err != nil {
		return Event{}, errForeign
	}
	e := Event{Kind: kindOf(l.Kind), Venue: l.Venue, Symbol: l.Symbol, Received: l.Received, Frame: l.Frame}
	e.Way = l.way()
	e.Raw = body[end+1:]
	e.RawLength = max(l.Length, len(e.Raw))
	if !known(l.Received) || !l.read(&e) {
		return Event{}, errForeign
	}
	return e, nil
}

// way returns how it came. Older recordings say nothing of what was streamed;
// what came by a way that is not known here was at least not that.
func (l *line) way() feed.Way {
	if l.Way == "" {
		return feed.Streamed
	}
	if way, ok := feed.ParseWay(l.Way); ok {
		return way
	}
	return feed.Fetched
}

// read fills what its kind has into e and reports whether it can be.
func (l *line) read(e *Event) bool {
	switch e.Kind {
	case Liquidation:
		side, _ := data.ParseSide(l.Side)
		kind, _ := feed.ParsePriceKind(l.PriceKind)
		e.Liquidation = feed.Liquidation{
			Venue: l.Venue, Symbol: l.Symbol, Exchange: l.Exchange, At: l.At, Side: side,
			Price: l.Price, Kind: kind, Bankruptcy: l.Bankruptcy, Qty: l.Qty, Notional: l.Notional,
			Ordinal: l.Ordinal, ID: l.ID, Backlog: l.Backlog,
		}
		return (l.At == 0 || known(l.At)) && l.Price > 0 && l.Qty > 0 && l.Notional > 0 && l.Ordinal >= 0
	case Candle, Spot:
		e.Candle = feed.Candle{
			Symbol: l.Symbol, T: l.At, Step: l.Step, Open: l.Open, High: l.High, Low: l.Low, Close: l.Close,
			Volume: l.Volume, TakerBuy: l.TakerBuy, Takers: l.Takers, Final: l.Final,
		}
		return known(l.At) && l.Step > 0 && l.Step <= data.Day && l.Low > 0 && l.bar() && l.Volume >= 0 && l.TakerBuy >= 0
	case Mark:
		e.Mark = Marks{Mark: feed.Mark{Symbol: l.Symbol, At: l.At, Price: l.Price, Index: l.Index}, High: l.High, Low: l.Low}
		return l.Low > 0 && l.Low <= l.Price && l.Price <= l.High
	case Interest:
		e.Interest = feed.Interest{Symbol: l.Symbol, At: l.At, Qty: l.Qty, Notional: l.Notional}
		return l.Qty >= 0 && l.Notional >= 0 && l.Qty+float64(l.Notional) > 0
	case Funding:
		e.Funding = feed.Funding{Symbol: l.Symbol, At: l.At, Rate: l.Rate, Interval: l.Interval, Predicted: l.Predicted}
		return true
	case Missing:
		e.Gap = Gap{Venue: l.Venue, From: l.At, To: l.To, Why: data.GapReasonOf(l.Why), Events: l.Events}
		return known(l.At) && known(l.To) && l.At <= l.To && l.Events >= 0
	}
	return e.Kind == Raw
}

// bar reports whether low and high hold open and close.
func (l *line) bar() bool {
	return l.Low <= min(l.Open, l.Close) && max(l.Open, l.Close) <= l.High
}

func known(t data.UnixMs) bool { return t >= feed.Earliest && t <= feed.MaxTime }

// frameName names a frame by its bytes, the same for each recorder.
func frameName(raw []byte) string {
	h := fnv.New64a()
	h.Write(raw)
	return strconv.FormatUint(h.Sum64(), 36)
}
