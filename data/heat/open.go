package heat

import (
	"iter"
	"slices"

	"unwind/data"
)

// Open returns the runs that wait at column col in the bins from (inclusive)
// to to (exclusive), each with what it is worth there. Outside the field there
// are none.
func (f *Field) Open(col, from, to int) iter.Seq2[Run, data.USD] {
	return func(yield func(Run, data.USD) bool) {
		if col < 0 || col >= f.Columns.N {
			return
		}
		for _, r := range f.RunsBetween(from, to) {
			if f.holds(r, col) && !yield(r, f.Worth(r, col)) {
				return
			}
		}
	}
}

// RunsBetween returns the runs of the bins [from, to), which must not be
// changed.
func (f *Field) RunsBetween(from, to int) []Run {
	lo, _ := slices.BinarySearchFunc(f.Runs, from, compareBin)
	n, _ := slices.BinarySearchFunc(f.Runs[lo:], to, compareBin)
	return f.Runs[lo : lo+n]
}
