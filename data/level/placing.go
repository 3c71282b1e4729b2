package level

import (
	"math"

	"unwind/data"
	"unwind/data/margin"
)

// placing says how far from their entry the positions of a mix are liquidated
// under a table of tiers.
type placing struct {
	table margin.Table
	mix   []Share
	size  data.USD // of the typical position
	step  float64  // log price of a bin
	// moves says that the distance depends on the price of the entry, because
	// caps or margin are in coin. Else it is that of an entry at 1.
	moves bool
}

func newPlacing(t *margin.Table, mix []Share, size data.USD, step float64) placing {
	c := t.Contract
	return placing{table: *t, mix: mix, size: size, step: step, moves: c.Kind == margin.Inverse || c.Sizing == margin.ByQty}
}

// never is how many bins away a level lies that no price reaches.
const never = maxWorking * 4

// offsets writes to dst, for each share of the mix, how many bins above its
// entry a position of a side is liquidated that opens at the given price: the
// typical one, or the largest that its leverage is allowed.
func (p *placing) offsets(dst []float64, side data.Side, entry data.Price) {
	if !p.moves {
		entry = 1
	}
	for i, s := range p.mix {
		size := min(p.size, p.table.LargestAt(s.Leverage, entry))
		price, _ := p.table.LiquidationPrice(margin.Open(side, entry, size, s.Leverage))
		switch ratio := float64(price / entry); {
		case !(ratio > 0): // a long that is never liquidated
			dst[i] = -never
		case math.IsInf(ratio, 1): // the short of an inverse contract that never is
			dst[i] = never
		default:
			dst[i] = math.Log(ratio) / p.step
		}
	}
}

// reach returns how many bins away the farthest level of an entry at the given
// price is, on either side.
func (p *placing) reach(entry data.Price) float64 {
	far, farthest := make([]float64, len(p.mix)), 0.0
	for _, side := range [...]data.Side{data.Long, data.Short} {
		p.offsets(far, side, entry)
		for _, o := range far {
			farthest = max(farthest, math.Abs(o))
		}
	}
	return farthest
}

// aim makes what opens next be placed as from an entry at the given price, to
// within a bin.
func (e *Estimator) aim(entry data.Price) {
	bin := int(math.Floor(e.bins.Position(entry)))
	if e.aimed && (bin == e.aimedAt || !e.placing.moves) {
		return
	}
	e.aimed, e.aimedAt = true, bin
	offset := make([]float64, len(e.mix))
	for _, b := range e.books {
		e.placing.offsets(offset, b.side, e.bins.Mid(bin))
		for i := range b.levers {
			b.levers[i].offset = offset[i]
		}
	}
}
