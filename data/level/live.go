package level

import "unwind/data/heat"

// Live is what waits now, as [heat.Pyramid.SetColumn] takes it: one value a bin
// of the field, lowest price first.
type Live struct {
	Long, Short []float32
	Unsure      []bool

	wide []float64 // by leverage: [heat.Group.Wide] of a dollar
}

// Live writes what waits now to dst, which grows at the first call: with
// [heat.Pyramid.SetColumn] the column of a bar that has just closed is added
// without another estimate.
func (e *Estimator) Live(dst *Live) {
	if dst.Unsure == nil {
		*dst = e.newLive()
	}
	for bin := range dst.Unsure {
		at := bin + e.below
		long, longWide := e.books[0].live(at, dst.wide)
		short, shortWide := e.books[1].live(at, dst.wide)
		dst.Long[bin], dst.Short[bin] = float32(long*e.mids[at]), float32(short*e.mids[at])
		dst.Unsure[bin] = long+short > 0 && longWide+shortWide >= 0
	}
}

func (e *Estimator) newLive() Live {
	n := e.shown.N
	live := Live{Long: make([]float32, n), Short: make([]float32, n), Unsure: make([]bool, n)}
	for _, s := range e.mix {
		low, high := s.band()
		live.wide = append(live.wide, (&heat.Group{Low: low, High: high}).Wide(1))
	}
	return live
}

// live returns what waits in a bin, in base asset units, and how wide it is.
func (b *book) live(bin int, wide []float64) (units, width float64) {
	for i := range b.levers {
		u := b.cells[bin*len(b.levers)+i].stored * b.levers[i].scale
		units += u
		width += u * wide[i]
	}
	return units, width
}
