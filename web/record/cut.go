package record

import (
	"context"
	"errors"
	"fmt"
	"time"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/feed"
	"unwind/data/margin"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// ErrNothing says that neither candles nor liquidations of a window were
// recorded.
var ErrNothing = errors.New("neither candles nor liquidations of it were recorded")

// Cut makes a tape of what was recorded. The same window of the same recording
// always makes the same tape. It may be called while a recorder writes.
func (s *Store) Cut(ctx context.Context, w Window) (*tape.Tape, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	c, err := s.collect(ctx, w)
	if err != nil {
		return nil, err
	}
	t, err := c.tape()
	if err != nil {
		return nil, err
	}
	if err := tape.Check(t); err != nil {
		return nil, fmt.Errorf("what was recorded makes no valid tape: %w", err)
	}
	return t, nil
}

// tape puts the layers together.
func (c *collection) tape() (*tape.Tape, error) {
	key, bars := c.best(Candle)
	t := &tape.Tape{
		ID: c.ID(), Symbol: c.Symbol, Base: c.coin,
		From: c.From, To: c.To, Cover: c.To, PlayFrom: c.From,
		Candles: candleLayer(key, bars), Liquidations: c.liquidationLayer(), Gaps: c.gapLayer(),
	}
	t.Instrument = c.Symbol
	if t.Candles != nil {
		t.Symbol = key.symbol
		t.Instrument = key.symbol + " (" + margin.VenueName(key.venue) + ")"
	} else if t.Candles = c.drawn(); t.Candles == nil {
		return nil, ErrNothing
	}
	t.Title = c.title(t.Symbol)
	t.Spot = candleLayer(c.best(Spot))
	t.Mark = c.markLayer(key, &t.Candles.Candles)
	t.OpenInterest = c.interestLayer(&t.Candles.Candles)
	t.Funding = c.fundingLayer(key)
	t.Summary = csvimport.Summary(t)
	return t, nil
}

// ID returns the id of the tape of a window, such as
// "rec-btcusdt-20261123-001500-900s". Two windows never have one id: what an id
// cannot spell makes it end in a sum.
func (w *Window) ID() string {
	id := []byte("rec-")
	exact := w.From%data.Second == 0 && w.To%data.Second == 0 && len(w.Symbol) <= 24
	for i := range min(len(w.Symbol), 24) {
		b := w.Symbol[i]
		switch {
		case b >= 'A' && b <= 'Z':
			id = append(id, b|0x20)
		case b >= '0' && b <= '9':
			id = append(id, b)
		default:
			exact = false
		}
	}
	id = append(id, at(w.From).Format("-20060102-150405-")...)
	id = fmt.Appendf(id, "%ds", (w.To-w.From)/data.Second)
	if !exact {
		id = fmt.Appendf(id, "-%s", frameName(fmt.Appendf(nil, "%q %d %d", w.Symbol, w.From, w.To)))
	}
	return string(id)
}

func at(t data.UnixMs) time.Time { return time.UnixMilli(int64(t)).UTC() }

// title makes a title such as "BTCUSDT, 2026-11-23 00:15 – 00:30 UTC".
func (c *collection) title(symbol string) tape.Text {
	from, to := at(c.From), at(c.To)
	end := "15:04"
	if from.Format(time.DateOnly) != to.Format(time.DateOnly) {
		end = "2006-01-02 15:04"
	}
	return tape.Text{"en": symbol + ", " + from.Format("2006-01-02 15:04") + " – " + to.Format(end) + " UTC"}
}

func recorded(en, ru string) tape.Origin {
	return tape.Origin{Provenance: data.Recorded, Why: tape.Text{"en": en, "ru": ru}}
}

// candleLayer is nil without candles.
func candleLayer(key series, bars []feed.Candle) *tape.CandleLayer {
	if len(bars) == 0 {
		return nil
	}
	name := margin.VenueName(key.venue)
	l := &tape.CandleLayer{Origin: recorded(
		"Candles of "+name+" ("+key.symbol+"), recorded as they came.",
		"Свечи "+name+" ("+key.symbol+"), записаны как пришли.",
	)}
	l.Step = key.step
	takers := true
	for _, b := range bars {
		l.T = append(l.T, b.T)
		l.Open, l.High, l.Low, l.Close = append(l.Open, b.Open), append(l.High, b.High), append(l.Low, b.Low), append(l.Close, b.Close)
		l.Volume, l.TakerBuy = append(l.Volume, b.Volume), append(l.TakerBuy, min(b.TakerBuy, b.Volume))
		takers = takers && b.Takers
	}
	if !takers {
		l.TakerBuy = nil // a part of the column would say nothing true
	}
	return l
}

// drawn stands in for candles that were not recorded.
func (c *collection) drawn() *tape.CandleLayer {
	if len(c.liquidations) == 0 {
		return nil
	}
	l := c.columns()
	return &tape.CandleLayer{
		Origin: tape.Origin{Provenance: data.Modelled, Why: tape.Text{
			"en": "Drawn from the prices at which positions were liquidated: no candles were recorded, so there is no volume and no estimate of levels.",
			"ru": "Построено по ценам ликвидаций: свечи не записаны, поэтому нет ни объёма, ни оценки уровней.",
		}},
		Candles: tape.Drawn(l.T, l.Price, data.Minute), FromPrints: true,
	}
}

// columns returns the liquidations as columns.
func (c *collection) columns() data.Liquidations {
	var l data.Liquidations
	for i := range c.liquidations {
		e := &c.liquidations[i]
		l.T, l.Side, l.Price = append(l.T, e.At), append(l.Side, e.Side), append(l.Price, e.Price)
		l.Notional, l.Venue = append(l.Notional, e.Notional), append(l.Venue, venueOf(e))
	}
	return l
}

// venueOf returns whose liquidation it was.
func venueOf(l *feed.Liquidation) string {
	if l.Exchange != "" {
		return l.Exchange
	}
	return l.Venue
}

// liquidationLayer is empty and not nil where none was recorded: that there
// was none is what the recording says.
func (c *collection) liquidationLayer() *tape.LiquidationLayer {
	l := &tape.LiquidationLayer{Liquidations: c.columns()}
	sampled := c.sampled()
	l.AtLeast = len(sampled) > 0 || len(c.gaps) > 0
	l.Origin = c.why(sampled)
	return l
}

// sampled returns the venues whose feeds showed a part of what happened, by
// the rule in force when it did.
func (c *collection) sampled() []string {
	return c.venues(func(l *feed.Liquidation) bool {
		// what a collector passes on is at most what both show
		for _, venue := range []string{l.Venue, venueOf(l)} {
			if limit, ok := cascade.LimitOf(venue, l.At); ok && limit.Completeness == cascade.AtLeast {
				return true
			}
		}
		return false
	})
}
