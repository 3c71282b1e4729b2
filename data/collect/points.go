package collect

import (
	"maps"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/margin"
	"unwind/data/tape"
)

// point is what was told at a time: open interest in coin and in dollars, one
// of which may be 0, or a rate.
type point struct {
	t        data.UnixMs
	qty, usd float64 // qty is the rate
	way      feed.Way
}

// points are in the order of time, those of one time in the order in which
// they came.
type points struct{ rows []point }

// Points of a collection that grows come several times a second. Of each
// stretch the last is kept: of a shorter one while it is recent.
const (
	stretch    = 5 * data.Second
	oldStretch = data.Minute
	recent     = data.Hour
)

func (p *points) put(one point, thin bool) {
	n := len(p.rows)
	switch {
	case n == 0 || one.t >= p.rows[n-1].t:
		if thin && n > 0 && one.t/stretch == p.rows[n-1].t/stretch {
			p.rows[n-1] = one
			return
		}
		p.rows = append(p.rows, one)
	default:
		i := sort.Search(n, func(i int) bool { return p.rows[i].t > one.t })
		p.rows = slices.Insert(p.rows, i, one)
	}
}

// thin keeps of every minute before a time the last point.
func (p *points) thin(before data.UnixMs) {
	kept := p.rows[:0]
	for i, one := range p.rows {
		if one.t < before && i+1 < len(p.rows) && p.rows[i+1].t/oldStretch == one.t/oldStretch {
			continue
		}
		kept = append(kept, one)
	}
	p.rows = kept
}

// forget drops what was known before a time, but for what was known at it.
func (p *points) forget(before data.UnixMs) (empty bool) {
	n := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].t > before })
	p.rows = slices.Delete(p.rows, 0, max(0, n-1))
	return len(p.rows) == 0
}

// thin makes fewer of old points, once a minute.
func (c *Collection) thin(now data.UnixMs) {
	if now < c.thinned+oldStretch {
		return
	}
	c.thinned = now
	for _, all := range []map[series]*points{c.interest, c.funding} {
		for _, p := range all {
			p.thin(now - recent)
		}
	}
}

// fundingLayer is the funding rate of the candles' venue wherever it changed,
// as it was told at the time.
func (c *Collection) fundingLayer(of series) *tape.PointLayer {
	told := c.funding[series{venue: of.venue, symbol: of.symbol}]
	if told == nil {
		return nil
	}
	var p data.Points
	for _, x := range told.rows {
		add(&p, max(x.t, c.known()), x.qty)
	}
	var came ways
	came.points(of.venue, told)
	name := margin.VenueName(of.venue)
	return &tape.PointLayer{
		Origin: came.origin("Funding rate of "+name+", a fraction per interval", "Ставка финансирования "+name+", доля за интервал", &toldThen, &valuesOf),
		Points: p,
	}
}

// add appends a point. Of points of one time the last is kept; one that says
// nothing new is left out.
func add(p *data.Points, t data.UnixMs, v float64) {
	n := len(p.T)
	switch {
	case n > 0 && p.V[n-1] == v:
	case n > 0 && p.T[n-1] == t:
		p.V[n-1] = v
	default:
		p.T, p.V = append(p.T, t), append(p.V, v)
	}
}

// interestLayer is the open interest of the venues that told theirs from the
// start: one that joined later would look like a rise.
func (c *Collection) interestLayer(k *data.Candles) *tape.PointLayer {
	venues := c.fromStart()
	if len(venues) == 0 {
		return nil
	}
	var names []string
	all := make([]told, len(venues))
	var came ways
	for i, key := range venues {
		names = append(names, margin.VenueName(key.venue))
		all[i] = told{rows: c.interest[key].rows, candles: k}
		came.points(key.venue, c.interest[key])
	}
	p := sumOf(all, c.known())
	if len(p.T) == 0 {
		return nil
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return &tape.PointLayer{
		Origin: came.origin("Open interest of "+listed(names, " and ")+", in US dollars", "Открытый интерес: "+listed(names, " и ")+", в долларах США", &cameMasculine, &valuesOf),
		Points: p,
	}
}

// late is how long after the first a venue's open interest may begin to be of
// the sum: of their past venues tell in steps of five minutes.
const late = 10 * data.Minute

// fromStart returns whose open interest is known from the start, in order.
func (c *Collection) fromStart() []series {
	var first data.UnixMs
	begins := func(key series) data.UnixMs { return max(c.interest[key].rows[0].t, c.known()) }
	for key := range c.interest {
		if t := begins(key); first == 0 || t < first {
			first = t
		}
	}
	keys := slices.SortedFunc(maps.Keys(c.interest), compareSeries)
	return slices.DeleteFunc(keys, func(key series) bool { return begins(key) > first+late })
}

// told is what one venue tells of its open interest, while it is summed up.
type told struct {
	rows    []point
	candles *data.Candles
	candle  int     // the last that opened at or before the last row
	usd     float64 // what was told last
	begun   bool
}

// next takes the next row. Where a venue tells coin, the close of the candle
// makes it dollars.
func (x *told) next() {
	p := x.rows[0]
	x.rows, x.begun = x.rows[1:], true
	for x.candle+1 < x.candles.Len() && x.candles.T[x.candle+1] <= p.t {
		x.candle++
	}
	if x.usd = p.usd; x.usd != 0 {
		return
	}
	price := x.candles.Close[x.candle]
	if p.t < x.candles.T[0] {
		price = x.candles.Open[0]
	}
	x.usd = p.qty * float64(price)
}

// sumOf adds up what venues told last, once all of them have. What was told
// before a time is what was known at it.
func sumOf(all []told, from data.UnixMs) data.Points {
	var p data.Points
	for {
		next := -1
		for i := range all {
			if len(all[i].rows) > 0 && (next < 0 || all[i].rows[0].t < all[next].rows[0].t) {
				next = i
			}
		}
		if next < 0 {
			return p
		}
		t := max(all[next].rows[0].t, from)
		all[next].next()
		sum, whole := 0.0, true
		for i := range all {
			sum, whole = sum+all[i].usd, whole && all[i].begun
		}
		if whole {
			add(&p, t, sum)
		}
	}
}
