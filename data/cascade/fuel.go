package cascade

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
)

// Fuel is liquidation dollars against the depth of the book, by price.
type Fuel struct {
	Bins heat.Bins
	// Down is R at each bin for the longs below the price, Up for the shorts
	// above it, 0 elsewhere: how many dollars of forced orders a move sets free
	// for each dollar that the move itself takes. At 1 and above a move feeds
	// itself.
	Down, Up []float64
	// Feeding are the stretches with R >= 1, from the price outwards: first
	// those below it, then those above.
	Feeding []Stretch
}

// Stretch is a range of prices through which a move feeds itself.
type Stretch struct {
	Side      data.Side
	Low, High data.Price
	USD       data.USD // that waits in it
	Most      float64  // the largest R in it
}

// FuelInput is what fuel is made from.
type FuelInput struct {
	Profile heat.Profile // what waits at the moment
	Price   data.Price   // at the moment
	Depth   Depth        // one depth for all prices
	// Window is how wide the average over neighbouring prices is, in log price:
	// what waits within it counts as spread evenly over it.
	Window float64
}

// FuelWindow is a window that is as wide as a level of the table behind the
// chart, a quarter of a percent.
const FuelWindow = 0.0025

// NewFuel returns R(p) = ρ(p)/D: ρ is the liquidation dollars by log price, the
// dollars of the window around p over its width.
func NewFuel(in FuelInput) (Fuel, Reason) {
	bins := in.Profile.Bins
	f := Fuel{Bins: bins}
	switch {
	case bins.N < 1 || len(in.Profile.Long) != bins.N || len(in.Profile.Short) != bins.N:
		return f, NoLevels
	case !usable(in.Price):
		return f, NoPrices
	case !(in.Window >= 0 && in.Window <= 1):
		return f, BadSettings
	case !in.Depth.usable():
		return f, NoDepth
	}
	down, up := in.Profile.Start(in.Price)
	reach := int(math.Round((in.Window/bins.LogStep - 1) / 2))
	perLog := 1 / (bins.LogStep * float64(in.Depth))
	f.Down = gains(in.Profile.Long, 0, down+1, reach, perLog)
	f.Up = gains(in.Profile.Short, up, bins.N, reach, perLog)
	f.mark(&in.Profile, data.Long, down, -1)
	f.mark(&in.Profile, data.Short, up, +1)
	return f, Known
}

// gains returns the mean of the dollars within reach bins on either side, cut
// to [from, to), times perLog. Outside it is 0.
func gains(usd []data.USD, from, to, reach int, perLog float64) []float64 {
	out := make([]float64, len(usd))
	from, to = max(from, 0), min(to, len(usd))
	sums := make([]float64, len(usd)+1)
	for i := range usd {
		sums[i+1] = sums[i] + float64(usd[i])
	}
	for i := from; i < to; i++ {
		a, b := max(i-max(reach, 0), from), min(i+max(reach, 0)+1, to)
		out[i] = max(sums[b]-sums[a], 0) / float64(b-a) * perLog
	}
	return out
}

// mark appends the stretches of one side with R >= 1, from bin first outwards.
func (f *Fuel) mark(p *heat.Profile, side data.Side, first, step int) {
	gain, waits := f.Down, p.Long
	if side == data.Short {
		gain, waits = f.Up, p.Short
	}
	open := false
	for i := first; i >= 0 && i < f.Bins.N; i += step {
		if gain[i] < 1 {
			open = false
			continue
		}
		low, high := f.Bins.Edge(i), f.Bins.Edge(i+1)
		if !open {
			f.Feeding = append(f.Feeding, Stretch{Side: side, Low: low, High: high})
		}
		open = true
		s := &f.Feeding[len(f.Feeding)-1]
		s.Low, s.High = min(s.Low, low), max(s.High, high)
		s.USD, s.Most = s.USD+waits[i], max(s.Most, gain[i])
	}
}

// Amplified returns how far a shock of x0 (log price) goes where R is the same
// everywhere: x0/(1 − R), each move setting free R times as much. At R >= 1 it
// is a [Runaway].
func Amplified(x0, r float64) (float64, Reason) {
	switch {
	case !(x0 >= 0 && r >= 0) || math.IsInf(x0, 0):
		return 0, BadSettings
	case r >= 1:
		return 0, Runaway
	}
	return x0 / (1 - r), Known
}

// SquareRootRun returns how far (log price) liquidations of density rho (USD by
// log price) carry the price by themselves when impact follows the square root
// law x = y·sigma·√(Q/volume): (y·sigma)²·rho/volume. sigma (a fraction) and
// volume (USD) are of the same stretch of time.
func SquareRootRun(y, sigma, rho, volume float64) (float64, Reason) {
	x := y * sigma * y * sigma * rho / volume
	if !(y >= 0 && sigma >= 0 && rho >= 0 && volume > 0) || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, BadSettings
	}
	return x, Known
}
