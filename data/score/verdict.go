package score

import "unwind/data"

// Finding is what the rows of a parameter set say in one word.
type Finding uint8

// Findings.
const (
	TooShort   Finding = iota // no row has an interval
	NoBetter                  // every interval holds zero
	Better                    // touched more often than matched cells, within some horizon
	Worse                     // touched less often than matched cells, within some horizon
	Mixed                     // more often within one horizon, less often within another
	Volatility                // as often as matched cells, but not as distance alone has it
)

// String returns the name of f in the JSON of a card.
func (f Finding) String() string {
	return [...]string{"too-short", "no-better", "better", "worse", "mixed", "volatility"}[f]
}

// Verdict is a finding and the horizons it rests on: those whose interval
// misses zero, or all that have an interval when none does.
type Verdict struct {
	Finding Finding
	Within  []data.UnixMs
}

// nothing is half of a tenth of a point: what tables show as 0.0 counts as zero.
const nothing = 0.0005

// side returns on which side of zero the interval of a difference lies, 0 when
// it holds zero.
func (e Estimate) side() int {
	switch {
	case e.Low >= nothing:
		return 1
	case e.High <= -nothing:
		return -1
	}
	return 0
}

// VerdictOf sums up the rows of one parameter set. Matched cells come first,
// being of the same moments: what differs from distance alone and not from
// them may be volatility instead of brightness.
func VerdictOf(rows []Row) Verdict {
	var judged, above, below, apart []data.UnixMs
	for _, r := range rows {
		if !r.HasIntervals() {
			continue
		}
		judged = append(judged, r.Horizon)
		switch side := r.Lift.side(); {
		case side > 0:
			above = append(above, r.Horizon)
		case side < 0:
			below = append(below, r.Horizon)
		case r.DistanceLift.side() != 0:
			apart = append(apart, r.Horizon)
		}
	}
	switch {
	case len(judged) == 0:
		return Verdict{}
	case len(above) > 0 && len(below) > 0:
		return Verdict{Mixed, append(above, below...)}
	case len(above) > 0:
		return Verdict{Better, above}
	case len(below) > 0:
		return Verdict{Worse, below}
	case len(apart) > 0:
		return Verdict{Volatility, apart}
	}
	return Verdict{NoBetter, judged}
}

// Count counts the intervals of differences to matched cells. By chance alone
// about one in twenty misses zero.
type Count struct {
	Judged int `json:"judged"`
	Above  int `json:"above"` // zero
	Below  int `json:"below"`
}

// CountOf counts the intervals of all sets.
func CountOf(sets []SetScore) Count {
	var n Count
	for i := range sets {
		for _, r := range sets[i].Rows {
			if !r.HasIntervals() {
				continue
			}
			n.Judged++
			switch r.Lift.side() {
			case 1:
				n.Above++
			case -1:
				n.Below++
			}
		}
	}
	return n
}
