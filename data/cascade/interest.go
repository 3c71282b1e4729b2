package cascade

import (
	"sort"

	"unwind/data"
)

// InterestChange is how open interest went over a stretch.
type InterestChange struct {
	From, To      data.UnixMs // of the two points between which it went
	Before, After data.USD
}

// Change returns the dollars by which open interest rose, negative when it
// fell.
func (c InterestChange) Change() data.USD { return c.After - c.Before }

// Share returns the change as a part of what was open before; −0.05 is a fall
// of 5 %.
func (c InterestChange) Share() float64 { return float64(c.Change() / c.Before) }

// interestReach is how far from a stretch points may lie at least, however
// short it is.
const interestReach = 15 * data.Minute

// InterestBetween returns how open interest changed from the last point known
// at from to the first one at or after to. Neither may be further from the
// stretch than this is long, or than 15 minutes where it is shorter: what
// changed in days says nothing about a wave of minutes. [NoInterest] says that
// there are no points, [SparseInterest] that none is near enough.
func InterestBetween(p *data.Points, from, to data.UnixMs) (InterestChange, Reason) {
	if p == nil || len(p.T) == 0 {
		return InterestChange{}, NoInterest
	}
	reach := max(to-from, interestReach)
	i := sort.Search(len(p.T), func(i int) bool { return p.T[i] > from }) - 1
	k := sort.Search(len(p.T), func(i int) bool { return p.T[i] >= to })
	if i < 0 || k == len(p.T) || i == k || from-p.T[i] > reach || p.T[k]-to > reach {
		return InterestChange{}, SparseInterest
	}
	c := InterestChange{p.T[i], p.T[k], amount(data.USD(p.V[i])), amount(data.USD(p.V[k]))}
	if c.Before == 0 {
		return InterestChange{}, NoInterest
	}
	return c, Known
}
