package level

import (
	"math"

	"unwind/data"
)

// maxBirth bounds the births of one bar and side in USD, far above any market.
const maxBirth = 1e15

// bear opens the positions of a bar, the same notional on both sides, because
// every contract has one long and one short.
func (e *Estimator) bear(bar int) {
	c := e.in.Candles
	typical := float64(c.High[bar]+c.Low[bar]+c.Close[bar]) / 3
	gross := e.params.VolumeShare * c.Volume[bar] * typical
	if e.interest != nil {
		gross += e.interest.opened(c.T[bar], c.Step)
	}
	usd := min(gross, maxBirth) * e.params.LeveredShare
	if usd <= 0 {
		return
	}
	entries := triangle{
		low:  e.bins.Position(c.Low[bar]),
		mode: e.bins.Position(data.Price(typical)),
		high: e.bins.Position(c.High[bar]),
	}
	for _, b := range e.books {
		e.open(b, e.columns.Index(c.T[bar]), usd, entries)
	}
}

// open opens usd on one side over the leverages of the mix.
func (e *Estimator) open(b *book, column int, usd float64, entries triangle) {
	b.account.Opened += data.USD(usd)
	if b.scale < math.SmallestNonzeroFloat32 { // no open interest to be part of
		b.account.Closed += data.USD(usd)
		return
	}
	for i, s := range e.mix {
		b.spread(i, column, usd*s.Weight, entries)
	}
}

// spread puts usd of one leverage into the bins where positions with the given
// entries are liquidated.
func (b *book) spread(leverage, column int, usd float64, entries triangle) {
	offset := b.offset[leverage]
	first, last := entries.low+offset, entries.high+offset
	if last-first > maxWorking { // wider than the grid: no spread would be seen
		first, last = entries.mode+offset, entries.mode+offset
	}
	bin, end := int(math.Floor(first)), int(math.Floor(last))
	below := 0.0
	for ; bin < end; bin++ {
		upTo := entries.below(float64(bin+1) - offset)
		b.put(bin, leverage, column, usd*(upTo-below))
		below = upTo
	}
	b.put(end, leverage, column, usd*(1-below))
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
