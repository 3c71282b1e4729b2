package market

import (
	"sort"

	"unwind/data"
)

// cumulative is liquidated notional summed up from the start, so that any
// interval is one difference: counters are derived from the time and a seek
// shows what playing shows.
type cumulative struct {
	// At t[i] and later, long[i] and short[i] had been liquidated. When spread
	// is positive the notional of step i flowed evenly over [t[i]−spread, t[i]].
	t           []data.UnixMs
	long, short []data.USD
	spread      data.UnixMs
}

func cumulateFlow(f *data.Flow) cumulative {
	c := cumulative{spread: f.Step, t: make([]data.UnixMs, len(f.T))}
	c.long, c.short = make([]data.USD, len(f.T)), make([]data.USD, len(f.T))
	var long, short data.USD
	for i := range f.T {
		long, short = long+f.Long[i], short+f.Short[i]
		c.t[i], c.long[i], c.short[i] = f.T[i]+f.Step, long, short
	}
	return c
}

func cumulateEvents(l *data.Liquidations) cumulative {
	c := cumulative{t: l.T, long: make([]data.USD, l.Len()), short: make([]data.USD, l.Len())}
	var long, short data.USD
	for i := range l.T {
		switch l.Side[i] {
		case data.Long:
			long += l.Notional[i]
		case data.Short:
			short += l.Notional[i]
		}
		c.long[i], c.short[i] = long, short
	}
	return c
}

// between returns what was liquidated in (from, to].
func (c *cumulative) between(from, to data.UnixMs) (long, short data.USD) {
	l1, s1 := c.until(to)
	l0, s0 := c.until(from)
	return l1 - l0, s1 - s0
}

func (c *cumulative) until(t data.UnixMs) (long, short data.USD) {
	n := sort.Search(len(c.t), func(i int) bool { return c.t[i] > t })
	if n > 0 {
		long, short = c.long[n-1], c.short[n-1]
	}
	if n == len(c.t) || c.spread == 0 {
		return long, short
	}
	part := data.USD(t-(c.t[n]-c.spread)) / data.USD(c.spread)
	if part <= 0 {
		return long, short
	}
	return long + part*(c.long[n]-long), short + part*(c.short[n]-short)
}
