package level

import (
	"math"

	"unwind/data"
	"unwind/data/margin"
)

// entryRounds is how often [Entry] starts again from the entry that it has
// found. Only caps and margin in coin depend on the entry, and little.
const entryRounds = 4

// Entry returns about where positions were entered that are liquidated at a
// price: those of a side and leverage and of a typical size, or of the largest
// that the leverage is allowed. It is the inverse of how the estimate places
// levels, and zero where they are never liquidated or the leverage is not
// allowed.
func Entry(t *margin.Table, side data.Side, leverage float64, size data.USD, at data.Price) data.Price {
	p := newPlacing(t, []Share{{Leverage: leverage}}, size, 1)
	entry, offset := at, [1]float64{}
	for range entryRounds {
		p.offsets(offset[:], side, entry)
		if math.Abs(offset[0]) >= never {
			return 0
		}
		entry = at * data.Price(math.Exp(-offset[0]))
	}
	return entry
}
