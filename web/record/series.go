package record

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/margin"
	"unwind/data/tape"
)

// markLayer brings the mark price of the candles' venue to the candles. It is
// nil without one.
func (c *collection) markLayer(of series, k *data.Candles) *tape.MarkLayer {
	marks := c.marks[series{kind: Mark, venue: of.venue, symbol: of.symbol}]
	if len(marks) == 0 {
		return nil
	}
	name := margin.VenueName(of.venue)
	l := &tape.MarkLayer{Origin: recorded("Mark price of "+name+", recorded as it came.", "Цена маркировки "+name+", записана как пришла.")}
	missing := 0
	for i, t := range k.T {
		high, low, last, ok := extremes(marks, t, k.Step)
		if !ok {
			missing++
			high, low, last = k.High[i], k.Low[i], k.Close[i]
		}
		l.T = append(l.T, t)
		l.High, l.Low, l.Close = append(l.High, high), append(l.Low, low), append(l.Close, last)
	}
	if missing == k.Len() {
		return nil
	}
	if missing > 0 {
		l.Why["en"] += fmt.Sprintf(" %d of %d bars were missing: there it is the candle.", missing, k.Len())
		l.Why["ru"] += fmt.Sprintf(" Нет баров: %d из %d, на их месте — свеча.", missing, k.Len())
	}
	return l
}

// extremes returns the highest, the lowest and the last mark price of a
// candle, and whether there is any.
func extremes(marks map[data.UnixMs]minuteMark, from, step data.UnixMs) (high, low, last data.Price, ok bool) {
	for t := from - from%data.Minute; t < from+step; t += data.Minute {
		m, known := marks[t]
		if !known {
			continue
		}
		if !ok {
			high, low, ok = m.high, m.low, true
		}
		high, low, last = max(high, m.high), min(low, m.low), m.last
	}
	return high, low, last, ok
}

// fundingLayer is the funding rate of the candles' venue wherever it changed,
// as it was told at the time.
func (c *collection) fundingLayer(of series) *tape.PointLayer {
	var p data.Points
	for _, x := range c.points[series{kind: Funding, venue: of.venue, symbol: of.symbol}] {
		add(&p, max(x.t, c.From), x.rate)
	}
	if len(p.T) == 0 {
		return nil
	}
	name := margin.VenueName(of.venue)
	return &tape.PointLayer{
		Origin: recorded("Funding rate of "+name+", a fraction per interval, as it was told at the time.", "Ставка финансирования "+name+", доля за интервал, как сообщалась тогда."),
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

// told is one venue's open interest at a time, in dollars.
type told struct {
	t     data.UnixMs
	venue series
	usd   float64
}

// interestLayer is the open interest of the venues that told theirs from the
// start: one that joined later would look like a rise.
func (c *collection) interestLayer(k *data.Candles) *tape.PointLayer {
	all := c.interest(k)
	if len(all) == 0 {
		return nil
	}
	var names []string
	from := map[series]bool{}
	for _, p := range all {
		if p.t > all[0].t+data.Minute {
			break
		}
		if !from[p.venue] {
			from[p.venue] = true
			names = append(names, margin.VenueName(p.venue.venue))
		}
	}
	p := sumOf(all, from)
	if len(p.T) == 0 {
		return nil
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return &tape.PointLayer{
		Origin: recorded("Open interest of "+listed(names, " and ")+", in US dollars, recorded as it came.", "Открытый интерес: "+listed(names, " и ")+", в долларах США, записан как пришёл."),
		Points: p,
	}
}

// sumOf adds up what venues told last, once all of them have.
func sumOf(all []told, venues map[series]bool) data.Points {
	var p data.Points
	last := map[series]float64{}
	for _, x := range all {
		if !venues[x.venue] {
			continue
		}
		last[x.venue] = x.usd
		if len(last) == len(venues) {
			sum := 0.0
			for _, key := range slices.SortedFunc(maps.Keys(last), compareSeries) {
				sum += last[key]
			}
			add(&p, x.t, sum)
		}
	}
	return p
}

// interest returns what each venue told of its open interest, by time. Where a
// venue tells coin, the close of the candle makes it dollars.
func (c *collection) interest(k *data.Candles) []told {
	var all []told
	for _, key := range slices.SortedFunc(maps.Keys(c.points), compareSeries) {
		if key.kind != Interest {
			continue
		}
		for _, x := range c.points[key] {
			usd := x.usd
			if usd == 0 {
				usd = x.qty * float64(closeAt(k, x.t))
			}
			all = append(all, told{max(x.t, c.From), key, usd})
		}
	}
	slices.SortStableFunc(all, func(a, b told) int { return cmp.Compare(a.t, b.t) })
	return all
}

// closeAt returns the close of the candle at a time, or the first open.
func closeAt(k *data.Candles, t data.UnixMs) data.Price {
	i := sort.Search(k.Len(), func(i int) bool { return k.T[i] > t })
	if i == 0 {
		return k.Open[0]
	}
	return k.Close[i-1]
}
