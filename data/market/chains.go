package market

import (
	"math"
	"slices"

	"unwind/data/cascade"
	"unwind/data/heat"
)

// chainLeast is the part of what a wave touched that a cluster holds at least
// to be one of its dominoes.
const chainLeast = 0.02

// Chains returns, for each wave, the clusters of the level estimate that it ran
// into; one without dominoes where it ran into none. It is empty where nothing
// can be estimated. The slice must not be changed.
func (m *Market) Chains() []cascade.Chain { return m.chains }

// findChains makes the chain of every wave that o has not.
func (m *Market) findChains(o *earlier) {
	if m.waveEvents == nil {
		return
	}
	in := cascade.ChainInput{
		Field: m.Field, Least: chainLeast, Height: bandHeight(m.Field), Price: m.PriceAt,
	}
	m.chains = make([]cascade.Chain, len(m.waves))
	for i := range m.waves {
		chain, known := o.chainOf(m, &m.waves[i])
		if known {
			m.chains[i] = chain
			continue
		}
		in.Touches = m.touchesOf(&m.waves[i])
		m.chains[i], _ = m.waveEvents.Chain(&m.waves[i].Wave, in)
	}
}

// touchesOf returns touches among which are all of a wave.
func (m *Market) touchesOf(w *Wave) []heat.Touch {
	if m.Field == nil || m.TouchesUntil(m.Field.Columns.Index(w.End)) <= len(m.touches) {
		return m.touches
	}
	// one that starts after the last column has those of the open candle before it
	first := min(m.TouchesUntil(m.Field.Columns.Index(w.Start)-1), len(m.touches))
	return slices.Concat(m.touches[first:], m.open.touches)
}

// bandHeight returns how many bins make a level.
func bandHeight(f *heat.Field) int {
	return int(math.Round(min(max(levelShare/f.Bins.LogStep, 1), float64(f.Bins.N))))
}
