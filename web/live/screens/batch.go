package screens

import (
	"cmp"
	"math"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/record"
)

// source is whose row it is, when it arrived and how.
type source struct {
	venue    string
	received data.UnixMs
	way      feed.Way
}

// time returns the venue's time, or that of receipt where it gives none.
func (s *source) time(at data.UnixMs) data.UnixMs { return cmp.Or(at, s.received) }

type liquidation struct {
	source
	feed.Liquidation
}

type candle struct {
	source
	spot bool
	feed.Candle
}

func (c *candle) series() series {
	return series{venue: c.venue, symbol: c.Symbol, spot: c.spot, step: c.Step}
}

func (c *candle) slot() data.UnixMs { return c.T }

// join keeps what is final, then what arrived last.
func (c *candle) join(o *candle) bool {
	if c.Final && !o.Final || c.Final == o.Final && o.received < c.received {
		return false
	}
	*c = *o
	return true
}

// mark is the last mark price of a minute and its extremes.
type mark struct {
	source
	record.Marks
}

func (m *mark) series() series    { return series{venue: m.venue, symbol: m.Symbol} }
func (m *mark) slot() data.UnixMs { return minuteOf(m.time(m.At)) }

func (m *mark) join(o *mark) bool {
	high, low := max(m.High, o.High), min(m.Low, o.Low)
	newer := o.time(o.At) >= m.time(m.At)
	if !newer && high == m.High && low == m.Low {
		return false
	}
	if newer {
		*m = *o
	}
	m.High, m.Low = high, low
	return true
}

type interest struct {
	source
	feed.Interest
}

func (i *interest) series() series    { return series{venue: i.venue, symbol: i.Symbol} }
func (i *interest) slot() data.UnixMs { return minuteOf(i.time(i.At)) }

func (i *interest) join(o *interest) bool {
	if o.time(o.At) < i.time(i.At) {
		return false
	}
	*i = *o
	return true
}

type funding struct {
	source
	feed.Funding
}

func (f *funding) series() series { return series{venue: f.venue, symbol: f.Symbol} }
func (f *funding) at() data.UnixMs {
	at, _ := told(&f.Funding)
	return f.time(at)
}
func (f *funding) slot() data.UnixMs { return minuteOf(f.at()) }

func (f *funding) join(o *funding) bool {
	if o.at() < f.at() {
		return false
	}
	*f = *o
	return true
}

// told returns when a rate was in force, as far as its venue says, and when it
// is paid: a venue gives one time for both.
func told(f *feed.Funding) (at, due data.UnixMs) {
	if f.Predicted {
		return 0, f.At
	}
	return f.At, f.At
}

func minuteOf(t data.UnixMs) data.UnixMs { return t - t%data.Minute }

// batch is what goes to screens at once. Of a minute of prices, of open
// interest and of funding it has one row a series, of liquidations every one.
type batch struct {
	liquidations []liquidation
	candles      table[candle, *candle]
	marks        table[mark, *mark]
	interest     table[interest, *interest]
	funding      table[funding, *funding]
	gaps         []record.Gap
	venues       []live.Status

	snapshot bool        // it stands for everything before
	since    data.UnixMs // liquidations and gaps are all there from then on; 0: this says nothing of it
}

func (b *batch) empty() bool {
	return len(b.liquidations)+b.candles.n+b.marks.n+b.interest.n+b.funding.n+len(b.gaps)+len(b.venues) == 0
}

// frame adds what a frame holds.
func (b *batch) frame(f *record.Frame) {
	from := source{f.Venue, f.Received, f.Way}
	for i := range f.Batch.Liquidations {
		b.liquidations = append(b.liquidations, liquidation{from, f.Batch.Liquidations[i]})
	}
	for _, c := range f.Batch.Candles {
		b.candles.put(candle{from, f.Spot, c})
	}
	for _, m := range f.Batch.Marks {
		b.marks.put(mark{from, record.Marks{Mark: m, High: m.Price, Low: m.Price}})
	}
	for _, o := range f.Batch.Interest {
		b.interest.put(interest{from, o})
	}
	for _, r := range f.Batch.Funding {
		b.funding.put(funding{from, r})
	}
}

// event adds what was recorded.
func (b *batch) event(e *record.Event) {
	from := source{e.Venue, e.Received, e.Way}
	switch e.Kind {
	case record.Liquidation:
		b.liquidations = append(b.liquidations, liquidation{from, e.Liquidation})
	case record.Candle, record.Spot:
		b.candles.put(candle{from, e.Kind == record.Spot, e.Candle})
	case record.Mark:
		b.marks.put(mark{from, e.Mark})
	case record.Interest:
		b.interest.put(interest{from, e.Interest})
	case record.Funding:
		b.funding.put(funding{from, e.Funding})
	case record.Missing:
		b.gaps = append(b.gaps, e.Gap)
	}
}

// bar is the mark price of a minute out of a candle of it, whose last price is
// that of its end.
func bar(from source, c *feed.Candle) mark {
	return mark{from, record.Marks{Mark: feed.Mark{Symbol: c.Symbol, At: c.T + c.Step - 1, Price: c.Close}, High: c.High, Low: c.Low}}
}

// takerBuy is NaN where it is not known.
func takerBuy(c *feed.Candle) orNull {
	if !c.Takers {
		return orNull(math.NaN())
	}
	return orNull(c.TakerBuy)
}
