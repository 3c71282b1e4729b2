package cascade

import "unwind/data"

// Rules are how waves are told from the calm. docs/cascade.md gives the source
// of each.
type Rules struct {
	// A gap between two events joins them when it is at most GapTimes the
	// median of the last GapMemory gaps between distinct times, held within
	// [MinGap, MaxGap].
	GapTimes       float64
	GapMemory      int
	MinGap, MaxGap data.UnixMs

	// Clusters are joined across a lull shorter than Lull, unless the price has
	// taken back more than Retrace of the first one's move.
	Lull    data.UnixMs
	Retrace float64

	// A cluster is a wave with at least Events events and at least Floor
	// dollars, when it is among the largest of its UTC day (that of its middle),
	// at or above the percentile DayShare, and Dominant of its dollars are of one side.
	Events   int
	Floor    data.USD
	DayShare float64
	Dominant float64
}

// RulesFor returns the rules for a feed. A venue tells seconds apart. A model
// of which only minutes were published does not: its gaps and lulls are counted
// in minutes, or each modelled minute would be a wave of its own.
func RulesFor(feed Feed) Rules {
	r := Rules{
		GapTimes: 3, GapMemory: 50, MinGap: data.Second, MaxGap: data.Minute,
		Lull: 20 * data.Second, Retrace: 0.25,
		Events: 5, Floor: 100e3, DayShare: 0.95, Dominant: 0.7,
	}
	if feed.of("", 0) == Modelled {
		r.MinGap, r.MaxGap, r.Lull = data.Minute, 10*data.Minute, 10*data.Minute
	}
	return r
}

// Bounds of rules.
const (
	maxGapTimes  = 100
	maxGapMemory = 1000
)

// Check returns [BadSettings] unless waves can be found by r.
func (r Rules) Check() Reason {
	ok := r.GapTimes > 0 && r.GapTimes <= maxGapTimes && r.GapMemory >= 1 && r.GapMemory <= maxGapMemory &&
		r.MinGap >= 0 && r.MaxGap >= r.MinGap && r.MaxGap <= data.Day && r.Lull >= 0 && r.Lull <= data.Day &&
		r.Retrace >= 0 && r.Retrace <= 1 && r.Events >= 1 && r.Floor >= 0 && r.Floor <= maxDollars &&
		r.DayShare >= 0 && r.DayShare <= 1 && r.Dominant >= 0 && r.Dominant <= 1
	if !ok {
		return BadSettings
	}
	return Known
}
