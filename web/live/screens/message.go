package screens

import (
	"math"
	"slices"
	"strconv"

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
	Since data.UnixMs `json:"since,omitzero"` // of a snapshot, and of a batch of history

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
	Times  []data.UnixMs `json:"times"`         // the venue's, or of receipt where it gives none
	Way    []string      `json:"way,omitempty"` // how rows came; left out where all were streamed
}

type liquidationColumns struct {
	sourceColumns
	Received  []data.UnixMs `json:"received"`
	Side      []string      `json:"side"` // of the position
	Price     []data.Price  `json:"price"`
	PriceKind []string      `json:"priceKind"`
	Qty       []float64     `json:"qty"`      // base coin
	Notional  []data.USD    `json:"notional"` // US dollars
	Ordinal   []int         `json:"ordinal"`
	ID        []string      `json:"id"` // "" where the venue has none
}

type candleColumns struct {
	sourceColumns
	Step     []data.UnixMs `json:"step"`
	Open     []data.Price  `json:"open"`
	High     []data.Price  `json:"high"`
	Low      []data.Price  `json:"low"`
	Close    []data.Price  `json:"close"`
	Volume   []float64     `json:"volume"`   // base coin
	TakerBuy []orNull      `json:"takerBuy"` // the part of it that takers bought
	Final    []bool        `json:"final"`
}

type markColumns struct {
	sourceColumns
	Price []data.Price `json:"price"` // the last
	High  []data.Price `json:"high"`
	Low   []data.Price `json:"low"`
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
	if from.way != feed.Streamed && s.Way == nil {
		s.Way = slices.Repeat([]string{feed.Streamed.String()}, len(s.Venue))
	}
	if s.Way != nil {
		s.Way = append(s.Way, from.way.String())
	}
	s.Venue, s.Symbol, s.Times = append(s.Venue, from.venue), append(s.Symbol, symbol), append(s.Times, from.time(at))
}

// message spells a batch, or a snapshot.
func (b *batch) message(seq uint64) *message {
	m := &message{Type: "batch", Seq: seq, At: now(), Since: b.since, Venues: b.venues}
	if b.snapshot {
		m.Type = "snapshot"
	}
	m.addLiquidations(b.liquidations)
	b.candles.each(m.addCandle)
	b.marks.each(m.addMark)
	b.interest.each(m.addInterest)
	b.funding.each(m.addFunding)
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
		c.Ordinal, c.ID = append(c.Ordinal, l.Ordinal), append(c.ID, l.ID)
	}
}

// columns returns what to points to, which it makes where there is none.
func columns[C any](to **C) *C {
	if *to == nil {
		*to = new(C)
	}
	return *to
}

func (m *message) addCandle(r *candle) {
	to := &m.Candles
	if r.spot {
		to = &m.Spot
	}
	c := columns(to)
	c.add(&r.source, r.Symbol, r.T)
	c.Step, c.Open, c.High = append(c.Step, r.Step), append(c.Open, r.Open), append(c.High, r.High)
	c.Low, c.Close = append(c.Low, r.Low), append(c.Close, r.Close)
	c.Volume, c.TakerBuy = append(c.Volume, r.Volume), append(c.TakerBuy, takerBuy(&r.Candle))
	c.Final = append(c.Final, r.Final)
}

func (m *message) addMark(r *mark) {
	c := columns(&m.Marks)
	c.add(&r.source, r.Symbol, r.At)
	c.Price, c.Index = append(c.Price, r.Price), append(c.Index, r.Index)
	c.High, c.Low = append(c.High, r.High), append(c.Low, r.Low)
}

func (m *message) addInterest(r *interest) {
	c := columns(&m.Interest)
	c.add(&r.source, r.Symbol, r.At)
	c.Qty, c.Notional = append(c.Qty, r.Qty), append(c.Notional, r.Notional)
}

func (m *message) addFunding(r *funding) {
	c := columns(&m.Funding)
	at, due := told(&r.Funding)
	c.add(&r.source, r.Symbol, at)
	c.Rate, c.Interval, c.Due = append(c.Rate, r.Rate), append(c.Interval, r.Interval), append(c.Due, due)
}

// orNull is a number, or NaN for one that is not told, which is sent as null.
type orNull float64

// MarshalJSON implements [json.Marshaler].
func (n orNull) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', -1, 64), nil
}
