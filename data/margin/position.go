package margin

import (
	"math"

	"unwind/data"
)

// Position is one isolated position. Its fields mean the same for every kind
// of contract; a linear contract fixes Qty and Margin, an inverse one the
// dollars Qty·Entry and the coins Margin/Entry.
type Position struct {
	Side   data.Side  // Long or Short
	Entry  data.Price // average entry price
	Qty    float64    // base asset units at the entry price, > 0
	Margin data.USD   // isolated margin at the entry price: notional at entry / leverage, plus what was added
}

// Open returns the position of the given notional just opened at the given
// entry and leverage: Qty = notional/entry, Margin = notional/leverage.
func Open(side data.Side, entry data.Price, notional data.USD, leverage float64) Position {
	return Position{
		Side:   side,
		Entry:  entry,
		Qty:    float64(notional) / float64(entry),
		Margin: data.USD(float64(notional) / leverage),
	}
}

// Valid reports whether p is a position: a side, a finite entry and size above
// zero, and a finite margin of zero or more.
func (p Position) Valid() bool {
	return p.Side.Sign() != 0 &&
		p.Entry > 0 && !math.IsInf(float64(p.Entry), 0) &&
		p.Qty > 0 && !math.IsInf(p.Qty, 0) &&
		p.Margin >= 0 && !math.IsInf(float64(p.Margin), 0)
}

// Equity returns the margin of p plus its unrealised profit at mark price
// mark in a linear contract: Margin + s·Qty·(mark − Entry), with s = +1 for a
// long and −1 for a short.
func (p Position) Equity(mark data.Price) data.USD {
	return data.USD(Contract{}.Equity(p, mark))
}

// Notional returns the value of p at mark price mark in a linear contract.
func (p Position) Notional(mark data.Price) data.USD {
	return data.USD(p.Qty * float64(mark))
}

// LiquidationPrice returns the liquidation price of p in tier t of the zero
// [Contract]. Fees and funding are not included.
func LiquidationPrice(p Position, t Tier) data.Price {
	return Contract{}.LiquidationPrice(p, t)
}

// BankruptcyPrice returns the mark price at which the equity of p is zero in a
// linear contract: Entry − s·Margin/Qty. Bybit and OKX report liquidations at
// this price.
func BankruptcyPrice(p Position) data.Price {
	return Contract{}.BankruptcyPrice(p)
}
