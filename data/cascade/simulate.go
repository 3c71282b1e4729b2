package cascade

import (
	"math"
	"strconv"

	"unwind/data"
	"unwind/data/random"
)

// StepSeconds is how long one step of a simulation is.
const StepSeconds = 0.5

// Outcome says how a simulation ended.
type Outcome uint8

// Outcomes.
const (
	Settled  Outcome = iota // the cascade stopped by itself, or time was up
	Swept                   // a move went through every level of its side
	OffScale                // the price moved further than is simulated
)

// Sale is what happened to the positions of one side, in USD.
// SetFree = Sold + Deleveraged + Waiting, and SetFree never exceeds what waited
// at the start, times the share and the seed's factor.
type Sale struct {
	SetFree     float64 // liquidated: their price was reached
	Sold        float64 // that went through the book
	Deleveraged float64 // that ADL closed off the book
	Waiting     float64 // second parts that were still to come at the end
}

// Result is what a simulation came to.
type Result struct {
	Outcome         Outcome
	Lowest, Highest data.Price
	LowestAt        float64 // seconds from the start
	Last            data.Price
	Rounds          int     // steps in which further liquidations were set free
	LastRound       float64 // seconds from the start
	Long, Short     Sale
	FundUsed        float64 // USD
	Uncovered       float64 // losses beyond the fund, USD
	LeastDepth      float64 // the smallest part of the depth that was left
	Ordered         float64 // the part of the order that was executed, USD; negative: bought
}

// Simulation is one run of a what-if. It is made of equal steps and can be
// done in slices. The same stock, settings and seed give the same run.
type Simulation struct {
	set   Settings
	stock *Stock
	rnd   *random.Source // nil: no noise
	book  book

	step, steps int
	anchor      float64 // log price apart from forced orders and the order
	mark        float64
	lag, refill float64 // shares by step
	noise       float64 // standard deviation by step
	fund        float64
	long, short side
	lowest      float64
	highest     float64
	result      Result
	path        []float64 // log price at each step, from 0
}

// NewSimulation returns the run of a seed. Seed 0 is the central run: no noise,
// and levels and depth as they are.
func NewSimulation(stock *Stock, set Settings, seed int) (*Simulation, Reason) {
	if reason, _ := set.Check(); reason != Known {
		return nil, reason
	}
	if stock == nil {
		return nil, NoLevels
	}
	m := &Simulation{set: set, stock: stock, steps: int(set.Seconds / StepSeconds), fund: set.Fund}
	m.book = book{s: &m.set, depth: float64(DepthPerPercent(data.USD(set.Depth))), left: 1}
	m.lag, m.refill = 1-math.Exp(-StepSeconds/set.MarkLag), half(set.Refill)
	if set.MarkLag == 0 {
		m.lag = 1
	}
	levels := m.draw(seed)
	m.long = newSide(&stock.down, -1, levels, &m.set)
	m.short = newSide(&stock.up, +1, levels, &m.set)
	m.path = make([]float64, 1, m.steps+1) // before the shock
	m.anchor = math.Log1p(set.Shock)
	m.book.withdraw(m.anchor)
	m.result.LeastDepth = m.book.left
	m.see(m.anchor)
	return m, Known
}

// draw draws what differs between seeds and returns the factor of the levels.
func (m *Simulation) draw(seed int) float64 {
	if seed == 0 {
		return m.set.Share
	}
	m.rnd = random.New("what-if", strconv.Itoa(seed))
	levels := m.set.Share * math.Exp(m.set.LevelSpread*m.rnd.Normal())
	m.book.depth *= math.Exp(m.set.DepthSpread * m.rnd.Normal())
	m.noise = m.set.Noise * math.Sqrt(StepSeconds/86400)
	return levels
}

// half returns the share that comes back in a step when half does in some
// seconds; 0 seconds is never.
func half(seconds float64) float64 {
	if seconds == 0 {
		return 0
	}
	return 1 - math.Exp2(-StepSeconds/seconds)
}

