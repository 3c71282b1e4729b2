package csvimport

import (
	"cmp"
	"slices"
	"strings"

	"unwind/data"
)

// event is one liquidation. All but the notional are its identity: two
// rows that agree in them are copies of one event, whatever else they say.
type event struct {
	t        data.UnixMs
	venue    string
	symbol   string
	side     data.Side
	price    float64 // the price that is drawn
	limit    float64 // the price of the forced order; 0 where the layout has none
	qty      float64
	notional float64 // USD
}

// identity returns e without what two copies of it may disagree in.
func (e event) identity() event {
	e.notional = 0
	return e
}

func compare(a, b event) int {
	return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(a.venue, b.venue), cmp.Compare(a.symbol, b.symbol),
		cmp.Compare(a.side, b.side), cmp.Compare(a.price, b.price), cmp.Compare(a.limit, b.limit),
		cmp.Compare(a.qty, b.qty), cmp.Compare(a.notional, b.notional))
}

// readEvents reads a file of liquidations in one of the known layouts. Copies
// of an event are kept here, so that those in another file are found too.
func readEvents(f File, report *Report) ([]event, error) {
	r, err := newRows(f)
	if err != nil {
		return nil, err
	}
	parse := forceOrders(r)
	if parse == nil {
		parse = normalised(r)
	}
	if parse == nil {
		r.fail("no layout of liquidations has this header; want symbol, side, price, avg_price, cum_filled_qty, trade_time_ms " +
			"or exchange, symbol, side, qty, price, notional_usd, event_ts")
		return nil, r.failure()
	}
	var events []event
	for r.next() && r.room(len(events)) {
		events = append(events, parse())
	}
	if r.err != nil {
		return nil, r.failure()
	}
	first, last := span(events)
	report.file(f.Name, len(events), copies(events), first, last)
	return events, nil
}

// forceOrders returns the parser of recorded forceOrder streams of Binance, or
// nil. Their side is that of the order: SELL closed a long. The notional is
// the average fill price times the filled quantity (developers.binance.com,
// Liquidation Order Streams: ap × z).
func forceOrders(r *rows) func() event {
	symbol, side, limit := r.column("symbol"), r.column("side"), r.column("price")
	average, qty, at := r.column("avg_price"), r.column("cum_filled_qty"), r.column("trade_time_ms")
	if min(symbol, side, limit, average, qty, at) < 0 {
		return nil
	}
	return func() event {
		e := event{t: r.moment(at), venue: "binance", symbol: r.name(symbol),
			price: r.positive(average), limit: r.positive(limit), qty: r.positive(qty)}
		switch strings.ToUpper(r.fields[side]) {
		case "SELL":
			e.side = data.ClosedBy(data.Sell)
		case "BUY":
			e.side = data.ClosedBy(data.Buy)
		default:
			r.wrong(side, "SELL or BUY")
		}
		e.notional = r.finite(average, e.price*e.qty)
		return e
	}
}

// normalised returns the parser of rows that were brought to one form for
// several venues, or nil. Their side is that of the position.
func normalised(r *rows) func() event {
	venue, symbol, side := r.column("exchange", "venue"), r.column("symbol"), r.column("side")
	price, qty := r.column("price"), r.column("qty")
	notional, at := r.column("notional_usd"), r.column("event_ts")
	if min(venue, symbol, side, price, qty, notional, at) < 0 {
		return nil
	}
	return func() event {
		e := event{t: r.moment(at), venue: strings.ToLower(r.name(venue)), symbol: r.name(symbol),
			price: r.positive(price), qty: r.positive(qty), notional: r.zeroOrMore(notional)}
		switch strings.ToLower(r.fields[side]) {
		case "long":
			e.side = data.Long
		case "short":
			e.side = data.Short
		default:
			r.wrong(side, "long or short")
		}
		return e
	}
}

// finite returns x, or fails with the column it came from when it is too large.
func (r *rows) finite(column int, x float64) float64 {
	if x > 1e300 {
		r.wrong(column, "of a size that makes sense")
		return 0
	}
	return x
}

func span(events []event) (first, last data.UnixMs) {
	for i, e := range events {
		if i == 0 || e.t < first {
			first = e.t
		}
		last = max(last, e.t)
	}
	return first, last
}

func copies(events []event) int {
	seen := map[event]bool{}
	for _, e := range events {
		seen[e.identity()] = true
	}
	return len(events) - len(seen)
}

// distinct sorts events by time and drops copies. Between copies that disagree
// about the notional the smallest is kept.
func distinct(events []event) []event {
	slices.SortFunc(events, compare)
	return slices.CompactFunc(events, func(a, b event) bool { return a.identity() == b.identity() })
}

// columns returns the events as columns. Symbols are left out when all events
// are of the tape's symbol, which is spelled as the tape does.
func columns(events []event, symbol string) data.Liquidations {
	only := len(symbols(events)) == 1
	var l data.Liquidations
	for _, e := range events {
		l.T = append(l.T, e.t)
		l.Side = append(l.Side, e.side)
		l.Price = append(l.Price, data.Price(e.price))
		l.Notional = append(l.Notional, data.USD(e.notional))
		l.Venue = append(l.Venue, e.venue)
		if canonical(e.symbol) == canonical(symbol) {
			e.symbol = symbol
		}
		if !only {
			l.Symbol = append(l.Symbol, e.symbol)
		}
	}
	return l
}
