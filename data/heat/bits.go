package heat

import "math/bits"

// The bits of a cell are the signs of two sums over the scales, one factor a
// column each, and its notional is a third. Factors change slowly, so over a few
// columns the signs and the shade are nearly always sure from the least and the
// largest factor alone.

// blockColumns is how many columns are judged together.
const blockColumns = 32

// extremes are the least and the largest factor of each block of a scale.
type extremes struct{ least, most []float32 }

func extremesOf(scale []float32) extremes {
	var x extremes
	for from := 0; from < len(scale); from += blockColumns {
		least, most := scale[from], scale[from]
		for _, v := range scale[from:min(from+blockColumns, len(scale))] {
			if v < least { // built-in min and max of floats are calls in WebAssembly
				least = v
			}
			if v > most {
				most = v
			}
		}
		x.least, x.most = append(x.least, least), append(x.most, most)
	}
	return x
}

// bits returns the bits of the cells of the segment at hand, and whether they
// are the same in all its columns: where every scale says the same, no factor
// of a column changes it.
func (s *sweep) bits() (shared uint8, same bool) {
	var all, any uint8 = ShortBit | UnsureBit, 0
	for held := s.held; held != 0; held &= held - 1 {
		o := &s.open[bits.TrailingZeros64(held)]
		b := bitsOf(o.lean, o.wide)
		all &= b
		any |= b
	}
	return any, all == any
}

// blockBits returns the bits of the cells of the segment at hand in one block
// of columns, and whether they are the same in all of these for sure.
func (s *sweep) blockBits(block int, scales []extremes) (shared uint8, sure bool) {
	var lean, wide between
	for held := s.held; held != 0; held &= held - 1 {
		k := bits.TrailingZeros64(held)
		least, most := float64(scales[k].least[block]), float64(scales[k].most[block])
		lean.add(s.open[k].lean, least, most)
		wide.add(s.open[k].wide, least, most)
	}
	return bitsOf(lean.low, wide.low), lean.signed() && wide.signed()
}

// blockUSD returns between what the notional of these cells lies, as
// [sweep.value] sums it up.
func (s *sweep) blockUSD(block int, scales []extremes) (least, most float64) {
	for held := s.held; held != 0; held &= held - 1 {
		k := bits.TrailingZeros64(held)
		if usd := s.open[k].usd; usd > 0 {
			least += usd * float64(scales[k].least[block])
			most += usd * float64(scales[k].most[block])
		}
	}
	return least, most
}

// between is a sum that is not known exactly.
type between struct{ low, high, size float64 }

// add adds x times a factor from least to most, both 0 or more.
func (b *between) add(x, least, most float64) {
	if x < 0 {
		b.low += x * most
		b.high += x * least
		b.size -= x * most
		return
	}
	b.low += x * least
	b.high += x * most
	b.size += x * most
}

// rounding is far more than the error of a sum of [MaxScales] terms, as a part
// of their size.
const rounding = 1e-12

// signed reports whether the sum has one sign wherever it lies, also when it is
// rounded.
func (b *between) signed() bool {
	return b.low > rounding*b.size || b.high < -rounding*b.size
}

// bitsAt returns the bits of the cell at one column of the segment at hand.
func (s *sweep) bitsAt(column int, scales [][]float32) uint8 {
	var lean, wide float64
	for held := s.held; held != 0; held &= held - 1 {
		k := bits.TrailingZeros64(held)
		factor := float64(scales[k][column])
		lean += s.open[k].lean * factor
		wide += s.open[k].wide * factor
	}
	return bitsOf(lean, wide)
}

func bitsOf(lean, wide float64) (bits uint8) {
	if lean > 0 {
		bits |= ShortBit
	}
	if wide >= 0 {
		bits |= UnsureBit
	}
	return bits
}