// Step does up to n further steps and reports whether all are done.
func (m *Simulation) Step(n int) (done bool) {
	for ; n > 0 && m.step < m.steps; n-- {
		m.advance()
	}
	return m.step == m.steps
}

// Run does all steps.
func (m *Simulation) Run() *Simulation {
	m.Step(m.steps)
	return m
}

// advance does one step: the mark follows the price, what it reaches is set
// free, forced orders and the order move the price, and losses are paid.
func (m *Simulation) advance() {
	price := m.anchor + m.book.moved
	if m.rnd != nil {
		m.anchor += m.noise * m.rnd.Normal()
	}
	m.mark += (price - m.mark) * m.lag
	if m.long.reach(-m.mark, m.step)+m.short.reach(m.mark, m.step) > 0 {
		m.result.Rounds++
		m.result.LastRound = float64(m.step) * StepSeconds
	}
	long, short := m.sell(&m.long, price), m.sell(&m.short, price)
	m.book.take(long.usd - short.usd + m.ordered())
	after := m.anchor + m.book.moved
	m.pay(&m.long, long, (price+after)/2)
	m.pay(&m.short, short, (price+after)/2)
	m.result.LeastDepth = min(m.result.LeastDepth, m.book.left)
	m.see(after)
	m.book.refill(m.refill)
	m.step++
	m.path = append(m.path, after)
}

// ordered returns what the order sells in this step.
func (m *Simulation) ordered() float64 {
	steps := math.Ceil(m.set.OrderSeconds / StepSeconds)
	if float64(m.step) >= steps {
		return 0
	}
	m.result.Ordered += m.set.Order / steps
	return m.set.Order / steps
}

// sell takes what is due of a side: to the book, or to ADL when the fund is
// empty and the price is beyond bankruptcy.
func (m *Simulation) sell(s *side, price float64) parcel {
	due := s.due(m.step)
	if due.usd > 0 && m.set.ADL && m.fund <= 0 && s.sign*price > due.reached+s.buffer {
		s.sale.Deleveraged += due.usd
		return parcel{}
	}
	s.sale.Sold += due.usd
	return due
}

// pay lets the fund pay for what was sold beyond the bankruptcy price.
func (m *Simulation) pay(s *side, sold parcel, price float64) {
	loss := sold.usd * min(max(s.sign*price-sold.reached-s.buffer, 0), 1)
	paid := min(loss, m.fund)
	m.fund -= paid
	m.result.FundUsed += paid
	m.result.Uncovered += loss - paid
}

// see takes note of a price.
func (m *Simulation) see(price float64) {
	if price < m.lowest {
		m.lowest, m.result.LowestAt = price, float64(m.step)*StepSeconds
	}
	m.highest = max(m.highest, price)
}

// Result returns what came out so far.
func (m *Simulation) Result() Result {
	r := m.result
	r.Long, r.Short = m.long.sum(), m.short.sum()
	r.Lowest, r.Highest = m.priceAt(m.lowest), m.priceAt(m.highest)
	r.Last = m.priceAt(m.path[len(m.path)-1])
	switch {
	case -m.lowest > maxMove || m.highest > maxMove:
		r.Outcome = OffScale
	case m.long.swept() || m.short.swept():
		r.Outcome = Swept
	}
	return r
}

// priceAt returns the price at a log distance from the start, held within what
// is simulated.
func (m *Simulation) priceAt(log float64) data.Price {
	return m.stock.Price * data.Price(math.Exp(min(max(log, -maxMove), maxMove)))
}

// PriceAt returns the price some seconds after the start, as far as it is
// simulated.
func (m *Simulation) PriceAt(seconds float64) data.Price {
	i := int(min(max(seconds, 0), m.set.Seconds) / StepSeconds)
	return m.priceAt(m.path[min(i, len(m.path)-1)])
}

// Path returns the price at each step that is done, [StepSeconds] apart, the one
// before the shock first.
func (m *Simulation) Path() []data.Price {
	path := make([]data.Price, len(m.path))
	for i, log := range m.path {
		path[i] = m.priceAt(log)
	}
	return path
}
