package score

import (
	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
)

// moment is one judgement of the estimate: the bright cells when a bar closed.
// Only bars up to that one are behind it.
type moment struct {
	bar   int // the latest closed
	t     data.UnixMs
	price data.Price
	cells []claim
}

// place is a cell at a moment.
type place struct {
	mid      data.Price
	distance float64 // from the price, in log price, > 0
}

// claim is one bright cell and the cells it is compared with.
type claim struct {
	place
	side    data.Side
	matched []pair
}

// pair is a nearer and a farther cell at equal offsets from a bright one, so
// that their mean distance is that of the bright cell and nearness favours
// neither.
type pair struct {
	near, far place
	held      bool // neither is empty
}

// sample makes the estimate bar by bar and judges it at every moment that is
// due. The books of the estimate are read when a bar closes: unlike a column
// of the field they hold no later touch, and every birth so far.
func sample(estimate *level.Estimator, p *path, o Options) []moment {
	var moments []moment
	c := newChooser(estimate.Bins(), o)
	due := p.times[0] + o.WarmUp
	for bar := 0; estimate.More(); bar++ {
		estimate.Step(1)
		if t := p.times[bar] + p.step; t >= due {
			estimate.Column(c.usd)
			moments = append(moments, moment{bar, t, p.close[bar], c.choose(p.close[bar])})
			due = t + o.Every
		}
	}
	return moments
}

// chooser finds the bright cells of a column.
type chooser struct {
	options Options
	bins    heat.Bins
	mids    []data.Price
	usd     []float32 // per bin, both sides together
	bright  []bool    // per bin
	order   []int
}

func newChooser(bins heat.Bins, o Options) *chooser {
	c := &chooser{options: o, bins: bins, mids: make([]data.Price, bins.N)}
	for i := range c.mids {
		c.mids[i] = bins.Mid(i)
	}
	c.usd = make([]float32, bins.N)
	c.bright = make([]bool, bins.N)
	return c
}
