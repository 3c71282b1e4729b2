package level

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
)

// cell is what waits in one bin at one leverage. Notional is stored divided by
// the scale of its book at birth, so that voluntary closing of everything
// costs one multiplication.
type cell struct {
	stored  float64 // all of it
	pending float64 // the part that is in no run yet
	last    int32   // column of the latest birth
	newest  int32   // 1 + index of the newest open run, 0 without one
}

// start returns the first column that may show what is pending: the one after
// its latest birth, because before that bar has closed it is not known.
func (c *cell) start() int { return int(max(0, c.last+1)) }

// book is one side of the estimate.
type book struct {
	side    data.Side
	offset  []float64 // per leverage: bins from entry to liquidation price
	cells   []cell    // [bin·len(offset) + leverage]
	dirty   []int32   // cells with something pending, some of them twice
	outside float64   // stored beyond the grid, where nothing touches it
	stored  float64   // sum of cells and outside
	scale   float64   // part of the stored notional that is still open
	scales  []float32 // scale at the start of each column
	edge    int       // bin nearest to the price that may hold anything
	touchAt []int32   // per bin: 1 + index of its latest touch
	account Account
}

func newBook(side data.Side, bins heat.Bins, columns int, offset []float64) *book {
	b := &book{side: side, offset: offset, scale: 1, edge: -1}
	if side == data.Short {
		b.edge = bins.N
	}
	b.cells = make([]cell, bins.N*len(offset))
	b.scales = make([]float32, columns)
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

// put adds usd at a bin and leverage, born in the given column.
func (b *book) put(bin, leverage, column int, usd float64) {
	stored := usd / b.scale
	b.stored += stored
	at := bin*len(b.offset) + leverage
	if bin < 0 || at >= len(b.cells) {
		b.outside += stored
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

// active returns the notional that waits, in USD.
func (b *book) active() float64 { return max(b.stored, 0) * b.scale }

// limit closes positions pro rata until no more than bound waits.
func (b *book) limit(bound float64) {
	if active := b.active(); active > bound {
		b.scale *= bound / active
		b.account.Closed += data.USD(active - bound)
	}
}

// offsets returns, for each share of a mix, how many bins the liquidation
// price lies above its entry. It is the same for every entry, because a
// position of given notional and leverage is liquidated at a given multiple
// of its entry.
func offsets(side data.Side, ratios []float64, logStep float64) []float64 {
	offset := make([]float64, len(ratios))
	for i, ratio := range ratios {
		offset[i] = -maxWorking * 4 // a long that is never liquidated
		if ratio > 0 {
			offset[i] = math.Log(ratio) / logStep
		}
	}
	return offset
}
