package level

import (
	"unwind/data"
	"unwind/data/heat"
)

// cell is what waits in one bin at one leverage, in base asset units. It is
// stored divided by the scale of its leverage at birth, so that ageing and
// voluntary closing of everything cost one multiplication.
type cell struct {
	stored  float64 // all of it
	pending float64 // the part that is in no run yet
	last    int32   // column of the latest birth
	newest  int32   // 1 + index of the newest open run, 0 without one
}

// start returns the first column that may show what is pending: the one after
// its latest birth, because before that bar has closed it is not known.
func (c *cell) start() int { return int(max(0, c.last+1)) }

// lever is what the cells of one side and leverage share.
type lever struct {
	offset  float64   // bins from entry to liquidation price, as aimed
	stored  float64   // sum of all cells and outside
	outside float64   // stored beyond the grid, where nothing touches it
	scale   float64   // part of what is stored that is still open
	empty   bool      // nothing was stored since all that was came to nothing
	scales  []float32 // scale at the start of each column
}

// active returns what waits, in base asset units.
func (l *lever) active() float64 {
	if l.stored <= 0 { // built-in max of floats is a call in WebAssembly
		return 0
	}
	return l.stored * l.scale
}

// book is one side of the estimate.
type book struct {
	side      data.Side
	levers    []lever // by leverage of the mix
	cells     []cell  // [bin·len(levers) + leverage]
	dirty     []int32 // cells with something pending, some of them twice
	unlevered float64 // open units that wait at no known price
	edge      int     // bin nearest to the price that may hold anything
	touchAt   []int32 // per bin: 1 + index of its latest touch
	account   Account
}

func newBook(side data.Side, bins heat.Bins, columns, levers int) *book {
	b := &book{side: side, edge: -1}
	if side == data.Short {
		b.edge = bins.N
	}
	for range levers {
		b.levers = append(b.levers, lever{scale: 1, empty: true, scales: make([]float32, columns)})
	}
	b.cells = make([]cell, bins.N*levers)
	b.touchAt = make([]int32, bins.N)
	return b
}

// reaches reports whether a mark price between low and high touches a level
// at price mid.
func (b *book) reaches(mid, low, high float64) bool {
	if b.side == data.Long {
		return low <= mid
	}
	return high >= mid
}

// put adds units at a bin and leverage, born in the given column.
func (b *book) put(bin, leverage, column int, units float64) {
	l := &b.levers[leverage]
	stored := units / l.scale
	l.stored += stored
	l.empty = false
	at := bin*len(b.levers) + leverage
	if bin < 0 || at >= len(b.cells) {
		l.outside += stored
		return
	}
	c := &b.cells[at]
	if c.pending == 0 {
		b.dirty = append(b.dirty, int32(at))
	}
	c.stored += stored
	c.pending += stored
	c.last = int32(column)
	b.widen(bin)
}

// widen moves the edge to take in a bin.
func (b *book) widen(bin int) {
	if b.side == data.Long {
		b.edge = max(b.edge, bin)
	} else {
		b.edge = min(b.edge, bin)
	}
}

// active returns what waits at all leverages together, in base asset units.
func (b *book) active() float64 {
	units := 0.0
	for i := range b.levers {
		units += b.levers[i].active()
	}
	return units
}

// held returns all that is open on the side, levered or not.
func (b *book) held() float64 { return b.active() + b.unlevered }

// close closes all positions of the side pro rata, levered or not, until the
// given part is left.
func (b *book) close(left float64) {
	b.account.Closed += b.active() * (1 - left)
	b.unlevered *= left
	for i := range b.levers {
		b.levers[i].scale *= left
	}
}

// limit closes positions until no more than bound is held.
func (b *book) limit(bound float64) {
	if held := b.held(); held > bound {
		b.close(bound / held)
	}
}

// match closes the counterparties of positions that were liquidated on the
// other side.
func (b *book) match(units float64) {
	if held := b.held(); units > 0 && held > 0 {
		b.close(max(0, 1-units/held))
	}
}

// age lets the given part of each leverage wait on. The others are still open
// contracts, of which it is no more known at what price they are liquidated.
func (b *book) age(left []float64) {
	for i := range b.levers {
		l := &b.levers[i]
		aged := l.active() * (1 - left[i])
		l.scale *= left[i]
		b.unlevered += aged
		b.account.Aged += aged
	}
}
