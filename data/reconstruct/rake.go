package reconstruct

import "math"

// sum is a published sum over the minutes [m0, m1) of some columns.
type sum struct {
	columns []int // indices into the columns that are fitted
	m0, m1  int
	want    float64
}

// of adds up what the columns hold.
func (s sum) of(columns [][]float64) float64 {
	total := 0.0
	for _, c := range s.columns {
		for _, v := range columns[c][s.m0:s.m1] {
			total += v
		}
	}
	return total
}

// share is a published part of a whole, both sums of the same columns; want of
// neither counts.
type share struct {
	part, whole sum
	ratio       float64 // above 0, below 1
}

// scale multiplies the part so that it has its share of the whole, or part of
// the way in the logarithm when damping is below 1.
func (s share) scale(columns [][]float64, damping float64) {
	part, rest := s.part, s.whole.of(columns)-s.part.of(columns)
	part.want = rest * s.ratio / (1 - s.ratio)
	if part.want > 0 {
		part.scale(columns, damping)
	}
}

// rakeRounds is how often the fit goes round all sums. It has converged, or
// settled between figures that contradict each other, long before.
const rakeRounds = 600

// rake scales the columns until the sums and the shares hold: iterative proportional fitting
// (Deming and Stephan, "On a least squares adjustment of a sampled frequency
// table when the expected marginal totals are known", 1940). Among all tables
// with these sums it finds the one nearest to the start in relative entropy.
//
// A step is damped, so that sums that contradict each other end in a
// compromise; the last of the list is met exactly at the end.
func rake(columns [][]float64, sums []sum, shares []share, exact int) {
	for round := range rakeRounds {
		damping := 1 / (1 + float64(round)/60)
		for _, s := range sums {
			s.scale(columns, damping)
		}
		for _, s := range shares {
			s.scale(columns, damping)
		}
		for _, s := range sums[len(sums)-exact:] {
			s.scale(columns, 1)
		}
	}
}

// scale multiplies the columns so that the sum holds, or part of the way in
// the logarithm when damping is below 1.
func (s sum) scale(columns [][]float64, damping float64) {
	got := s.of(columns)
	if got <= 0 {
		return
	}
	factor := math.Pow(s.want/got, damping)
	for _, c := range s.columns {
		for m := s.m0; m < s.m1; m++ {
			columns[c][m] *= factor
		}
	}
}

// whole rounds values to whole numbers whose sum is the rounded sum of all:
// each rest is carried to the next value.
func whole(values []float64) []float64 {
	out := make([]float64, len(values))
	carry := 0.0
	for i, v := range values {
		out[i] = max(0, math.Round(v+carry))
		carry += v - out[i]
	}
	return out
}
