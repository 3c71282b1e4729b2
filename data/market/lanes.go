package market

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/cascade"
)

// MaxLanes is how many lanes an event has at most: venues beyond the largest
// share the last one.
const MaxLanes = 8

// Lane is what one venue liquidated over the event, as far as it is chosen:
// rows of all instruments of the tape.
type Lane struct {
	Venue  string // as the tape names it, "" where it names none
	Venues int    // how many it stands for: 1, more of the last lane, 0 of all venues together
	step   data.UnixMs
	t      []data.UnixMs // starts of the steps that hold some
	sums   []cascade.Dollars
	rows   []int32 // of the tape's liquidations, in time order
}

// Lanes returns the event's liquidations by venue, the largest first. Where the
// tape's rows name no venue there is one lane of all together: a split would be
// invented. There is none without liquidations. The slice must not be changed.
func (m *Market) Lanes() []Lane { return m.lanes }

// LaneMost returns the largest sum of a lane within one step of a
// level, whether or not there is a candle of it.
func (m *Market) LaneMost(level int) data.USD {
	if level >= len(m.laneMost) {
		return 0
	}
	return m.laneMost[level]
}

// LaneSum returns what lane i liquidated in [from, to). from is rounded down to
// the step of the tape's candles.
func (m *Market) LaneSum(i int, from, to data.UnixMs) cascade.Dollars {
	l := &m.lanes[i]
	if l.step == 0 { // of the totals of all coins
		long, short := m.total.between(from, to)
		return cascade.Dollars{Long: long, Short: short}
	}
	whole := floorTo(to, l.step)
	d := l.until(whole).Minus(l.until(floorTo(from, l.step)))
	rows := m.Tape.Liquidations
	at := func(k int) data.UnixMs { return rows.T[l.rows[k]] }
	for k := sort.Search(len(l.rows), func(k int) bool { return at(k) >= whole }); k < len(l.rows) && at(k) < to; k++ {
		d.Add(rows.Side[l.rows[k]], rows.Notional[l.rows[k]])
	}
	return d
}

// until returns what had been liquidated before the step that begins at t.
func (l *Lane) until(t data.UnixMs) cascade.Dollars {
	n := sort.Search(len(l.t), func(i int) bool { return l.t[i] >= t })
	if n == 0 {
		return cascade.Dollars{}
	}
	return l.sums[n-1]
}

// add takes in one row, which is not before those taken in.
func (l *Lane) add(row int, rows *data.Liquidations) {
	l.rows = append(l.rows, int32(row))
	start := floorTo(rows.T[row], l.step)
	if n := len(l.t); n == 0 || l.t[n-1] != start {
		var sum cascade.Dollars
		if n > 0 {
			sum = l.sums[n-1]
		}
		l.t, l.sums = append(l.t, start), append(l.sums, sum)
	}
	l.sums[len(l.sums)-1].Add(rows.Side[row], rows.Notional[row])
}

// laneJoiner makes the lanes of a market, a piece at a time: first the dollars
// of each venue, then the lanes of the largest.
type laneJoiner struct {
	market *Market
	shown  func(row int) bool // nil: all are
	usd    map[string]data.USD
	lane   map[string]int
	out    []Lane
	next   int  // row
	grows  bool // lanes begin with those before, see [earlier.seedLanes]
}

func newLaneJoiner(m *Market) *laneJoiner {
	return &laneJoiner{market: m, shown: m.matches(), usd: map[string]data.USD{}}
}

// step takes up to the given number of rows and reports whether all is done.
func (j *laneJoiner) step(count int) (done bool) {
	l := j.market.Tape.Liquidations
	if l == nil {
		j.ofTotals()
		return true
	}
	for end := min(j.next+count, l.Len()); j.next < end; j.next++ {
		if i := j.next; j.shown == nil || j.shown(i) {
			j.take(i)
		}
	}
	if j.next < l.Len() {
		return false
	}
	switch {
	case j.grows:
		return j.settle()
	case j.lane != nil:
		return true
	}
	j.choose()
	j.next = 0
	return len(j.lane) == 0
}

// ofTotals makes the one lane of a tape that has totals alone.
func (j *laneJoiner) ofTotals() {
	if j.market.Tape.Totals != nil {
		j.out = []Lane{{}}
	}
}

