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
	stage   func() (done bool, err error) // what the next step does; nil: nothing is left
	level   *level.Estimator
	pyramid *heat.PyramidBuilder
}

// NewBuilder returns a builder for t, which must be valid and is kept.
func NewBuilder(t *tape.Tape) *Builder {
	b := &Builder{market: &Market{Tape: t}}
	b.stage = b.index
	return b
}

// Step does the next piece of work and reports whether all is done. An error
// ends the work: the tape's levels and candles do not fit each other.
func (b *Builder) Step() (done bool, err error) {
	if b.stage == nil {
		return true, nil
	}
	return b.stage()
}

// index prepares everything but the estimate and chooses where that comes
// from.
func (b *Builder) index() (bool, error) {
	m := b.market
	m.indexTape()
	switch {
	case m.Tape.Levels != nil:
		m.Field, b.stage = &m.Tape.Levels.Field, b.quantize
	case m.Tape.Candles == nil || m.Tape.Candles.Len() == 0:
		b.stage = nil
	default:
		b.stage = b.begin
	}
	return b.stage == nil, nil
}

func (b *Builder) begin() (bool, error) {
	var err error
	b.level, err = level.New(LevelInput(b.market.Tape), level.Defaults())
	b.stage = b.estimate
	return false, err
}

func (b *Builder) estimate() (bool, error) {
	if b.level.Step(barsPerStep) {
		b.stage = b.collect
	}
	return false, nil
}

func (b *Builder) collect() (bool, error) {
	b.market.Field, b.level = b.level.Field(), nil
	b.stage = b.quantize
	return false, nil
}

func (b *Builder) quantize() (bool, error) {
	f := b.market.Field
	b.pyramid = heat.NewPyramid(f, heat.QuantizerOf(f))
	b.stage = b.pool
	return false, nil
}

func (b *Builder) pool() (bool, error) {
	if b.pyramid.Step(rowsPerStep) {
		b.market.Pyramid, b.pyramid = b.pyramid.Pyramid(), nil
		b.stage = b.touch
	}
	return false, nil
}

func (b *Builder) touch() (bool, error) {
	b.market.touches = b.market.Field.Touches()
	b.stage = nil
	return true, nil
}

// Market returns the finished market, once Step has reported that all is done.
func (b *Builder) Market() *Market { return b.market }

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

// indexTape prepares everything but the estimate.
func (m *Market) indexTape() {
	t := m.Tape
	if t.Candles != nil && t.Candles.Len() > 0 {
		m.candles = candleLevels(&t.Candles.Candles)
	}
	if l := t.Liquidations; l != nil {
		m.own = cumulateEvents(&l.Liquidations)
		for i := range m.candles {
			m.bubbles = append(m.bubbles, joinLiquidations(t, m.candles[i].Step))
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
