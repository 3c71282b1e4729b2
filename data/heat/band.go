package heat

import "unwind/data"

// banded reports whether g has a band: one without stands for exactly itself.
func (g *Group) banded() bool { return g.Low != 0 || g.High != 0 }

// band returns the factors of the lowest and the highest notional of g.
func (g *Group) band() (low, high float64) {
	if !g.banded() {
		return 1, 1
	}
	return g.Low, g.High
}

// Band returns the least and the most that may wait in a bin at a column, by
// side; [Field.At] lies between them. Each leverage takes its own lowest or
// highest weight, as if the weights were not tied to a sum of 1, so the band
// of a cell with several leverages is too wide rather than too narrow. It
// knows the leverage mix alone: what scales all cells alike is not in it. Both
// are zero outside the field and equal where no group has a band.
func (f *Field) Band(col, bin int) (low, high Cell) {
	if !f.inside(col, bin) {
		return low, high
	}
	for _, r := range f.runsOf(bin) {
		if !r.holds(col) {
			continue
		}
		g := &f.Groups[r.Group]
		usd := f.worth(r, col)
		least, most := g.band()
		low.add(g.Side, usd*data.USD(least))
		high.add(g.Side, usd*data.USD(most))
	}
	return low, high
}

// Uncertainty returns the half-width of the band of a cell relative to its
// middle, (high − low)/(high + low) of both sides together: 0 is certain, 1 is
// a band that begins at nothing. An empty cell is certain. No picture shows it
// yet: it is the definition in docs/model.md, kept with its test so that tapes
// may carry bands that can be checked.
func (f *Field) Uncertainty(col, bin int) float64 {
	low, high := f.Band(col, bin)
	return uncertainty(float64(low.Total()), float64(high.Total()))
}

func uncertainty(low, high float64) float64 {
	if !(high > 0) {
		return 0
	}
	low = min(max(low, 0), high)
	return (high - low) / (high + low)
}
