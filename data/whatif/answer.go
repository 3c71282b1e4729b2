package whatif

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
)

// Answer is what is known of a what-if so far. It does not change once it is
// handed out, so it may be shared.
type Answer struct {
	Choice Choice
	// Reason says why there is nothing else, [cascade.Known] that there is; Fault
	// names the setting that it is about, "" where it is about none.
	Reason cascade.Reason
	Fault  string

	Price   data.Price      // at the start
	Waiting cascade.Dollars // what waited then, before any share is taken of it
	Central cascade.Result  // of the run without noise
	// Path is the price of the central run at each step of
	// [cascade.StepSeconds], the one before the shock first.
	Path []data.Price

	Seeds int // runs of the fan that are done, 0 to [cascade.FanSeeds]
	// Fan is a line for each of [cascade.Quantiles], of those runs. With Seeds 0
	// it is none, or one that is kept of an older answer.
	Fan             []cascade.FanLine
	Lowest, Highest Spread
	RunAway         float64 // the part of the runs that did not stop by themselves
}

// Spread is where the middle nine tenths of the runs of a fan lie.
type Spread struct{ From, To data.Price }

// Whole reports whether every run of the fan is done, or none will be.
func (a *Answer) Whole() bool { return a.Reason != cascade.Known || a.Seeds == cascade.FanSeeds }

// Keep returns a with the fan of an older answer from the same start, for as
// long as a has none of its own.
func (a *Answer) Keep(older *Answer) *Answer {
	if older == nil || a.Fan != nil || a.Reason != cascade.Known || older.Choice.At != a.Choice.At || older.Choice.Set.Seconds != a.Choice.Set.Seconds {
		return a
	}
	kept := *a
	kept.Fan = older.Fan
	return &kept
}

// PriceAt returns the price of the central run at a time, between two steps in
// proportion, and whether it is simulated then.
func (a *Answer) PriceAt(t data.UnixMs) (data.Price, bool) {
	if t < a.Choice.At || t > a.Choice.End() || len(a.Path) == 0 {
		return 0, false
	}
	at := float64(t-a.Choice.At) / float64(data.Second) / cascade.StepSeconds
	i := a.step(t)
	j := min(i+1, len(a.Path)-1)
	return a.Path[i] + (a.Path[j]-a.Path[i])*data.Price(at-float64(i)), true
}

// Span returns the lowest and the highest price of the central run and of the
// outer lines of the fan from one time to another; false where nothing is
// simulated then.
func (a *Answer) Span(from, to data.UnixMs) (low, high data.Price, ok bool) {
	low, high = data.Price(math.Inf(1)), 0
	take := func(prices []data.Price, seconds float64) { // so far apart
		for i, last := a.between(from, to, seconds, len(prices)); i < last; i++ {
			low, high, ok = min(low, prices[i]), max(high, prices[i]), true
		}
	}
	take(a.Path, cascade.StepSeconds)
	for k := range a.Fan {
		if line := &a.Fan[k]; len(line.Seconds) > 1 {
			take(line.Price, line.Seconds[1])
		}
	}
	return low, high, ok
}

// between returns which of n points, so many seconds apart from the start on,
// lie in [from, to).
func (a *Answer) between(from, to data.UnixMs, seconds float64, n int) (first, last int) {
	place := func(t data.UnixMs) int {
		at := math.Ceil(float64(t-a.Choice.At) / float64(data.Second) / seconds)
		return int(min(max(at, 0), float64(n)))
	}
	return place(from), place(to)
}

// Between returns the lowest and the highest price of the central run from one
// time to a later one, and whether it is simulated then.
func (a *Answer) Between(from, to data.UnixMs) (low, high data.Price, ok bool) {
	from, to = max(from, a.Choice.At), min(to, a.Choice.End())
	p, okFrom := a.PriceAt(from)
	q, okTo := a.PriceAt(to)
	if !okFrom || !okTo {
		return 0, 0, false
	}
	low, high = min(p, q), max(p, q)
	for i := a.step(from) + 1; i <= a.step(to); i++ {
		low, high = min(low, a.Path[i]), max(high, a.Path[i])
	}
	return low, high, true
}

// step returns the last step at or before a time, inside the path.
func (a *Answer) step(t data.UnixMs) int {
	at := float64(t-a.Choice.At) / float64(data.Second) / cascade.StepSeconds
	return min(max(int(at), 0), len(a.Path)-1)
}

// Upwards reports whether what is let loose pushes the price up.
func (a *Answer) Upwards() bool {
	set := &a.Choice.Set
	return set.Shock > 0 || set.Shock == 0 && set.Order < 0
}
