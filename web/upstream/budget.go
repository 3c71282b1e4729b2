package upstream

import (
	"slices"

	"unwind/data"
	"unwind/data/feed"
)

// share is the part of a venue's budget that is spent, as 1/share. The rest is
// for others at the same address, and for a server that starts again and does
// not know what it spent a moment ago.
const share = 2

// meter counts what is spent of one budget, in the venue's weights, over any
// stretch of time as long as the budget's. The caller holds its lock.
type meter struct {
	budget feed.Budget
	plan   int        // units that the venue says are allowed; 0: as the budget has it
	spent  []spending // ascending times; those of requests that wait lie ahead
}

type spending struct {
	at     data.UnixMs
	weight int
}

// reserve books a request and returns when it may start, or books nothing and
// returns false if that would be after latest. A request that is heavier than
// all that may be spent goes when nothing else was spent.
func (m *meter) reserve(now, latest data.UnixMs, weight int) (data.UnixMs, bool) {
	m.forget(now)
	at, sum := now, weight
	for _, s := range m.spent {
		sum += s.weight
	}
	if n := len(m.spent); n > 0 {
		at = max(at, m.spent[n-1].at+m.budget.Gap)
	}
	for _, s := range m.spent {
		if sum <= m.allowed()/share {
			break
		}
		sum -= s.weight
		at = max(at, s.at+m.budget.Per)
	}
	if at > latest {
		return at, false
	}
	m.spent = append(m.spent, spending{at, weight})
	return at, true
}

// seen takes in what the venue says is used, where that is more than was
// counted: somebody else at this address asks too.
func (m *meter) seen(now data.UnixMs, used int) {
	m.forget(now)
	counted := 0
	for _, s := range m.spent {
		counted += s.weight
	}
	if others := min(used, m.allowed()) - counted; others > 0 {
		at := now
		if n := len(m.spent); n > 0 {
			at = max(at, m.spent[n-1].at)
		}
		m.spent = append(m.spent, spending{at, others})
	}
}

// allowed returns the units of the budget, or of the operator's plan where that
// is larger.
func (m *meter) allowed() int { return max(m.budget.Units, m.plan) }

// forget drops what no longer counts.
func (m *meter) forget(now data.UnixMs) {
	m.spent = slices.DeleteFunc(m.spent, func(s spending) bool { return s.at+m.budget.Per <= now })
}
