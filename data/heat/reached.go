package heat

import "unwind/data"

// Reached is what a price has reached of a field since its runs were made: from
// a column on the longs of the highest bins, and the shorts of the lowest, are
// gone. The zero value is nothing.
type Reached struct {
	Column        int // the first from which on
	Longs, Shorts int // how many bins, 0 to [Bins].N
}

// ReachedBy returns what a price between low and high reaches from a column on,
// by the rule of touches: longs wait at the middle of their bin until the price
// is there or below, shorts until it is there or above.
func (b Bins) ReachedBy(low, high data.Price, column int) Reached {
	if !(low > 0 && low <= high) {
		return Reached{}
	}
	long, short := b.firstFrom(low), b.firstFrom(high)
	for long > 0 && b.Mid(long-1) >= low { // what positions lose by rounding
		long--
	}
	for long < b.N && b.Mid(long) < low {
		long++
	}
	for short < b.N && b.Mid(short) <= high {
		short++
	}
	for short > 0 && b.Mid(short-1) > high {
		short--
	}
	return Reached{Column: column, Longs: b.N - long, Shorts: short}
}

// Takes reports whether the price has reached what a side has in a bin, of so
// many bins.
func (r Reached) Takes(side data.Side, bin, bins int) bool {
	if side == data.Short {
		return bin < r.Shorts
	}
	return bin >= bins-r.Longs
}

// End returns the first column at which a run of f is gone. One that the price
// reached in the column at which it would have begun ends there, unseen.
func (f *Field) End(r Run) int {
	if r.End() > f.Reached.Column && f.Reached.Takes(f.Groups[r.Group].Side, int(r.Bin), f.Bins.N) {
		return max(f.Reached.Column, int(r.Start))
	}
	return r.End()
}

// holds reports whether r is open at column col.
func (f *Field) holds(r Run, col int) bool { return int(r.Start) <= col && col < f.End(r) }

// DropReached takes what the price has reached out of what waits at a column by
// the runs of f, one value a bin.
func (f *Field) DropReached(long, short []data.USD, col int) {
	if col >= f.Reached.Column {
		clear(long[f.Bins.N-f.Reached.Longs:])
		clear(short[:f.Reached.Shorts])
	}
}
