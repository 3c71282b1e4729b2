// Package score says how good the level estimate was: how often the brightest
// cells were touched, against cells of the same distance at the same time and
// against distance alone. docs/scorecard.md describes the method and publishes
// results. Nothing here looks ahead: a cell is judged by the bars that open
// when the estimate that shows it is made.
package score

import (
	"fmt"

	"unwind/data"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/tape"
)

// Card is the score of one event.
type Card struct {
	Event    string          // id of the tape
	Title    tape.Text       // of the tape
	Candles  data.Provenance // modelled candles say little about markets
	Interest data.Provenance // of the open interest, unknown without any
	Mark     bool            // touches are judged by mark prices, not candles
	From, To data.UnixMs     // first and last moment of the candles
	Step     data.UnixMs     // length of a candle
	Options  Options
	Sets     []SetScore
}

// SetScore is the score of one parameter set.
type SetScore struct {
	Set
	Rows    []Row // one a horizon
	Dollars Dollars
}

// Row is the score within one horizon. Rates are 0 to 1; a difference is that
// of two rates. Touched, Matched and Distance are of the same bright cells:
// those that could be compared.
type Row struct {
	Horizon  data.UnixMs
	Times    int // moments at which the estimate was judged
	Bright   int // bright cells at these moments
	Compared int // those of them with at least one pair of matched cells
	Held     int // those with a pair of matched cells that are not empty
	Blocks   int // independent stretches of time; see HasIntervals

	Touched      Estimate // bright cells
	Matched      Estimate // other cells around the same distance, same time and side, rid of curvature
	Lift         Estimate // Touched − Matched
	HeldLift     Estimate // the same where matched cells are not empty
	Distance     Estimate // any cell of the same distance and side at any time
	DistanceLift Estimate // Touched − Distance
}

// Estimate is a value with its 95 % confidence interval, which is empty
// (Low = High = Value) in a row without intervals.
type Estimate struct{ Value, Low, High float64 }

// fewestBlocks is the least number of blocks that can tell how far chance goes.
const fewestBlocks = 5

// HasIntervals reports whether the row has confidence intervals: with fewer
// than five independent stretches of time there is no saying.
func (r Row) HasIntervals() bool { return r.Blocks >= fewestBlocks && r.Compared > 0 }

// Make scores an event, which must have candles, with each of the sets.
func Make(t *tape.Tape, sets []Set, o Options) (*Card, error) {
	if t.Candles == nil || t.Candles.Len() == 0 {
		return nil, fmt.Errorf("score: %q has no candles", t.ID)
	}
	c := &t.Candles.Candles
	card := &Card{
		Event: t.ID, Title: t.Title, Candles: t.Candles.Provenance, Mark: t.Mark != nil,
		From: c.T[0], To: c.T[c.Len()-1] + c.Step, Step: c.Step, Options: o,
	}
	if t.OpenInterest != nil {
		card.Interest = t.OpenInterest.Provenance
	}
	for _, set := range sets {
		scored, err := one(t, set, o)
		if err != nil {
			return nil, fmt.Errorf("score: %s: %w", set.Name, err)
		}
		card.Sets = append(card.Sets, scored)
	}
	return card, nil
}

// one scores an event with one parameter set.
func one(t *tape.Tape, set Set, o Options) (SetScore, error) {
	in := market.LevelInput(t)
	if set.VolumeAlone {
		in.OpenInterest = nil
	}
	if err := o.check(set.Params.Margin); err != nil {
		return SetScore{}, err
	}
	estimate, err := level.New(in, set.Params)
	if err != nil {
		return SetScore{}, err
	}
	path := pathOf(&in)
	samples := sample(estimate, path, o)
	scored := SetScore{Set: set, Dollars: dollarsOf(t, estimate.Touched())}
	for _, horizon := range o.Horizons {
		scored.Rows = append(scored.Rows, rowOf(samples, path, horizon, o))
	}
	return scored, nil
}
