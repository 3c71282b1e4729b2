package screens

import (
	"slices"

	"unwind/data"
	"unwind/data/stream"
	"unwind/web/record"
)

// Bounds of what is known of the past, and so of a snapshot. A day of minutes
// of 45 series fits into a table; of more series there is less. A burst of
// 50,000 liquidations fits. In all it is below 60 MB, of one symbol on every
// venue below 6.
const (
	mostLiquidations = 1 << 16
	mostRows         = 1 << 16 // of each of the other tables
	mostGaps         = 1 << 12
)

// window is how far back the past reaches.
const window = stream.Keep

// past is what a snapshot shows: the last day. Only the goroutine that sends
// batches changes it.
type past struct {
	batch
	forgot data.UnixMs // minute in which it forgot last
}

func newPast(now data.UnixMs) past { return past{batch: batch{since: now, snapshot: true}} }

// news returns what of a batch the past does not say yet.
func (p *past) news(b *batch) *batch {
	fresh := *b
	fresh.candles = p.candles.news(&b.candles)
	fresh.marks = p.marks.news(&b.marks)
	fresh.interest = p.interest.news(&b.interest)
	fresh.funding = p.funding.news(&b.funding)
	return &fresh
}

// add takes in a batch that was sent. Liquidations and gaps that are there
// are never written again, so that a view may be read meanwhile.
func (p *past) add(b *batch, now data.UnixMs) {
	p.addLiquidations(b)
	p.candles.add(&b.candles)
	p.marks.add(&b.marks)
	p.interest.add(&b.interest)
	p.funding.add(&b.funding)
	for _, g := range b.gaps {
		p.addGap(g)
	}
	if minute := minuteOf(now); minute != p.forgot || p.crowded() {
		p.forgot = minute
		p.forget(now - window)
	}
}

// addLiquidations puts those of history before the others.
func (p *past) addLiquidations(b *batch) {
	if b.since == 0 || b.since >= p.since {
		p.liquidations = append(p.liquidations, b.liquidations...)
		return
	}
	p.liquidations = slices.Concat(b.liquidations, p.liquidations)
	p.since = b.since
}

// recentGaps is how many of the last gaps one can go on.
const recentGaps = 64

// addGap makes one gap of pieces that follow each other: one that lasts is told
// while it lasts.
func (p *past) addGap(g record.Gap) {
	for i := len(p.gaps) - 1; i >= max(0, len(p.gaps)-recentGaps); i-- {
		o := p.gaps[i]
		if o.Venue == g.Venue && o.Why == g.Why && o.To == g.From {
			g.From, g.Events = o.From, g.Events+o.Events
			p.gaps = append(slices.Delete(slices.Clone(p.gaps), i, i+1), g)
			return
		}
	}
	p.gaps = append(p.gaps, g)
}

func (p *past) crowded() bool {
	return len(p.liquidations) > mostLiquidations || len(p.gaps) > mostGaps ||
		max(p.candles.n, p.marks.n, p.interest.n, p.funding.n) > mostRows
}

// forget leaves out what ended before a time, and what there is too much of.
func (p *past) forget(before data.UnixMs) {
	old := max(0, len(p.liquidations)-mostLiquidations)
	for old < len(p.liquidations) && p.liquidations[old].received < before {
		old++
	}
	if old > 0 {
		p.since = p.liquidations[old-1].received + 1
		p.liquidations = p.liquidations[old:]
	}
	p.since = max(p.since, before)
	p.candles.forget(before, mostRows)
	p.marks.forget(minuteOf(before), mostRows)
	p.interest.forget(minuteOf(before), mostRows)
	p.funding.forget(minuteOf(before), mostRows)
	p.gaps = slices.DeleteFunc(slices.Clone(p.gaps), func(g record.Gap) bool { return g.To < before })
	p.gaps = p.gaps[max(0, len(p.gaps)-mostGaps):]
}

// view returns what a snapshot shows now, which nothing changes.
func (p *past) view() *batch {
	v := p.batch
	v.liquidations = p.liquidations[:len(p.liquidations):len(p.liquidations)]
	v.candles, v.marks = p.candles.clone(), p.marks.clone()
	v.interest, v.funding = p.interest.clone(), p.funding.clone()
	return &v
}
