package proxy

import (
	"encoding/json"

	"unwind/data"
	"unwind/data/feed"
)

// series is one kind of rows that a venue serves, whatever their type.
type series struct {
	venue   *feed.Venue
	kind    string
	steps   []data.UnixMs // empty: rows have no fixed distance
	rows    int
	spaced  data.UnixMs
	reach   data.UnixMs
	now     bool
	sided   bool // rows are liquidations
	origin  data.Provenance
	fresh   data.UnixMs
	symbol  func(string) bool
	request func(feed.Query) (feed.Request, error)
	// read returns the columns of an answer's body, as JSON.
	read func(feed.Query, []byte) (json.RawMessage, error)
}

// seriesOf returns the series of an endpoint in a list, or an empty list if
// the venue has none.
func seriesOf[T any](v *feed.Venue, kind string, e *feed.Endpoint[T], columns func([]T) any) []*series {
	if e == nil {
		return nil
	}
	s := &series{
		venue: v, kind: kind, rows: e.Rows, spaced: e.Spaced, reach: e.Reach, now: e.Now, fresh: e.Fresh,
		sided: kind == "liquidations" || kind == "totals", origin: data.Recorded, symbol: e.Symbol, request: e.Request,
		read: func(q feed.Query, body []byte) (json.RawMessage, error) {
			rows, err := e.Parse(q, body)
			if err != nil {
				return nil, err
			}
			return json.Marshal(columns(rows))
		},
	}
	if collects(v) {
		s.origin = data.Published
	}
	for _, step := range e.Steps {
		s.steps = append(s.steps, step.Length)
	}
	return []*series{s}
}

// allSeries lists what a venue serves. The candles of a spot market are called
// spot, so that nobody takes them for those of a contract.
func allSeries(v *feed.Venue) []*series {
	candleKind := "candles"
	if v.Spot {
		candleKind = "spot"
	}
	var all []*series
	all = append(all, seriesOf(v, candleKind, v.Candles, candleColumns)...)
	all = append(all, seriesOf(v, "mark", v.Mark, markColumns)...)
	all = append(all, seriesOf(v, "oi", v.Interest, interestColumns)...)
	all = append(all, seriesOf(v, "oi-now", v.InterestNow, interestColumns)...)
	all = append(all, seriesOf(v, "funding", v.Funding, fundingColumns)...)
	all = append(all, seriesOf(v, "liquidations", v.Liquidations, liquidationColumns)...)
	return append(all, seriesOf(v, "totals", v.Totals, totalColumns)...)
}
