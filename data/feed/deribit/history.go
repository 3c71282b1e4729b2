package deribit

import (
	"errors"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/feed/field"
)

// History returns the request of a page of trades from the archive, which goes
// back to 2018: the only venue where liquidations of a past event can be had
// complete, free and without a key. A range holds any number of trades; go on
// with [Page.Next].
func History(q feed.Query) (feed.Request, error) {
	e := feed.Endpoint[feed.Trade]{
		Rows: 1000, Symbol: Symbol,
		Build: func(q feed.Query, _ string) feed.Request {
			return get(archive, "get_last_trades_by_instrument_and_time", q, "count", "1000", "sorting", "asc", "include_old", "true")
		},
	}
	return e.Request(q)
}

// Page is one page of the history.
type Page struct {
	Liquidations []feed.Liquidation
	Trades       int         // all of the page
	First, Last  data.UnixMs // times of its first and last trade, 0 without one
	More         bool        // the range holds more
}

// Next returns the query of the page after this one, and whether there is one.
// Trades of the last millisecond come again, since they may not all have
// fitted; their liquidations have the same identities. A page of a single
// millisecond is left behind, so that every page gets further.
func (p *Page) Next(q feed.Query) (feed.Query, bool) {
	q.From = p.Last
	if p.First == p.Last {
		q.From++
	}
	return q, p.More && p.Last > 0 && q.From < q.To
}

// ParseHistory reads {"result":{"trades":[…],"has_more":true}}.
func ParseHistory(q feed.Query, body []byte) (Page, error) {
	answer, err := result(body)
	if err != nil {
		return Page{}, err
	}
	page := Page{More: answer.Get("has_more").Bool()}
	var b feed.Batch
	trades, err := field.Events(q, "result.trades", answer.Get("trades"), func(r *field.Row) (feed.Trade, data.UnixMs) {
		t := trade(r, &b, 0)
		return t, t.At
	})
	empty := &feed.Refusal{Reason: feed.Empty}
	if errors.Is(err, empty) {
		return page, nil
	}
	if err != nil {
		return Page{}, err
	}
	page.Trades, page.First, page.Last = len(trades), trades[0].At, trades[len(trades)-1].At
	page.Liquidations, err = field.Sorted(q, b.Liquidations, func(l *feed.Liquidation) data.UnixMs { return l.At })
	if errors.Is(err, empty) {
		err = nil
	}
	return page, err
}
