package market

import (
	"cmp"

	"unwind/data"
	"unwind/data/tape"
)

// Counting says what the headline counter counts.
type Counting struct {
	AllCoins bool // the tape's totals of all coins; else its own liquidations
	// Symbols is how many symbols the tape's liquidations are of. It is 0 where
	// they are of one, or the totals are counted.
	Symbols int
	// Since is the time from which the tape counts: before it nothing is known,
	// so a span that begins earlier is not whole.
	Since data.UnixMs
}

// Counted says what [Market.Rolling] counts, and from when on.
func (m *Market) Counted() Counting { return m.counting }

func countingOf(t *tape.Tape) Counting {
	switch l := t.Liquidations; {
	case t.Totals != nil:
		return Counting{AllCoins: true, Since: firstOf(t.Totals.T, t.From)}
	case l != nil:
		return Counting{Symbols: several(l.Symbol), Since: liquidationsSince(t)}
	}
	return Counting{Since: t.From}
}

// liquidationsSince returns from when on the liquidations of t are known.
func liquidationsSince(t *tape.Tape) data.UnixMs {
	l := t.Liquidations
	if l == nil {
		return t.From
	}
	return recordedFrom(t, cmp.Or(l.Since, firstOf(l.T, t.From)))
}

// recordedFrom returns when the recording of an event that goes on began, at since
// or later: where all is missing from then on, as before a server was started, it
// is where that ends.
func recordedFrom(t *tape.Tape, since data.UnixMs) data.UnixMs {
	if t.Edge == 0 || t.Gaps == nil {
		return since
	}
	for i := range t.Gaps.Gaps { // by their starts
		if g := &t.Gaps.Gaps[i]; g.Venue == "" && g.From <= since {
			since = max(since, g.To)
		}
	}
	return min(since, t.Edge)
}

// firstOf returns the first of ascending times, or other when there is none.
func firstOf(times []data.UnixMs, other data.UnixMs) data.UnixMs {
	if len(times) == 0 {
		return other
	}
	return times[0]
}

// several returns how many distinct names there are, 0 for less than two.
func several(names []string) int {
	distinct := map[string]struct{}{}
	for _, n := range names {
		distinct[n] = struct{}{}
	}
	if len(distinct) < 2 {
		return 0
	}
	return len(distinct)
}
