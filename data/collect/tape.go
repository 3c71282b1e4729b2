package collect

import (
	"unwind/data"
	"unwind/data/margin"
	"unwind/data/tape"
)

// MaxLiquidations bounds the liquidations of a collection that grows: the
// oldest go, and with them the time since when all are there.
const MaxLiquidations = 1 << 16

// Tape returns a tape of what was taken, or nil where there is nothing to show:
// neither candles nor liquidations. The tape of a collection that grows goes
// to the end of the minute of now, and what is known of its last candle is of
// now; it may be asked for often. A tape stays as it is when more is taken.
func (c *Collection) Tape(now data.UnixMs) *tape.Tape {
	c.settle(now)
	key, bars := c.choose(&c.candles)
	t := &tape.Tape{ID: c.ID(), Symbol: c.Symbol, Instrument: c.Symbol, Base: c.coin, Candles: candleLayer(key, bars)}
	if t.Candles != nil {
		t.Symbol, t.Venue = key.symbol, key.venue
		t.Instrument = key.symbol + " (" + margin.VenueName(key.venue) + ")"
	} else if t.Candles = c.drawn(); t.Candles == nil {
		return nil
	}
	c.span(t, bars, now)
	t.Title = c.title(t.Symbol)
	t.Spot = candleLayer(c.choose(&c.spot))
	t.Mark = c.markLayer(key, &t.Candles.Candles, t.Edge)
	t.OpenInterest = c.interestLayer(&t.Candles.Candles)
	t.Funding = c.fundingLayer(key)
	t.Liquidations = c.liquidationLayer()
	t.Gaps = c.gaps.layer()
	return t
}

// ID returns the id of the tape.
func (c *Collection) ID() string {
	if c.open {
		return LiveID(c.Symbol)
	}
	return c.Window.ID()
}

// Settle puts the liquidations that were taken so far in order. It changes no
// tape: one that is made later has less to do.
func (c *Collection) Settle() { c.liquidations.settle() }

// settle puts everything in order.
func (c *Collection) settle(now data.UnixMs) {
	c.liquidations.settle()
	c.gaps.settle()
	if c.open {
		c.leaveOut(c.liquidations.bound(MaxLiquidations))
		c.thin(now)
	}
}

// choose returns the candles of a kind that a chart is drawn from, nil where
// there are none.
func (c *Collection) choose(of *market) (series, *bars) {
	var key series
	if c.open {
		key = of.choose(c.Symbol)
	} else {
		key = of.best(c.Symbol, func(key series) bool { return of.all[key].meets(c.From, c.To) })
	}
	return key, of.all[key]
}

// span sets the window of a tape, which has candles, those of bars if they were
// told.
func (c *Collection) span(t *tape.Tape, told *bars, now data.UnixMs) {
	t.From, t.To, t.Cover = c.From, c.To, c.To
	k := &t.Candles.Candles
	switch end := k.T[k.Len()-1] + k.Step; {
	case c.open:
		t.From = max(c.From, k.T[0])
		t.To = max(now-now%data.Minute+data.Minute, end)
		t.Cover = min(max(now, t.From), t.To)
		t.Edge = told.edge(t.Cover)
	case end > c.To: // cut inside the last candle, of which no more is known
		t.Edge = c.To
	}
	t.PlayFrom = t.From
}

// settling is how long a venue may take to say that a candle is final.
const settling = 2 * data.Second

// edge returns until when the last candle is known at a time. One whose end has
// just passed is not taken as whole before its venue says so.
func (b *bars) edge(now data.UnixMs) data.UnixMs {
	if b == nil || b.rows[len(b.rows)-1].final {
		return now
	}
	if end := b.end(); end <= now && now < end+settling {
		return end - 1
	}
	return now
}

// candleLayer is nil without candles.
func candleLayer(key series, told *bars) *tape.CandleLayer {
	if told == nil {
		return nil
	}
	name := margin.VenueName(key.venue)
	return &tape.CandleLayer{
		Origin:  told.ways().origin("Candles of "+name+" ("+key.symbol+")", "Свечи "+name+" ("+key.symbol+")", &toldPlural, &candlesOf),
		Candles: told.columns(),
	}
}

// drawn stands in for candles that were not told.
func (c *Collection) drawn() *tape.CandleLayer {
	l := c.liquidations.columns()
	if l.Len() == 0 {
		return nil
	}
	return &tape.CandleLayer{
		Origin: tape.Origin{Provenance: data.Modelled, Why: tape.Text{
			"en": "Drawn from the prices at which positions were liquidated: no candles were recorded, so there is no volume and no estimate of levels.",
			"ru": "Построено по ценам ликвидаций: свечи не записаны, поэтому нет ни объёма, ни оценки уровней.",
		}},
		Candles: tape.Drawn(l.T, l.Price, data.Minute), FromPrints: true,
	}
}

// liquidationLayer is empty and not nil where there was none: that there was
// none is what was told.
func (c *Collection) liquidationLayer() *tape.LiquidationLayer {
	sampled := c.liquidations.names(func(t *tally) bool { return t.sampled > 0 })
	return &tape.LiquidationLayer{
		Origin: c.why(sampled), Liquidations: c.liquidations.columns(),
		AtLeast: len(sampled) > 0, Since: c.since,
	}
}
