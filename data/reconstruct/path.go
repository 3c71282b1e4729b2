package reconstruct

import (
	"math"

	"unwind/data/random"
)

// A deviation from the way between two knots fades within pullShare of the
// time between them, at most pullMinutes. A free walk (no fading) is as likely
// as any other path, but its distance from the true one is the sum of both
// walks' deviations; a faded one stays as rough and lies nearer.
const (
	pullShare   = 0.15
	pullMinutes = 60
)

// walk draws the price through every knot: a random walk that is drawn back
// to the way between the knots around it, ends at each exactly (a bridge) and
// is thrown back by the bounds.
func (p *plan) walk(sigma []float64) []ticks {
	rnd := random.New(p.f.ID, "path")
	path := make([]ticks, len(p.knots))
	for s0 := 0; s0 < len(path)-1; {
		s1 := p.knotAfter(s0)
		p.bridge(path, s0, s1, sigma, rnd)
		s0 = s1
	}
	path[len(path)-1] = p.knots[len(path)-1]
	return path
}

// bridge draws the steps [s0, s1) between two knots.
func (p *plan) bridge(path []ticks, s0, s1 int, sigma []float64, rnd *random.Source) {
	from, to := float64(p.knots[s0]), float64(p.knots[s1])
	keep := 1 - 1/math.Max(stepsPerMinute, math.Min(pullShare*float64(s1-s0), pullMinutes*stepsPerMinute))
	off := 0.0
	path[s0] = p.knots[s0]
	for s := s0 + 1; s < s1; s++ {
		left := float64(s1-s) / float64(s1-s+1)
		base := to - (to-from)*float64(s1-s)/float64(s1-s0)
		noise := sigma[p.minuteOf(s)] * base / math.Sqrt(stepsPerMinute) * math.Sqrt(left)
		off = off*math.Min(left, keep) + noise*rnd.Normal()
		lo, hi := p.room(path, s)
		path[s] = reflect(ticks(math.Round(base+off)), lo, hi)
		off = float64(path[s]) - base
	}
}

// room returns the bounds of step s, narrowed so that its minute, with the
// knots that it still has ahead, stays less wide than the widest published one.
func (p *plan) room(path []ticks, s int) (lo, hi ticks) {
	lo, hi = p.bounds(s)
	start := (s - 1) / stepsPerMinute * stepsPerMinute
	narrow := func(x ticks) {
		lo, hi = max(lo, x-p.widest+1), min(hi, x+p.widest-1)
	}
	for _, x := range path[start:s] {
		narrow(x)
	}
	end := (s/stepsPerMinute + 1) * stepsPerMinute // a step between two minutes sees both
	for _, k := range p.knots[s : end+1] {
		if k != 0 {
			narrow(k)
		}
	}
	return lo, max(lo, hi)
}

// reflect throws x back into [lo, hi]; what is farther out than the room is
// wide ends at the nearer bound.
func reflect(x, lo, hi ticks) ticks {
	switch {
	case x < lo:
		x = lo + (lo - x)
	case x > hi:
		x = hi - (x - hi)
	}
	return min(max(x, lo), hi)
}
