package cascade

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"unwind/data"
)

// maxDollars bounds any amount: a thousand trillion. What lies beyond is an
// error of the feed, and sums of it would lose the small ones.
const maxDollars = 1e15

// amount returns usd, or 0 when it is no positive amount.
func amount(usd data.USD) data.USD {
	if usd > 0 && usd <= maxDollars {
		return usd
	}
	return 0
}

// Events are liquidations in time order, which is not theirs when a feed
// delivers late. They read the columns they were made from.
type Events struct {
	l       *data.Liquidations
	order   []int32 // rows in time order, or nil when the rows are
	Dropped int     // rows without a positive finite notional
}

// NewEvents puts liquidations in time order; rows of one time keep theirs. Rows
// whose notional is no positive amount are dropped and counted. It copies
// nothing else, so l must not change.
func NewEvents(l *data.Liquidations) *Events {
	e := &Events{l: l}
	sorted := true
	for i, usd := range l.Notional {
		if amount(usd) == 0 {
			e.Dropped++
		}
		sorted = sorted && (i == 0 || l.T[i] >= l.T[i-1])
	}
	if sorted && e.Dropped == 0 {
		return e
	}
	e.order = make([]int32, 0, l.Len()-e.Dropped)
	for i, usd := range l.Notional {
		if amount(usd) > 0 {
			e.order = append(e.order, int32(i))
		}
	}
	if !sorted {
		slices.SortStableFunc(e.order, func(a, b int32) int { return cmp.Compare(l.T[a], l.T[b]) })
	}
	return e
}

// Len returns the number of events.
func (e *Events) Len() int {
	if e.order != nil {
		return len(e.order)
	}
	return e.l.Len()
}

// row returns the row of event i.
func (e *Events) row(i int) int {
	if e.order != nil {
		return int(e.order[i])
	}
	return i
}

func (e *Events) at(i int) data.UnixMs { return e.l.T[e.row(i)] }
func (e *Events) usd(i int) data.USD   { return e.l.Notional[e.row(i)] }

// venue returns the venue of event i, "" when none is named.
func (e *Events) venue(i int) string {
	if e.l.Venue == nil {
		return ""
	}
	return e.l.Venue[e.row(i)]
}

// until returns how many events happened before t.
func (e *Events) until(t data.UnixMs) int {
	return sort.Search(e.Len(), func(i int) bool { return e.at(i) >= t })
}

// Dollars are liquidated notional by side. Unknown is of no known side.
type Dollars struct{ Long, Short, Unknown data.USD }

// Total returns all of them.
func (d Dollars) Total() data.USD { return d.Long + d.Short + d.Unknown }

// Minus returns what is left of d without e, which is a part of it.
func (d Dollars) Minus(e Dollars) Dollars {
	return Dollars{d.Long - e.Long, d.Short - e.Short, d.Unknown - e.Unknown}
}

// Add adds what was liquidated of a side.
func (d *Dollars) Add(side data.Side, usd data.USD) {
	switch side {
	case data.Long:
		d.Long += usd
	case data.Short:
		d.Short += usd
	default:
		d.Unknown += usd
	}
}

// leading returns the side with more of the dollars; an unknown side when none
// is known.
func (d Dollars) leading() data.Side {
	switch {
	case !(d.Long+d.Short > 0):
		return data.UnknownSide
	case d.Short > d.Long:
		return data.Short
	}
	return data.Long
}

// dominant returns the side with more of the dollars, and its share of those
// of a known side; an unknown side and 0 when no side is known.
func (d Dollars) dominant() (data.Side, float64) {
	known := d.Long + d.Short
	switch side := d.leading(); side {
	case data.UnknownSide:
		return side, 0
	case data.Short:
		return side, float64(d.Short / known)
	default:
		return side, float64(d.Long / known)
	}
}

// sum adds up the events [first, last).
func (e *Events) sum(first, last int) Dollars {
	var d Dollars
	for i := first; i < last; i++ {
		d.Add(e.l.Side[e.row(i)], e.usd(i))
	}
	return d
}

// usable reports whether p is a price: finite and positive.
func usable(p data.Price) bool { return p > 0 && !math.IsInf(float64(p), 0) }
