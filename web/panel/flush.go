package panel

import (
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/days"
	"unwind/data/market"
	"unwind/data/reconstruct"
	"unwind/data/tape"
	"unwind/render/scale"
)

// flushView is the panel "After the flush": what the account of a cascade says
// would change, and what the numbers say.
type flushView struct {
	Says  string
	Rows  []flushRow
	Notes []string
}

// flushRow is one measure. All is text; Missing says why there are no numbers.
type flushRow struct {
	Name, Windows                   string
	Before, Low, After, Change      string
	Claim, Verdict, Kind, KindTitle string
	Missing                         string
	Confirmed                       bool
}

// interestSpan is how long the windows of open interest are: it is often
// published by the day or more rarely.
const interestSpan = 7 * data.Day

func (p *Panels) flush(r *Request, w *words) (any, error) {
	m, err := p.events.Market(r.Event)
	if err != nil {
		return nil, err
	}
	fall := days.FallOf(m)
	v := &flushView{}
	var confirmed, denied []string
	for _, c := range changesOf(m, fall.Onset, fall.End) {
		row := w.flushRow(&c, m.Tape.Base)
		v.Rows = append(v.Rows, row)
		switch name := w.texts["flush.short."+c.Metric.String()]; {
		case c.Reason != cascade.Known || c.Claim == cascade.NoClaim:
		case c.Confirmed:
			confirmed = append(confirmed, name)
		default:
			denied = append(denied, name)
		}
	}
	v.Says = w.flushSays(confirmed, denied)
	v.Notes = []string{w.fill("flush.event."+string(fall.By), "from", w.moment(fall.Onset, fall.End-fall.Onset < briefSpan), "to", w.moment(fall.End, fall.End-fall.Onset < briefSpan))}
	if spot, source := spotOf(m.Tape); spot != nil && source.Name != "" {
		v.Notes = append(v.Notes, w.fill("flush.spot", "source", source.Name))
	}
	return v, nil
}

// changesOf measures everything. Volumes, funding and volatility are those of
// whole UTC days before and after the days of the fall, because days are what
// is published of a spot market; open interest is of a week.
func changesOf(m *market.Market, onset, end data.UnixMs) []cascade.Change {
	t := m.Tape
	in := cascade.FlushInput{Onset: dayOf(onset), End: dayOf(end) + data.Day - 1, Span: data.Day, Provenance: provenances(t)}
	in.Spot, _ = spotOf(t)
	if t.Candles != nil && !t.Candles.FromPrints {
		in.Perpetual = &t.Candles.Candles
	}
	if t.Funding != nil {
		in.Funding = &t.Funding.Points
	}
	changes := cascade.AfterTheFlush(in)
	changes[cascade.OpenInterest] = interestChange(t, in, onset, end)
	in.Onset, in.End, in.Liquidations = onset, end, flowOf(t)
	changes[cascade.LongLiquidation] = cascade.AfterTheFlush(in)[cascade.LongLiquidation]
	return changes[:]
}

// flowOf returns what was liquidated by side: the totals of all coins, else the
// tape's own liquidations, nil without either.
func flowOf(t *tape.Tape) *data.Flow {
	switch l := t.Liquidations; {
	case t.Totals != nil:
		return &t.Totals.Flow
	case l != nil:
		f := &data.Flow{Step: 1, T: l.T, Long: make([]data.USD, l.Len()), Short: make([]data.USD, l.Len())}
		for i, side := range l.Side {
			switch side {
			case data.Long:
				f.Long[i] = l.Notional[i]
			case data.Short:
				f.Short[i] = l.Notional[i]
			}
		}
		return f
	}
	return nil
}

// interestChange measures open interest over weeks around the fall. Points a
// day or more apart say the day and not the hour, so one of a day of the fall
// is neither before nor after it.
func interestChange(t *tape.Tape, in cascade.FlushInput, onset, end data.UnixMs) cascade.Change {
	in.Span = interestSpan
	if t.OpenInterest != nil {
		in.OpenInterest = &t.OpenInterest.Points
		if closest(in.OpenInterest.T) < data.Day {
			in.Onset, in.End = onset, end
		}
	}
	return cascade.AfterTheFlush(in)[cascade.OpenInterest]
}

// closest returns the smallest distance of two neighbouring times, a day when
// there are none.
func closest(times []data.UnixMs) data.UnixMs {
	least := data.Day
	for i := 1; i < len(times); i++ {
		least = min(least, times[i]-times[i-1])
	}
	return least
}

