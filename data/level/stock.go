package level

import (
	"math"

	"unwind/data"
)

// openStock opens what was already held before the first bar: open interest,
// on both sides, of which the share that waits at a known level has entries
// spread normally in log price around the first price. Positions that this
// price has already passed are not placed: they were liquidated before, and
// their contracts are held by others.
func (e *Estimator) openStock() {
	if e.interest == nil {
		return
	}
	c := e.in.Candles
	units := min(e.interest.value(c.T[0]), maxUSD/float64(c.Open[0]))
	if !(units > 0) {
		return
	}
	entries := normal{e.bins.Position(c.Open[0]), e.params.StockSpread / e.bins.LogStep}
	column := e.columns.Index(c.T[0]) - 1 // known before the first bar
	e.aim(c.Open[0])
	turnover := e.turnover(units)
	for _, b := range e.books {
		placed := 0.0
		for i, s := range e.mix {
			placed += e.place(b, i, column, units*e.params.LeveredShare*s.Weight*s.waiting(turnover), entries)
		}
		b.account.Gross, b.account.Opened = units, placed
		b.unlevered = units - placed
	}
}

// turnover returns which part of units was traded anew per millisecond, by the
// volume of the first day of candles.
func (e *Estimator) turnover(units float64) float64 {
	c := e.in.Candles
	bars, volume := 0, 0.0
	for bars < c.Len() && c.T[0]+data.Day > c.T[bars] {
		volume += c.Volume[bars]
		bars++
	}
	return e.params.VolumeShare * volume / (float64(bars) * float64(c.Step)) / units
}

// waiting returns which part of the levered positions of a market in balance
// has not aged away. When contracts are opened and closed at a rate r and those
// that are levered age at a rate λ = ln 2/half-life, d/dt levered =
// r·opened − (r + λ)·levered is zero at r/(r + λ).
func (s Share) waiting(turnover float64) float64 {
	if s.HalfLife == 0 {
		return 1
	}
	return 1 / (1 + math.Ln2/float64(s.HalfLife)/turnover)
}

// place puts the stock of one leverage into its bins, as far as they are not
// passed, and returns how much that is.
func (e *Estimator) place(b *book, leverage, column int, units float64, entries normal) float64 {
	price := float64(e.in.Candles.Open[0])
	offset := b.levers[leverage].offset
	first := max(-1, int(math.Floor(entries.mean+offset-spreads*entries.spread)))
	last := min(e.bins.N, int(math.Ceil(entries.mean+offset+spreads*entries.spread)))
	placed := 0.0
	for bin := first; bin <= last; bin++ {
		if b.reaches(e.midOf(bin), price, price) {
			continue
		}
		part := units * e.partOf(bin, offset, entries)
		b.put(bin, leverage, column, part)
		placed += part
	}
	return placed
}

// spreads is how many spreads from the mean the stock reaches.
const spreads = 4

// midOf returns the middle of a bin; −1 and N stand for all beyond the grid.
func (e *Estimator) midOf(bin int) float64 {
	switch {
	case bin < 0:
		return 0
	case bin >= e.bins.N:
		return math.Inf(1)
	}
	return e.mids[bin]
}

// partOf returns the part of the stock that is liquidated in a bin; −1 and N
// stand for all beyond the grid.
func (e *Estimator) partOf(bin int, offset float64, entries normal) float64 {
	from, to := 0.0, 1.0
	if bin >= 0 {
		from = entries.below(float64(bin) - offset)
	}
	if bin < e.bins.N {
		to = entries.below(float64(bin+1) - offset)
	}
	return to - from
}

// normal is a normal distribution over places in bins; without spread all of
// it is at the mean.
type normal struct{ mean, spread float64 }

// below returns the part of the distribution below x, 0 to 1.
func (d normal) below(x float64) float64 {
	if d.spread > 0 {
		return math.Erfc((d.mean-x)/(d.spread*math.Sqrt2)) / 2
	}
	if x > d.mean {
		return 1
	}
	return 0
}

// reach returns how far from a price, in bins, a level of the estimate may lie:
// the farthest liquidation price of an entry at the lowest or the highest
// price, and the spread of the stock.
func (e *Estimator) reach() float64 {
	all := rangeOf(&e.in, math.MinInt64, e.in.To)
	low, high := data.Price(math.Exp(all.lo)), data.Price(math.Exp(all.hi))
	return max(e.placing.reach(low), e.placing.reach(high)) + spreads*e.params.StockSpread/e.shown.LogStep
}