func (j *laneJoiner) take(row int) {
	l := &j.market.Tape.Liquidations.Liquidations
	venue := ""
	if l.Venue != nil {
		venue = l.Venue[row]
	}
	if j.lane == nil {
		j.usd[venue] += l.Notional[row]
		return
	}
	k, known := j.lane[venue]
	if !known { // of lanes that grow
		k = len(j.out)
		j.lane[venue] = k
		j.out = append(j.out, Lane{Venue: venue, Venues: 1, step: j.market.laneStep()})
	}
	j.out[k].add(row, l)
}

// settle puts lanes that have grown in order, and reports whether that was all:
// when they have become too many they are made anew.
func (j *laneJoiner) settle() (done bool) {
	if len(j.out) > MaxLanes {
		*j = laneJoiner{market: j.market, shown: j.shown, usd: map[string]data.USD{}}
		return false
	}
	slices.SortFunc(j.out, func(a, b Lane) int {
		return cmp.Or(cmp.Compare(b.total(), a.total()), cmp.Compare(a.Venue, b.Venue))
	})
	if len(j.out) == 1 && j.out[0].Venue == "" {
		j.out[0].Venues = 0
	}
	return true
}

// total returns all that a lane holds.
func (l *Lane) total() data.USD {
	sum := l.until(farAway)
	return sum.Total()
}

// choose gives a lane to each of the largest venues, and one to all others.
func (j *laneJoiner) choose() {
	venues := slices.SortedFunc(maps.Keys(j.usd), func(a, b string) int {
		return cmp.Or(cmp.Compare(j.usd[b], j.usd[a]), cmp.Compare(a, b))
	})
	j.lane = map[string]int{}
	for i, v := range venues {
		k := min(i, MaxLanes-1)
		if j.lane[v] = k; k == len(j.out) {
			j.out = append(j.out, Lane{Venue: v, step: j.market.laneStep()})
		}
		j.out[k].Venues++
	}
	if len(venues) == 1 && venues[0] == "" {
		j.out[0].Venues = 0
	}
}

// laneStep is the length of the steps in which lanes are summed up.
func (m *Market) laneStep() data.UnixMs {
	if len(m.candles) == 0 {
		return data.Minute
	}
	return m.candles[0].Step
}

// findLaneMost finds the largest sum of a lane in a candle of each level.
func (m *Market) findLaneMost() {
	m.laneMost = make([]data.USD, len(m.candles))
	for level := range m.candles {
		step := m.candles[level].Step
		for i := range m.lanes {
			if m.lanes[i].step == 0 {
				m.laneMost[level] = max(m.laneMost[level], m.mostTotal(step))
			} else {
				m.laneMost[level] = max(m.laneMost[level], m.lanes[i].most(step))
			}
		}
	}
}

// mostTotal returns the largest total of all coins within one step.
func (m *Market) mostTotal(step data.UnixMs) data.USD {
	var most data.USD
	for t := floorTo(m.Tape.From, step); t < m.Tape.To; t += step {
		long, short := m.total.between(t, t+step)
		most = max(most, long+short)
	}
	return most
}

// most returns the largest sum within one of longer steps.
func (l *Lane) most(step data.UnixMs) data.USD {
	var most, before data.USD
	for i := 0; i < len(l.t); {
		end := floorTo(l.t[i], step) + step
		for i < len(l.t) && l.t[i] < end {
			i++
		}
		sum := l.sums[i-1].Total()
		most, before = max(most, sum-before), sum
	}
	return most
}

// waveLanes is a wave by venue, or why not.
type waveLanes struct {
	lanes  []cascade.Lane
	reason cascade.Reason
}

// WaveLanes splits wave i by venue, the first to fire first, by the tape's own
// rows; also where the wave was found in totals, which name no venue. The slice
// must not be changed.
func (m *Market) WaveLanes(i int) ([]cascade.Lane, cascade.Reason) {
	return m.waveLanes[i].lanes, m.waveLanes[i].reason
}

// splitWave splits the wave of number i.
func (m *Market) splitWave(rows *cascade.Events, i int) waveLanes {
	l, w := m.Tape.Liquidations, &m.waves[i]
	if l == nil || l.Venue == nil {
		return waveLanes{reason: cascade.NoVenues}
	}
	lanes, reason := rows.LanesBetween(w.Start, w.To, m.printFeed())
	return waveLanes{lanes, reason}
}
