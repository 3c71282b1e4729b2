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

// readEvents reads a file of liquidations. Copies of an event are kept here,
// so that those in another file are found too.
func readEvents(f File, o Options, report *Report) ([]event, error) {
	r, err := newRows(f, liquidationKind)
	if err != nil {
		return nil, err
	}
	p := r.eventColumns(o)
	var events []event
	for r.next() && r.room(len(events)) {
		events = append(events, p.read(r))
	}
	if r.err != nil {
		return nil, r.failure()
	}
	first, last := span(events)
	report.file(FileReport{Name: f.Name, Rows: len(events), Copies: copies(events), First: first, Last: last})
	if p.orders > 0 {
		report.note("%s: buy and sell are taken for the side of the order, so that a sale closed a long; --side position says otherwise", f.Name)
	}
	return events, nil
}

// eventColumns is how the rows of a file of liquidations are read.
type eventColumns struct {
	at       map[string]int
	options  Options
	binances bool // the columns are those of a forceOrder stream of Binance
	orders   int  // rows whose side was taken for that of the order without being asked to
}

// eventColumns finds the columns. Where there is an average price, the price
// beside it is the limit of the forced order.
func (r *rows) eventColumns(o Options) *eventColumns {
	p := &eventColumns{at: r.place(liquidationKind, "time", "side", "price"), options: o}
	if p.at["limit"] == p.at["price"] {
		p.at["limit"] = -1
	}
	if p.at["notional"] < 0 && p.at["qty"] < 0 {
		r.fail(r.unknown(liquidationKind, []string{"notional", "qty"}))
	}
	if r.err != nil || p.at["qty"] < 0 {
		return p
	}
	switch plain(r.columns[p.at["qty"]]) {
	case "cumfilledqty":
		p.binances = true
	case "accumulatedfillquantity": // Binance's archive, whose files do not say of what they count
		p.binances = true
		if p.at["notional"] < 0 && o.Contract == 0 {
			r.fail("its quantities may be contracts: say with --contract how many US dollars one is worth, or base for units of the base asset")
		}
	}
	return p
}

// read reads a row. The notional is the file's own, or the price times the
// quantity: in a forceOrder stream the average fill times the filled quantity
// (developers.binance.com, Liquidation Order Streams: ap × z).
func (p *eventColumns) read(r *rows) event {
	at := p.at
	e := event{t: r.moment(at["time"]), symbol: p.options.Symbol, price: r.positive(at["price"])}
	if at["symbol"] >= 0 {
		e.symbol = r.name(at["symbol"])
	}
	if p.binances {
		e.venue = "binance"
	}
	if at["venue"] >= 0 {
		e.venue = strings.ToLower(r.name(at["venue"]))
	}
	if at["limit"] >= 0 {
		e.limit = r.positive(at["limit"])
	}
	if at["qty"] >= 0 {
		e.qty = r.positive(at["qty"])
	}
	e.side = p.side(r, e.venue)
	e.notional = p.notional(r, e)
	return e
}

func (p *eventColumns) notional(r *rows, e event) float64 {
	switch notional, qty := p.at["notional"], p.at["qty"]; {
	case notional >= 0:
		return r.zeroOrMore(notional)
	case p.options.Contract > 0:
		return r.finite(qty, e.qty*p.options.Contract)
	default:
		return r.finite(qty, e.price*e.qty)
	}
}

// side returns the side of the position. Long and short are that of itself;
// buy and sell are that of the order, unless the caller knows otherwise.
// Bybit alone calls the position's side Buy and Sell, and files that were
// brought to one form do not, so of its rows it must be said.
func (p *eventColumns) side(r *rows, venue string) data.Side {
	var s data.Side
	switch column := p.at["side"]; strings.ToLower(r.fields[column]) {
	case "long":
		return data.Long
	case "short":
		return data.Short
	case "sell":
		s = data.ClosedBy(data.Sell)
	case "buy":
		s = data.ClosedBy(data.Buy)
	default:
		r.wrong(column, "long or short, or sell or buy")
		return s
	}
	switch {
	case p.options.Sides == PositionSides:
		return opposite(s)
	case p.options.Sides == UnknownSides && strings.HasPrefix(venue, "bybit"):
		r.fail("Bybit's own buy and sell are sides of the position, those of other files sides of the order: say which with --side")
	case p.options.Sides == UnknownSides && !p.binances:
		p.orders++
	}
	return s
}

func opposite(s data.Side) data.Side {
	if s == data.Long {
		return data.Short
	}
	return data.Long
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
	anyVenue := false
	for _, e := range events {
		l.T = append(l.T, e.t)
		l.Side = append(l.Side, e.side)
		l.Price = append(l.Price, data.Price(e.price))
		l.Notional = append(l.Notional, data.USD(e.notional))
		l.Venue = append(l.Venue, e.venue)
		anyVenue = anyVenue || e.venue != ""
		if canonical(e.symbol) == canonical(symbol) {
			e.symbol = symbol
		}
		if !only {
			l.Symbol = append(l.Symbol, e.symbol)
		}
	}
	if !anyVenue {
		l.Venue = nil
	}
	return l
}
