package cascade

import (
	"math"

	"unwind/data"
)

// rule is the limit of a venue's feed over the time in which it holds.
type rule struct {
	venue       string
	from, until data.UnixMs // until is exclusive
	Limit
	ok bool // a limit is known
}

// ruleOf returns the rule that holds for a venue at a time.
func ruleOf(venue string, at data.UnixMs) rule {
	r := rule{venue: venue, from: math.MinInt64, until: math.MaxInt64}
	for i := range limits {
		l := &limits[i]
		switch {
		case l.venue != venue:
		case l.since > at:
			r.until = min(r.until, l.since)
		default:
			r.from, r.Limit, r.ok = l.since, l.Limit, true
		}
	}
	return r
}

// lookup keeps the first rules that were asked for: a feed has thousands of rows
// under each.
type lookup []rule

// mostRules bounds a [lookup], which is searched from its start.
const mostRules = 16

// find returns the rule that holds for a venue at a time, and whether it was kept
// from an earlier call. It is valid until the next one.
func (l *lookup) find(venue string, at data.UnixMs) (r *rule, known bool) {
	for i := range *l {
		if r := &(*l)[i]; r.venue == venue && at >= r.from && at < r.until {
			return r, true
		}
	}
	if len(*l) == mostRules {
		*l = (*l)[:mostRules-1]
	}
	*l = append(*l, ruleOf(venue, at))
	return &(*l)[len(*l)-1], false
}
