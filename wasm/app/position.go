package app

import (
	"math"

	"unwind/data"
	"unwind/data/margin"
	"unwind/data/wire"
	"unwind/render/view"
)

// own is the viewer's position and what was last worked out of it, which holds
// as long as the table of its venue does.
type own struct {
	wire.PositionInfo
	from, until data.UnixMs // validity of the table; equal: nothing is worked out
	mark        view.Position
}

// setPosition takes in the viewer's own position, or takes it away.
func (m *Model) setPosition(p *wire.Position) {
	m.own = nil
	if p != nil {
		m.own = &own{PositionInfo: wire.PositionInfo{Position: *p}}
	}
	m.dirty |= view.DirtyTime
}

// AppendPosition appends what window.unwind.position() returns as JSON to dst.
// Before a market is loaded, and without a position, it appends null.
func (m *Model) AppendPosition(dst []byte, now float64) []byte {
	if m.market == nil || m.own == nil {
		return append(dst, "null"...)
	}
	o := m.own
	o.T = m.time(now)
	o.at(m, o.T)
	o.Price, _ = m.market.PriceAt(o.T)
	o.Distance = math.NaN()
	if o.Price > 0 && o.mark.Liquidation > 0 {
		o.Distance = float64(o.mark.Liquidation/o.Price) - 1
	}
	return wire.AppendPosition(dst, &o.PositionInfo)
}

// positionAt returns what to draw of the viewer's position at time t, nil when
// there is nothing.
func (m *Model) positionAt(t data.UnixMs) *view.Position {
	if m.own == nil {
		return nil
	}
	m.own.at(m, t)
	if m.own.Error != nil {
		return nil
	}
	return &m.own.mark
}

// at works the position out again when another table is valid at t.
func (o *own) at(m *Model, t data.UnixMs) {
	if t >= o.from && t < o.until {
		return
	}
	o.Coin = m.market.Coin()
	o.from, o.until = math.MinInt64, math.MaxInt64
	o.Planned, o.Table, o.mark, o.Touched, o.Rate = margin.Planned{}, margin.Table{}, view.Position{}, 0, 0
	symbol, known := margin.Symbol(o.Venue, o.Coin)
	if !known {
		o.Error = wire.ErrNoTable
		return
	}
	o.Table, _ = margin.Of(o.Venue, symbol, t)
	if o.Table.From <= t {
		o.from = o.Table.From
	}
	if next, ok := margin.Until(o.Venue, symbol, t); ok {
		o.until = next
	}
	o.Planned, o.Error = o.Table.Plan(o.Plan)
	if o.Error == nil {
		o.place(m)
	}
}

// place finds where the position is on the chart.
func (o *own) place(m *Model) {
	p := &o.Planned
	o.Rate = o.Table.Contract.Rate(p.Position, p.Tier, p.Liquidation)
	o.mark = view.Position{
		Side: o.Plan.Side, Entry: o.Plan.Entry, Liquidation: p.Liquidation,
		Since: max(o.Since, m.market.Tape.From), Tier: p.TierIndex + 1,
	}
	o.Touched, _ = m.market.FirstTouch(o.Plan.Side, p.Liquidation, o.mark.Since)
	o.mark.Touched = o.Touched
}
