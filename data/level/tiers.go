package level

import (
	"fmt"
	"slices"

	"unwind/data/margin"
)

// tiersOf returns the tiers of the input, or those that stand in for them.
func tiersOf(in *Input) *margin.Table {
	if in.Tiers != nil {
		return in.Tiers
	}
	table := margin.BinanceBTCUSDT()
	return &table
}

// capped returns the mix as it can be opened under a table: who would take
// more leverage than is allowed takes the most that is, in whole numbers, and
// holds it as long as others do that of this leverage. It is an error when the
// table allows none.
func capped(mix []Share, t *margin.Table) ([]Share, error) {
	highest := highestOf(t)
	if highest < minLeverage {
		return nil, fmt.Errorf("%q %q allows no leverage", t.Venue, t.Symbol)
	}
	kept, top := []Share{}, Share{Leverage: highest, HalfLife: HalfLife(highest)}
	for _, s := range mix {
		if s.Leverage < highest {
			kept = append(kept, s)
			continue
		}
		if s.Leverage == highest || s.HalfLife == 0 {
			top.HalfLife = s.HalfLife
		}
		top.Weight += s.Weight
		top.Low += s.Low
		top.High += s.High
	}
	if slices.ContainsFunc(mix, func(s Share) bool { return s.Leverage > highest }) {
		return append(kept, top), nil
	}
	return mix, nil
}

// highestOf returns the highest whole leverage that a table allows for any
// size, at most maxLeverage.
func highestOf(t *margin.Table) float64 {
	for l := float64(maxLeverage); l >= 1; l-- {
		if t.Largest(l) > 0 {
			return l
		}
	}
	return 0
}
