package screens

import (
	"encoding/json"

	"github.com/gorilla/websocket"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
)

// message is one message as it is sent: docs/http.md. Columns of one table
// have one length, and the names that they have elsewhere.
type message struct {
	Type  string      `json:"type"`
	Seq   uint64      `json:"seq"`
	At    data.UnixMs `json:"at"`             // when it was made
	Since data.UnixMs `json:"since,omitzero"` // of a snapshot

	Liquidations *liquidationColumns `json:"liquidations,omitempty"`
	Candles      *candleColumns      `json:"candles,omitempty"`
	Spot         *candleColumns      `json:"spot,omitempty"`
	Marks        *markColumns        `json:"marks,omitempty"`
	Interest     *interestColumns    `json:"interest,omitempty"`
	Funding      *fundingColumns     `json:"funding,omitempty"`
	Gaps         []gap               `json:"gaps,omitempty"`
	Venues       []live.Status       `json:"venues,omitempty"`
}

// resync says that a screen did not keep up: the batches of some numbers are
// not sent, and a snapshot follows that has what was in them.
type resync struct {
	Type string `json:"type"`
	From uint64 `json:"from"`
	To   uint64 `json:"to"`
}

type sourceColumns struct {
	Venue  []string      `json:"venue"`
	Symbol []string      `json:"symbol"`
	Times  []data.UnixMs `json:"times"` // the venue's, or of receipt where it gives none
}

type liquidationColumns struct {
	sourceColumns
	Received  []data.UnixMs `json:"received"`
	Side      []string      `json:"side"` // of the position
	Price     []data.Price  `json:"price"`
	PriceKind []string      `json:"priceKind"`
	Qty       []float64     `json:"qty"`      // base coin
	Notional  []data.USD    `json:"notional"` // US dollars
}

type candleColumns struct {
	sourceColumns
	Step   []data.UnixMs `json:"step"`
	Open   []data.Price  `json:"open"`
	High   []data.Price  `json:"high"`
	Low    []data.Price  `json:"low"`
	Close  []data.Price  `json:"close"`
	Volume []float64     `json:"volume"`
	Final  []bool        `json:"final"`
}

type markColumns struct {
	sourceColumns
	Price []data.Price `json:"price"`
	Index []data.Price `json:"index"` // 0 where it is not told
}

type interestColumns struct {
	sourceColumns
	Qty      []float64  `json:"qty"`      // base coin; 0 where it is not told
	Notional []data.USD `json:"notional"` // US dollars; 0 where it is not told
}

type fundingColumns struct {
	sourceColumns
	Rate     []float64     `json:"rate"`     // fraction of one interval
	Interval []data.UnixMs `json:"interval"` // 0 where it is not told
	Due      []data.UnixMs `json:"due"`      // when it is paid; 0 where it is not told
}

type gap struct {
	Venue string      `json:"venue"`
	From  data.UnixMs `json:"from"`
	To    data.UnixMs `json:"to"`
	Why   string      `json:"why"`
}

func (s *sourceColumns) add(from *source, symbol string, at data.UnixMs) {
	if at == 0 {
		at = from.received
	}
	s.Venue, s.Symbol, s.Times = append(s.Venue, from.venue), append(s.Symbol, symbol), append(s.Times, at)
}

// message spells a batch, or a snapshot.
func (b *batch) message(seq uint64) *message {
	m := &message{Type: "batch", Seq: seq, At: now(), Since: b.since, Venues: b.venues}
	if b.since > 0 {
		m.Type = "snapshot"
	}
	m.addLiquidations(b.liquidations)
	m.addCandles(b.candles.rows)
	m.addMarks(b.marks.rows)
	m.addInterest(b.interest.rows)
	m.addFunding(b.funding.rows)
	for _, g := range b.gaps {
		m.Gaps = append(m.Gaps, gap{g.Venue, g.From, g.To, string(g.Why)})
	}
	return m
}

func (m *message) addLiquidations(rows []liquidation) {
	if len(rows) == 0 {
		return
	}
	c := &liquidationColumns{}
	m.Liquidations = c
	for i := range rows {
		l := &rows[i]
		c.add(&l.source, l.Symbol, l.At)
		c.Received, c.Side = append(c.Received, l.received), append(c.Side, l.Side.String())
		c.Price, c.PriceKind = append(c.Price, l.Price), append(c.PriceKind, l.Kind.String())
		c.Qty, c.Notional = append(c.Qty, l.Qty), append(c.Notional, l.Notional)
	}
}

func (m *message) addCandles(rows []candle) {
	for i := range rows {
		c := &rows[i]
		to := &m.Candles
		if c.spot {
			to = &m.Spot
		}
		if *to == nil {
			*to = &candleColumns{}
		}
		(*to).add(c)
	}
}

func (m *candleColumns) add(c *candle) {
	m.sourceColumns.add(&c.source, c.Symbol, c.T)
	m.Step, m.Open, m.High = append(m.Step, c.Step), append(m.Open, c.Open), append(m.High, c.High)
	m.Low, m.Close = append(m.Low, c.Low), append(m.Close, c.Close)
	m.Volume, m.Final = append(m.Volume, c.Volume), append(m.Final, c.Final)
}

func (m *message) addMarks(rows []mark) {
	if len(rows) == 0 {
		return
	}
	c := &markColumns{}
	m.Marks = c
	for i := range rows {
		r := &rows[i]
		c.add(&r.source, r.Symbol, r.At)
		c.Price, c.Index = append(c.Price, r.Price), append(c.Index, r.Index)
	}
}

func (m *message) addInterest(rows []interest) {
	if len(rows) == 0 {
		return
	}
	c := &interestColumns{}
	m.Interest = c
	for i := range rows {
		r := &rows[i]
		c.add(&r.source, r.Symbol, r.At)
		c.Qty, c.Notional = append(c.Qty, r.Qty), append(c.Notional, r.Notional)
	}
}

func (m *message) addFunding(rows []funding) {
	if len(rows) == 0 {
		return
	}
	c := &fundingColumns{}
	m.Funding = c
	for i := range rows {
		r := &rows[i]
		at, due := told(&r.Funding)
		c.add(&r.source, r.Symbol, at)
		c.Rate, c.Interval, c.Due = append(c.Rate, r.Rate), append(c.Interval, r.Interval), append(c.Due, due)
	}
}

// told returns when a rate was in force, as far as its venue says, and when it
// is paid: a venue gives one time for both.
func told(f *feed.Funding) (at, due data.UnixMs) {
	if f.Predicted {
		return 0, f.At
	}
	return f.At, f.At
}

// prepare encodes a message once for all screens.
func prepare(v any) *websocket.PreparedMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("screens: " + err.Error()) // numbers from venues are finite
	}
	m, err := websocket.NewPreparedMessage(websocket.TextMessage, raw)
	if err != nil {
		panic("screens: " + err.Error())
	}
	return m
}
