package level

import (
	"fmt"

	"unwind/data"
	"unwind/data/heat"
)

// Estimator makes the level estimate of one event, bar by bar, so that a
// caller that may not block can do it in slices. It is not safe for
// concurrent use. The input must not change while it works.
type Estimator struct {
	in      Input
	params  Params
	mix     []Share
	columns heat.Columns
	shown   heat.Bins // of the field
	bins    heat.Bins // working grid: shown and what the warm-up needs around it
	below   int       // working bins below bin 0 of shown
	mids    []float64 // per working bin
	placing placing
	aimed   bool // the offsets of the books are set
	aimedAt int  // bin of the entry for which they are

	interest *interest // nil without open interest
	ageing   *ageing
	books    [2]*book // long, short
	runs     []heat.Run
	older    []int32 // per run: 1 + index of the open run before it in its cell
	touches  []Touch

	bar      int         // bar to do next
	column   int         // latest column begun, -1 before the first
	interval data.UnixMs // birth interval at hand
	ending   ending
	field    *heat.Field
}

// New starts an estimate. It returns an error that names the place of the
// fault when in or p is out of bounds; see [Params.Clamped].
func New(in Input, p Params) (*Estimator, error) {
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("level: %w", err)
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	mix, err := capped(p.Mix, tiersOf(&in))
	if err != nil {
		return nil, fmt.Errorf("level: %w", err)
	}
	e := &Estimator{in: in, params: p, mix: normalised(mix), column: -1}
	e.columns = columnsOf(in.From, in.To, in.Candles.Step)
	e.interest = newInterest(&in)
	e.ageing = newAgeing(e.mix, in.Candles.T[0])
	e.layOut()
	e.openStock()
	return e, nil
}

// Estimate makes the whole estimate at once.
func Estimate(in Input, p Params) (*heat.Field, error) {
	e, err := New(in, p)
	if err != nil {
		return nil, err
	}
	for !e.Step(in.Candles.Len()) {
	}
	return e.Field(), nil
}

// layOut makes the grid and an empty book for each side.
func (e *Estimator) layOut() {
	e.shown = binsOf(&e.in, &e.params)
	e.placing = newPlacing(tiersOf(&e.in), e.mix, e.params.PositionUSD, e.shown.LogStep)
	e.bins, e.below = widen(e.shown, &e.in, e.reach()*e.shown.LogStep)
	e.mids = make([]float64, e.bins.N)
	for i := range e.mids {
		e.mids[i] = float64(e.shown.Mid(i - e.below))
	}
	e.books[0] = newBook(data.Long, e.bins, e.columns.N, len(e.mix))
	e.books[1] = newBook(data.Short, e.bins, e.columns.N, len(e.mix))
}

// Step does up to the given number of bars, or about as much of what is left
// to do after the last of them, and returns true when the estimate is done.
func (e *Estimator) Step(bars int) bool {
	switch {
	case e.field != nil:
	case e.More():
		for ; bars > 0 && e.More(); bars-- {
			e.step()
		}
	default:
		e.finish(max(bars, 1))
	}
	return e.field != nil
}

// More reports whether there is a bar that [Estimator.Step] has not done.
func (e *Estimator) More() bool {
	return e.bar < e.in.Candles.Len() && e.in.Candles.T[e.bar] < e.in.To
}

// step does one bar: first the mark price touches what was there, then it ages
// and new positions open, then open interest bounds the total. Of the positions
// that open in the bar, those that its closing mark has passed are touched at
// once. They begin to age when the bar has closed.
func (e *Estimator) step() {
	t := e.in.Candles.T[e.bar]
	e.begin(t)
	high, low, closing := e.markOf(e.bar)
	e.touchAll(t, low, high)
	e.age(t + e.in.Candles.Step)
	e.bear(e.bar)
	e.touchAll(t, closing, closing)
	e.limit(t + e.in.Candles.Step)
	e.bar++
}

// markOf returns the mark price of a bar, or that of the candle without mark.
func (e *Estimator) markOf(bar int) (high, low, closing float64) {
	if m := e.in.Mark; m != nil {
		return float64(m.High[bar]), float64(m.Low[bar]), float64(m.Close[bar])
	}
	c := e.in.Candles
	return float64(c.High[bar]), float64(c.Low[bar]), float64(c.Close[bar])
}

// begin enters the column and the birth interval of a bar that opens at t.
func (e *Estimator) begin(t data.UnixMs) {
	column := e.columns.Index(t)
	if column < 0 {
		e.age(t)
		return
	}
	interval := t / e.params.BirthInterval
	if e.column < 0 {
		e.enterWindow()
	} else if interval != e.interval {
		e.flush()
	}
	e.interval = interval
	e.beginColumns(min(column, e.columns.N-1))
	e.age(t)
}

// enterWindow ends the warm-up: what it left starts at column 0, unscaled.
func (e *Estimator) enterWindow() {
	e.age(e.columns.From)
	for _, b := range e.books {
		for i := range b.levers {
			b.fold(i)
		}
	}
	e.flush()
}

// beginColumns begins every column up to last, also those without a bar.
func (e *Estimator) beginColumns(last int) {
	for e.column < last {
		e.column++
		e.age(e.columns.Start(e.column))
		e.limit(e.columns.Start(e.column))
		for _, b := range e.books {
			e.beginColumn(b)
		}
	}
}

// beginColumn notes the scales of a book at the start of the column at hand.
func (e *Estimator) beginColumn(b *book) {
	for i := range b.levers {
		l := &b.levers[i]
		l.scales[e.column] = float32(l.scale)
		if l.scale < leastScale {
			e.rebase(b, i, e.column)
		}
	}
}

// limit keeps what is held on each side within open interest at t.
func (e *Estimator) limit(t data.UnixMs) {
	if e.interest == nil {
		return
	}
	bound := e.interest.value(t)
	for _, b := range e.books {
		b.limit(bound)
	}
}

// Account returns what has become of the contracts of a side so far.
func (e *Estimator) Account(side data.Side) Account {
	b := e.bookOf(side)
	a := b.account
	a.Active, a.Unlevered = b.active(), b.unlevered
	return a
}

func (e *Estimator) bookOf(side data.Side) *book {
	if side == data.Short {
		return e.books[1]
	}
	return e.books[0]
}

// Column writes what waits now, both sides together, to dst, one value per bin
// of the field, lowest price first. len(dst) must be Bins().N.
func (e *Estimator) Column(dst []float32) {
	for bin := range dst {
		at := bin + e.below
		dst[bin] = float32((e.books[0].units(at) + e.books[1].units(at)) * e.mids[at])
	}
}

// Bins returns the bins of the field.
func (e *Estimator) Bins() heat.Bins { return e.shown }

// Columns returns the columns of the field.
func (e *Estimator) Columns() heat.Columns { return e.columns }

// Touched returns every touch so far, one per bar, side and bin, ascending by
// time. The slice belongs to the estimator.
func (e *Estimator) Touched() []Touch { return e.touches }

// Field returns the estimate, or nil before [Estimator.Step] has returned
// true. The field belongs to the caller.
func (e *Estimator) Field() *heat.Field { return e.field }
