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
		switch {
		case r.Lift.Low > 0:
			above = append(above, r.Horizon)
		case r.Lift.High < 0:
			below = append(below, r.Horizon)
		case r.DistanceLift.Low > 0 || r.DistanceLift.High < 0:
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
