package reconstruct

import (
	"unwind/data"
	"unwind/data/tape"
)

// Event reconstructs event id. It returns an error for an unknown id. The tape
// belongs to the caller; making it takes a fraction of a second.
func Event(id string) (*tape.Tape, error) {
	f, err := figuresOf(id)
	if err != nil {
		return nil, err
	}
	return f.tape()
}

// tape reconstructs the event of the figures.
func (f *figures) tape() (*tape.Tape, error) {
	b := newMinuteBars(f)
	candles := f.candles(b)
	mark := markBars(f, &candles)
	field, crossings, err := estimate(f, &candles, &mark)
	if err != nil {
		return nil, err
	}
	fl := newFlow(f, b, crossings)
	t := f.frame()
	t.Candles = &tape.CandleLayer{Origin: f.candleOrigin(), Candles: candles}
	t.Mark = &tape.MarkLayer{Origin: f.markOrigin(), MarkBars: mark}
	t.OpenInterest = &tape.PointLayer{Origin: f.interestOrigin(), Points: *f.openInterest()}
	t.Funding = &tape.PointLayer{Origin: f.fundingOrigin(), Points: f.funding()}
	t.Depth = f.depthLayer()
	t.Levels = &tape.LevelLayer{Origin: f.levelOrigin(), Field: *field}
	t.Totals = &tape.FlowLayer{Origin: f.totalsOrigin(), Flow: f.totals(fl)}
	if f.Liquidations.Coin > 0 {
		t.Liquidations = &tape.LiquidationLayer{Origin: f.printsOrigin(), Liquidations: prints(f, b, fl, crossings)}
	}
	return t, nil
}

// frame returns the tape without its layers.
func (f *figures) frame() *tape.Tape {
	t := &tape.Tape{
		ID: f.ID, Title: f.Title, Summary: f.summary(),
		Instrument: f.Instrument, Symbol: f.Symbol, Base: f.Base,
		From: data.UnixMs(f.From), To: data.UnixMs(f.To),
		Cover: data.UnixMs(f.Cover), PlayFrom: data.UnixMs(f.PlayFrom),
	}
	for _, c := range f.Chapters {
		t.Chapters = append(t.Chapters, tape.Chapter{T: data.UnixMs(c.T), Title: c.Title})
	}
	for _, x := range f.Facts {
		t.Facts = append(t.Facts, tape.Fact{T: data.UnixMs(x.T), Text: x.Text, Value: x.Value, Source: f.source(x.Source)})
	}
	for _, p := range f.Prints.Rows {
		t.Facts = append(t.Facts, f.printFact(p))
	}
	return t
}

// funding returns the published rates.
func (f *figures) funding() data.Points { return points(f.Funding.Rows) }

func points(rows []quote) (p data.Points) {
	for _, q := range rows {
		p.T = append(p.T, data.UnixMs(q.t))
		p.V = append(p.V, q.v)
	}
	return p
}

// depthLayer returns the published figures of the book, nil without any.
func (f *figures) depthLayer() *tape.DepthLayer {
	if len(f.Depth.Rows) == 0 {
		return nil
	}
	l := &tape.DepthLayer{PointLayer: tape.PointLayer{Origin: f.depthOrigin(), Points: points(f.Depth.Rows)}}
	if f.Depth.Of == tape.DepthOfAverage.String() {
		l.Of = tape.DepthOfAverage
	}
	return l
}

// totals returns the flow from one day before the window on, so that the
// rolling total is whole from its first minute.
func (f *figures) totals(fl flow) data.Flow {
	out := data.Flow{Step: data.Minute}
	for m := max(0, f.minute(f.From)-dayMinutes); m < f.minutes(); m++ {
		out.T = append(out.T, f.at(m))
		out.Long = append(out.Long, data.USD(fl[longs][m]))
		out.Short = append(out.Short, data.USD(fl[shorts][m]))
	}
	return out
}
