package score

import (
	"math"
	"math/rand/v2"
	"slices"

	"unwind/data"
)

// The figures of a row, in the order in which they are drawn.
const (
	touched = iota
	matched
	lift
	heldLift
	distance
	distanceLift
	figures
)

// rowOf scores the moments within one horizon.
func rowOf(moments []moment, p *path, horizon data.UnixMs, o Options) Row {
	blocks := blocksOf(moments, p, horizon, o.block(horizon, p.times[len(p.times)-1]-p.times[0]))
	d := newDraw(dropShort(blocks))
	row := Row{Horizon: horizon, Blocks: len(d.blocks)}
	for _, b := range d.blocks {
		row.Times += b.times
		row.Bright += b.bright
		row.Compared += int(b.compared)
		row.Held += int(b.held)
	}
	if row.Compared == 0 {
		return row
	}
	d.weights(func(int) float64 { return 1 })
	value := d.figures()
	spread := [figures]float64{}
	if row.HasIntervals() {
		spread = d.spread(o)
	}
	estimate := func(i int) Estimate { return Estimate{value[i], value[i] - spread[i], value[i] + spread[i]} }
	row.Touched, row.Matched, row.Distance = rate(estimate(touched)), rate(estimate(matched)), rate(estimate(distance))
	row.Lift, row.HeldLift, row.DistanceLift = estimate(lift), estimate(heldLift), estimate(distanceLift)
	return row
}

// dropShort joins a last block of less than half the moments of the first to
// the one before it, so that blocks weigh about alike.
func dropShort(blocks []block) []block {
	n := len(blocks)
	if n < 2 || 2*blocks[n-1].times >= blocks[0].times {
		return blocks
	}
	last, into := &blocks[n-1], &blocks[n-2]
	into.times += last.times
	into.bright += last.bright
	into.tally.add(last.tally, 1)
	into.cells = append(into.cells, last.cells...)
	for i := range into.excursions {
		into.excursions[i] = append(into.excursions[i], last.excursions[i]...)
		slices.Sort(into.excursions[i])
	}
	return blocks[:n-1]
}

// rate keeps the interval of a rate within 0 and 1.
func rate(e Estimate) Estimate {
	return Estimate{e.Value, max(0, e.Low), min(1, e.High)}
}

// draw is one choice of blocks: each with the number of times it was drawn.
type draw struct {
	blocks []block
	weight []float64
	cross  [][]crossing // cross[a][b]: bright cells of block a under what the price did in block b
}

func newDraw(blocks []block) *draw {
	d := &draw{blocks: blocks, weight: make([]float64, len(blocks)), cross: make([][]crossing, len(blocks))}
	for a := range blocks {
		d.cross[a] = make([]crossing, len(blocks))
		for b := range blocks {
			d.cross[a][b] = crossed(&blocks[a], &blocks[b])
		}
	}
	return d
}

func (d *draw) weights(of func(block int) float64) {
	for i := range d.weight {
		d.weight[i] = of(i)
	}
}

// figures returns the figures of the drawn blocks together. The matched rate is
// rid of the curvature of touch over distance, by which a bright cell and the
// pairs around it differ for any price path: the same comparison at the same
// distances, made with what the price did at all moments, is subtracted.
func (d *draw) figures() [figures]float64 {
	var t tally
	var c crossing
	var times float64
	for a, w := range d.weight {
		t.add(d.blocks[a].tally, w)
		times += w * float64(d.blocks[a].times)
		for b, v := range d.weight {
			c.add(d.cross[a][b], w*v)
		}
	}
	var f [figures]float64
	f[touched] = share(t.hits, t.compared)
	f[distance] = share(c.hits, t.compared*times)
	f[distanceLift] = f[touched] - f[distance]
	f[lift] = share(t.hits-t.matched, t.compared) - share(c.hits-c.matched, t.compared*times)
	f[heldLift] = share(t.heldHits-t.heldMatched, t.held) - share(c.heldHits-c.heldMatched, t.held*times)
	f[matched] = f[touched] - f[lift]
	return f
}

func share(part, whole float64) float64 {
	if whole > 0 {
		return part / whole
	}
	return 0
}

// spread returns half the width of the 95 % intervals: blocks are drawn with
// replacement, and the standard deviation of a figure over the draws is
// widened by Student's t, because the blocks are few.
func (d *draw) spread(o Options) [figures]float64 {
	n := len(d.blocks)
	rnd := rand.New(rand.NewPCG(o.Seed, uint64(n)))
	var sum, squares [figures]float64
	for range o.Resamples {
		d.weights(func(int) float64 { return 0 })
		for range n {
			d.weight[rnd.IntN(n)]++
		}
		for i, v := range d.figures() {
			sum[i] += v
			squares[i] += v * v
		}
	}
	var half [figures]float64
	times := float64(o.Resamples)
	widen := student(n-1) * math.Sqrt(float64(n)/float64(n-1))
	for i := range half {
		variance := (squares[i] - sum[i]*sum[i]/times) / (times - 1)
		half[i] = widen * math.Sqrt(max(0, variance))
	}
	return half
}

// student returns the 97.5 % point of Student's distribution by its expansion
// around the normal (Abramowitz and Stegun 26.7.5), which is 0.007 low at 4
// degrees of freedom and better above.
func student(freedom int) float64 {
	const z = 1.959963985
	const z3, z5, z7 = z * z * z, z * z * z * z * z, z * z * z * z * z * z * z
	n := float64(freedom)
	return z + (z3+z)/(4*n) + (5*z5+16*z3+3*z)/(96*n*n) + (3*z7+19*z5+17*z3-15*z)/(384*n*n*n)
}
