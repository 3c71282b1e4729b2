package market

import (
	"sort"

	"unwind/data/cascade"
)

// WaveADL returns the part of what was liquidated in a wave that
// auto-deleveraging took, as the tape records it: of the layer's own venue and
// unit. It is a share alone: no total of an event holds ADL.
func (m *Market) WaveADL(w *Wave) (float64, cascade.Reason) {
	l := m.Tape.ADL
	if l == nil {
		return 0, cascade.NoData
	}
	adl, liquidated := 0.0, 0.0
	for i := sort.Search(len(l.T), func(i int) bool { return l.T[i]+l.Step > w.Start }); i < len(l.T) && l.T[i] < w.To; i++ {
		adl, liquidated = adl+l.ADL[i], liquidated+l.Liquidated[i]
	}
	return cascade.ADLShare(adl, liquidated)
}
