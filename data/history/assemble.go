package history

import (
	"fmt"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/tape"
	"unwind/data/tape/csvimport"
)

// Parts is what was downloaded for a request.
type Parts struct {
	In csvimport.Input // without liquidations
	// Observed is the liquidations that a venue flagged, in any order and each
	// once; nil when it could not be asked.
	Observed []feed.Liquidation
	// Instrument is where they were observed: "BTC-PERPETUAL".
	Instrument string
	Missing    []Missing
}

// Missing is a stretch of which a source has nothing.
type Missing struct {
	Kind     Kind
	From, To data.UnixMs
}

// Options are what a tape is called. Zero values are those of [csvimport].
type Options struct {
	ID    string
	Title tape.Text
	Cover data.UnixMs
}

// Assemble makes the tape of a request. Rows beside the others' times and
// copies are dropped and counted in the report; what is missing stands in the
// layers' words.
func Assemble(r *Request, p *Parts, o Options) (*tape.Tape, *csvimport.Report, error) {
	in := p.In
	if len(in.Candles)+len(in.CandleBars) == 0 {
		return nil, nil, fmt.Errorf("there are no candles of %q in the window", r.Symbol)
	}
	if p.Observed != nil {
		in.Prints = prints(p.Observed, r.From, r.To)
	}
	t, report, err := csvimport.Import(in, csvimport.Options{
		ID: o.ID, Title: o.Title, Symbol: r.Symbol, Step: r.Step, From: r.From, To: r.To, Cover: o.Cover,
		Instrument: r.instrument(), Origins: origins(r, p), DropStray: true,
	})
	if err != nil {
		return nil, nil, err
	}
	t.Base, t.Venue = r.Base(), r.Venue
	clip(t, r.Begin(), r.To)
	report.Gaps = clipGaps(report.Gaps, r.Begin(), r.To)
	if err := tape.Check(t); err != nil {
		return nil, nil, fmt.Errorf("what was downloaded makes no valid tape: %w", err)
	}
	return t, report, nil
}

// prints returns the liquidations of a window as columns, ascending.
func prints(all []feed.Liquidation, from, to data.UnixMs) *data.Liquidations {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b feed.Liquidation) int { return int(a.At - b.At) })
	l := new(data.Liquidations)
	for _, x := range sorted {
		if x.At < from || x.At >= to {
			continue
		}
		l.T, l.Side = append(l.T, x.At), append(l.Side, x.Side)
		l.Price, l.Notional = append(l.Price, x.Price), append(l.Notional, x.Notional)
		l.Venue = append(l.Venue, x.Venue)
	}
	return l
}

// clip leaves out what lies outside of [from, to): files hold whole days. Of
// points, which hold until the next, the one before is kept.
func clip(t *tape.Tape, from, to data.UnixMs) {
	first, last := within(t.Candles.T, from, to)
	if m := t.Mark; m != nil {
		m.T, m.High, m.Low, m.Close = m.T[first:last], m.High[first:last], m.Low[first:last], m.Close[first:last]
	}
	clipCandles(&t.Candles.Candles, from, to)
	if t.Spot != nil {
		clipCandles(&t.Spot.Candles, from, to)
		if t.Spot.Len() == 0 {
			t.Spot = nil
		}
	}
	if t.Funding != nil {
		clipPoints(&t.Funding.Points, from, to)
	}
	if t.OpenInterest != nil {
		clipPoints(&t.OpenInterest.Points, from, to)
	}
	if t.Depth != nil {
		clipPoints(&t.Depth.Points, from, to)
	}
}

// within returns the indexes of the times in [from, to).
func within(times []data.UnixMs, from, to data.UnixMs) (first, last int) {
	first = sort.Search(len(times), func(i int) bool { return times[i] >= from })
	last = sort.Search(len(times), func(i int) bool { return times[i] >= to })
	return first, max(first, last)
}

func clipCandles(c *data.Candles, from, to data.UnixMs) {
	first, last := within(c.T, from, to)
	c.T, c.Volume = c.T[first:last], c.Volume[first:last]
	c.Open, c.High, c.Low, c.Close = c.Open[first:last], c.High[first:last], c.Low[first:last], c.Close[first:last]
	if c.TakerBuy != nil {
		c.TakerBuy = c.TakerBuy[first:last]
	}
}

func clipPoints(p *data.Points, from, to data.UnixMs) {
	first, last := within(p.T, from, to)
	if first > 0 && (first == last || p.T[first] > from) {
		first--
	}
	p.T, p.V = p.T[first:last], p.V[first:last]
}

// clipGaps leaves out the gaps, or parts of them, that lie outside.
func clipGaps(gaps []csvimport.Gap, from, to data.UnixMs) []csvimport.Gap {
	var kept []csvimport.Gap
	for _, g := range gaps {
		if g.From, g.To = max(g.From, from), min(g.To, to); g.From < g.To {
			kept = append(kept, g)
		}
	}
	return kept
}
