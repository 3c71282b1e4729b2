package cascade

import (
	"math"
	"slices"

	"unwind/data"
)

// FanSeeds is how many runs a fan has.
const FanSeeds = 64

// fanTimes is at how many times, apart from the start, a fan is drawn.
const fanTimes = 240

// Quantiles are the parts of the runs below which the lines of a fan lie.
var Quantiles = [...]float64{0.05, 0.25, 0.5, 0.75, 0.95}

// Fan is the runs of all seeds together: not one line but how far they spread.
// It is done in slices.
type Fan struct {
	stock  *Stock
	set    Settings
	run    *Simulation
	seed   int // of run; those before are done
	prices [][]data.Price
	ends   []Result
}

// NewFan returns a fan of the seeds 1 to [FanSeeds].
func NewFan(stock *Stock, set Settings) (*Fan, Reason) {
	f := &Fan{stock: stock, set: set, prices: make([][]data.Price, fanTimes+1)}
	return f, f.next()
}

// next begins the next seed's run.
func (f *Fan) next() (reason Reason) {
	f.seed++
	f.run, reason = NewSimulation(f.stock, f.set, f.seed)
	return reason
}

// Step does up to n steps of the runs and reports whether all are done.
func (f *Fan) Step(n int) (done bool) {
	for n > 0 && f.run != nil {
		before := f.run.step
		finished := f.run.Step(n)
		n -= max(f.run.step-before, 1)
		if finished {
			f.collect()
		}
	}
	return f.run == nil
}

// collect keeps what is needed of a finished run and begins the next.
func (f *Fan) collect() {
	for i := range f.prices {
		f.prices[i] = append(f.prices[i], f.run.PriceAt(f.at(i)))
	}
	f.ends = append(f.ends, f.run.Result())
	f.run = nil
	if f.seed < FanSeeds {
		f.next()
	}
}

// at returns the seconds of time i.
func (f *Fan) at(i int) float64 { return f.set.Seconds * float64(i) / fanTimes }

// Runs returns the results of the seeds that are done, seed 1 first.
func (f *Fan) Runs() []Result { return f.ends }

// FanLine is one quantile of a fan's prices over time.
type FanLine struct {
	Quantile float64
	Seconds  []float64 // from the start
	Price    []data.Price
}

// Lines returns a line for each of [Quantiles], of the seeds that are done;
// none before the first is.
func (f *Fan) Lines() []FanLine {
	if len(f.ends) == 0 {
		return nil
	}
	lines := make([]FanLine, len(Quantiles))
	for k, q := range Quantiles {
		lines[k].Quantile = q
	}
	for i, prices := range f.prices {
		sorted := slices.Sorted(slices.Values(prices))
		for k := range lines {
			lines[k].Seconds = append(lines[k].Seconds, f.at(i))
			lines[k].Price = append(lines[k].Price, quantile(sorted, lines[k].Quantile))
		}
	}
	return lines
}

// LowestPrice returns a quantile of the lowest prices of the runs that are
// done, 0 before the first is.
func (f *Fan) LowestPrice(q float64) data.Price {
	return f.extreme(q, func(r *Result) data.Price { return r.Lowest })
}

// HighestPrice is [Fan.LowestPrice] of the highest prices.
func (f *Fan) HighestPrice(q float64) data.Price {
	return f.extreme(q, func(r *Result) data.Price { return r.Highest })
}

func (f *Fan) extreme(q float64, of func(*Result) data.Price) data.Price {
	if len(f.ends) == 0 {
		return 0
	}
	prices := make([]data.Price, len(f.ends))
	for i := range f.ends {
		prices[i] = of(&f.ends[i])
	}
	slices.Sort(prices)
	return quantile(prices, q)
}

// RunAway returns the part of the runs that did not stop by themselves but went
// through every level or off the scale.
func (f *Fan) RunAway() float64 {
	n := 0
	for i := range f.ends {
		if f.ends[i].Outcome != Settled {
			n++
		}
	}
	return float64(n) / float64(max(len(f.ends), 1))
}

// quantile returns a quantile of ascending values, between two of them in
// proportion.
func quantile(sorted []data.Price, q float64) data.Price {
	at := min(max(q, 0), 1) * float64(len(sorted)-1)
	i := int(math.Floor(at))
	j := min(i+1, len(sorted)-1)
	return sorted[i] + (sorted[j]-sorted[i])*data.Price(at-float64(i))
}
