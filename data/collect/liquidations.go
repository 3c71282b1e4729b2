package collect

import (
	"cmp"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/feed"
)

// liquidations are kept as columns in the order of their times, those of one
// time in the order in which they came. Rows are appended and never written
// again, so tapes share the columns; a row that comes late makes new ones.
type liquidations struct {
	rows    data.Liquidations
	sampled []bool // whether a row's feed showed a part of what happened, by the rule in force then
	news    []liquidation
	venues  map[string]*tally
	limits  map[limitKey]bool
}

// liquidation is a row that is not in the columns yet.
type liquidation struct {
	t        data.UnixMs
	side     data.Side
	price    data.Price
	notional data.USD
	venue    string
	sampled  bool
}

// tally counts the rows of a venue.
type tally struct{ all, sampled int }

// limitKey is what the rule of a feed depends on, to the day: rules begin at
// midnight UTC.
type limitKey struct {
	collector, venue string
	day              data.UnixMs
}

func newLiquidations() liquidations {
	return liquidations{venues: map[string]*tally{}, limits: map[limitKey]bool{}}
}

func (l *liquidations) len() int { return l.rows.Len() + len(l.news) }

func (l *liquidations) add(one *feed.Liquidation, t data.UnixMs) {
	venue := venueOf(one)
	row := liquidation{t, one.Side, one.Price, one.Notional, venue, l.isSampled(one.Venue, venue, t)}
	l.news = append(l.news, row)
	n := l.venues[venue]
	if n == nil {
		n = &tally{}
		l.venues[venue] = n
	}
	n.count(row.sampled, 1)
}

func (n *tally) count(sampled bool, by int) {
	n.all += by
	if sampled {
		n.sampled += by
	}
}

// venueOf returns whose liquidation it was.
func venueOf(l *feed.Liquidation) string {
	if l.Exchange != "" {
		return l.Exchange
	}
	return l.Venue
}

// isSampled reports whether a feed shows a part of what happens, by the rule
// in force then. What a collector passes on is at most what both show.
func (l *liquidations) isSampled(collector, venue string, t data.UnixMs) bool {
	key := limitKey{collector, venue, t / data.Day}
	sampled, known := l.limits[key]
	if known {
		return sampled
	}
	for _, who := range []string{collector, venue} {
		limit, ok := cascade.LimitOf(who, t)
		sampled = sampled || ok && limit.Completeness == cascade.AtLeast
	}
	if len(l.limits) < maxSymbols {
		l.limits[key] = sampled
	}
	return sampled
}

// settle takes the news into the columns.
func (l *liquidations) settle() {
	if len(l.news) == 0 {
		return
	}
	slices.SortStableFunc(l.news, func(a, b liquidation) int { return cmp.Compare(a.t, b.t) })
	if n := l.rows.Len(); n > 0 && l.news[0].t < l.rows.T[n-1] {
		l.merge()
	} else {
		l.reserve(len(l.news))
		for i := range l.news {
			l.append(&l.news[i])
		}
	}
	l.news = l.news[:0]
	if len(l.news) == 0 && cap(l.news) > maxIdle {
		l.news = nil
	}
}

// maxIdle bounds the memory that is kept for news, in rows.
const maxIdle = 4096

func (l *liquidations) append(one *liquidation) {
	r := &l.rows
	r.T, r.Side, r.Price = append(r.T, one.t), append(r.Side, one.side), append(r.Price, one.price)
	r.Notional, r.Venue = append(r.Notional, one.notional), append(r.Venue, one.venue)
	l.sampled = append(l.sampled, one.sampled)
}

// reserve makes room for rows at the end.
func (l *liquidations) reserve(n int) {
	r := &l.rows
	r.T, r.Side, r.Price = slices.Grow(r.T, n), slices.Grow(r.Side, n), slices.Grow(r.Price, n)
	r.Notional, r.Venue, l.sampled = slices.Grow(r.Notional, n), slices.Grow(r.Venue, n), slices.Grow(l.sampled, n)
}

// merge makes new columns of the old rows and the news, the old ones first
// where times are equal.
func (l *liquidations) merge() {
	old, sampled := l.rows, l.sampled
	n := old.Len()
	k := sort.Search(n, func(i int) bool { return old.T[i] > l.news[0].t })
	room := n - k + len(l.news) + n/16 // and for what comes next
	l.rows = data.Liquidations{
		T: copied(old.T[:k], room), Side: copied(old.Side[:k], room), Price: copied(old.Price[:k], room),
		Notional: copied(old.Notional[:k], room), Venue: copied(old.Venue[:k], room),
	}
	l.sampled = copied(sampled[:k], room)
	for i := range l.news {
		for ; k < n && old.T[k] <= l.news[i].t; k++ {
			l.append(&liquidation{old.T[k], old.Side[k], old.Price[k], old.Notional[k], old.Venue[k], sampled[k]})
		}
		l.append(&l.news[i])
	}
	r := &l.rows
	r.T, r.Side, r.Price = append(r.T, old.T[k:]...), append(r.Side, old.Side[k:]...), append(r.Price, old.Price[k:]...)
	r.Notional, r.Venue = append(r.Notional, old.Notional[k:]...), append(r.Venue, old.Venue[k:]...)
	l.sampled = append(l.sampled, sampled[k:]...)
}

// copied returns a copy with room for more rows.
func copied[T any](s []T, room int) []T { return slices.Grow(s[:len(s):len(s)], room) }

// forget drops rows from before a time.
func (l *liquidations) forget(before data.UnixMs) {
	l.settle()
	l.drop(sort.Search(l.rows.Len(), func(i int) bool { return l.rows.T[i] >= before }))
}

// bound drops the oldest rows beyond a number. It returns the time from which
// on all are there, or 0 where none was dropped.
func (l *liquidations) bound(most int) data.UnixMs {
	n := l.rows.Len() - most
	if n <= 0 {
		return 0
	}
	since := l.rows.T[n-1] + 1
	l.drop(n)
	return since
}

func (l *liquidations) drop(n int) {
	r := &l.rows
	for i := range n {
		t := l.venues[r.Venue[i]]
		if t.count(l.sampled[i], -1); t.all == 0 {
			delete(l.venues, r.Venue[i])
		}
	}
	r.T, r.Side, r.Price = r.T[n:], r.Side[n:], r.Price[n:]
	r.Notional, r.Venue, l.sampled = r.Notional[n:], r.Venue[n:], l.sampled[n:]
}

// columns returns the rows as they are now. They stay as they are.
func (l *liquidations) columns() data.Liquidations {
	r := &l.rows
	return data.Liquidations{
		T: slices.Clip(r.T), Side: slices.Clip(r.Side), Price: slices.Clip(r.Price),
		Notional: slices.Clip(r.Notional), Venue: slices.Clip(r.Venue),
	}
}
