package market

import (
	"slices"

	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/tape"
)

// How much work one [Builder.Step] does. A browser's page draws between steps,
// so each stays near a millisecond there.
const (
	barsPerStep = 96
	rowsPerStep = 12
)

// Builder indexes a tape in small steps, so that a page stays alive meanwhile.
type Builder struct {
	market  *Market
	index   bool
	level   *level.Estimator
	pyramid *heat.PyramidBuilder
}

// NewBuilder returns a builder for t, which must be valid and is kept.
func NewBuilder(t *tape.Tape) *Builder { return &Builder{market: &Market{Tape: t}} }

// Step does the next piece of work and reports whether all is done. An error
// ends the work: the tape's levels and candles do not fit each other.
func (b *Builder) Step() (done bool, err error) {
	m := b.market
	switch {
	case !b.index:
		b.index = true
		m.indexTape()
		return false, b.chooseField()
	case b.level != nil:
		if b.level.Step(barsPerStep) {
			m.Field, b.level = b.level.Field(), nil
			b.startPyramid()
		}
		return false, nil
	case b.pyramid != nil && m.Pyramid == nil:
		if b.pyramid.Step(rowsPerStep) {
			m.Pyramid = b.pyramid.Pyramid()
			m.touches = m.Field.Touches()
		}
		return false, nil
	}
	return true, nil
}

// Market returns the finished market, once Step has reported that all is done.
func (b *Builder) Market() *Market { return b.market }

// chooseField takes the tape's level estimate, or starts to make one from its
// candles.
func (b *Builder) chooseField() error {
	t := b.market.Tape
	if t.Levels != nil {
		b.market.Field = &t.Levels.Field
		b.startPyramid()
		return nil
	}
	if t.Candles == nil || t.Candles.Len() == 0 {
		return nil
	}
	var err error
	b.level, err = level.New(LevelInput(t), level.Defaults())
	return err
}

// LevelInput returns what the level estimate of a tape is made from. The tape
// must have candles.
func LevelInput(t *tape.Tape) level.Input {
	in := level.Input{Candles: &t.Candles.Candles, From: t.From, To: t.To}
	if t.Mark != nil {
		in.Mark = &t.Mark.MarkBars
	}
	if t.OpenInterest != nil {
		in.OpenInterest = &t.OpenInterest.Points
	}
	return in
}

func (b *Builder) startPyramid() {
	f := b.market.Field
	b.pyramid = heat.NewPyramid(f, heat.QuantizerOf(f))
}

// indexTape prepares everything but the estimate.
func (m *Market) indexTape() {
	t := m.Tape
	if t.Candles != nil && t.Candles.Len() > 0 {
		m.candles = candleLevels(&t.Candles.Candles)
	}
	if l := t.Liquidations; l != nil {
		m.own = cumulateEvents(&l.Liquidations)
		for i := range m.candles {
			m.bubbles = append(m.bubbles, joinLiquidations(&l.Liquidations, m.candles[i].Step))
		}
		if l.Len() > 0 {
			m.largest = slices.Max(l.Notional)
		}
	}
	m.total = m.own
	if t.Totals != nil {
		m.total = cumulateFlow(&t.Totals.Flow)
	}
	m.bursts = m.findBursts()
}
