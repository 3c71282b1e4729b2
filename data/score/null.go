package score

import "slices"

// crossing is what would have come of bright cells and their matched cells if
// the price had done, from their moment on, what it did at other moments: the
// touches that distance alone explains. It is summed over cells and moments.
type crossing struct {
	hits, matched         float64
	heldHits, heldMatched float64
}

func (a *crossing) add(b crossing, weight float64) {
	a.hits += weight * b.hits
	a.matched += weight * b.matched
	a.heldHits += weight * b.heldHits
	a.heldMatched += weight * b.heldMatched
}

// crossed puts the bright cells of one block under the moments of another.
func crossed(cells, moments *block) crossing {
	var sum crossing
	for _, c := range cells.cells {
		excursions := moments.excursions[sideIndex(c.side)]
		hits := reaching(excursions, c.distance)
		all, held, any := c.mean(func(p *pair) float64 {
			return (reaching(excursions, p.near.distance) + reaching(excursions, p.far.distance)) / 2
		})
		sum.hits += hits
		sum.matched += all
		if any {
			sum.heldHits += hits
			sum.heldMatched += held
		}
	}
	return sum
}

// reaching counts the excursions, which ascend, that go as far as a distance.
func reaching(excursions []float64, distance float64) float64 {
	short, _ := slices.BinarySearch(excursions, distance)
	return float64(len(excursions) - short)
}
