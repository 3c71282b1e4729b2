package reconstruct

import (
	"math"

	"unwind/data"
	"unwind/data/random"
)

// stepsPerMinute is how finely the path is drawn: every five seconds.
const stepsPerMinute = 12

// quarterMinutes is the length of the stretch in which a level is known to
// have been touched first.
const quarterMinutes = 15

// plan is where the price must be, and where it must not go.
//
// A step lies between two minutes when it is a multiple of stepsPerMinute: it
// is the open of one and the close of the other.
type plan struct {
	f      *figures
	rnd    *random.Source
	knots  []ticks // by step; zero where the price is free
	closes []ticks // by minute; a published close that differs from the next open
	lo, hi []ticks // by minute; only a knot may reach them
	widest ticks   // published range of the widest minute
}

// newPlan collects every published price of the event.
func newPlan(f *figures) *plan {
	n := f.minutes()
	p := &plan{
		f: f, rnd: random.New(f.ID, "plan"),
		knots: make([]ticks, n*stepsPerMinute+1), closes: make([]ticks, n),
		lo: make([]ticks, n), hi: make([]ticks, n),
		widest: math.MaxInt32 / 2,
	}
	p.addBars()
	for _, q := range f.TurningPoints.Rows {
		p.knots[f.minute(q.t)*stepsPerMinute] = f.ticks(q.v)
	}
	p.addSwings()
	p.addUntouched()
	p.addTimedExtremes()
	p.addTouches()
	p.addExtremes()
	return p
}

// addBars bounds each minute by the shortest bar over it and pins the opens
// and closes of all.
func (p *plan) addBars() {
	for m := range p.hi {
		p.hi[m] = math.MaxInt32
	}
	for _, t := range p.f.Bars {
		for _, b := range t.Rows {
			m0 := p.f.minute(b.t)
			m1 := m0 + t.LengthMin
			p.bound(m0, m1, p.f.ticks(b.low), p.f.ticks(b.high))
			p.knots[m0*stepsPerMinute] = p.f.ticks(b.open)
			p.closes[m1-1] = p.f.ticks(b.close)
		}
	}
	last := len(p.closes)
	p.knots[last*stepsPerMinute] = p.closes[last-1]
	p.pinCloses()
}

// pinCloses pins the close of a bar that no published open follows.
func (p *plan) pinCloses() {
	for m, c := range p.closes {
		if s := (m + 1) * stepsPerMinute; c != 0 && p.knots[s] == 0 {
			p.knots[s] = c
		}
	}
}

// bound narrows the minutes [m0, m1) to [lo, hi].
func (p *plan) bound(m0, m1 int, lo, hi ticks) {
	for m := m0; m < m1; m++ {
		p.lo[m] = max(p.lo[m], lo)
		p.hi[m] = min(p.hi[m], hi)
	}
}

// addSwings pins both ends of the published one-minute ranges.
func (p *plan) addSwings() {
	for _, s := range p.f.Swings.Rows {
		m := p.f.minute(s.t)
		from, to := p.f.ticks(s.from), p.f.ticks(s.to)
		p.bound(m, m+1, min(from, to), max(from, to))
		p.widest = min(p.widest, max(from, to)-min(from, to))
		p.knots[m*stepsPerMinute+2] = from
		p.knots[m*stepsPerMinute+8] = to
	}
}

// addUntouched keeps the price above each listed level until its quarter hour.
func (p *plan) addUntouched() {
	since := p.f.minute(p.f.FirstTouches.Since)
	for _, q := range p.f.FirstTouches.Rows {
		p.bound(since, p.f.minute(q.t), p.f.ticks(q.v), math.MaxInt32)
	}
}

// addTouches pins a touch of each listed level that nothing else pins, evenly
// over the quarter hour when several share one.
func (p *plan) addTouches() {
	rows := p.f.FirstTouches.Rows
	for i := 0; i < len(rows); {
		j := i
		for j < len(rows) && rows[j].t == rows[i].t {
			j++
		}
		p.touchQuarter(rows[i:j])
		i = j
	}
}

// touchQuarter pins the touches of one quarter hour, spread over the part of
// it in which the price is on its way down.
func (p *plan) touchQuarter(rows []quote) {
	first := p.f.minute(rows[0].t) * stepsPerMinute
	const length = quarterMinutes * stepsPerMinute
	down := p.descent(first, rows)
	for k, q := range rows {
		level := p.f.ticks(q.v)
		if p.reached(first, first+length, level) {
			continue
		}
		at := (float64(k) + 0.35 + 0.3*p.rnd.Uniform()) / float64(len(rows))
		s := p.inside(first + int(at*down))
		p.knots[s] = max(p.lo[s/stepsPerMinute]+1, level-p.undershoot(level))
	}
}

// descent returns how many steps of the quarter hour from step first the price
// falls: the time to the next knot is divided as the way down to the last
// level and the way back up to that knot.
func (p *plan) descent(first int, rows []quote) float64 {
	const length = quarterMinutes * stepsPerMinute
	top, bottom := p.f.ticks(rows[0].v), p.f.ticks(rows[len(rows)-1].v)
	s0, s1 := p.knotBefore(first), p.knotAfter(first)
	way := float64(first-s0) / float64(first+length/2-s0)
	from := p.knots[s0] + ticks(float64(top-p.knots[s0])*way)
	down, up := p.distance(from, bottom), 0.0
	if p.knots[s1] > bottom {
		up = p.distance(p.knots[s1], bottom)
	}
	return math.Min(length, float64(s1-first)*down/(down+up))
}

