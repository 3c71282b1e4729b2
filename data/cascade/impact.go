package cascade

import "math"

// book is how the price answers to forced orders, in log price. What it has
// moved by them (moved) comes back as the book fills up again.
type book struct {
	s     *Settings
	depth float64 // USD by log price
	left  float64 // part of the depth that is there, Floor to 1
	moved float64
}

// take moves the price by a net flow, sold when positive, and withdraws depth.
func (b *book) take(net float64) {
	before := b.moved
	switch b.s.Law {
	case SquareLaw:
		b.moved = b.square(net)
	case KyleLaw:
		b.moved -= b.s.Kyle * net / (b.depth * b.left)
	default:
		b.moved -= net / (b.depth * b.left)
	}
	b.moved = min(max(b.moved, -2*maxMove), 2*maxMove)
	b.withdraw(b.moved - before)
}

// square goes along the square root law: the order so far is that which would
// have moved the price to where it is.
func (b *book) square(net float64) float64 {
	unit := b.s.Y * b.s.Sigma
	volume := b.s.Volume * b.left
	sold := -math.Copysign(b.moved*b.moved/(unit*unit)*volume, b.moved) + net
	return -math.Copysign(unit*math.Sqrt(math.Abs(sold)/volume), sold)
}

// withdraw takes depth away with a move of the price.
func (b *book) withdraw(move float64) {
	if b.s.Withdrawal > 0 {
		b.left = max(b.left*math.Exp(-b.s.Withdrawal*math.Abs(move)), b.s.Floor)
	}
}

// refill lets the part share of a move and of what was withdrawn come back.
func (b *book) refill(share float64) {
	b.moved -= b.moved * share
	b.left += (1 - b.left) * share
}
