package heat

import (
	"math"

	"unwind/data"
)

// Profile is what waits at one time by price: the liquidation map. Longs wait
// below the price and shorts above it.
type Profile struct {
	Bins        Bins
	Long, Short []data.USD // one value a bin, lowest price first
}

// Total returns what waits in all bins together.
func (p *Profile) Total() Cell { return p.between(0, p.Bins.N, 0, p.Bins.N) }

// Outward returns the longs at price and below, and the shorts at price and
// above: everything that a move away from price would reach.
func (p *Profile) Outward(price data.Price) Cell {
	down, up := p.Start(price)
	return p.between(0, down+1, up, p.Bins.N)
}

// Within returns the longs that a fall of share from price would reach and the
// shorts that a rise of share would, both ends included. A bin counts with all
// it holds when its middle, which stands for its price, lies between.
func (p *Profile) Within(price data.Price, share float64) Cell {
	down, up := p.Start(price)
	_, low := p.Start(price * data.Price(max(1-share, 0)))
	high, _ := p.Start(price * data.Price(1+share))
	return p.between(low, down+1, up, high+1)
}

// slack is the part of a bin by which a logarithm may be off.
const slack = 1e-9

// Start returns the bins from which a move away from price begins: down is the
// highest whose middle is at most price, up the lowest whose middle is at least
// price. Without any they are −1 and N.
func (p *Profile) Start(price data.Price) (down, up int) {
	if !(price > 0) {
		return -1, 0
	}
	place := min(max(p.Bins.Position(price)-0.5, -1), float64(p.Bins.N))
	return int(math.Floor(place + slack)), int(math.Ceil(place - slack))
}

// between sums half-open ranges of bins, cut to those there are.
func (p *Profile) between(longFrom, longTo, shortFrom, shortTo int) Cell {
	var cell Cell
	for _, usd := range p.Long[max(longFrom, 0):max(min(longTo, p.Bins.N), longFrom, 0)] {
		cell.Long += usd
	}
	for _, usd := range p.Short[max(shortFrom, 0):max(min(shortTo, p.Bins.N), shortFrom, 0)] {
		cell.Short += usd
	}
	return cell
}
