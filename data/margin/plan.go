package margin

import (
	"fmt"
	"math"
	"slices"

	"unwind/data"
)

// Unit says in what the size of a [Plan] is given.
type Unit uint8

// Units of size.
const (
	InUSD       Unit = iota // US dollars at the entry price
	InCoin                  // base coin at the entry price
	InContracts             // contracts of the venue; see Contract.Face
)

// Plan is an isolated position as a trader writes it down.
type Plan struct {
	Side  data.Side
	Entry data.Price
	Size  float64
	Unit  Unit
	// Leverage is notional over margin. When it is zero, Margin decides: US
	// dollars for a linear contract, coin for an inverse one.
	Leverage float64
	Margin   Amount
}

// Planned is what a table makes of a plan.
type Planned struct {
	Position    Position
	Notional    data.USD // at entry
	Leverage    float64
	Margin      Amount     // in the unit of the contract
	Tier        Tier       // that holds at the liquidation price
	TierIndex   int        // of Tier in the table, from 0
	Liquidation data.Price // 0 where no price liquidates
	Bankruptcy  data.Price // 0 where no price bankrupts
}

// Fault says what is wrong with a plan.
type Fault uint8

// Faults of plans.
const (
	BadSide Fault = iota
	BadEntry
	BadSize
	BadMargin      // neither leverage nor margin above zero
	SizeTooLarge   // beyond the last tier; Most is the largest size in US dollars
	LeverageTooBig // above that of the tier; Most is its highest leverage
	AtOnce         // the margin would not keep the position open at its entry
)

// PlanError is why a table makes nothing of a plan.
type PlanError struct {
	Fault Fault
	Most  float64 // the bound that is broken, where the fault names one
}

// Error implements error.
func (e *PlanError) Error() string {
	switch e.Fault {
	case BadSide:
		return "a position is long or short"
	case BadEntry:
		return "the entry must be a price above zero"
	case BadSize:
		return "the size must be above zero"
	case BadMargin:
		return "leverage or margin must be above zero"
	case SizeTooLarge:
		return fmt.Sprintf("the size is above %g US dollars, the end of the table", e.Most)
	case LeverageTooBig:
		return fmt.Sprintf("the leverage is above %g, the highest of the tier", e.Most)
	}
	return "the margin would not keep the position open at its entry"
}

// largest bounds every figure of a plan, so that sums of them are finite.
const largest = 1e15

func positive(v float64) bool { return v > 0 && v <= largest }

// Plan returns the liquidation price of a plan under t, with what it follows
// from, or a [PlanError].
func (t *Table) Plan(p Plan) (Planned, error) {
	notional, err := t.sizeOf(p)
	if err != nil {
		return Planned{}, err
	}
	out := Planned{Notional: notional, Leverage: p.Leverage}
	if p.Leverage == 0 {
		out.Leverage = float64(notional) / t.unitOfMargin(p.Entry) / float64(p.Margin)
	}
	if !positive(out.Leverage) {
		return Planned{}, &PlanError{Fault: BadMargin}
	}
	if most := t.MaxLeverage(notional, p.Entry); out.Leverage > most*(1+1e-9) {
		return Planned{}, &PlanError{LeverageTooBig, most}
	}
	out.Position = Open(p.Side, p.Entry, notional, out.Leverage)
	out.Margin = t.Contract.Margin(out.Position)
	out.Liquidation, out.Tier = t.LiquidationPrice(out.Position)
	out.TierIndex = slices.Index(t.Tiers, out.Tier)
	if beyond := p.Side.Sign() * float64(out.Liquidation-p.Entry); !(beyond < 0) {
		return Planned{}, &PlanError{Fault: AtOnce}
	}
	out.Liquidation = reached(out.Liquidation)
	out.Bankruptcy = reached(t.Contract.BankruptcyPrice(out.Position))
	return out, nil
}

// sizeOf returns the notional of a plan at its entry.
func (t *Table) sizeOf(p Plan) (data.USD, error) {
	perUnit := [...]float64{InUSD: 1, InCoin: float64(p.Entry), InContracts: t.Contract.Face}
	if t.Contract.Kind == Linear {
		perUnit[InContracts] *= float64(p.Entry)
	}
	switch {
	case p.Side.Sign() == 0:
		return 0, &PlanError{Fault: BadSide}
	case !positive(float64(p.Entry)):
		return 0, &PlanError{Fault: BadEntry}
	case int(p.Unit) >= len(perUnit) || !positive(p.Size*perUnit[p.Unit]):
		return 0, &PlanError{Fault: BadSize}
	}
	notional := data.USD(p.Size * perUnit[p.Unit])
	if t.MaxLeverage(notional, p.Entry) == 0 {
		last := t.Tiers[len(t.Tiers)-1]
		return 0, &PlanError{SizeTooLarge, float64(last.Cap) * t.unit(p.Entry)}
	}
	return notional, nil
}

// unitOfMargin returns the dollars in one unit of margin at the entry.
func (t *Table) unitOfMargin(entry data.Price) float64 {
	if t.Contract.Kind == Inverse {
		return float64(entry)
	}
	return 1
}

// reached returns p, or 0 where it is no price that a market can have.
func reached(p data.Price) data.Price {
	if !(p > 0) || math.IsInf(float64(p), 0) {
		return 0
	}
	return p
}

// Until returns when the table of an instrument that is valid at t is replaced
// by another, and false when none is known to.
func Until(venue, symbol string, t data.UnixMs) (data.UnixMs, bool) {
	var next data.UnixMs
	for _, table := range Tables(venue, symbol) {
		if table.From > t && (next == 0 || table.From < next) {
			next = table.From
		}
	}
	return next, next > 0
}
