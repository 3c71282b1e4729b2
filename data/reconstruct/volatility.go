package reconstruct

import (
	"math"

	"unwind/data/random"
)

// Constants of the path's volatility. The first follows from theory, the
// others shape what no published figure says.
const (
	// parkinson is the expected range of a random walk over its standard
	// deviation, √(8/π) (Parkinson, "The extreme value method for estimating
	// the variance of the rate of return", 1980).
	parkinson = 1.596
	// ownNoise is the part of a bar's range that the path adds as noise; the
	// way between the knots makes up the rest.
	ownNoise = 0.9
	// moveWeight is the part of a stretch's variance taken from its own move
	// instead of the bar's range.
	moveWeight = 0.4
	// burstMemory and burstSize describe how volatility comes in bursts: its
	// logarithm follows a first-order autoregression by minute.
	burstMemory = 0.93
	burstSize   = 0.3
)

// volatility returns the standard deviation of the log price over each
// minute.
func (p *plan) volatility() []float64 {
	sigma := make([]float64, len(p.lo))
	for _, t := range p.f.Bars {
		for _, b := range t.Rows {
			m0 := p.f.minute(b.t)
			p.fillFromRange(sigma, m0, m0+t.LengthMin)
		}
	}
	p.mixMoves(sigma)
	rnd := random.New(p.f.ID, "volatility")
	burst := 0.0
	for m := range sigma {
		burst = burstMemory*burst + burstSize*math.Sqrt(1-burstMemory*burstMemory)*rnd.Normal()
		sigma[m] *= ownNoise * math.Exp(burst-burstSize*burstSize/2) * p.daytime(m)
	}
	return sigma
}

// fillFromRange sets the minutes [m0, m1) from the range that the knots in
// them span. Bars come from long to short, so that a shorter one overrides;
// the range of a long one leaves out the minutes that have a bar of their own.
func (p *plan) fillFromRange(sigma []float64, m0, m1 int) {
	lo, hi, n := ticks(math.MaxInt32), ticks(0), 0
	for m := m0; m < m1; m++ {
		if p.shorter(m, m1-m0) {
			continue
		}
		n++
		for _, k := range p.knots[m*stepsPerMinute : (m+1)*stepsPerMinute+1] {
			if k != 0 {
				lo, hi = min(lo, k), max(hi, k)
			}
		}
	}
	s := p.distance(hi, lo) / parkinson / math.Sqrt(float64(n))
	for m := m0; m < m1; m++ {
		sigma[m] = s
	}
}

// shorter says whether a bar shorter than the given minutes covers minute m.
func (p *plan) shorter(m, minutes int) bool {
	for _, t := range p.f.Bars {
		if t.LengthMin >= minutes {
			continue
		}
		for _, b := range t.Rows {
			if m0 := p.f.minute(b.t); m0 <= m && m < m0+t.LengthMin {
				return true
			}
		}
	}
	return false
}

// mixMoves raises the volatility where the knots themselves move fast and
// lowers it where they stand still.
func (p *plan) mixMoves(sigma []float64) {
	for s0 := 0; s0 < len(p.knots)-1; {
		s1 := p.knotAfter(s0)
		minutes := math.Max(1, float64(s1-s0)/stepsPerMinute)
		move := p.distance(p.knots[s0], p.knots[s1]) / math.Sqrt(minutes)
		for m := s0 / stepsPerMinute; m < p.minuteOf(s1); m++ {
			capped := math.Min(move, 2.5*sigma[m])
			sigma[m] = math.Sqrt((1-moveWeight)*sigma[m]*sigma[m] + moveWeight*capped*capped)
		}
		s0 = s1
	}
}

// daytime is how lively the hour is: most around the opening of New York,
// least in the early Asian morning, as perpetual futures trade.
func (p *plan) daytime(m int) float64 {
	h := p.hourOf(m)
	return 1 + 0.3*bump(h, 15, 2.5) - 0.15*bump(h, 5, 3) + 0.1*bump(h, 0.5, 0.8)
}

// bump is a bell of height 1 at centre with the given half width, over a day.
func bump(h, centre, width float64) float64 {
	d := math.Abs(h - centre)
	d = math.Min(d, 24-d) / width
	return math.Exp(-d * d / 2)
}
