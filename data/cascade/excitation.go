package cascade

import (
	"math"

	"unwind/data"
)

// Excitation is how far events set off others.
type Excitation struct {
	// Ratio is the branching ratio: how many events one event sets off on
	// average. At 1 a cascade feeds itself for ever. An estimate below 0 says
	// that events avoid each other, as they seem to in a sampled feed.
	Ratio   float64
	Windows int // it rests on
}

// leastWindows is how many windows an excitation needs: with fewer the variance
// says nothing.
const leastWindows = 10

// Excitation estimates the branching ratio of the events of a wave from counts
// in windows, n = 1 − √(mean/variance) (Hardiman and Bouchaud 2014). The window
// must be much longer than an event's echo; 60 times is enough. It is computed
// of complete feeds alone: a feed of one event a second reads 0.8 as 0.4. A
// flow that comes and goes by itself reads as excited too, so in a wave it is
// an upper bound.
func (e *Events) Excitation(w *Wave, window data.UnixMs) (Excitation, Reason) {
	if reason := w.Completeness.reason(); reason != Known {
		return Excitation{}, reason
	}
	if window <= 0 {
		return Excitation{}, BadSettings
	}
	n := int((w.End - w.Start + 1) / window)
	switch {
	case n < leastWindows:
		return Excitation{}, TooShort
	case n > maxWindows:
		return Excitation{}, BadSettings
	}
	counts := make([]float64, n)
	for i := w.first; i < w.last; i++ {
		if k := int((e.at(i) - w.Start) / window); k < n {
			counts[k]++
		}
	}
	ratio, reason := branching(counts)
	return Excitation{ratio, n}, reason
}

// leastVariance is the variance of counts, in times of their mean, below which
// they say nothing: independent events have 1, and what is far more regular was
// made so, by a clock or a feed.
const leastVariance = 0.25

// maxWindows bounds the memory of an excitation: a day of seconds.
const maxWindows = 86400

// branching returns 1 − √(mean/variance) of counts in equal windows.
func branching(counts []float64) (float64, Reason) {
	mean, square := 0.0, 0.0
	for _, c := range counts {
		mean += c / float64(len(counts))
	}
	for _, c := range counts {
		square += (c - mean) * (c - mean)
	}
	variance := square / float64(len(counts)-1)
	switch {
	case !(mean > 0):
		return 0, TooFewEvents
	case variance < leastVariance*mean:
		return 0, TooRegular
	}
	return 1 - math.Sqrt(mean/variance), Known
}

// ArrivalRate returns how many events a second a feed of at most one a second
// hides at least, when busy of seconds had one: −ln(1 − busy/seconds), what it
// would be for independent events. Events that come in clusters are more. It is
// [SampledFeed] when every second was busy: anything above is possible.
func ArrivalRate(busy, seconds int) (perSecond float64, reason Reason) {
	switch {
	case seconds <= 0 || busy < 0 || busy > seconds:
		return 0, BadSettings
	case busy == seconds:
		return 0, SampledFeed
	}
	return -math.Log1p(-float64(busy) / float64(seconds)), Known
}
