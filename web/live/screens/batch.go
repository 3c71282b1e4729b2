package screens

import (
	"slices"

	"unwind/data"
	"unwind/data/feed"
	"unwind/web/live"
	"unwind/web/record"
)

// source is whose row it is, and when it arrived.
type source struct {
	venue    string
	received data.UnixMs
}

type liquidation struct {
	source
	feed.Liquidation
}

type candle struct {
	source
	spot bool
	feed.Candle
}

type mark struct {
	source
	feed.Mark
}

type interest struct {
	source
	feed.Interest
}

type funding struct {
	source
	feed.Funding
}

// series names what only the last value of counts; opens is of candles.
type series struct {
	venue, symbol string
	spot          bool
	opens, step   data.UnixMs
}

func (c *candle) series() series {
	return series{venue: c.venue, symbol: c.Symbol, spot: c.spot, opens: c.T, step: c.Step}
}

// batch is what goes to screens at once. Of prices and open interest the last
// of each series is kept, of liquidations every one.
type batch struct {
	liquidations []liquidation
	candles      latest[series, candle]
	marks        latest[series, mark]
	interest     latest[series, interest]
	funding      latest[series, funding]
	gaps         []record.Gap
	venues       []live.Status

	since data.UnixMs // of a snapshot: liquidations are all there from then on
}

func newBatch() batch {
	return batch{
		candles: newLatest[series, candle](), marks: newLatest[series, mark](),
		interest: newLatest[series, interest](), funding: newLatest[series, funding](),
	}
}

func (b *batch) empty() bool {
	return len(b.liquidations)+len(b.candles.rows)+len(b.marks.rows)+len(b.interest.rows)+
		len(b.funding.rows)+len(b.gaps)+len(b.venues) == 0
}

// frame adds what a frame holds.
func (b *batch) frame(f *record.Frame) {
	from := source{f.Venue, f.Received}
	for i := range f.Batch.Liquidations {
		b.liquidations = append(b.liquidations, liquidation{from, f.Batch.Liquidations[i]})
	}
	for _, c := range f.Batch.Candles {
		one := candle{from, f.Spot, c}
		b.candles.put(one.series(), one)
	}
	for _, m := range f.Batch.Marks {
		b.marks.put(series{venue: f.Venue, symbol: m.Symbol}, mark{from, m})
	}
	for _, o := range f.Batch.Interest {
		b.interest.put(series{venue: f.Venue, symbol: o.Symbol}, interest{from, o})
	}
	for _, r := range f.Batch.Funding {
		b.funding.put(series{venue: f.Venue, symbol: r.Symbol}, funding{from, r})
	}
}

// most bounds the liquidations of a snapshot; a burst of 50,000 fits.
const most = 1 << 16

// past is what a snapshot shows: the last minutes of liquidations, candles and
// gaps, and the last of everything else.
type past struct {
	batch
	begun data.UnixMs
}

func newPast(now data.UnixMs) past { return past{newBatch(), now} }

// add takes a batch that was sent. Rows are only appended and never written
// again, so that a view may be read meanwhile.
func (p *past) add(b *batch, now data.UnixMs) {
	p.liquidations = append(p.liquidations, b.liquidations...)
	for _, c := range b.candles.rows {
		p.candles.put(c.series(), c)
	}
	for _, m := range b.marks.rows {
		p.marks.put(series{venue: m.venue, symbol: m.Symbol}, m)
	}
	for _, o := range b.interest.rows {
		p.interest.put(series{venue: o.venue, symbol: o.Symbol}, o)
	}
	for _, f := range b.funding.rows {
		p.funding.put(series{venue: f.venue, symbol: f.Symbol}, f)
	}
	p.gaps = append(p.gaps, b.gaps...)
	p.forget(now - data.UnixMs(window.Milliseconds()))
}

// forget leaves out what ended before a time.
func (p *past) forget(before data.UnixMs) {
	old := 0
	for old < len(p.liquidations) && (p.liquidations[old].received < before || len(p.liquidations)-old > most) {
		old++
	}
	if old > 0 {
		p.begun = p.liquidations[old-1].received + 1
		p.liquidations = p.liquidations[old:]
	}
	fits := func(c *candle) bool { return c.T+c.Step > before }
	if slices.ContainsFunc(p.candles.rows, func(c candle) bool { return !fits(&c) }) {
		p.candles.keep((*candle).series, fits)
	}
	for len(p.gaps) > 0 && (p.gaps[0].To < before || len(p.gaps) > most) {
		p.gaps = p.gaps[1:]
	}
}

// view returns what a snapshot shows now.
func (p *past) view() *batch {
	v := p.batch
	v.since = p.begun
	v.candles.rows = slices.Clone(v.candles.rows)
	v.marks.rows = slices.Clone(v.marks.rows)
	v.interest.rows = slices.Clone(v.interest.rows)
	v.funding.rows = slices.Clone(v.funding.rows)
	return &v
}
