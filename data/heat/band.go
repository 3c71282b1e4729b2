package heat

// banded reports whether g has a band: one without stands for exactly itself.
func (g *Group) banded() bool { return g.Low != 0 || g.High != 0 }

// Band returns the factors of the lowest and the highest notional of g.
func (g *Group) Band() (low, high float64) {
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
	s := f.Between(col, bin, bin+1)
	return s.Least, s.Most
}

// Uncertainty returns the half-width of the band of a cell relative to its
// middle, (high − low)/(high + low) of both sides together: 0 is certain, 1 is
// a band that begins at nothing, and from a half on the highest is at least
// [UnsureFrom] times the lowest: such cells are hatched. An empty cell is
// certain.
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

// Wide returns by how much the highest that usd of g may be exceeds
// [UnsureFrom] times the lowest. A cell is unsure when the sum of it over all
// that waits there is zero or more.
func (g *Group) Wide(usd float64) float64 {
	low, high := g.Band()
	return usd * (high - UnsureFrom*low)
}

// Unsure writes to dst which bins hold something at a column whose highest is
// [UnsureFrom] times its lowest or more, lowest price first. len(dst) must be
// f.Bins.N. It visits every run.
func (f *Field) Unsure(dst []bool, col int) {
	wide := make([]float64, len(dst))
	clear(dst)
	if !f.inside(col, 0) {
		return
	}
	for _, r := range f.Runs {
		if f.holds(r, col) {
			g := &f.Groups[r.Group]
			wide[r.Bin] += g.Wide(float64(f.Worth(r, col)))
			dst[r.Bin] = true
		}
	}
	for bin := range dst {
		dst[bin] = dst[bin] && wide[bin] >= 0
	}
}

// MayBeUnsure says whether a cell of f can be unsure: whether a group is.
func (f *Field) MayBeUnsure() bool {
	for i := range f.Groups {
		if low, high := f.Groups[i].Band(); high >= UnsureFrom*low {
			return true
		}
	}
	return false
}
