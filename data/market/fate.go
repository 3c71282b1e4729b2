package market

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
)

// Fate is what became of what one side opened in a cell up to a time:
//
//	Opened = Waiting + Touched + Closed + Aged
//
// Opened counts dollars when they are first known, those that were there when
// the estimate begins included. Of what was touched the dollars of that moment
// count, as in [heat.Field.Touches].
type Fate struct {
	Opened, Waiting       data.USD
	Touched, Closed, Aged data.USD
	// FirstTouch and LastTouch are 0 where nothing was touched.
	FirstTouch, LastTouch data.UnixMs
}

// fates says what became of everything that was opened in the runs.
func (c *cellReader) fates(runs []heat.Run) {
	losses := make([]*losses, len(c.field.Groups))
	for _, r := range runs {
		if int(r.Start) > c.column || c.field.End(r) <= int(r.Start) { // not yet, or never seen
			continue
		}
		if losses[r.Group] == nil {
			losses[r.Group] = lossesOf(c.field, int(r.Group), c.column)
		}
		side := 0
		if c.field.Groups[r.Group].Side == data.Short {
			side = 1
		}
		c.settle(&c.Fates[side], r, losses[r.Group])
	}
	for i := range c.Fates {
		c.Fates[i].absorb()
	}
}

// settle adds what became of one run.
func (c *cellReader) settle(f *Fate, r heat.Run, l *losses) {
	start, end := int(r.Start), min(c.field.End(r), c.column)
	left := c.field.Worth(r, end)
	switch {
	case c.column < c.field.End(r):
		f.Waiting += left
	case left > 0:
		f.touch(left, c.field.Columns.Start(end))
	default: // its factor starts afresh, and the same dollars go on in another run
		end--
		left = c.field.Worth(r, end)
		f.Opened -= left
	}
	opened := c.field.Worth(r, start) + data.USD(r.USD)*between(l.opened, start, end)
	aged := data.USD(r.USD) * between(l.aged, start, end)
	f.Opened += opened
	f.Aged += aged
	f.Closed += opened - aged - left
}

func (f *Fate) touch(usd data.USD, t data.UnixMs) {
	f.Touched += usd
	if f.FirstTouch == 0 || t < f.FirstTouch {
		f.FirstTouch = t
	}
	f.LastTouch = max(f.LastTouch, t)
}

// absorb leaves nothing that is less than nothing by rounding.
func (f *Fate) absorb() {
	if f.Closed < 0 {
		f.Opened, f.Closed = f.Opened-f.Closed, 0
	}
}

// losses are what has happened, before each column and summed up from the first
// on, to a dollar as runs store it: what has aged away, and what a factor that
// rises, as in no estimate of ours, has opened. Nil is nothing.
type losses struct{ aged, opened []float64 }

// between returns how much came between two columns.
func between(sums []float64, from, to int) data.USD {
	if sums == nil {
		return 0
	}
	return data.USD(sums[to] - sums[from])
}

// noise is by how much of itself a factor may rise by rounding alone.
const noise = 1e-6

// lossesOf goes through the factor of a group up to a column: in each column
// the half-life takes its part of what was there; what else is gone was closed.
func lossesOf(f *heat.Field, group, until int) *losses {
	g, l := &f.Groups[group], new(losses)
	scale, gone := f.Scales[g.Scale][:until+1], 0.0
	if g.HalfLife > 0 {
		gone = -math.Expm1(-math.Ln2 * float64(f.Columns.Step) / float64(g.HalfLife))
		l.aged = make([]float64, until+1)
	}
	for c, v := range scale[:until] {
		before, after := float64(v), float64(scale[c+1])
		if l.aged != nil {
			l.aged[c+1] = l.aged[c] + before*gone
		}
		rise := after - before*(1-gone)
		if l.opened == nil && rise > noise*before {
			l.opened = make([]float64, until+1)
		}
		if l.opened != nil {
			l.opened[c+1] = l.opened[c] + max(rise-noise*before, 0)
		}
	}
	return l
}
