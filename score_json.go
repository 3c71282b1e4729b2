package main

import "unwind/data/score"

// cardJSON is what unwind score --json prints. Rates are 0 to 1, times ISO or
// milliseconds; an interval is null where there is none.
type cardJSON struct {
	Event    string    `json:"event"`
	Title    string    `json:"title"`
	Candles  string    `json:"candles"`      // provenance
	Interest string    `json:"openInterest"` // provenance, or "none"
	Mark     bool      `json:"mark"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	StepMs   int64     `json:"stepMs"`
	EveryMs  int64     `json:"everyMs"`
	WarmUpMs int64     `json:"warmUpMs"`
	Near     float64   `json:"near"`
	Far      float64   `json:"far"`
	Top      float64   `json:"top"`
	Band     float64   `json:"band"`
	BlockMs  int64     `json:"blockMs"`
	Draws    int       `json:"draws"`
	Seed     uint64    `json:"seed"`
	Sets     []setJSON `json:"sets"`
}

type setJSON struct {
	Name    string      `json:"name"`
	Rows    []rowJSON   `json:"rows"`
	Dollars dollarsJSON `json:"dollars"`
}

type rowJSON struct {
	WithinMs     int64        `json:"withinMs"`
	Moments      int          `json:"moments"`
	Bright       int          `json:"bright"`
	Compared     int          `json:"compared"`
	Held         int          `json:"notEmptyCompared"`
	Blocks       int          `json:"blocks"`
	Touched      estimateJSON `json:"touched"`
	Matched      estimateJSON `json:"matched"`
	Lift         estimateJSON `json:"difference"`
	HeldLift     estimateJSON `json:"notEmptyDifference"`
	Distance     estimateJSON `json:"distanceAlone"`
	DistanceLift estimateJSON `json:"distanceAloneDifference"`
}

type estimateJSON struct {
	Value    float64     `json:"value"`
	Interval *[2]float64 `json:"interval"`
}

type dollarsJSON struct {
	Available bool    `json:"available"`
	Why       string  `json:"why,omitempty"`
	Predicted float64 `json:"predicted,omitempty"`
	Realised  float64 `json:"realised,omitempty"`
	Rank      float64 `json:"rankCorrelation,omitempty"`
	Pairs     int     `json:"pairs,omitempty"`
}

func jsonCard(c *score.Card) cardJSON {
	o := &c.Options
	out := cardJSON{
		Event: c.Event, Title: c.Title.In("en"), Candles: c.Candles.String(), Interest: "none", Mark: c.Mark,
		From: iso(c.From), To: iso(c.To), StepMs: int64(c.Step), EveryMs: int64(o.Every), WarmUpMs: int64(o.WarmUp),
		Near: o.Near, Far: o.Far, Top: o.Top, Band: o.Band, BlockMs: int64(o.Block), Draws: o.Resamples, Seed: o.Seed,
	}
	if c.Interest != 0 {
		out.Interest = c.Interest.String()
	}
	for i := range c.Sets {
		s := &c.Sets[i]
		set := setJSON{Name: s.Name, Dollars: jsonDollars(&s.Dollars)}
		for _, r := range s.Rows {
			set.Rows = append(set.Rows, jsonRow(r))
		}
		out.Sets = append(out.Sets, set)
	}
	return out
}

func jsonRow(r score.Row) rowJSON {
	estimate := func(e score.Estimate) estimateJSON {
		if !r.HasIntervals() {
			return estimateJSON{Value: e.Value}
		}
		return estimateJSON{e.Value, &[2]float64{e.Low, e.High}}
	}
	return rowJSON{
		WithinMs: int64(r.Horizon), Moments: r.Times, Bright: r.Bright, Compared: r.Compared, Held: r.Held, Blocks: r.Blocks,
		Touched: estimate(r.Touched), Matched: estimate(r.Matched), Lift: estimate(r.Lift), HeldLift: estimate(r.HeldLift),
		Distance: estimate(r.Distance), DistanceLift: estimate(r.DistanceLift),
	}
}

func jsonDollars(d *score.Dollars) dollarsJSON {
	if d.Missing != score.Available {
		return dollarsJSON{Why: d.Missing.String()}
	}
	return dollarsJSON{Available: true, Predicted: float64(d.Predicted), Realised: float64(d.Realised), Rank: d.Rank, Pairs: d.Pairs}
}
