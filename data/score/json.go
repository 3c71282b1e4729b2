package score

import (
	"time"

	"unwind/data"
)

// CardJSON is a [Card] for programs: what unwind score --json prints and the
// server sends. Rates are 0 to 1, times ISO or milliseconds; an interval is null
// where there is none.
type CardJSON struct {
	Event    string  `json:"event"`
	Title    string  `json:"title"`
	Candles  string  `json:"candles"`      // provenance
	Interest string  `json:"openInterest"` // provenance, or "none"
	Mark     bool    `json:"mark"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	StepMs   int64   `json:"stepMs"`
	EveryMs  int64   `json:"everyMs"`
	WarmUpMs int64   `json:"warmUpMs"`
	Near     float64 `json:"near"`
	Far      float64 `json:"far"`
	Top      float64 `json:"top"`
	Band     float64 `json:"band"`
	BlockMs  int64   `json:"blockMs"`
	Draws    int     `json:"draws"`
	Seed     uint64  `json:"seed"`
	// Matched counts the intervals against matched cells, of all sets.
	Matched Count     `json:"matchedIntervals"`
	Sets    []SetJSON `json:"sets"`
}

// SetJSON is a [SetScore] for programs.
type SetJSON struct {
	Name    string      `json:"name"`
	Verdict VerdictJSON `json:"verdict"`
	Rows    []RowJSON   `json:"rows"`
	Dollars DollarsJSON `json:"dollars"`
}

// VerdictJSON is a [Verdict] for programs.
type VerdictJSON struct {
	Says     string        `json:"says"`
	WithinMs []data.UnixMs `json:"withinMs"`
}

// RowJSON is a [Row] for programs.
type RowJSON struct {
	WithinMs     int64        `json:"withinMs"`
	Moments      int          `json:"moments"`
	Bright       int          `json:"bright"`
	Compared     int          `json:"compared"`
	Held         int          `json:"notEmptyCompared"`
	Blocks       int          `json:"blocks"`
	Touched      EstimateJSON `json:"touched"`
	Matched      EstimateJSON `json:"matched"`
	Lift         EstimateJSON `json:"difference"`
	HeldLift     EstimateJSON `json:"notEmptyDifference"`
	Distance     EstimateJSON `json:"distanceAlone"`
	DistanceLift EstimateJSON `json:"distanceAloneDifference"`
}

// EstimateJSON is an [Estimate] for programs.
type EstimateJSON struct {
	Value    float64     `json:"value"`
	Interval *[2]float64 `json:"interval"`
}

// DollarsJSON is [Dollars] for programs.
type DollarsJSON struct {
	Available bool    `json:"available"`
	Code      string  `json:"code"` // available, or why not in a word
	Why       string  `json:"why,omitempty"`
	Predicted float64 `json:"predicted,omitempty"`
	Realised  float64 `json:"realised,omitempty"`
	Rank      float64 `json:"rankCorrelation,omitempty"`
	Pairs     int     `json:"pairs,omitempty"`
}

// JSON returns c for programs.
func (c *Card) JSON() CardJSON {
	o := &c.Options
	out := CardJSON{
		Event: c.Event, Title: c.Title.In("en"), Candles: c.Candles.String(), Interest: "none", Mark: c.Mark,
		From: iso(c.From), To: iso(c.To), StepMs: int64(c.Step), EveryMs: int64(o.Every), WarmUpMs: int64(o.WarmUp),
		Near: o.Near, Far: o.Far, Top: o.Top, Band: o.Band, BlockMs: int64(o.Block), Draws: o.Resamples, Seed: o.Seed,
		Matched: CountOf(c.Sets),
	}
	if c.Interest != 0 {
		out.Interest = c.Interest.String()
	}
	for i := range c.Sets {
		s := &c.Sets[i]
		set := SetJSON{Name: s.Name, Verdict: jsonVerdict(s.Rows), Dollars: jsonDollars(&s.Dollars)}
		for _, r := range s.Rows {
			set.Rows = append(set.Rows, jsonRow(r))
		}
		out.Sets = append(out.Sets, set)
	}
	return out
}

func jsonRow(r Row) RowJSON {
	estimate := func(e Estimate) EstimateJSON {
		if !r.HasIntervals() {
			return EstimateJSON{Value: e.Value}
		}
		return EstimateJSON{e.Value, &[2]float64{e.Low, e.High}}
	}
	return RowJSON{
		WithinMs: int64(r.Horizon), Moments: r.Times, Bright: r.Bright, Compared: r.Compared, Held: r.Held, Blocks: r.Blocks,
		Touched: estimate(r.Touched), Matched: estimate(r.Matched), Lift: estimate(r.Lift), HeldLift: estimate(r.HeldLift),
		Distance: estimate(r.Distance), DistanceLift: estimate(r.DistanceLift),
	}
}

func jsonDollars(d *Dollars) DollarsJSON {
	if d.Missing != Available {
		return DollarsJSON{Code: d.Missing.Code(), Why: d.Missing.String()}
	}
	return DollarsJSON{Available: true, Code: d.Missing.Code(), Predicted: float64(d.Predicted), Realised: float64(d.Realised), Rank: d.Rank, Pairs: d.Pairs}
}

func jsonVerdict(rows []Row) VerdictJSON {
	v := VerdictOf(rows)
	return VerdictJSON{Says: v.Finding.String(), WithinMs: append([]data.UnixMs{}, v.Within...)}
}

func iso(t data.UnixMs) string { return time.UnixMilli(int64(t)).UTC().Format(time.RFC3339) }
