// Package margin holds maintenance-margin tiers and the liquidation and
// bankruptcy prices that follow from them. Formulas are for linear contracts
// with isolated margin, without fees and funding.
package margin

import (
	"fmt"
	"math"

	"unwind/data"
)

// Tier is one row of a venue's margin table. A position of notional n in it
// must keep n·MaintenanceRate − Deduction of margin.
type Tier struct {
	Cap             data.USD // largest notional of the tier, inclusive
	MaintenanceRate float64  // fraction of notional, over 0 and under 1
	Deduction       data.USD // keeps maintenance margin continuous over tiers
	MaxLeverage     float64  // highest leverage that a position of the tier may open with
}

// MaintenanceMargin returns the margin that a position of the given notional
// must keep in tier t.
func (t Tier) MaintenanceMargin(notional data.USD) data.USD {
	return data.USD(float64(notional)*t.MaintenanceRate) - t.Deduction
}

// Table is the tiers of one instrument as they were from a date on. Venues
// change them by announcement, and a change applies to open positions too.
type Table struct {
	Venue, Symbol string
	From          data.UnixMs // first instant of validity; zero when unknown
	Tiers         []Tier      // ascending by Cap, at least one
}

// Tier returns the tier of a position of the given notional. Above the last
// cap it is the last tier.
func (t *Table) Tier(notional data.USD) Tier {
	last := len(t.Tiers) - 1
	for _, tier := range t.Tiers[:last] {
		if notional <= tier.Cap {
			return tier
		}
	}
	return t.Tiers[last]
}

// Largest returns the largest notional that may be opened at the given
// leverage, or zero when no tier allows it.
func (t *Table) Largest(leverage float64) data.USD {
	for i := len(t.Tiers) - 1; i >= 0; i-- {
		if t.Tiers[i].MaxLeverage >= leverage {
			return t.Tiers[i].Cap
		}
	}
	return 0
}

// Check reports the first fault of t by the index of its tier: caps and rates
// must ascend, and deductions must keep maintenance margin continuous,
//
//	Deduction[i] = Deduction[i−1] + Cap[i−1]·(Rate[i] − Rate[i−1]).
func (t *Table) Check() error {
	if len(t.Tiers) == 0 {
		return fmt.Errorf("margin table of %q %q has no tiers", t.Venue, t.Symbol)
	}
	var below Tier
	for i, tier := range t.Tiers {
		if err := tier.check(below); err != nil {
			return fmt.Errorf("margin table of %q %q: tier %d: %w", t.Venue, t.Symbol, i, err)
		}
		below = tier
	}
	return nil
}

func (t Tier) check(below Tier) error {
	deduction := float64(below.Deduction) + float64(below.Cap)*(t.MaintenanceRate-below.MaintenanceRate)
	switch {
	case !(t.Cap > below.Cap) || math.IsInf(float64(t.Cap), 0):
		return fmt.Errorf("cap %v is not above %v", t.Cap, below.Cap)
	case !(t.MaintenanceRate > below.MaintenanceRate && t.MaintenanceRate < 1):
		return fmt.Errorf("maintenance rate %v is not above %v and below 1", t.MaintenanceRate, below.MaintenanceRate)
	case !(math.Abs(float64(t.Deduction)-deduction) <= 1e-9*float64(t.Cap)):
		return fmt.Errorf("deduction %v, continuous would be %v", t.Deduction, deduction)
	case !(t.MaxLeverage >= 1) || t.MaxLeverage*t.MaintenanceRate >= 1:
		return fmt.Errorf("maximum leverage %v is below 1 or liquidates at once", t.MaxLeverage)
	}
	return nil
}

// At returns the table of tables that is valid at time t, which is the one
// with the latest From not after t, and whether there is one. The order of
// tables is of no matter.
func At(tables []Table, t data.UnixMs) (Table, bool) {
	best := -1
	for i := range tables {
		from := tables[i].From
		if from <= t && (best < 0 || from > tables[best].From) {
			best = i
		}
	}
	if best < 0 {
		return Table{}, false
	}
	return tables[best], true
}
