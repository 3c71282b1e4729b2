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
func NewFuel(in FuelInput) (Fuel, Reason) { return Fuel{}.Of(&in) }

// Of is [NewFuel] in the memory of f, which is not to be used afterwards.
func (f Fuel) Of(in *FuelInput) (Fuel, Reason) {
	bins := in.Profile.Bins
	f.Bins, f.Down, f.Up, f.Feeding = bins, f.Down[:0], f.Up[:0], f.Feeding[:0]
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
	reach := max(int(math.Round((in.Window/bins.LogStep-1)/2)), 0)
	perLog := 1 / (bins.LogStep * float64(in.Depth))
	f.Down = gains(f.Down, in.Profile.Long, 0, down+1, reach, perLog)
	f.Up = gains(f.Up, in.Profile.Short, up, bins.N, reach, perLog)
	f.Feeding = feeding(f.Feeding, in, f.Down, data.Long, down, -1)
	f.Feeding = feeding(f.Feeding, in, f.Up, data.Short, up, +1)
	return f, Known
}

// Most returns the largest R of one side in the bins whose middle lies from low
// to high.
func (f *Fuel) Most(side data.Side, low, high data.Price) (most float64) {
	gain := f.Down
	if side == data.Short {
		gain = f.Up
	}
	from, to := f.Bins.Between(low, high)
	for i := max(from, 0); i < min(to, len(gain)); i++ {
		most = max(most, gain[i])
	}
	return most
}

// gains appends to dst the mean of the dollars within reach bins on either side,
// cut to [from, to), times perLog. Outside it is 0.
func gains(dst []float64, usd []data.USD, from, to, reach int, perLog float64) []float64 {
	from, to = max(from, 0), min(to, len(usd))
	for i := range usd {
		sum, bins := data.USD(0), 1
		if i >= from && i < to {
			a, b := max(i-reach, from), min(i+reach+1, to)
			for _, v := range usd[a:b] {
				sum += v
			}
			bins = b - a
		}
		dst = append(dst, float64(sum)/float64(bins)*perLog)
	}
	return dst
}

// At returns R at a price: of the longs below the one that the fuel was made
// for, of the shorts above it. Outside the bins, and without a fuel, it is 0.
func (f *Fuel) At(price data.Price) float64 {
	if bin := f.Bins.Index(price); bin >= 0 && bin < min(len(f.Down), len(f.Up)) {
		return max(f.Down[bin], f.Up[bin])
	}
	return 0
}

// feeding appends the stretches of one side with R >= 1, from bin first outwards.
func feeding(dst []Stretch, in *FuelInput, gain []float64, side data.Side, first, step int) []Stretch {
	bins, waits := in.Profile.Bins, in.Profile.Long
	if side == data.Short {
		waits = in.Profile.Short
	}
	open := false
	for i := first; i >= 0 && i < bins.N; i += step {
		if gain[i] < 1 {
			open = false
			continue
		}
		low, high := bins.Edge(i), bins.Edge(i+1)
		if !open {
			dst = append(dst, Stretch{Side: side, Low: low, High: high})
		}
		open = true
		s := &dst[len(dst)-1]
		s.Low, s.High = min(s.Low, low), max(s.High, high)
		s.USD, s.Most = s.USD+waits[i], max(s.Most, gain[i])
	}
	return dst
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
