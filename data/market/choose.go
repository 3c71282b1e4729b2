package market

import (
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/tape"
)

// Choose returns a builder of the market of m's tape as c has it. What c does
// not touch is shared with m, and with the market without a choice, whose
// colours and sizes of bubbles it keeps.
func Choose(m *Market, c level.Choice) *Builder {
	c = m.Fit(c)
	switch c {
	case m.choice:
		return &Builder{market: m}
	case level.Choice{}:
		return &Builder{market: m.plain()}
	}
	chosen := *m.plain()
	chosen.base, chosen.choice = m.plain(), c
	chosen.shown = chosen.shows()
	if c.Tuning != (level.Tuning{}) {
		chosen.tuned = tape.Text{"en": c.Tuning.Text("en"), "ru": c.Tuning.Text("ru")}
	}
	b := &Builder{market: &chosen, before: m}
	b.stage = b.share
	return b
}

// Chosen is [Choose] in one go, for callers that may block.
func Chosen(m *Market, c level.Choice) (*Market, error) { return Choose(m, c).finish() }

// share takes over the bubbles where c leaves them as they were.
func (b *Builder) share() (bool, error) {
	m := b.market
	switch m.liquidationFilter() {
	case level.Filter{}:
	case b.before.liquidationFilter():
		m.bubbles, m.lanes, m.laneMost = b.before.bubbles, b.before.lanes, b.before.laneMost
	default:
		m.bubbles = nil
		b.beginLanes()
	}
	b.stage = b.rejoin
	return false, nil
}

// rejoin joins the liquidations of the next candle level that has none yet.
func (b *Builder) rejoin() (bool, error) {
	m := b.market
	switch {
	case b.bubbles != nil:
		b.joinBubbles()
	case b.lanes != nil:
		b.stepLanes()
	case m.Tape.Liquidations != nil && len(m.bubbles) < len(m.candles):
		b.beginBubbles(m.candles[len(m.bubbles)].Step)
	default:
		return b.rechoose(), nil
	}
	return false, nil
}

// rechoose finds where the levels come from and reports whether they are there
// already.
func (b *Builder) rechoose() (done bool) {
	m := b.market
	b.stage = nil
	switch c := m.levelChoice(); {
	case m.Field == nil || c == (level.Choice{}):
	case b.keepChosen():
	case c == b.before.levelChoice():
		m.takeLevels(b.before)
	case c.Tuning == (level.Tuning{}):
		m.whole = m.base.whole
		b.stage = b.narrow
	case c.Tuning == b.before.choice.Tuning:
		m.whole = b.before.whole
		b.stage = b.narrow
	default:
		b.stage = b.begin
	}
	return b.stage == nil
}

// takeLevels makes the levels those of other.
func (m *Market) takeLevels(other *Market) {
	m.Field, m.whole, m.Pyramid = other.Field, other.whole, other.Pyramid
	m.touches, m.timeline, m.estimated = other.touches, other.timeline, other.estimated
	m.chains, m.open = other.chains, other.open
}

// narrow takes the part of the levels that is chosen.
func (b *Builder) narrow() (bool, error) {
	m := b.market
	price, ok := m.PriceAt(m.Tape.Cover)
	if !ok {
		price = 1
	}
	tiers, _ := m.tiers()
	m.Field = m.choice.Filter.Field(m.whole, tiers, price)
	b.quant = quantizerFor(m.base.Pyramid, m.Field)
	b.stage = b.reserve
	return false, nil
}

// quantizerFor returns the quantizer with which a colour means what it means in
// the picture without a choice: the same dollars in the same stretch of price.
func quantizerFor(base *heat.Pyramid, f *heat.Field) heat.Quantizer {
	q, height := base.Quant, f.Bins.LogStep/base.Bins.LogStep
	return heat.Quantizer{Unit: q.Unit * height, Peak: q.Peak * height}
}
