package level

import (
	"unwind/data"
	"unwind/data/heat"
)

// touchAll touches what a mark price between low and high reaches on either
// side. The contract of a liquidated position is closed on the other side too.
func (e *Estimator) touchAll(t data.UnixMs, low, high float64) {
	for i, b := range e.books {
		e.books[1-i].match(e.die(b, t, low, high))
	}
}

// die touches everything on a side that a mark price between low and high
// reaches, from the bin nearest to the price outwards, and returns how many
// units that were.
func (e *Estimator) die(b *book, t data.UnixMs, low, high float64) float64 {
	outwards := 1
	if b.side == data.Long {
		outwards = -1
	}
	before := b.account.Touched
	for b.edge >= 0 && b.edge < e.bins.N && b.reaches(e.mids[b.edge], low, high) {
		e.touch(b, b.edge, t)
		b.edge += outwards
	}
	return b.account.Touched - before
}

// touch removes all of one bin.
func (e *Estimator) touch(b *book, bin int, t data.UnixMs) {
	k, column := len(b.levers), e.columns.Index(t)
	units := 0.0
	for i := range b.levers {
		c, l := &b.cells[bin*k+i], &b.levers[i]
		if c.stored == 0 {
			continue
		}
		units += c.stored * l.scale
		if column > c.start() { // what is pending was seen
			e.addRun(b, bin*k+i)
		}
		e.closeRuns(c, column)
		l.stored -= c.stored
		*c = cell{}
	}
	if units > 0 {
		b.account.Touched += units
		e.note(b, bin, Touch{t, b.side, data.Price(e.mids[bin]), data.USD(units * e.mids[bin])})
	}
}

// note adds a touch, to the earlier one of the same bar, side and bin if there
// is one.
func (e *Estimator) note(b *book, bin int, touch Touch) {
	if at := b.touchAt[bin]; at > 0 && e.touches[at-1].T == touch.T {
		e.touches[at-1].USD += touch.USD
		return
	}
	e.touches = append(e.touches, touch)
	b.touchAt[bin] = int32(len(e.touches))
}

// leastScale is the scale below which a leverage starts afresh at 1: float32
// holds the largest birth divided by it.
const leastScale = 1e-20

// rebase starts the scale of a leverage afresh after a column has begun: its
// runs end there, at a scale of zero, which is no touch, and go on from the
// next column. It takes 66 half-lives, or open interest of zero.
func (e *Estimator) rebase(b *book, leverage, column int) {
	if b.levers[leverage].empty {
		b.fold(leverage)
		return
	}
	b.levers[leverage].scales[column] = 0
	for at := leverage; at < len(b.cells); at += len(b.levers) {
		c := &b.cells[at]
		if c.stored == 0 {
			continue
		}
		e.closeRuns(c, column)
		if c.pending == 0 {
			b.dirty = append(b.dirty, int32(at))
		}
		c.pending, c.newest, c.last = c.stored, 0, int32(column)
	}
	b.fold(leverage)
}

// fold applies the scale of a leverage that has no open run to what it stores.
func (b *book) fold(leverage int) {
	l := &b.levers[leverage]
	if l.empty {
		l.scale = 1
		return
	}
	l.outside *= l.scale
	l.stored = l.outside
	for at := leverage; at < len(b.cells); at += len(b.levers) {
		c := &b.cells[at]
		c.stored *= l.scale
		c.pending *= l.scale
		l.stored += c.stored
	}
	l.scale, l.empty = 1, l.stored == 0
}

// units returns what waits in a bin, in base asset units.
func (b *book) units(bin int) float64 {
	k, units := len(b.levers), 0.0
	for i := range b.levers {
		units += b.cells[bin*k+i].stored * b.levers[i].scale
	}
	return units
}

// leastRun is the notional in USD below which a run is not worth its place.
const leastRun = 1

// flush makes runs of all that is pending.
func (e *Estimator) flush() {
	for _, b := range e.books {
		for _, at := range b.dirty {
			e.addRun(b, int(at))
		}
		b.dirty = b.dirty[:0]
	}
}

// addRun makes a run of what is pending in a cell, if the field has a place
// for it.
func (e *Estimator) addRun(b *book, at int) {
	c := &b.cells[at]
	k := len(b.levers)
	bin, group := at/k, at%k
	usd, start := c.pending*e.mids[bin], c.start()
	c.pending = 0
	if bin -= e.below; bin < 0 || bin >= e.shown.N || start >= e.columns.N || usd*b.levers[group].scale < leastRun {
		return
	}
	if b.side == data.Short {
		group += k
	}
	e.runs = append(e.runs, heat.Run{Group: uint16(group), Bin: uint16(bin), Start: int32(start), USD: float32(usd)})
	e.older = append(e.older, c.newest)
	c.newest = int32(len(e.runs))
}

// closeRuns ends the open runs of a cell at a column. A run that would end
// before it starts gets a negative length: it was never seen.
func (e *Estimator) closeRuns(c *cell, column int) {
	for at := c.newest; at > 0; at = e.older[at-1] {
		r := &e.runs[at-1]
		r.Len = int32(column) - r.Start
		if r.Len <= 0 {
			r.Len = -1
		}
	}
}
