package market

import (
	"slices"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/margin"
	"unwind/data/tape"
)

// NewUpdate returns a builder of the market of t, which is what the tape of prev
// has grown to, with what was chosen of prev. It must be valid and is kept. prev
// stays as it is, and the new market holds nothing of it that would keep it
// alive.
//
// The levels, their pyramid included, are those of prev, the very same, as long
// as nothing has come that they are made of: an estimate is made of whole
// candles and of what was known when the last one closed ([tape.Tape].Edge).
// Where something has, they are estimated anew, and all is as [New] makes it but
// the colours: they keep their dollars while [steady] says so.
func NewUpdate(prev *Market, t *tape.Tape) *Builder {
	b := NewBuilder(t)
	if prev != nil && prev.Tape.ID == t.ID {
		b.prev, b.stage = prev, b.compare
	}
	return b
}

// compare finds what of the market before the new one goes on from.
func (b *Builder) compare() (bool, error) {
	b.on = earlierOf(b.prev.plain(), b.market)
	b.stage = b.index
	return false, nil
}

// Updated is [NewUpdate] in one go, for callers that may block.
func Updated(prev *Market, t *tape.Tape) (*Market, error) { return NewUpdate(prev, t).finish() }

// end ends the market without a choice, and reports whether nothing was chosen
// before the update.
func (b *Builder) end() (done bool) {
	prev, on := b.prev, b.on
	b.stage, b.prev, b.on = nil, nil, nil
	if prev == nil || b.market.base != nil {
		return true
	}
	chosen := Choose(b.market, prev.choice)
	if chosen.stage == nil {
		return true
	}
	chosen.prev = prev
	if on != nil && prev.choice == chosen.market.choice {
		on.Market = prev
		chosen.on = on
	}
	b.stage = func() (bool, error) {
		done, err := chosen.Step()
		if done || err != nil {
			b.market, b.stage = chosen.market, nil
		}
		return done, err
	}
	return false
}

// keepLevels takes the levels of prev over where they are made of the same, and
// reports whether they are.
func (b *Builder) keepLevels(in *level.Input) bool {
	if b.prev == nil || b.market.base != nil {
		return false
	}
	old := b.prev.plain()
	if old.Field == nil || old.Tape.Levels != nil {
		return false
	}
	was := LevelInput(old.Tape)
	was.Tiers, _ = old.tiers()
	if !sameInput(in, &was) {
		return false
	}
	b.adopt(old)
	return true
}

// keepChosen is [Builder.keepLevels] for what was chosen of the levels.
func (b *Builder) keepChosen() bool {
	if b.prev == nil || b.prev.base == nil || b.market.Pyramid != b.prev.base.Pyramid || b.market.levelChoice() != b.prev.levelChoice() {
		return false
	}
	b.adopt(b.prev)
	return true
}

// shown returns the market that showed what the one at work will show, nil where
// there is none.
func (b *Builder) shown() *Market {
	switch {
	case b.prev == nil:
		return nil
	case b.market.base == nil:
		return b.prev.plain()
	case b.market.choice == b.prev.choice:
		return b.prev
	}
	return nil
}

// adopt takes the levels of other over. Their chains are of its waves, and are
// made anew.
func (b *Builder) adopt(other *Market) {
	m := b.market
	said := m.estimated
	m.takeLevels(other)
	if m.base == nil {
		m.estimated = said
	}
	m.chains, b.stage = nil, b.chain
}

// sameInput says whether estimates of two inputs are the same.
func sameInput(a, b *level.Input) bool {
	return a.From == b.From && a.To == b.To && sameCandles(a.Candles, b.Candles) && sameMark(a.Mark, b.Mark) &&
		samePoints(a.OpenInterest, b.OpenInterest) && samePoints(a.Funding, b.Funding) && sameTiers(a.Tiers, b.Tiers)
}

func sameCandles(a, b *data.Candles) bool {
	return a.Step == b.Step && slices.Equal(a.T, b.T) && slices.Equal(a.Open, b.Open) && slices.Equal(a.High, b.High) &&
		slices.Equal(a.Low, b.Low) && slices.Equal(a.Close, b.Close) && slices.Equal(a.Volume, b.Volume) &&
		(a.TakerBuy == nil) == (b.TakerBuy == nil) && slices.Equal(a.TakerBuy, b.TakerBuy)
}

func sameMark(a, b *data.MarkBars) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.T, b.T) && slices.Equal(a.High, b.High) && slices.Equal(a.Low, b.Low) && slices.Equal(a.Close, b.Close)
}

func samePoints(a, b *data.Points) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.Equal(a.T, b.T) && slices.Equal(a.V, b.V)
}

func sameTiers(a, b *margin.Table) bool {
	return a.Venue == b.Venue && a.Symbol == b.Symbol && a.From == b.From && a.Contract == b.Contract && slices.Equal(a.Tiers, b.Tiers)
}

// steadiness is how far off the ends of a colour scale may be, as a factor,
// before an update takes another.
const steadiness = 1.5

// steady returns the quantizer of an update whose levels have one of their own:
// the one before as long as both its ends are within a factor of [steadiness] of
// those, so that no colour changes its dollars while a market goes on as it was.
func steady(before, own heat.Quantizer) heat.Quantizer {
	if within(before.Unit, own.Unit) && within(before.Peak, own.Peak) {
		return before
	}
	return own
}

func within(a, b float64) bool { return a <= b*steadiness && b <= a*steadiness }
