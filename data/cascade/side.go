package cascade

import "math"

// side is the positions of one side during a simulation.
type side struct {
	stock   *curve
	sign    float64 // of the direction in which they are reached
	factor  float64 // of their dollars
	buffer  float64 // log distance from liquidation to bankruptcy
	reached float64 // how far the mark has been
	first   float64 // part that is sold at once
	later   []parcel
	sale    Sale
	now     parcel
}

// parcel is dollars that were set free, and where.
type parcel struct {
	usd     float64
	reached float64 // log distance, the mean by dollars
}

func newSide(stock *curve, sign, factor float64, set *Settings) side {
	wait := int(math.Ceil(set.PartWait / StepSeconds))
	first := set.FirstPart
	if wait == 0 {
		first = 1
	}
	return side{
		stock: stock, sign: sign, factor: factor, first: first,
		buffer: sign * math.Log1p(sign*set.Maintenance),
		later:  make([]parcel, wait+1),
	}
}

// reach sets free what lies up to a distance and returns its dollars. A second
// part comes due later.
func (s *side) reach(distance float64, step int) float64 {
	s.now = parcel{}
	if !(distance > s.reached) {
		return 0
	}
	usd := (s.stock.at(distance) - s.stock.at(s.reached)) * s.factor
	middle := (distance + s.reached) / 2
	s.reached = distance
	if !(usd > 0) {
		return 0
	}
	s.sale.SetFree += usd
	s.now = parcel{usd * s.first, middle}
	if s.first < 1 {
		n := len(s.later)
		s.later[(step+n-1)%n] = parcel{usd * (1 - s.first), middle}
	}
	return usd
}

// due returns what is sold in a step: the first part of what it set free, and
// the second of what an earlier one did.
func (s *side) due(step int) parcel {
	k := step % len(s.later)
	second := s.later[k]
	s.later[k] = parcel{}
	usd := s.now.usd + second.usd
	if usd == 0 {
		return parcel{}
	}
	return parcel{usd, (s.now.usd*s.now.reached + second.usd*second.reached) / usd}
}

// swept reports whether everything that waited has been reached.
func (s *side) swept() bool {
	return s.stock.total() > 0 && s.reached >= s.stock.last()
}

// sum returns the sale with what still waits.
func (s *side) sum() Sale {
	sale := s.sale
	for _, p := range s.later {
		sale.Waiting += p.usd
	}
	return sale
}
