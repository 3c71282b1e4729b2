package score

import (
	"errors"
	"fmt"

	"unwind/data"
)

// Options say what is judged and how. Distances are in log price.
type Options struct {
	Every     data.UnixMs   // between two moments at which the estimate is judged
	WarmUp    data.UnixMs   // from the first candle to the first such moment
	Near, Far float64       // cells nearer or farther than these are not judged
	Top       float64       // part of the cells of a side that counts as bright, 0 to 1
	Band      float64       // matched cells differ in distance by at most this part of it, 0 to 1
	Horizons  []data.UnixMs // time a cell has to be touched
	Block     data.UnixMs   // shortest stretch of time that chance draws as a whole
	Resamples int           // of the bootstrap
	Seed      uint64        // of the bootstrap, the only thing that is random
}

// Defaults returns the options of the published tables. The caller owns the
// result.
func Defaults() Options {
	return Options{
		Every:  data.Hour,
		WarmUp: data.Day,
		Near:   0.005, Far: 0.10,
		Top: 0.10, Band: 0.25,
		Horizons:  []data.UnixMs{data.Hour, 4 * data.Hour, data.Day},
		Block:     data.Day,
		Resamples: 2000,
		Seed:      1,
	}
}

// Bounds of the options.
const (
	maxResamples = 100_000
	maxHorizon   = 30 * data.Day
)

// check returns the first option that is out of bounds. margin is how far the
// grid reaches beyond the prices of the event: a matched cell beyond it would
// be there or not by what the price did later.
func (o *Options) check(margin float64) error {
	switch {
	case o.Every < 1 || o.WarmUp < 0 || o.Block < 1:
		return errors.New("times between moments and of blocks must be positive, the warm-up not negative")
	case !(o.Near > 0 && o.Near < o.Far):
		return fmt.Errorf("distances %v to %v are no range above zero", o.Near, o.Far)
	case !(o.Top > 0 && o.Top < 1 && o.Band > 0 && o.Band < 1):
		return fmt.Errorf("top %v and band %v are not between 0 and 1", o.Top, o.Band)
	case !(o.Far*(1+o.Band) <= margin):
		return fmt.Errorf("distance %v with its band is beyond the margin of the grid, %v", o.Far, margin)
	case o.Resamples < 2 || o.Resamples > maxResamples:
		return fmt.Errorf("resamples %d are not 2 to %d", o.Resamples, maxResamples)
	case len(o.Horizons) == 0:
		return errors.New("no horizon")
	}
	for _, h := range o.Horizons {
		if h < 1 || h > maxHorizon {
			return fmt.Errorf("horizon %d ms is not positive and at most 30 days", h)
		}
	}
	return nil
}

// mostBlocks bounds the work on long events; more would tell hardly more.
const mostBlocks = 60

// block returns the length of a block for a horizon in an event of a length.
// Outcomes that overlap are not independent, so it is at least twice the
// horizon.
func (o *Options) block(horizon, event data.UnixMs) data.UnixMs {
	return max(o.Block, 2*horizon, event/mostBlocks)
}
