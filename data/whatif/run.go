package whatif

import (
	"unwind/data/cascade"
	"unwind/data/market"
)

// stepsPerStep is how many steps of simulations one [Run.Step] does: below a
// millisecond in a browser.
const stepsPerStep = 256

// seedsShown are the numbers of runs at which a fan that grows is shown.
var seedsShown = [...]int{8, 16, 32, cascade.FanSeeds}

// Run works out an answer in small steps: the central run first, so that
// something is there soon, then the fan.
type Run struct {
	market *market.Market
	answer Answer
	stock  *cascade.Stock
	fan    *cascade.Fan
	sim    *cascade.Simulation
	stage  func() (fresh bool) // what the next step does; nil: nothing is left
}

// Start returns the work of a what-if, which must be on and fit m. m is only
// read.
func Start(m *market.Market, c Choice) *Run {
	r := &Run{market: m, answer: Answer{Choice: c}}
	r.stage = r.begin
	return r
}

// Of is the whole answer in one go, for callers that may block: some tens of
// milliseconds, up to a quarter of a second for the longest simulation.
func Of(m *market.Market, c Choice) *Answer {
	for r := Start(m, c); ; {
		if _, done := r.Step(); done {
			return r.Answer()
		}
	}
}

// Step does the next piece of work and reports whether there is a further
// answer to show and whether all is done.
func (r *Run) Step() (fresh, done bool) {
	if r.stage != nil {
		fresh = r.stage()
	}
	return fresh, r.stage == nil
}

// Answer returns what is known so far.
func (r *Run) Answer() *Answer {
	a := r.answer
	return &a
}

// refuse ends the work with a reason.
func (r *Run) refuse(why cascade.Reason, fault string) (fresh bool) {
	r.answer.Reason, r.answer.Fault, r.stage = why, fault, nil
	return true
}

// begin looks up what waits.
func (r *Run) begin() (fresh bool) {
	c, m := &r.answer.Choice, r.market
	if why, fault := c.Set.Check(); why != cascade.Known {
		return r.refuse(why, fault)
	}
	if m.Field == nil {
		return r.refuse(cascade.NoLevels, "")
	}
	price, ok := m.PriceAt(c.At)
	if !ok {
		return r.refuse(cascade.NoPrices, "")
	}
	var why cascade.Reason
	r.stock, why = cascade.StockOf(m.Field, m.ProfileColumn(c.At), price, c.Set.LeverageCap)
	if why != cascade.Known {
		return r.refuse(why, "")
	}
	r.answer.Price, r.answer.Waiting = price, r.stock.Total()
	r.sim, _ = cascade.NewSimulation(r.stock, c.Set, 0) // the settings were checked
	r.stage = r.central
	return false
}

// central goes on with the run without noise.
func (r *Run) central() (fresh bool) {
	if !r.sim.Step(stepsPerStep) {
		return false
	}
	r.answer.Central, r.answer.Path, r.sim = r.sim.Result(), r.sim.Path(), nil
	r.fan, _ = cascade.NewFan(r.stock, r.answer.Choice.Set)
	r.stage = r.spread
	return true
}

// spread goes on with the fan.
func (r *Run) spread() (fresh bool) {
	done := r.fan.Step(stepsPerStep)
	seeds := len(r.fan.Runs())
	for _, n := range seedsShown {
		fresh = fresh || r.answer.Seeds < n && seeds >= n
	}
	if fresh {
		r.answer.Seeds, r.answer.Fan, r.answer.RunAway = seeds, r.fan.Lines(), r.fan.RunAway()
		first, last := cascade.Quantiles[0], cascade.Quantiles[len(cascade.Quantiles)-1]
		r.answer.Lowest = Spread{r.fan.LowestPrice(first), r.fan.LowestPrice(last)}
		r.answer.Highest = Spread{r.fan.HighestPrice(first), r.fan.HighestPrice(last)}
	}
	if done {
		r.stage = nil
	}
	return fresh
}