func dayOf(t data.UnixMs) data.UnixMs { return t - t%data.Day }

// spotOf returns the spot market of a tape: its own layer, or the published days
// of a built-in event with their source.
func spotOf(t *tape.Tape) (*data.Candles, tape.Source) {
	if t.Spot != nil {
		return &t.Spot.Candles, tape.Source{}
	}
	return reconstruct.SpotDays(t.ID)
}

// provenances says where each measure comes from.
func provenances(t *tape.Tape) (all [cascade.MetricCount]data.Provenance) {
	if t.OpenInterest != nil {
		all[cascade.OpenInterest] = t.OpenInterest.Provenance
	}
	if t.Funding != nil {
		all[cascade.FundingRate] = t.Funding.Provenance
	}
	if t.Candles != nil {
		all[cascade.Volatility] = t.Candles.Provenance
	}
	all[cascade.SpotVolume] = data.Published
	if t.Spot != nil {
		all[cascade.SpotVolume] = t.Spot.Provenance
	}
	all[cascade.PerpetualShare] = all[cascade.SpotVolume] // daily sums of a built-in event are the published ones
	switch {
	case t.Totals != nil:
		all[cascade.LongLiquidation] = t.Totals.Provenance
	case t.Liquidations != nil:
		all[cascade.LongLiquidation] = t.Liquidations.Provenance
	}
	return all
}

func (w *words) flushRow(c *cascade.Change, base string) flushRow {
	key := c.Metric.String()
	row := flushRow{Name: w.texts["flush."+key], Claim: w.texts["flush.claim."+c.Claim.String()]}
	if c.Reason != cascade.Known {
		row.Missing = w.reason(c.Reason)
		return row
	}
	value := func(v float64) string { return w.metric(c.Metric, v, base) }
	row.Before, row.Low, row.After = value(c.Before), value(c.Low), value(c.After)
	if c.Claim == cascade.OneSided {
		row.Before, row.Low, row.After = "", value(c.During), ""
		brief := c.Event.To-c.Event.From < briefSpan
		row.Windows = w.moment(c.Event.From, brief) + "–" + w.moment(c.Event.To, brief)
	} else {
		row.Windows = w.window(c.BeforeWindow) + " → " + w.window(c.AfterWindow)
	}
	if v, reason := c.Relative(); reason == cascade.Known && c.Metric != cascade.FundingRate && c.Claim != cascade.OneSided {
		row.Change = string(scale.AppendChange(nil, v, 1, w.lang))
	}
	row.Kind, row.Confirmed = c.Provenance.String(), c.Confirmed
	row.KindTitle = w.texts["kind."+row.Kind]
	switch {
	case c.Claim == cascade.NoClaim:
	case c.Confirmed:
		row.Verdict = w.texts["flush.confirmed"]
	default:
		row.Verdict = w.texts["flush.denied"]
	}
	return row
}

// metric writes a value of a measure with its unit.
func (w *words) metric(m cascade.Metric, v float64, base string) string {
	switch m {
	case cascade.OpenInterest:
		return w.money(data.USD(v))
	case cascade.FundingRate:
		return string(scale.AppendChange(nil, v, 4, w.lang))
	case cascade.SpotVolume:
		return w.fill("flush.perhour", "v", string(scale.AppendAmount(nil, v, w.lang)), "base", base)
	}
	return w.share(v)
}

// window writes a stretch of time: one day, or its first and last moment.
func (w *words) window(x cascade.Window) string {
	if x.To-x.From == data.Day && x.From%data.Day == 0 {
		return string(scale.AppendDate(nil, x.From, w.lang))
	}
	return string(scale.AppendDate(nil, x.From, w.lang)) + "–" + string(scale.AppendDate(nil, x.To-1, w.lang))
}

// clock writes a moment to the minute.
func (w *words) clock(t data.UnixMs) string { return string(scale.AppendDateTime(nil, t, w.lang)) }

func (w *words) flushSays(confirmed, denied []string) string {
	list := func(names []string) string { return strings.Join(names, ", ") }
	switch {
	case len(confirmed)+len(denied) == 0:
		return w.texts["flush.none"]
	case len(denied) == 0:
		return w.fill("flush.all", "yes", list(confirmed))
	case len(confirmed) == 0:
		return w.fill("flush.no", "no", list(denied))
	}
	return w.fill("flush.says", "yes", list(confirmed), "no", list(denied))
}
