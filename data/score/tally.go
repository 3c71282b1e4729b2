package score

import (
	"slices"

	"unwind/data"
)

// tally is what came of bright cells, in one moment or several. Shares of
// matched cells are per bright cell, so that each bright cell counts once.
type tally struct {
	times, bright               int
	compared, hits, matched     float64
	held, heldHits, heldMatched float64 // against pairs that are not empty
}

func (a *tally) add(b tally, weight float64) {
	a.compared += weight * b.compared
	a.hits += weight * b.hits
	a.matched += weight * b.matched
	a.held += weight * b.held
	a.heldHits += weight * b.heldHits
	a.heldMatched += weight * b.heldMatched
}

// tallyOf judges the bright cells of a moment by where the price went.
func tallyOf(cells []claim, r reach) tally {
	t := tally{times: 1, bright: len(cells)}
	for i := range cells {
		t.judge(&cells[i], r)
	}
	return t
}

func (t *tally) judge(c *claim, r reach) {
	if len(c.matched) == 0 {
		return
	}
	hit := one01(r.touches(c.side, c.mid))
	all, held, any := c.mean(func(p *pair) float64 {
		return (one01(r.touches(c.side, p.near.mid)) + one01(r.touches(c.side, p.far.mid))) / 2
	})
	t.compared++
	t.hits += hit
	t.matched += all
	if any {
		t.held++
		t.heldHits += hit
		t.heldMatched += held
	}
}

// mean returns the mean of a value over the pairs of c and over those that are
// not empty, if there is any.
func (c *claim) mean(of func(*pair) float64) (all, held float64, any bool) {
	n := 0
	for i := range c.matched {
		v := of(&c.matched[i])
		all += v
		if c.matched[i].held {
			held += v
			n++
		}
	}
	all /= float64(len(c.matched))
	if n > 0 {
		held /= float64(n)
	}
	return all, held, n > 0
}

func one01(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// block is a stretch of time: what came of its bright cells, and what the
// distance-only null needs.
type block struct {
	tally
	cells      []*claim     // the compared ones
	excursions [2][]float64 // of the price by side, one a moment; ascending
}

func sideIndex(s data.Side) int {
	if s == data.Short {
		return 1
	}
	return 0
}

// add takes in a moment.
func (b *block) add(m *moment, r reach) {
	t := tallyOf(m.cells, r)
	b.times += t.times
	b.bright += t.bright
	b.tally.add(t, 1)
	for _, side := range []data.Side{data.Long, data.Short} {
		b.excursions[sideIndex(side)] = append(b.excursions[sideIndex(side)], r.excursion(side, m.price))
	}
	for i := range m.cells {
		if c := &m.cells[i]; len(c.matched) > 0 {
			b.cells = append(b.cells, c)
		}
	}
}

// blocksOf divides the moments whose horizon is complete into consecutive
// blocks of at least the given length.
func blocksOf(moments []moment, p *path, horizon, length data.UnixMs) []block {
	var blocks []block
	var from data.UnixMs
	for i := range moments {
		r, ok := p.after(moments[i].bar, horizon)
		if !ok {
			continue
		}
		if len(blocks) == 0 || moments[i].t-from >= length {
			blocks = append(blocks, block{})
			from = moments[i].t
		}
		blocks[len(blocks)-1].add(&moments[i], r)
	}
	for i := range blocks {
		slices.Sort(blocks[i].excursions[0])
		slices.Sort(blocks[i].excursions[1])
	}
	return blocks
}
