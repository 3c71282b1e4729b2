package heat

import (
	"math"
	"math/rand/v2"
	"slices"

	"unwind/data"
)

// randomField returns a seeded field of both sides with falling scales. Odd
// counts leave a remainder at every level of a pyramid.
func randomField(seed uint64, cols, bins, runs int) *Field {
	rnd := rand.New(rand.NewPCG(seed, 7))
	f := &Field{
		Bins:    Bins{Low: 50_000, LogStep: 0.001, N: bins},
		Columns: Columns{From: 1000 * data.Hour, Step: data.Minute, N: cols},
		Groups: []Group{
			{Side: data.Long, Leverage: 10}, {Side: data.Long, Leverage: 50},
			{Side: data.Short, Leverage: 10, Scale: 1}, {Side: data.Short, Leverage: 50, Scale: 1},
		},
		Scales: [][]float32{fallingScale(rnd, cols), fallingScale(rnd, cols)},
	}
	for range runs {
		start := rnd.IntN(cols)
		f.Runs = append(f.Runs, Run{
			Group: uint16(rnd.IntN(len(f.Groups))),
			Bin:   uint16(rnd.IntN(bins)),
			Start: int32(start),
			Len:   int32(1 + rnd.IntN(cols-start)),
			USD:   float32(1e4 * math.Exp(6*rnd.Float64())),
		})
	}
	slices.SortFunc(f.Runs, CompareRuns)
	return f
}

func fallingScale(rnd *rand.Rand, cols int) []float32 {
	scale := make([]float32, cols)
	s := float32(1)
	for c := range scale {
		scale[c] = s
		s *= 1 - 0.01*rnd.Float32()
	}
	return scale
}
