package cascade

import (
	"math"
	"sort"

	"unwind/data"
)

// Pace maps the time of a replay to the time of its market and back, so that
// calm hours pass in seconds and waves run slow. It grows strictly with either
// time and is made of straight pieces. A Pace is read-only.
type Pace struct {
	edges   []data.UnixMs // of its pieces, ascending
	shares  []float64     // of the replay's time that have passed at each edge, 0 to 1
	seconds float64       // how long the whole lasts
}

// PaceInput is what a pace is made from.
type PaceInput struct {
	From, To data.UnixMs // To exclusive
	// Dollars is what was liquidated in each of equal parts of the event. The
	// pace is as fine as they are.
	Dollars []data.USD
	Seconds float64 // the whole event lasts exactly that, MinPaceSeconds to MaxPaceSeconds
	// The speed is at least the mean speed / Slow and at most the mean × Fast;
	// both are 1 to 1000, and 1 is no bend that way.
	Slow, Fast float64
}

// Defaults of a pace.
const (
	PaceSeconds = 90.0
	PaceSlow    = 40.0
	PaceFast    = 10.0
)

// How long a replay can last, in seconds.
const (
	MinPaceSeconds = 1
	MaxPaceSeconds = 3600
)

// Bounds of a pace.
const (
	maxPaceParts  = 1 << 20
	maxPaceFactor = 1000
)

func (in *PaceInput) check() Reason {
	n := len(in.Dollars)
	ok := n >= 1 && n <= maxPaceParts && in.To > in.From && in.To-in.From >= data.UnixMs(n) &&
		in.Seconds >= MinPaceSeconds && in.Seconds <= MaxPaceSeconds &&
		in.Slow >= 1 && in.Slow <= maxPaceFactor && in.Fast >= 1 && in.Fast <= maxPaceFactor
	for _, usd := range in.Dollars {
		ok = ok && usd >= 0 && usd <= maxDollars
	}
	if !ok {
		return BadSettings
	}
	return Known
}

// NewPace returns the pace at which the same dollars are liquidated in each
// second of the replay, as far as the bounds of the speed allow, and the whole
// lasts in.Seconds. Without dollars the pace is even.
func NewPace(in PaceInput) (*Pace, Reason) {
	if reason := in.check(); reason != Known {
		return nil, reason
	}
	n := len(in.Dollars)
	p := &Pace{edges: make([]data.UnixMs, n+1), shares: make([]float64, n+1), seconds: in.Seconds}
	for i := range p.edges {
		p.edges[i] = in.From + (in.To-in.From)*data.UnixMs(i)/data.UnixMs(n)
	}
	p.fill(lengths(smooth(in.Dollars), in.Slow, in.Fast))
	return p, Known
}

// Lasting returns the pace at which the whole lasts other seconds, held within
// MinPaceSeconds and MaxPaceSeconds: it bends in the same places, because the
// bounds of the speed are parts of the mean. It shares what it is made of.
func (p *Pace) Lasting(seconds float64) Pace {
	if !(seconds >= MinPaceSeconds) {
		seconds = MinPaceSeconds
	}
	return Pace{p.edges, p.shares, min(seconds, MaxPaceSeconds)}
}

// calmest is the part of the mean dollars that a part of the event counts with
// at least, so that a calm can be slowed down too where the bounds need it.
const calmest = 1e-6

// smooth averages each part with two neighbours on either side, weighted 1, 2,
// 3, 2, 1, so that the replay slows down before a wave and not in it.
func smooth(dollars []data.USD) []float64 {
	out, n, mean := make([]float64, len(dollars)), len(dollars), 0.0
	for i := range dollars {
		for k, weight := range [...]float64{1, 2, 3, 2, 1} {
			out[i] += weight / 9 * float64(dollars[min(max(i+k-2, 0), n-1)])
		}
		mean += out[i] / float64(n)
	}
	for i := range out {
		out[i] = max(out[i], calmest*mean)
	}
	return out
}

// lengths returns which share of the replay's time each part takes: in
// proportion to its dollars, between 1/fast and slow times the mean, so that all
// add up to 1. The factor of proportion is found by bisection: the sum grows
// with it, from 1/fast to slow.
func lengths(dollars []float64, slow, fast float64) []float64 {
	mean := 1 / float64(len(dollars))
	low, high := mean/fast, mean*slow
	sum := func(factor float64) (total float64) {
		for _, usd := range dollars {
			total += min(max(usd*factor, low), high)
		}
		return total
	}
	a, b := -100.0, 100.0 // the factor's logarithm
	for range 64 {
		if mid := (a + b) / 2; sum(math.Exp(mid)) < 1 {
			a = mid
		} else {
			b = mid
		}
	}
	out := make([]float64, len(dollars))
	for i, usd := range dollars {
		out[i] = min(max(usd*math.Exp(b), low), high)
	}
	return out
}

// fill adds up the lengths; rounding is spread over all, so that the last edge
// is exactly at 1.
func (p *Pace) fill(lengths []float64) {
	total := 0.0
	for _, length := range lengths {
		total += length
	}
	sum := 0.0
	for i, length := range lengths {
		sum += length
		p.shares[i+1] = sum / total
	}
	p.shares[len(lengths)] = 1
}

// Seconds returns how long the whole event lasts.
func (p *Pace) Seconds() float64 { return p.seconds }

// At returns the market's time after wall seconds of the replay, held within
// the event.
func (p *Pace) At(wall float64) data.UnixMs {
	last, share := len(p.shares)-1, wall/p.seconds
	switch {
	case !(share > 0):
		return p.edges[0]
	case share >= 1:
		return p.edges[last]
	}
	i := sort.Search(last, func(i int) bool { return p.shares[i+1] > share })
	u := (share - p.shares[i]) / (p.shares[i+1] - p.shares[i])
	return p.edges[i] + data.UnixMs(math.Round(u*float64(p.edges[i+1]-p.edges[i])))
}

// Wall is the inverse of At: the seconds of the replay at a market time, held
// within the event. At(Wall(t)) is t.
func (p *Pace) Wall(t data.UnixMs) float64 {
	last := len(p.edges) - 1
	switch {
	case t <= p.edges[0]:
		return 0
	case t >= p.edges[last]:
		return p.seconds
	}
	i := p.piece(t)
	u := float64(t-p.edges[i]) / float64(p.edges[i+1]-p.edges[i])
	return (p.shares[i] + u*(p.shares[i+1]-p.shares[i])) * p.seconds
}

// Speed returns how many seconds of the market pass in one of the replay at
// time t: 600 is ten minutes a second. Outside the event it is that of the
// nearest end.
func (p *Pace) Speed(t data.UnixMs) float64 {
	i := p.piece(min(max(t, p.edges[0]), p.edges[len(p.edges)-1]-1))
	return float64(p.edges[i+1]-p.edges[i]) / 1000 / ((p.shares[i+1] - p.shares[i]) * p.seconds)
}

// piece returns the piece that contains t, which is inside the event.
func (p *Pace) piece(t data.UnixMs) int {
	return sort.Search(len(p.edges)-1, func(i int) bool { return p.edges[i+1] > t })
}
