package cascade

import (
	"cmp"
	"slices"

	"unwind/data"
	"unwind/data/heat"
)

// Domino is one cluster of the level estimate that a wave ran into.
type Domino struct {
	Side      data.Side
	Low, High data.Price // edges of the cluster
	USD       data.USD   // estimated, of what the mark touched there
	// At is when the price reached the cluster. Where no price is known it is
	// the start of the estimate's column, and Rough.
	At    data.UnixMs
	Rough bool
	// Reaches are when what makes up USD was touched, in time order.
	Reaches []Reach
	// Forced is what was liquidated from At until the next domino fell, or the
	// wave ended: reported, where USD is estimated.
	Forced Dollars
	// ToNext is how far the price had to go from here to the next cluster, as a
	// fraction of the price; 0 when they adjoin and at the last one.
	ToNext float64
}

// Reach is the moment at which the price touched a part of a cluster.
type Reach struct {
	At  data.UnixMs
	USD data.USD // estimated, of that part alone
}

// By returns the dollars of the cluster that had been touched by t.
func (d *Domino) By(t data.UnixMs) data.USD {
	var usd data.USD
	for i := range d.Reaches {
		if d.Reaches[i].At > t {
			break
		}
		usd += d.Reaches[i].USD
	}
	return usd
}

// Chain is a wave as dominoes: what set it off, then cluster after cluster in
// the order in which the price ran into them.
type Chain struct {
	From     data.Price // where the wave started, 0 when not known
	Approach float64    // how far from there to the first cluster, as a fraction
	Before   Dollars    // liquidated in the wave before the first cluster was reached
	Dominoes []Domino
	Estimate data.USD // of all clusters of the side that were touched, also those too small to be a domino
}

// ChainInput is what a chain is made from.
type ChainInput struct {
	Field   *heat.Field
	Touches []heat.Touch // of Field, ascending by column
	// Height is how many bins make a cluster, always the same ones together.
	Height int
	// Least is the part of the wave's estimate that a cluster must hold to be a
	// domino, 0 to 1.
	Least float64
	// Price is the price at a time and whether there is one, or nil.
	Price func(data.UnixMs) (data.Price, bool)
}

// check says what is missing.
func (in *ChainInput) check() Reason {
	switch {
	case in.Field == nil:
		return NoLevels
	case in.Height < 1 || !(in.Least >= 0 && in.Least <= 1):
		return BadSettings
	}
	return Known
}

// Chain returns the clusters that a wave crossed. Only those of its own side
// count: a fall that liquidates longs touches no shorts. [NoLevels] says that
// there is no estimate, or that the wave touched nothing of it.
func (e *Events) Chain(w *Wave, in ChainInput) (Chain, Reason) {
	chain := Chain{From: w.From}
	if reason := in.check(); reason != Known {
		return chain, reason
	}
	c := &chaining{ChainInput: in, wave: w, at: map[int]int{}}
	for _, t := range c.touches() {
		if t.Side == w.Side {
			c.include(t)
			chain.Estimate += t.USD
		}
	}
	for _, d := range c.dominoes {
		if d.USD >= data.USD(in.Least)*chain.Estimate {
			chain.Dominoes = append(chain.Dominoes, d)
		}
	}
	if len(chain.Dominoes) == 0 {
		return chain, NoLevels
	}
	chain.order(w.Side)
	chain.measure(e, w)
	return chain, Known
}

// chaining collects touches to clusters.
type chaining struct {
	ChainInput
	wave     *Wave
	dominoes []Domino
	at       map[int]int // by cluster: its domino
}

// touches returns those in the columns of the wave.
func (c *chaining) touches() []heat.Touch {
	columns := c.Field.Columns
	find := func(column int) int {
		i, _ := slices.BinarySearchFunc(c.Touches, column, func(t heat.Touch, column int) int { return cmp.Compare(t.Column, column) })
		return i
	}
	return c.Touches[find(columns.Index(c.wave.Start)):find(columns.Index(c.wave.End)+1)]
}

// include adds a touch to its cluster.
func (c *chaining) include(t heat.Touch) {
	cluster := t.Bin / c.Height
	at, rough := c.when(t.Column, c.Field.Bins.Mid(t.Bin))
	i, known := c.at[cluster]
	if !known {
		i = len(c.dominoes)
		c.at[cluster] = i
		c.dominoes = append(c.dominoes, c.domino(cluster))
		c.dominoes[i].At, c.dominoes[i].Rough = at, rough
	}
	d := &c.dominoes[i]
	d.USD += t.USD
	d.At, d.Rough = min(d.At, at), d.Rough && rough
	d.Reaches = append(d.Reaches, Reach{at, t.USD})
}

// domino returns the empty domino of a cluster.
func (c *chaining) domino(cluster int) Domino {
	bins := c.Field.Bins
	return Domino{
		Side: c.wave.Side,
		Low:  bins.Edge(cluster * c.Height), High: bins.Edge(min((cluster+1)*c.Height, bins.N)),
	}
}

// instants is how many moments of a column are tried.
const instants = 64

// when returns the first moment in a column, within the wave, at which the
// price was at or beyond p. It is rough, the start of the column, when that is
// not known.
func (c *chaining) when(column int, p data.Price) (at data.UnixMs, rough bool) {
	columns := c.Field.Columns
	from := max(columns.Start(column), c.wave.Start)
	to := min(columns.Start(column+1)-1, c.wave.End)
	for k := range data.UnixMs(instants + 1) {
		t := from + (to-from)*k/instants
		if q, ok := c.price(t); ok && further(c.wave.Side, p, q) == q {
			return t, false
		}
	}
	return from, true
}

func (c *chaining) price(t data.UnixMs) (data.Price, bool) {
	if c.Price == nil {
		return 0, false
	}
	p, ok := c.Price(t)
	return p, ok && usable(p)
}

// order sorts dominoes by time, and those of one time the way the price went.
func (c *Chain) order(side data.Side) {
	for i := range c.Dominoes {
		slices.SortStableFunc(c.Dominoes[i].Reaches, func(a, b Reach) int { return cmp.Compare(a.At, b.At) })
	}
	slices.SortStableFunc(c.Dominoes, func(a, b Domino) int {
		byPrice := cmp.Compare(b.Low, a.Low)
		if side == data.Short {
			byPrice = -byPrice
		}
		return cmp.Or(cmp.Compare(a.At, b.At), byPrice)
	})
}

// measure fills in what lies between dominoes.
func (c *Chain) measure(e *Events, w *Wave) {
	if usable(c.From) {
		c.Approach = distance(w.Side, c.From, c.Dominoes[0].near())
	}
	last := min(max(e.until(c.Dominoes[0].At), w.first), w.last)
	c.Before = e.sum(w.first, last)
	for i := range c.Dominoes {
		d, first := &c.Dominoes[i], last
		last = w.last
		if i+1 < len(c.Dominoes) {
			next := &c.Dominoes[i+1]
			last = min(max(e.until(next.At), first), w.last)
			d.ToNext = distance(w.Side, d.far(), next.near())
		}
		d.Forced = e.sum(first, last)
	}
}

// near returns the edge that the price reaches first, far the other.
func (d *Domino) near() data.Price {
	if d.Side == data.Short {
		return d.Low
	}
	return d.High
}

func (d *Domino) far() data.Price { return further(d.Side, d.Low, d.High) }

// distance returns how far b lies beyond a the way that a side is pushed, as a
// fraction of a; 0 when it does not.
func distance(side data.Side, a, b data.Price) float64 {
	return max(-side.Sign()*(float64(b/a)-1), 0)
}
