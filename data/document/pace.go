package document

import "iter"

// Pace lets long work pause now and then. A nil pace never does.
type Pace struct {
	pause func() // returns when the work may go on
	step  int    // work between two pauses
	left  int    // until the next pause
}

// NewPace returns a pace that calls pause whenever so much work was done: as
// many bytes as have their syntax checked in that time.
func NewPace(step int, pause func()) *Pace { return &Pace{pause: pause, step: step, left: step} }

// rowWork is the work that a row is which is decoded or checked.
const rowWork = 16

// Piece is how many rows may be between two looks at the pace.
const Piece = 1000

// Did counts work that is done, and pauses when it was enough.
func (p *Pace) Did(work int) {
	if p == nil {
		return
	}
	if p.left -= work; p.left <= 0 {
		p.rest()
	}
}

func (p *Pace) rest() {
	p.pause()
	p.left = p.step
}

// Rows counts rows that are decoded or checked.
func (p *Pace) Rows(n int) { p.Did(n * rowWork) }

// Pieces cuts n rows into pieces, from inclusive and to exclusive, and counts
// them.
func (p *Pace) Pieces(n int) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for from := 0; from < n; from += Piece {
			to := min(from+Piece, n)
			if !yield(from, to) {
				return
			}
			p.Rows(to - from)
		}
	}
}

// Since returns how much work was done since the last pause; during one, since
// the one before it.
func (p *Pace) Since() int { return p.step - p.left }
