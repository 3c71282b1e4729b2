package market

import (
	"slices"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/heat"
	"unwind/data/level"
	"unwind/data/tape"
)

// How much work one [Builder.Step] does. A browser's page draws between steps,
// so each stays near a millisecond there.
const (
	barsPerStep    = 96   // estimated
	binsPerStep    = 48   // counted for the quantizer
	rowsPerStep    = 8    // of the pyramid
	runsPerStep    = 4096 // sorted
	candlesPerStep = 4096 // joined; as many liquidations
	eventsPerStep  = 1024 // looked at for waves
	metersPerStep  = 2048 // liquidations whose feeds are metered
)

// Builder indexes a tape in small steps, so that a page stays alive meanwhile.
type Builder struct {
	market *Market
	before *Market                       // of [Choose]
	prev   *Market                       // of [NewUpdate]
	on     *earlier                      // what of it the market at work goes on from
	stage  func() (done bool, err error) // what the next step does; nil: nothing is left

	longer  []data.UnixMs // candle steps that are still to be joined
	spot    []data.UnixMs // the same of the spot market
	candles *candleJoiner // at work, or nil
	bubbles *bubbleJoiner // at work, or nil

	flowAt int // candle of the next window of depth

	lanes    *laneJoiner     // at work, or nil
	rows     *cascade.Events // the tape's own, by venue
	waves    *cascade.Finder
	level    *level.Estimator
	counting *heat.QuantizerBuilder
	quant    heat.Quantizer
	pyramid  *heat.PyramidBuilder
	touches  *heat.TouchBuilder
	timeline *heat.TimelineBuilder
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

// index prepares the counters and the tape's own candles.
func (b *Builder) index() (bool, error) {
	m := b.market
	m.indexLiquidations(b.on)
	b.stage = b.join
	if l := m.Tape.Liquidations; l != nil && l.Venue != nil {
		m.meters = b.on.metersOf(m)
		b.stage = b.meter
	}
	if c := m.Tape.Candles; c != nil && c.Len() > 0 {
		b.addCandles(c.Candles)
		b.longer = longerSteps(c.Step)
	}
	if c := m.Tape.Spot; c != nil && c.Len() > 0 {
		m.spot = append(m.spot, c.Candles)
		b.spot = longerSteps(c.Step)
	}
	return false, nil
}

// meter reads how full the feeds were, which bubbles show.
func (b *Builder) meter() (bool, error) {
	if m := b.market; m.meters.Step(metersPerStep) {
		m.feeds = m.meters.Feeds()
		b.stage = b.join
	}
	return false, nil
}

// addCandles adds a candle level and begins its bubbles.
func (b *Builder) addCandles(c data.Candles) {
	b.market.candles = append(b.market.candles, c)
	if b.market.Tape.Liquidations != nil {
		b.beginBubbles(c.Step)
	}
}

// join makes the next longer candles, and the bubbles of each length.
func (b *Builder) join() (bool, error) {
	m := b.market
	switch {
	case b.bubbles != nil:
		b.joinBubbles()
	case len(b.longer) > 0:
		if c := b.joined(&m.candles[0], &b.longer); c != nil {
			b.addCandles(*c)
		}
	case len(b.spot) > 0:
		if c := b.joined(&m.spot[0], &b.spot); c != nil {
			m.spot = append(m.spot, *c)
		}
	default:
		b.stage = b.bend
	}
	return false, nil
}

// joinBubbles does a piece of the bubbles at work.
func (b *Builder) joinBubbles() {
	if b.bubbles.join(candlesPerStep) {
		m := b.market
		m.bubbles = append(m.bubbles, b.bubbles.out)
		m.broken = m.broken || slices.ContainsFunc(b.bubbles.out, func(b Bubble) bool { return b.Saturated })
		b.bubbles = nil
	}
}

// joined joins some of the shortest candles to the first of the longer ones,
// and returns these and drops them from the list when all are joined.
func (b *Builder) joined(shortest *data.Candles, longer *[]data.UnixMs) *data.Candles {
	if b.candles == nil {
		b.candles = newCandleJoiner(shortest, (*longer)[0])
		b.on.seed(b.candles, longer == &b.spot)
	}
	if !b.candles.step(candlesPerStep) {
		return nil
	}
	out := &b.candles.out
	b.candles, *longer = nil, (*longer)[1:]
	return out
}

// beginWaves prepares what waves are found in.
func (b *Builder) beginWaves() (bool, error) {
	in := b.market.waveInput()
	b.market.waveEvents = in.Events
	b.waves = cascade.NewFinder(in, cascade.RulesFor(in.Feed))
	b.on.findWavesAs(b.waves, b.market)
	b.stage = b.findWaves
	return false, nil
}

func (b *Builder) findWaves() (bool, error) {
	if !b.waves.Step(eventsPerStep) {
		return false, nil
	}
	b.market.takeWaves(b.waves.Waves())
	b.market.mark = b.waves.Mark()
	b.waves, b.stage = nil, b.splitWaves
	if l := b.market.Tape.Liquidations; l != nil && l.Venue != nil {
		b.rows = cascade.NewEvents(&l.Liquidations)
	}
	return false, nil
}

// splitWaves splits the next wave by venue.
func (b *Builder) splitWaves() (bool, error) {
	m := b.market
	if i := len(m.waveLanes); i < len(m.waves) {
		lanes, known := b.on.lanesOf(&m.waves[i])
		if !known {
			lanes = m.splitWave(b.rows, i)
		}
		m.waveLanes = append(m.waveLanes, lanes)
		return false, nil
	}
	b.rows, b.stage = nil, b.joinLanes
	b.beginLanes()
	return false, nil
}

// beginLanes begins the lanes.
func (b *Builder) beginLanes() {
	b.lanes = newLaneJoiner(b.market)
	b.on.seedLanes(b.lanes)
}

func (b *Builder) joinLanes() (bool, error) {
	if !b.stepLanes() {
		return false, nil
	}
	return b.chooseLevels(), nil
}

// stepLanes does a piece of the lanes at work and reports whether all is done.
func (b *Builder) stepLanes() bool {
	if !b.lanes.step(candlesPerStep) {
		return false
	}
	b.market.lanes, b.lanes = b.lanes.out, nil
	b.market.findLaneMost()
	return true
}

// chooseLevels finds where the estimate comes from and reports whether there
// is none.
func (b *Builder) chooseLevels() (none bool) {
	m := b.market
	m.largestBubble = m.findLargestBubble()
	switch {
	case m.Tape.Levels != nil:
		m.Field, b.stage = &m.Tape.Levels.Field, b.quantize
	case !m.CanEstimate() || wholeCandles(m.Tape) == 0: // nothing to estimate from
		return b.end()
	default:
		b.stage = b.begin
	}
	return false
}

func (b *Builder) begin() (bool, error) {
	var err error
	m := b.market
	in := LevelInput(m.Tape)
	var own bool
	in.Tiers, own = m.tiers()
	m.estimated = estimatedWith(&in, own, m.choice.Tuning)
	if b.keepLevels(&in) {
		return false, nil
	}
	b.level, err = level.New(in, m.choice.Tuning.Params())
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
	m := b.market
	m.whole, b.level = b.level.Field(), nil
	if m.base != nil {
		b.stage = b.narrow
		return false, nil
	}
	m.Field, b.stage = m.whole, b.quantize
	return false, nil
}

func (b *Builder) quantize() (bool, error) {
	if b.counting == nil {
		b.market.whole = b.market.Field
		b.counting = heat.NewQuantizer(b.market.Field)
		return false, nil
	}
	if b.counting.Step(binsPerStep) {
		b.quant, b.counting = b.counting.Quantizer(), nil
		if b.prev != nil && b.prev.plain().Pyramid != nil {
			b.quant = steady(b.prev.plain().Pyramid.Quant, b.quant)
		}
		b.stage = b.reserve
	}
	return false, nil
}

func (b *Builder) reserve() (bool, error) {
	b.pyramid = heat.NewPyramid(b.market.Field, b.quant)
	b.stage = b.pool
	return false, nil
}

func (b *Builder) pool() (bool, error) {
	if b.pyramid.Step(rowsPerStep) {
		b.market.Pyramid, b.pyramid = b.pyramid.Pyramid(), nil
		b.touches = heat.NewTouches(b.market.Field)
		b.stage = b.touch
	}
	return false, nil
}

func (b *Builder) touch() (bool, error) {
	if b.touches.Step(runsPerStep) {
		b.market.touches, b.touches = b.touches.Touches(), nil
		b.timeline = heat.NewTimeline(b.market.Field)
		b.stage = b.keep
	}
	return false, nil
}

func (b *Builder) keep() (bool, error) {
	if !b.timeline.Step(runsPerStep) {
		return false, nil
	}
	b.market.timeline, b.timeline = b.timeline.Timeline(), nil
	b.market.open = openColumn{} // that of a market without the choice is of other levels
	b.stage = b.chain
	return false, nil
}

func (b *Builder) chain() (bool, error) {
	b.market.reach(b.shown())
	b.market.findChains(b.on)
	return b.end(), nil
}

// Market returns the finished market, once Step has reported that all is done.
func (b *Builder) Market() *Market { return b.market }

// finish does all that is left.
func (b *Builder) finish() (*Market, error) {
	for {
		if done, err := b.Step(); done || err != nil {
			return b.market, err
		}
	}
}

// LevelInput returns what the level estimate of a tape is made from: of one that
// goes on, what was known when the last whole candle had closed. The tape must
// have candles.
func LevelInput(t *tape.Tape) level.Input {
	in := level.Input{Candles: &t.Candles.Candles, From: t.From, To: t.To}
	in.Tiers, _ = tiersOf(t)
	if t.Mark != nil {
		in.Mark = &t.Mark.MarkBars
	}
	if t.OpenInterest != nil {
		in.OpenInterest = &t.OpenInterest.Points
	}
	if t.Funding != nil {
		in.Funding = &t.Funding.Points
	}
	if t.Edge != 0 {
		untilEdge(&in, t)
	}
	return in
}

// indexLiquidations prepares the counters.
func (m *Market) indexLiquidations(o *earlier) {
	t := m.Tape
	if l := t.Liquidations; l != nil {
		for _, usd := range l.Notional {
			if usd > m.largest { // built-in max of floats is a call in WebAssembly
				m.largest = usd
			}
		}
	}
	switch {
	case t.Totals != nil:
		m.total = cumulateFlow(&t.Totals.Flow)
	case t.Liquidations != nil:
		m.total = cumulateEvents(&t.Liquidations.Liquidations)
	}
	m.counting = countingOf(t)
	m.findGaps()
	m.findVenues(o)
	m.shown = m.shows()
}
