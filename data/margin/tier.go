package margin

import (
	"fmt"
	"math"

	"unwind/data"
)

// Tier is one row of a venue's margin table. A position of value v in it must
// keep v·MaintenanceRate − Deduction of margin.
type Tier struct {
	Cap             Amount  // largest size of the tier, inclusive; coin where tiers go by Qty
	MaintenanceRate float64 // fraction of value, over 0 and under 1
	Deduction       Amount  // keeps maintenance margin continuous over tiers; zero where tiers are fixed
	MaxLeverage     float64 // highest leverage that a position of the tier may open with
}

// MaintenanceMargin returns the margin that a position of the given value must
// keep in tier t by itself, without the fee and slope of a [Contract].
func (t Tier) MaintenanceMargin(value Amount) Amount {
	return value*Amount(t.MaintenanceRate) - t.Deduction
}

// Table is the tiers of one instrument as they were from a date on. Venues
// change them by announcement, and a change mostly applies to open positions.
type Table struct {
	Venue, Symbol string
	Contract      Contract
	From          data.UnixMs // first instant of validity; zero when unknown
	Source        string      // where the figures are from
	Doubt         string      // what is uncertain about them or their date; empty when nothing is
	Tiers         []Tier      // ascending by Cap, at least one
}

// Tier returns the tier of a position of the given size. Above the last cap
// it is the last tier.
func (t *Table) Tier(size Amount) Tier {
	last := len(t.Tiers) - 1
	for _, tier := range t.Tiers[:last] {
		if size <= tier.Cap {
			return tier
		}
	}
	return t.Tiers[last]
}

// LiquidationPrice returns the liquidation price of p in the tier that holds
// there, and that tier. Where tiers go by mark value, the tier depends on the
// price, which depends on the tier, so both are found by repetition, starting
// at the entry. Maintenance margin is then a continuous and convex function of
// value in a table that passes [Table.Check], and equity a linear one, so this
// is Newton's method on a concave function: it settles after at most as many
// rounds as there are tiers. What is no position gets NaN and no tier.
func (t *Table) LiquidationPrice(p Position) (data.Price, Tier) {
	if !p.Valid() {
		return data.Price(math.NaN()), Tier{}
	}
	tier := t.Tier(t.Contract.Size(p, p.Entry))
	price := t.Contract.LiquidationPrice(p, tier)
	for range t.Tiers {
		next := t.Tier(t.Contract.Size(p, price))
		if next == tier {
			break
		}
		tier, price = next, t.Contract.LiquidationPrice(p, next)
	}
	return price, tier
}

// Largest returns the largest notional that may be opened at the given
// leverage in a table whose caps are in US dollars, or zero when no tier
// allows it. For other tables see [Table.LargestAt].
func (t *Table) Largest(leverage float64) data.USD { return t.LargestAt(leverage, 1) }

// LargestAt returns the largest notional that may be opened at the given
// leverage and entry price, or zero when no tier allows it.
func (t *Table) LargestAt(leverage float64, entry data.Price) data.USD {
	for i := len(t.Tiers) - 1; i >= 0; i-- {
		tier := t.Tiers[i]
		if tier.MaxLeverage >= leverage {
			return data.USD(min(tier.Cap, t.sloped(tier, leverage))) * data.USD(t.unit(entry))
		}
	}
	return 0
}

// sloped returns the size at which the initial rate of tier, which rises by
// Slope like its maintenance rate, allows no more than the given leverage.
func (t *Table) sloped(tier Tier, leverage float64) Amount {
	if t.Contract.Slope == 0 {
		return tier.Cap
	}
	return Amount((1/leverage - 1/tier.MaxLeverage) / t.Contract.Slope)
}

// MaxLeverage returns the highest leverage with which a position of the given
// notional and entry price may open, zero when it is above the last cap.
func (t *Table) MaxLeverage(notional data.USD, entry data.Price) float64 {
	size := Amount(float64(notional) / t.unit(entry))
	if size > t.Tiers[len(t.Tiers)-1].Cap {
		return 0
	}
	return 1 / (1/t.Tier(size).MaxLeverage + t.Contract.Slope*float64(size))
}

// unit returns the dollars in one unit of the caps at a price.
func (t *Table) unit(price data.Price) float64 {
	if t.Contract.Kind == Inverse || t.Contract.Sizing == ByQty {
		return float64(price)
	}
	return 1
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

// Check reports the first fault of t by the index of its tier: caps and rates
// must ascend, and deductions must keep maintenance margin continuous,
//
//	Deduction[i] = Deduction[i−1] + Cap[i−1]·(Rate[i] − Rate[i−1]),
//
// or, where a position keeps its tier, be zero.
func (t *Table) Check() error {
	if len(t.Tiers) == 0 {
		return fmt.Errorf("margin table of %q %q has no tiers", t.Venue, t.Symbol)
	}
	if c := t.Contract; c.Slope != 0 && (c.Kind != Inverse || c.Basis != OnMark || len(t.Tiers) > 1) {
		return fmt.Errorf("margin table of %q %q: a slope needs one tier of an inverse contract on mark value", t.Venue, t.Symbol)
	}
	if c := t.Contract; c.Basis == OnEntry && c.Sizing == ByMarkValue {
		return fmt.Errorf("margin table of %q %q: margin on entry value has no tiers by mark value", t.Venue, t.Symbol)
	}
	var below Tier
	for i, tier := range t.Tiers {
		if err := tier.check(below, t.Contract); err != nil {
			return fmt.Errorf("margin table of %q %q: tier %d: %w", t.Venue, t.Symbol, i, err)
		}
		below = tier
	}
	return nil
}

func (t Tier) check(below Tier, c Contract) error {
	deduction := below.Deduction + below.Cap*Amount(t.MaintenanceRate-below.MaintenanceRate)
	if c.Sizing != ByMarkValue {
		deduction = 0
	}
	switch {
	case !(t.Cap > below.Cap) || math.IsInf(float64(t.Cap), 0):
		return fmt.Errorf("cap %v is not above %v", t.Cap, below.Cap)
	case !(t.MaintenanceRate > below.MaintenanceRate && t.MaintenanceRate < 1):
		return fmt.Errorf("maintenance rate %v is not above %v and below 1", t.MaintenanceRate, below.MaintenanceRate)
	case !(math.Abs(float64(t.Deduction-deduction)) <= 1e-9*float64(t.Cap)):
		return fmt.Errorf("deduction %v, should be %v", t.Deduction, deduction)
	case !(t.MaxLeverage >= 1) || t.MaxLeverage*(t.MaintenanceRate+c.Fee) >= 1:
		return fmt.Errorf("maximum leverage %v is below 1 or liquidates at once", t.MaxLeverage)
	}
	return nil
}
