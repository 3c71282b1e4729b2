package level

import (
	"math"

	"unwind/data"
)

// maxUSD bounds open interest and what opens in one bar, in USD, far above any
// market.
const maxUSD = 1e15

// bear opens the contracts of a bar, the same number on both sides, because
// every contract has one long and one short. What share of them is levered
// differs by side.
func (e *Estimator) bear(bar int) {
	c := e.in.Candles
	typical := float64(c.High[bar]+c.Low[bar]+c.Close[bar]) / 3
	units := e.params.VolumeShare * c.Volume[bar]
	if e.interest != nil {
		units += e.interest.opened(c.T[bar], c.Step)
	}
	units = min(units, maxUSD/typical)
	if units <= 0 {
		return
	}
	e.aim(data.Price(typical))
	entries := triangle{
		low:  e.bins.Position(c.Low[bar]),
		mode: e.bins.Position(data.Price(typical)),
		high: e.bins.Position(c.High[bar]),
	}
	column, tilt := e.columns.Index(c.T[bar]), e.tiltOf(bar)
	for _, b := range e.books {
		e.open(b, column, units, e.leveredShare(b.side.Sign()*tilt), entries)
	}
}

// open opens units on one side, of which a share is levered, over the
// leverages of the mix.
func (e *Estimator) open(b *book, column int, units, levered float64, entries triangle) {
	b.account.Gross += units
	b.account.Opened += units * levered
	b.unlevered += units * (1 - levered)
	for i, s := range e.mix {
		b.spread(i, column, units*levered*s.Weight, entries)
	}
}

// spread puts units of one leverage into the bins where positions with the
// given entries are liquidated.
func (b *book) spread(leverage, column int, units float64, entries triangle) {
	if b.levers[leverage].scale < math.SmallestNonzeroFloat32 { // all was closed; the next column starts afresh
		b.account.Aged += units
		b.unlevered += units
		return
	}
	offset := b.levers[leverage].offset
	first, last := entries.low+offset, entries.high+offset
	if last-first > maxWorking { // wider than the grid: no spread would be seen
		first, last = entries.mode+offset, entries.mode+offset
	}
	bin, end := int(math.Floor(first)), int(math.Floor(last))
	below := 0.0
	for ; bin < end; bin++ {
		upTo := entries.below(float64(bin+1) - offset)
		b.put(bin, leverage, column, units*(upTo-below))
		below = upTo
	}
	b.put(end, leverage, column, units*(1-below))
}

// triangle is a triangular distribution over places in bins: nothing below low
// and above high, most at mode.
type triangle struct{ low, mode, high float64 }

// below returns the part of the distribution below x, 0 to 1.
func (d triangle) below(x float64) float64 {
	width := d.high - d.low
	switch {
	case x <= d.low:
		return 0
	case x >= d.high:
		return 1
	case x <= d.mode:
		return (x - d.low) * (x - d.low) / (width * (d.mode - d.low))
	}
	return 1 - (d.high-x)*(d.high-x)/(width*(d.high-d.mode))
}
