package csvimport

import (
	"math"

	"unwind/data"
	"unwind/data/tape"
)

var depthKind = &kind{"depth", []field{timeField, {"percentage", []string{"percentage"}}, {"notional", []string{"notional"}}}, map[int][]string{
	4: {"timestamp", "percentage", "depth", "notional"}}}

// nearPercent is how far from the price the figures of a tape reach.
const nearPercent = 1

// book is what rests within 1 % at one time, US dollars; 0 is not known yet.
type book struct{ bids, asks float64 }

// readDepth adds the snapshots of a file: rows of what rests between the
// price and a percentage beside it, negative for bids. Of a minute the last
// snapshot that has both sides is kept.
func readDepth(f File, minutes map[data.UnixMs]data.UnixMs, books map[data.UnixMs]book) (rows int, err error) {
	r, err := newRows(f, depthKind)
	if err != nil {
		return 0, err
	}
	at := r.place(depthKind, "time", "percentage", "notional")
	for r.next() && r.room(rows) {
		rows++
		t, side := r.moment(at["time"]), r.number(at["percentage"])
		if math.Abs(side) != nearPercent {
			continue
		}
		b := books[t]
		if side < 0 {
			b.bids = r.zeroOrMore(at["notional"])
		} else {
			b.asks = r.zeroOrMore(at["notional"])
		}
		books[t] = b
		if b.bids > 0 && b.asks > 0 {
			minute := t - t%data.Minute
			minutes[minute] = max(minutes[minute], t)
		}
	}
	return rows, r.failure()
}

// depth makes points of the book's depth: the mean of its two sides.
func (m *maker) depth(in Input) error {
	if len(in.Depth) == 0 {
		return nil
	}
	minutes, books := map[data.UnixMs]data.UnixMs{}, map[data.UnixMs]book{}
	for _, f := range in.Depth {
		rows, err := readDepth(f, minutes, books)
		if err != nil {
			return err
		}
		m.report.note("%s: %d rows of depth", f.Name, rows)
	}
	var p data.Points
	for _, t := range sortedKeys(minutes) {
		b := books[minutes[t]]
		p.T = append(p.T, minutes[t])
		p.V = append(p.V, (b.bids+b.asks)/2)
	}
	if len(p.T) == 0 {
		m.report.note("depth: left out, no snapshot has both sides at %d %%", nearPercent)
		return nil
	}
	m.report.holes("depth", data.Minute, p.T)
	m.tape.Depth = &tape.DepthLayer{PointLayer: tape.PointLayer{Points: p, Origin: m.origin("depth",
		"What rests in the book of the venue within 1 % of the price, the mean of both sides; the last snapshot of each minute.",
		"Сколько стоит в стакане биржи в пределах 1 % от цены, среднее двух сторон; последний снимок каждой минуты.")}}
	return nil
}
