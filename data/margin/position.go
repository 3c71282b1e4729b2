package margin

import "unwind/data"

// Position is one isolated position in a linear contract.
type Position struct {
	Side   data.Side  // Long or Short
	Entry  data.Price // average entry price
	Qty    float64    // base asset units, > 0
	Margin data.USD   // isolated margin: notional at entry / leverage, plus what was added
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

// Equity returns the margin of p plus its unrealised profit at mark price
// mark: Margin + s·Qty·(mark − Entry), with s = +1 for a long and −1 for a
// short.
func (p Position) Equity(mark data.Price) data.USD {
	return p.Margin + data.USD(p.Side.Sign()*p.Qty*float64(mark-p.Entry))
}

// Notional returns the value of p at mark price mark.
func (p Position) Notional(mark data.Price) data.USD {
	return data.USD(p.Qty * float64(mark))
}

// LiquidationPrice returns the mark price at which the equity of p falls to
// its maintenance margin in tier t. It solves
//
//	Margin + s·Qty·(P − Entry) = Qty·P·MaintenanceRate − Deduction
//
// for P, with s = +1 for a long and −1 for a short. Fees and funding are not
// included. The result is zero or negative when a long cannot be liquidated.
func LiquidationPrice(p Position, t Tier) data.Price {
	s := p.Side.Sign()
	owed := float64(p.Margin) + float64(t.Deduction) - s*p.Qty*float64(p.Entry)
	return data.Price(owed / (p.Qty * (t.MaintenanceRate - s)))
}

// LiquidationPrice returns the liquidation price of p in the tier that holds
// there, and that tier. The tier depends on the notional at the liquidation
// price, which depends on the tier, so both are found by repetition, starting
// at the notional at entry. Maintenance margin is a continuous and convex
// function of notional in a table that passes [Table.Check], so this is
// Newton's method on a concave function: it settles after at most as many
// rounds as there are tiers.
func (t *Table) LiquidationPrice(p Position) (data.Price, Tier) {
	tier := t.Tier(p.Notional(p.Entry))
	price := LiquidationPrice(p, tier)
	for range t.Tiers {
		next := t.Tier(p.Notional(price))
		if next == tier {
			break
		}
		tier, price = next, LiquidationPrice(p, next)
	}
	return price, tier
}

// BankruptcyPrice returns the mark price at which the equity of p is zero:
// Entry − s·Margin/Qty. Bybit and OKX report liquidations at this price.
func BankruptcyPrice(p Position) data.Price {
	return p.Entry - data.Price(p.Side.Sign()*float64(p.Margin)/p.Qty)
}
