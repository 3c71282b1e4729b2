package wire

import (
	"errors"

	"unwind/data"
	"unwind/data/margin"
)

// Position is a position of the viewer's own, as window.unwind.position takes
// it. It is no [Message] and no part of a [Stage]: it stays in the page, and no
// link, room or frame around the page can hold or set it.
type Position struct {
	Venue string      // one of margin.Venues
	Since data.UnixMs // when it was opened; 0: before the event
	Plan  margin.Plan // numbers that were absent are 0
}

// PositionInfo is what window.unwind.position returns. docs/embedding.md
// documents its JSON form.
type PositionInfo struct {
	Position
	Coin  string
	Error error        // nil, a *margin.PlanError or ErrNoTable; then Planned is empty
	Table margin.Table // empty with ErrNoTable

	Planned margin.Planned
	// Rate is the maintenance rate at the liquidation price, fee and slope of
	// the contract included.
	Rate     float64
	T        data.UnixMs // the replay time
	Price    data.Price  // then; 0: not known
	Distance float64     // from Price to the liquidation price as a share of Price; NaN: not known
	Touched  data.UnixMs // first bar of the event that reached the liquidation price; 0: none
}

// ErrNoTable says that no table of the venue is for the coin of the event.
var ErrNoTable = errors.New("no table of margin tiers for this coin")

var (
	sideNames  = []string{"long", "short"}
	sideValues = []data.Side{data.Long, data.Short}
	unitNames  = []string{"usd", "coin", "contracts"}
	faultNames = []string{"side", "entry", "size", "margin", "too-large", "leverage", "at-once"} // by margin.Fault
)

// ParsePosition reads a position: a JSON object of at most 4096 bytes. A number
// that is absent or null is 0, which the plan then finds fault with; anything
// else that is wrong is an error that names the member.
func ParsePosition(raw []byte) (Position, error) {
	object, err := parseObject(raw)
	if err != nil {
		return Position{}, err
	}
	m := members{object: object}
	const most = 1e15
	p := Position{
		Venue: margin.Venues()[m.name("venue", margin.Venues(), "")],
		Since: m.optionalTime("since"),
		Plan: margin.Plan{
			Side:     sideValues[m.name("side", sideNames, "")],
			Entry:    data.Price(m.number("entry", 0, -most, most)),
			Size:     m.number("size", 0, -most, most),
			Unit:     margin.Unit(m.name("unit", unitNames, unitNames[0])),
			Leverage: m.number("leverage", 0, -most, most),
			Margin:   margin.Amount(m.number("margin", 0, -most, most)),
		},
	}
	if m.err != nil {
		return Position{}, m.err
	}
	return p, nil
}

// AppendPosition appends p as one JSON object to dst.
func AppendPosition(dst []byte, p *PositionInfo) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.fault(p.Error)
	w.text("venue", p.Venue)
	w.text("coin", p.Coin)
	w.text("side", p.Plan.Side.String())
	w.positive("entry", float64(p.Plan.Entry))
	w.time("since", p.Since)
	w.time("t", p.T)
	w.positive("price", float64(p.Price))
	w.plan(p)
	w.tier(p)
	w.table(&p.Table)
	return append(w.buf, '}')
}

// AppendWrong appends what was wrong with a position as {"error": "…"} to dst.
func AppendWrong(dst []byte, err error) []byte {
	w := jsonWriter{buf: append(dst, '{')}
	w.text("error", err.Error())
	return append(w.buf, '}')
}

func (w *jsonWriter) fault(err error) {
	var fault *margin.PlanError
	name, most := "", 0.0
	switch {
	case errors.As(err, &fault):
		name, most = faultNames[fault.Fault], fault.Most
	case err != nil:
		name = "table"
	}
	w.optional("fault", name)
	w.positive("most", most)
}

// plan writes what the table made of the plan; nothing of it is known with a
// fault.
func (w *jsonWriter) plan(p *PositionInfo) {
	w.positive("notional", float64(p.Planned.Notional))
	w.positive("leverage", p.Planned.Leverage)
	w.positive("margin", float64(p.Planned.Margin))
	w.text("marginUnit", p.unit(p.Table.Contract.Kind == margin.Inverse))
	w.positive("liquidation", float64(p.Planned.Liquidation))
	w.positive("bankruptcy", float64(p.Planned.Bankruptcy))
	w.number("distance", p.Distance)
	w.time("touched", p.Touched)
}

// unit returns the name of the coin or of the dollar.
func (p *PositionInfo) unit(coin bool) string {
	if coin {
		return p.Coin
	}
	return "USD"
}

func (w *jsonWriter) tier(p *PositionInfo) {
	if p.Error != nil {
		w.null("tier")
		return
	}
	t, c := &p.Table, p.Table.Contract
	low := margin.Amount(0)
	if p.Planned.TierIndex > 0 {
		low = t.Tiers[p.Planned.TierIndex-1].Cap
	}
	w.key("tier")
	w.open('{')
	w.int("number", int64(p.Planned.TierIndex+1))
	w.int("of", int64(len(t.Tiers)))
	w.number("from", float64(low))
	if p.Planned.Tier.Cap >= margin.Uncapped {
		w.null("upTo")
	} else {
		w.number("upTo", float64(p.Planned.Tier.Cap))
	}
	w.text("unit", p.unit(c.Kind == margin.Inverse || c.Sizing == margin.ByQty))
	w.number("rate", p.Rate)
	w.number("deduction", float64(p.Planned.Tier.Deduction))
	w.number("leverage", p.Planned.Tier.MaxLeverage)
	w.close('}')
}

func (w *jsonWriter) table(t *margin.Table) {
	if t.Venue == "" {
		w.null("table")
		return
	}
	w.key("table")
	w.open('{')
	w.text("name", t.Name())
	w.time("from", t.From)
	w.text("source", t.Source)
	w.optional("doubt", t.Doubt)
	w.close('}')
}
