// Package alert says when something began that somebody wants to be told of: a
// large wave of liquidations, a fall of open interest, a price near a bright
// level. What it answers is a function of the rules, of what it was asked
// before, of the market and of the time; docs/alerts.md has the formulas.
package alert

import (
	"fmt"

	"unwind/data"
)

// Rules are what one viewer wants to be told of. What is zero is told never.
type Rules struct {
	Wave data.USD // a wave of at least so many dollars
	Fall FallRule
	Near NearRule
}

// FallRule is a fall of open interest by at least Share, counted in coins, from
// one time to another that is at most Within later.
type FallRule struct {
	Share  float64     // 0.02 is 2 %; 0: never
	Within data.UnixMs // used with a share alone
}

// NearRule is a price within Share of a bright level of at least USD.
type NearRule struct {
	Share float64  // 0.005 is 0.5 %; 0: never
	USD   data.USD // 0: of any size; used with a share alone
}

// Bounds of rules that are not zero; both ends are allowed.
const (
	MinUSD, MaxUSD       = data.USD(1), data.USD(1e12)
	MinFall, MaxFall     = 0.001, 0.9
	MinWithin, MaxWithin = data.Minute, 4 * data.Hour
	MinNear, MaxNear     = 0.0001, 0.05
)

// Rules to begin with: for Bitcoin a wave that is seen on the chart, a fall
// that a calm hour does not have, and a level that the next minutes may reach.
var DefaultRules = Rules{
	Wave: 1e6,
	Fall: FallRule{Share: 0.02, Within: 15 * data.Minute},
	Near: NearRule{Share: 0.005, USD: 10e6},
}

// Any reports whether anything is told at all.
func (r *Rules) Any() bool { return r.Wave > 0 || r.Fall.Share > 0 || r.Near.Share > 0 }

// Check says which rule is out of its bounds; NaN is out of all.
func (r *Rules) Check() error {
	switch {
	case r.Wave != 0 && !within(r.Wave, MinUSD, MaxUSD):
		return fmt.Errorf("alert: a wave of %v dollars", r.Wave)
	case r.Fall.Share != 0 && !within(r.Fall.Share, MinFall, MaxFall):
		return fmt.Errorf("alert: a fall by %v of open interest", r.Fall.Share)
	case r.Fall.Share != 0 && !within(r.Fall.Within, MinWithin, MaxWithin):
		return fmt.Errorf("alert: a fall in %d ms", r.Fall.Within)
	case r.Near.Share != 0 && !within(r.Near.Share, MinNear, MaxNear):
		return fmt.Errorf("alert: a price within %v of a level", r.Near.Share)
	case r.Near.Share != 0 && r.Near.USD != 0 && !within(r.Near.USD, MinUSD, MaxUSD):
		return fmt.Errorf("alert: a level of %v dollars", r.Near.USD)
	}
	return nil
}

func within[T ~float64 | ~int64](v, low, high T) bool { return v >= low && v <= high }
