package market

import (
	"cmp"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/cascade"
)

// earlier is the market that an update goes on from, and what of its tape is the
// same. Nil is none: then all is made anew.
type earlier struct {
	*Market
	growth
	candles, spot int // that the columns begin with alike
}

// earlierOf compares the tape of old with that of m.
func earlierOf(old, m *Market) *earlier {
	was, is := old.Tape, m.Tape
	if was.Symbol != is.Symbol {
		return nil
	}
	o := &earlier{Market: old}
	if was.Candles != nil && is.Candles != nil {
		o.candles = sameOpening(&was.Candles.Candles, &is.Candles.Candles)
	}
	if was.Spot != nil && is.Spot != nil {
		o.spot = sameOpening(&was.Spot.Candles, &is.Spot.Candles)
	}
	if was.Liquidations != nil && is.Liquidations != nil && old.printFeed() == m.printFeed() {
		o.growth = growthOf(&was.Liquidations.Liquidations, &is.Liquidations.Liquidations)
	}
	return o
}

// sameRows says whether any of the liquidations are those before.
func (o *earlier) sameRows() bool { return o != nil && o.same > 0 }

// since returns from when on prices may be others: the open of the first candle
// that is not as it was, or whose path went on.
func (o *earlier) since() data.UnixMs {
	was := o.Tape.Candles
	if was == nil || o.candles == 0 {
		return -farAway
	}
	return was.T[min(o.candles, was.Len()-1)]
}

// meters returns the meters of m, which have read the rows that are the same.
func (o *earlier) metersOf(m *Market) *cascade.Meters {
	l := &m.Tape.Liquidations.Liquidations
	if !o.sameRows() || o.meters == nil {
		return cascade.NewMeters(l, m.printFeed(), m.Tape.Symbol)
	}
	return o.meters.Onward(l, o.drop, o.same)
}

// seed makes a joiner of candles or of spot candles begin with those before.
func (o *earlier) seed(j *candleJoiner, spot bool) {
	if o == nil {
		return
	}
	levels, same := o.Market.candles, o.candles
	if spot {
		levels, same = o.Market.spot, o.spot
	}
	for i := range levels {
		if levels[i].Step == j.out.Step {
			j.seed(&levels[i], same)
		}
	}
}

// kept returns where bubbles of the candles of m are what they were.
func (o *earlier) kept(m *Market) Stretch {
	step := m.candles[0].Step
	if !o.sameRows() || len(o.bubbles) < len(m.candles) || o.Market.candles[0].Step != step || o.liquidationFilter() != m.liquidationFilter() {
		return Stretch{}
	}
	return o.growth.kept(&o.Tape.Liquidations.Liquidations, &m.Tape.Liquidations.Liquidations, step)
}

// beginBubbles begins the bubbles of candles of the next length, or makes them of
// the shortest ones and of those before.
func (b *Builder) beginBubbles(step data.UnixMs) {
	m, level := b.market, len(b.market.bubbles)
	kept := b.on.kept(m)
	switch some := kept.From < kept.To; {
	case level > 0 && some:
		m.bubbles = append(m.bubbles, refold(m.bubbles[0], b.on.bubbles[level], kept, step))
	case level > 0 && b.on.sameRows():
		m.bubbles = append(m.bubbles, fold(nil, m.bubbles[0], step))
	default:
		b.bubbles = newBubbleJoiner(m, step)
		if some {
			b.bubbles.leave(kept, b.on.bubbles[0])
		}
	}
}

// leave makes the joiner leave out a stretch whose bubbles are known.
func (j *bubbleJoiner) leave(s Stretch, known []Bubble) {
	t := j.market.Tape.Liquidations.T
	j.from = sort.Search(len(t), func(i int) bool { return t[i] >= s.From })
	j.to = sort.Search(len(t), func(i int) bool { return t[i] >= s.To })
	j.known = s.bubblesIn(known)
}

// findWavesAs lets a finder go on from what was found before, and keep for the
// next update where it can.
func (o *earlier) findWavesAs(f *cascade.Finder, m *Market) {
	l := m.Tape.Liquidations
	if m.Tape.Edge == 0 || m.Tape.Totals != nil || l == nil || m.waveEvents.Len() != l.Len() || len(m.candles) == 0 {
		return
	}
	c := &m.candles[0]
	m.markAt = c.T[max(c.Len()-2, 0)] // the last word on a candle may come after its end
	f.Keep(sort.Search(l.Len(), func(i int) bool { return l.T[i] >= m.markAt }))
	if !o.sameRows() || o.Tape.Totals != nil || o.waveEvents.Dropped > 0 {
		return
	}
	if k := o.mark; k != nil && o.drop == 0 && k.Events() <= o.same && o.markAt <= o.since() {
		f.Resume(k)
	}
	known := make([]cascade.Wave, len(o.waves))
	for i := range o.waves {
		known[i] = o.waves[i].Wave
	}
	f.Known(known, o.drop, o.same)
}

// sameWave returns the number of the wave before that is w, of the very same
// rows, from 0; false when there is none.
func (o *earlier) sameWave(w *Wave) (int, bool) {
	if !o.sameRows() || o.Tape.Totals != nil {
		return 0, false
	}
	i, ok := slices.BinarySearchFunc(o.waves, w.Start, func(k Wave, t data.UnixMs) int { return cmp.Compare(k.Start, t) })
	if !ok {
		return 0, false
	}
	k, rows := &o.waves[i], o.Tape.Liquidations.T
	end := o.drop + o.same
	if k.To != w.To || k.Events != w.Events || k.Dollars != w.Dollars ||
		o.drop > 0 && rows[o.drop-1] >= k.Start || end < len(rows) && rows[end] < k.To {
		return 0, false
	}
	return i, true
}

// lanesOf returns wave w by venue as it was, if it is as it was.
func (o *earlier) lanesOf(w *Wave) (waveLanes, bool) {
	if i, ok := o.sameWave(w); ok {
		return o.waveLanes[i], true
	}
	return waveLanes{}, false
}

// chainOf returns the chain of wave w of m as it was, if nothing has changed that
// it is made of.
func (o *earlier) chainOf(m *Market, w *Wave) (cascade.Chain, bool) {
	i, ok := o.sameWave(w)
	if !ok || o.Pyramid != m.Pyramid || i >= len(o.chains) || o.since() <= w.To {
		return cascade.Chain{}, false
	}
	if k := &o.waves[i]; k.From != w.From || k.Side != w.Side || k.End != w.End {
		return cascade.Chain{}, false
	}
	return o.chains[i], true
}

// seedLanes gives a joiner of lanes those before, as far as their rows are the
// same, when each is of one venue.
func (o *earlier) seedLanes(j *laneJoiner) {
	if !o.sameRows() || o.liquidationFilter() != j.market.liquidationFilter() {
		return
	}
	for i := range o.lanes {
		if o.lanes[i].Venues > 1 || o.lanes[i].step != j.market.laneStep() {
			return
		}
	}
	was, is := &o.Tape.Liquidations.Liquidations, &j.market.Tape.Liquidations.Liquidations
	j.grows, j.next, j.lane = true, o.same, map[string]int{}
	for i := range o.lanes {
		if l := o.lanes[i].regrow(was, is, o.growth); len(l.rows) > 0 {
			j.lane[l.Venue] = len(j.out)
			j.out = append(j.out, l)
		}
	}
}
