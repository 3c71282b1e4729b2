package level

import (
	"unwind/data"
	"unwind/data/heat"
)

// die touches everything that a mark price between low and high reaches,
// from the bin nearest to the price outwards.
func (e *Estimator) die(b *book, t data.UnixMs, low, high float64) {
	outwards := 1
	if b.side == data.Long {
		outwards = -1
	}
	for b.edge >= 0 && b.edge < e.bins.N && b.reaches(e.mids[b.edge], low, high) {
		e.touch(b, b.edge, t)
		b.edge += outwards
	}
}

// touch removes all of one bin.
func (e *Estimator) touch(b *book, bin int, t data.UnixMs) {
	k, column := len(b.offset), e.columns.Index(t)
	stored := 0.0
	for at := bin * k; at < (bin+1)*k; at++ {
		c := &b.cells[at]
		if c.stored == 0 {
			continue
		}
		stored += c.stored
		if column > c.start() { // what is pending was seen
			e.addRun(b, at)
		}
		e.closeRuns(c, column)
		*c = cell{}
	}
	if stored > 0 {
		b.stored -= stored
		e.note(b, bin, Touch{t, b.side, data.Price(e.mids[bin]), data.USD(stored * b.scale)})
	}
}

// note adds a touch, to the earlier one of the same bar, side and bin if there
// is one.
func (e *Estimator) note(b *book, bin int, touch Touch) {
	b.account.Touched += touch.USD
	if at := b.touchAt[bin]; at > 0 && e.touches[at-1].T == touch.T {
		e.touches[at-1].USD += touch.USD
		return
	}
	e.touches = append(e.touches, touch)
	b.touchAt[bin] = int32(len(e.touches))
}

// leastScale is the scale below which a book starts afresh at 1.
const leastScale = 1e-9

// rebase starts the scale of a book afresh after a column has begun: its runs
// end there, at a scale of zero, which is no touch, and go on from the next
// column. It takes a turnover of a billion, or open interest of zero.
func (e *Estimator) rebase(b *book, column int) {
	b.scales[column] = 0
	b.dirty = b.dirty[:0]
	for at := range b.cells {
		c := &b.cells[at]
		if c.stored == 0 {
			continue
		}
		e.closeRuns(c, column)
		c.pending, c.newest, c.last = c.stored, 0, int32(column)
		b.dirty = append(b.dirty, int32(at))
	}
	b.fold()
}

// fold applies the scale of a book that has no open run to what it stores.
func (b *book) fold() {
	b.outside *= b.scale
	b.stored = b.outside
	for at := range b.cells {
		c := &b.cells[at]
		c.stored *= b.scale
		c.pending *= b.scale
		b.stored += c.stored
	}
	b.scale = 1
}

// sum returns what waits in k cells from at on, in USD.
func (b *book) sum(at, k int) float64 {
	stored := 0.0
	for i := range b.cells[at : at+k] {
		stored += b.cells[at+i].stored
	}
	return stored * b.scale
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
	usd, start := c.pending, c.start()
	c.pending = 0
	k := len(b.offset)
	bin := at/k - e.below
	if usd*b.scale < leastRun || bin < 0 || bin >= e.shown.N || start >= e.columns.N {
		return
	}
	group := at % k
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
