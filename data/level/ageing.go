package level

import (
	"math"

	"unwind/data"
)

// halfLives are the default half-lives by leverage, ascending.
var halfLives = []struct {
	leverage float64
	halfLife data.UnixMs
}{{5, 7 * data.Day}, {10, 3 * data.Day}, {25, data.Day}, {50, 12 * data.Hour}, {100, 4 * data.Hour}}

// HalfLife returns the default half-life of positions of a leverage: 7 days at
// 5x and less, 4 hours at 100x and more, and between the stated leverages the
// logarithm is linear in that of leverage. It is rounded to whole minutes.
func HalfLife(leverage float64) data.UnixMs {
	first, last := halfLives[0], halfLives[len(halfLives)-1]
	if !(leverage > first.leverage) {
		return first.halfLife
	}
	for i, next := range halfLives[1:] {
		if before := halfLives[i]; leverage <= next.leverage {
			way := math.Log(leverage/before.leverage) / math.Log(next.leverage/before.leverage)
			minutes := float64(before.halfLife) * math.Pow(float64(next.halfLife)/float64(before.halfLife), way) / float64(data.Minute)
			return data.UnixMs(math.Round(minutes)) * data.Minute
		}
	}
	return last.halfLife
}

// ageing says how much of each leverage of the mix waits on after some time.
type ageing struct {
	halfLives []data.UnixMs // zero: never ages
	until     data.UnixMs   // the book has aged up to here
	span      data.UnixMs   // the length of time that left belongs to
	left      []float64
}

func newAgeing(mix []Share, from data.UnixMs) *ageing {
	a := &ageing{until: from, left: make([]float64, len(mix))}
	for i, s := range mix {
		a.halfLives = append(a.halfLives, s.HalfLife)
		a.left[i] = 1
	}
	return a
}

// after returns the part of each leverage that a length of time leaves. The
// slice is overwritten by the next call.
func (a *ageing) after(span data.UnixMs) []float64 {
	if span == a.span {
		return a.left
	}
	a.span = span
	for i, h := range a.halfLives {
		a.left[i] = 1
		if h > 0 {
			a.left[i] = math.Exp2(-float64(span) / float64(h))
		}
	}
	return a.left
}

// age ages both sides up to t.
func (e *Estimator) age(t data.UnixMs) {
	if t <= e.ageing.until {
		return
	}
	left := e.ageing.after(t - e.ageing.until)
	e.ageing.until = t
	for _, b := range e.books {
		b.age(left)
		e.refold(b)
	}
}

// refold keeps the scales of the warm-up, whose columns nobody sees, away from
// zero.
func (e *Estimator) refold(b *book) {
	if e.column >= 0 {
		return
	}
	for i := range b.levers {
		if b.levers[i].scale < leastScale {
			b.fold(i)
		}
	}
}
