package margin

import (
	"math"

	"unwind/data"
)

// Amount is money in the unit in which a contract is margined: US dollars for
// a linear contract, base coin for an inverse one.
type Amount float64

// Kind says in what a contract is margined and settled.
type Kind uint8

// Kinds of contract.
const (
	Linear  Kind = iota // size in coin, margin and profit in US dollars
	Inverse             // size in US dollars, margin and profit in coin
)

// Basis is the price at which maintenance margin values a position.
type Basis uint8

// Bases of maintenance margin.
const (
	OnMark  Basis = iota // mark price
	OnEntry              // average entry price, so that the margin is fixed
)

// Sizing says what chooses the tier of a position.
type Sizing uint8

// Sizings. Only with [ByMarkValue] can a position change its tier without
// trading; only there do deductions keep maintenance margin continuous.
const (
	ByMarkValue  Sizing = iota // value at the mark price
	ByEntryValue               // value at the entry price
	ByQty                      // base coin, whatever the price
)

// Contract is the rule by which a venue decides that a position is
// liquidated. The zero value is a linear contract with maintenance margin and
// tiers by mark value, which is how Binance USD-M, Bybit and Hyperliquid work.
type Contract struct {
	Kind   Kind
	Basis  Basis
	Sizing Sizing
	Fee    float64 // part of the value that must be kept besides the maintenance rate
	Slope  float64 // rise of the maintenance rate with each coin of value; inverse OnMark only
	Face   float64 // one contract: US dollars of an inverse one, coin of a linear one; zero where sizes are in coin
}

// Value returns the value of p at a price: Qty·price in dollars for a linear
// contract, Qty·Entry/price in coin for an inverse one, whose size in dollars
// is fixed when it is opened.
func (c Contract) Value(p Position, price data.Price) Amount {
	if c.Kind == Inverse {
		return Amount(p.Qty * float64(p.Entry/price))
	}
	return Amount(p.Qty * float64(price))
}

// Margin returns the margin of p in the unit of c. The margin of an inverse
// position was bought at the entry price.
func (c Contract) Margin(p Position) Amount {
	if c.Kind == Inverse {
		return Amount(float64(p.Margin) / float64(p.Entry))
	}
	return Amount(p.Margin)
}

// Equity returns margin plus unrealised profit of p at mark price mark:
//
//	linear   W + s·q·(mark − E)
//	inverse  W + s·Q·(1/E − 1/mark),  Q = q·E
func (c Contract) Equity(p Position, mark data.Price) Amount {
	gain := c.Value(p, mark) - c.Value(p, p.Entry)
	if c.Kind == Inverse {
		gain = -gain
	}
	return c.Margin(p) + Amount(p.Side.Sign())*gain
}

// MaintenanceMargin returns what p must keep in tier t at mark price mark:
// the value times rate and fee, less the deduction; the rate rises by Slope
// with each coin.
func (c Contract) MaintenanceMargin(p Position, t Tier, mark data.Price) Amount {
	price := mark
	if c.Basis == OnEntry {
		price = p.Entry
	}
	v := c.Value(p, price)
	return t.MaintenanceMargin(v) + v*Amount(c.Fee+c.Slope*float64(v))
}

// Rate returns the maintenance rate of p in tier t at mark price mark with the
// fee and the slope of c, before the deduction. At no price it is that of a
// position without value.
func (c Contract) Rate(p Position, t Tier, mark data.Price) float64 {
	price := mark
	if c.Basis == OnEntry {
		price = p.Entry
	}
	if !(price > 0) {
		return t.MaintenanceRate + c.Fee
	}
	return t.MaintenanceRate + c.Fee + c.Slope*float64(c.Value(p, price))
}

// Size returns what chooses the tier of p at mark price mark, in the unit of
// the caps of its table.
func (c Contract) Size(p Position, mark data.Price) Amount {
	switch c.Sizing {
	case ByEntryValue:
		return c.Value(p, p.Entry)
	case ByQty:
		return Amount(p.Qty)
	}
	return c.Value(p, mark)
}

// BankruptcyPrice returns the mark price at which the equity of p is zero, +Inf
// for an inverse short whose margin covers any rise.
func (c Contract) BankruptcyPrice(p Position) data.Price {
	return Contract{Kind: c.Kind, Basis: OnEntry}.LiquidationPrice(p, Tier{})
}

// LiquidationPrice returns the mark price at which the equity of p has fallen
// to its maintenance margin in tier t. A linear long that cannot be liquidated
// has a price of zero or less, an inverse short one of +Inf.
// A position that is none (see [Position.Valid]) has NaN.
func (c Contract) LiquidationPrice(p Position, t Tier) data.Price {
	if !p.Valid() {
		return data.Price(math.NaN())
	}
	t.MaintenanceRate += c.Fee
	switch {
	case c.Kind == Inverse:
		return c.inversePrice(p, t)
	case c.Basis == OnEntry:
		return linearOnEntry(p, t)
	}
	return linearOnMark(p, t)
}

// linearOnMark solves W + s·q·(P − E) = m·q·P − c for P.
func linearOnMark(p Position, t Tier) data.Price {
	s := p.Side.Sign()
	owed := float64(p.Margin) + float64(t.Deduction) - s*p.Qty*float64(p.Entry)
	return data.Price(owed / (p.Qty * (t.MaintenanceRate - s)))
}

// linearOnEntry solves W + s·q·(P − E) = m·q·E − c for P.
func linearOnEntry(p Position, t Tier) data.Price {
	kept := p.Qty*float64(p.Entry)*t.MaintenanceRate - float64(t.Deduction)
	return p.Entry - data.Price(p.Side.Sign()*(float64(p.Margin)-kept)/p.Qty)
}

// inversePrice solves for the value v = Q/P of the position in coin, in which
// equity W + s·(Q/E − v) is linear:
//
//	OnEntry  v = Q/E + s·(W + c) − s·m·Q/E
//	OnMark   s·k·v² + (1 + s·m)·v = Q/E + s·(W + c),  k = Slope
//
// The root is written so that k = 0 needs no case of its own:
// v = 2a/(b + √(b² + 4·s·k·a)).
func (c Contract) inversePrice(p Position, t Tier) data.Price {
	s := p.Side.Sign()
	a := p.Qty + s*float64(c.Margin(p)+t.Deduction)
	v := a - s*t.MaintenanceRate*p.Qty
	if c.Basis == OnMark {
		b := 1 + s*t.MaintenanceRate
		root := b*b + 4*s*c.Slope*a
		if root < 0 {
			return p.Entry // short of margin at every price: liquidated at once
		}
		v = 2 * a / (b + math.Sqrt(root))
	}
	if v <= 0 {
		return data.Price(math.Inf(1))
	}
	return data.Price(p.Qty * float64(p.Entry) / v)
}
