package level

import (
	"math"
	"sort"

	"unwind/data"
)

// The levered share of what opens leans to the side that is crowded, as taker
// flow and funding show it:
//
//	logit h = logit(LeveredShare) ± (TakerTilt·(2b − 1) + FundingTilt·f)
//
// with + for longs and − for shorts, b the taker buys' part of the volume of
// the bar and f the funding rate that was paid last. Without taker volume b is
// one half, without funding f is zero.

// farthestTilt bounds a tilt, far beyond any that is seen.
const farthestTilt = 20

// tiltOf returns the log odds by which longs that open in a bar are levered
// more than usual and shorts less.
func (e *Estimator) tiltOf(bar int) float64 {
	tilt := e.params.TakerTilt*(2*e.takerShare(bar)-1) + e.params.FundingTilt*e.fundingAt(e.in.Candles.T[bar])
	return min(max(tilt, -farthestTilt), farthestTilt)
}

// takerShare returns the part of the volume of a bar that takers bought, one
// half when it is not known.
func (e *Estimator) takerShare(bar int) float64 {
	c := e.in.Candles
	if c.TakerBuy == nil || c.Volume[bar] == 0 {
		return 0.5
	}
	return c.TakerBuy[bar] / c.Volume[bar]
}

// fundingAt returns the latest rate at t, zero before the first.
func (e *Estimator) fundingAt(t data.UnixMs) float64 {
	f := e.in.Funding
	if f == nil {
		return 0
	}
	i := sort.Search(len(f.T), func(i int) bool { return f.T[i] > t })
	if i == 0 {
		return 0
	}
	return f.V[i-1]
}

// leveredShare returns the share whose log odds are those of the parameter
// plus tilt.
func (e *Estimator) leveredShare(tilt float64) float64 {
	h := e.params.LeveredShare
	return h / (h + (1-h)*math.Exp2(-tilt*math.Log2E))
}