// undershoot is how far a touch goes beyond its level: up to 0.06 %.
func (p *plan) undershoot(level ticks) ticks {
	return ticks(0.0006 * p.rnd.Uniform() * float64(level))
}

// reached says whether a knot in the steps [s0, s1) is at or below level.
func (p *plan) reached(s0, s1 int, level ticks) bool {
	for _, k := range p.knots[s0:s1] {
		if k != 0 && k <= level {
			return true
		}
	}
	return false
}

// inside moves a step off the border between two minutes.
func (p *plan) inside(s int) int {
	if s%stepsPerMinute == 0 {
		s++
	}
	return min(s, len(p.knots)-2)
}

// addTimedExtremes pins the extremes whose time was published. They come
// before the touches, because a price that fell to one touched every level
// above it.
func (p *plan) addTimedExtremes() {
	for _, t := range p.f.Extremes {
		for _, e := range t.Rows {
			p.pinExtreme(p.f.minute(e.from), p.f.minute(e.to), p.f.ticks(e.price))
		}
	}
}

// addExtremes pins the high and the low of every bar that is not pinned yet,
// from the shortest bars to the longest.
func (p *plan) addExtremes() {
	for i := len(p.f.Bars) - 1; i >= 0; i-- {
		t := p.f.Bars[i]
		for _, b := range t.Rows {
			m0 := p.f.minute(b.t)
			p.pinExtreme(m0, m0+t.LengthMin, p.f.ticks(b.high))
			p.pinExtreme(m0, m0+t.LengthMin, p.f.ticks(b.low))
		}
	}
}

// pinExtreme pins an extreme price somewhere in the minutes [m0, m1), unless
// it is pinned there. It takes the stretch between two knots where a random
// walk would be most likely to reach it, and in it the moment that divides
// the time as the price divides the way.
func (p *plan) pinExtreme(m0, m1 int, price ticks) {
	best, bestCost := -1, math.Inf(1)
	end := m1 * stepsPerMinute
	for s := p.knotBefore(m0 * stepsPerMinute); s < end; s = p.knotAfter(s) {
		if p.knots[s] == price && s >= m0*stepsPerMinute {
			return
		}
		at := p.place(s, p.knotAfter(s), m0, m1, price)
		if cost := p.cost(s, p.knotAfter(s), price); at >= 0 && cost < bestCost {
			best, bestCost = at, cost
		}
	}
	if best < 0 {
		panic("reconstruct: no room for the extreme of a bar")
	}
	p.knots[best] = price
}

// knotBefore returns the last knot at or before step s.
func (p *plan) knotBefore(s int) int {
	for p.knots[s] == 0 {
		s--
	}
	return s
}

// knotAfter returns the first knot after step s.
func (p *plan) knotAfter(s int) int {
	for s++; p.knots[s] == 0; s++ {
	}
	return s
}

// cost falls with the chance that a walk from knot s0 to knot s1 reaches
// price. For a Brownian bridge the chance is exp(−2·d0·d1/(σ²T)), d0 and d1
// the log distances of price from both ends (reflection principle); the
// variance is that of a calm minute times T plus the square of the bridge's
// own move.
func (p *plan) cost(s0, s1 int, price ticks) float64 {
	const calmMinute = 0.0008
	d0, d1 := p.distance(p.knots[s0], price), p.distance(p.knots[s1], price)
	own := p.distance(p.knots[s0], p.knots[s1])
	minutes := float64(s1-s0) / stepsPerMinute
	return d0 * d1 / (calmMinute*calmMinute*minutes + own*own)
}

// place returns the step between the knots s0 and s1, within the minutes
// [m0, m1), at which price is reached, or −1 where bounds leave no room.
func (p *plan) place(s0, s1, m0, m1 int, price ticks) int {
	d0, d1 := p.distance(p.knots[s0], price), p.distance(p.knots[s1], price)
	at := s0 + int(float64(s1-s0)*d0/math.Max(d0+d1, 1e-12))
	best := -1
	for s := max(s0+1, m0*stepsPerMinute); s < min(s1, m1*stepsPerMinute); s++ {
		m := s / stepsPerMinute
		if s%stepsPerMinute == 0 || price < p.lo[m] || price > p.hi[m] {
			continue
		}
		if best < 0 || abs(s-at) < abs(best-at) {
			best = s
		}
	}
	return best
}

// distance is the absolute log distance of two prices.
func (p *plan) distance(a, b ticks) float64 {
	return math.Abs(math.Log(float64(a) / float64(b)))
}

func abs(x int) int { return max(x, -x) }

// minuteOf returns the minute of a step; the last step belongs to the last
// minute.
func (p *plan) minuteOf(s int) int { return min(s/stepsPerMinute, len(p.lo)-1) }

// bounds returns the lowest and highest price that step s may take without
// being a knot. A step between two minutes obeys both.
func (p *plan) bounds(s int) (lo, hi ticks) {
	m := p.minuteOf(s)
	lo, hi = p.lo[m], p.hi[m]
	if s%stepsPerMinute == 0 && s/stepsPerMinute > 0 {
		lo, hi = max(lo, p.lo[s/stepsPerMinute-1]), min(hi, p.hi[s/stepsPerMinute-1])
	}
	return lo + 1, hi - 1
}

// hourOf returns the hour of the day of minute m, with its fraction.
func (p *plan) hourOf(m int) float64 {
	return float64(p.f.at(m)%data.Day) / float64(data.Hour)
}
