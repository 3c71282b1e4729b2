package tape

import (
	"math"

	"unwind/data"
	"unwind/data/heat"
)

// A scale whose groups age falls a little in every column. The file has it
// divided by 2^(−time since the first column / half-life), so that what is
// left, voluntary closing, changes seldom and is short to write.

// farthestDecay is how many half-lives a file may divide by; beyond, float64
// would overflow and a scale is written as it is.
const farthestDecay = 900

// leastFactor is the factor below which nothing is left: it keeps float32 out
// of the range where it has fewer digits.
const leastFactor = 1e-30

// decayOf returns how much of scale k is left at each column by ageing alone:
// 1 throughout, unless all groups of the scale have one half-life.
func decayOf(f *heat.Field, k int) []float64 {
	decay := make([]float64, f.Columns.N)
	perColumn := 0.0 // half-lives
	if h := halfLifeOf(f.Groups, k); h > 0 {
		perColumn = float64(f.Columns.Step) / float64(h)
	}
	if perColumn*float64(f.Columns.N) > farthestDecay {
		perColumn = 0
	}
	for c := range decay {
		decay[c] = 1
		if perColumn > 0 {
			decay[c] = math.Exp2(-perColumn * float64(c))
		}
	}
	return decay
}

// halfLifeOf returns the half-life that all groups of a scale share, or zero.
func halfLifeOf(groups []heat.Group, k int) data.UnixMs {
	shared := data.UnixMs(-1)
	for _, g := range groups {
		switch {
		case g.Scale != k:
		case shared >= 0 && shared != g.HalfLife:
			return 0
		default:
			shared = g.HalfLife
		}
	}
	return max(shared, 0)
}

// decayed returns the scale at a column from what the file has.
func decayed(factor, decay float64) float32 {
	if decay == 1 {
		return float32(factor)
	}
	if factor *= decay; factor < leastFactor && factor >= 0 {
		return 0
	}
	return float32(factor)
}

// undecayed is the inverse of decayed, rounded to four digits.
func undecayed(scale float32, decay float64) float64 {
	if decay != 1 && scale < leastFactor {
		return 0
	}
	return round4(float64(scale) / decay)
}
