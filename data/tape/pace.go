package tape

import "iter"

// pace lets long work stop now and then. Its zero value never does.
type pace struct {
	stop func() // returns when the work may go on
	left int    // units until the next stop
}

// A unit is a row that is decoded or checked, or the bytes of one whose syntax
// is; a step has about unitsPerStep of them.
const (
	unitsPerStep = 4000
	bytesPerUnit = 16
	piece        = 1000 // rows between two looks at the pace
)

// spend counts units of work that is done, and stops when it was enough for a
// step.
func (p *pace) spend(units int) {
	if p.left -= units; p.left > 0 || p.stop == nil {
		return
	}
	p.stop()
	p.left = unitsPerStep
}

// pieces cuts n rows into pieces, from inclusive and to exclusive, and spends
// them.
func (p *pace) pieces(n int) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for from := 0; from < n; from += piece {
			to := min(from+piece, n)
			if !yield(from, to) {
				return
			}
			p.spend(to - from)
		}
	}
}
