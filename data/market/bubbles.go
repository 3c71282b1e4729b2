package market

import (
	"sort"

	"unwind/data"
)

// Bubble is what was liquidated of one side within one candle. A chart joins
// liquidations like candles, so that thousands of prints stay legible and a
// size means the same at every zoom.
type Bubble struct {
	T        data.UnixMs // start of the candle
	Side     data.Side
	Price    data.Price // mean, weighted by notional
	Notional data.USD
	// Saturated says that some of it came while its feed was: then there was
	// more, and nobody knows how much.
	Saturated bool
}

// bubbleSides is the order of the sides of one candle.
var bubbleSides = [...]data.Side{data.Long, data.Short, data.UnknownSide}

// tally sums liquidations of one candle by side.
type tally [len(bubbleSides)]struct {
	usd, weighted float64
	saturated     bool
}

func (s *tally) add(side data.Side, p data.Price, usd data.USD, saturated bool) {
	for i, known := range bubbleSides {
		if known == side {
			s[i].usd += float64(usd)
			s[i].weighted += float64(usd) * float64(p)
			s[i].saturated = s[i].saturated || saturated
		}
	}
}

// appendTo appends a bubble for each side with notional.
func (s *tally) appendTo(dst []Bubble, t data.UnixMs) []Bubble {
	for i, side := range bubbleSides {
		if usd := s[i].usd; usd > 0 {
			dst = append(dst, Bubble{t, side, data.Price(s[i].weighted / usd), data.USD(usd), s[i].saturated})
		}
	}
	return dst
}

// Bubbles returns the bubbles of closed and open candles of a level, ascending
// by time. They must not be changed.
func (m *Market) Bubbles(level int) []Bubble {
	if level >= len(m.bubbles) {
		return nil
	}
	return m.bubbles[level]
}

// largestStep is the length of the candles whose largest bubble sets the scale
// of an event's bubbles.
const largestStep = 30 * data.Minute

// LargestBubble returns the notional of the largest bubble of a half hour, of
// the nearest longer candle, or of the longest; 0 without any.
func (m *Market) LargestBubble() data.USD { return m.largestBubble }

func (m *Market) findLargestBubble() data.USD {
	var most data.USD
	for _, b := range m.Bubbles(m.CandleLevel(largestStep)) {
		most = max(most, b.Notional)
	}
	return most
}

// BubblesClosed returns how many bubbles of a level belong to candles that had
// closed at t.
func (m *Market) BubblesClosed(level int, t data.UnixMs) int {
	all, step := m.Bubbles(level), m.bubbleStep(level)
	return sort.Search(len(all), func(i int) bool { return all[i].T+step > t })
}

// AppendFormingBubbles appends the bubbles of the candle of a level that
// contains t, with what had happened by t.
func (m *Market) AppendFormingBubbles(dst []Bubble, level int, t data.UnixMs) []Bubble {
	l := m.Tape.Liquidations
	if l == nil || len(m.candles) == 0 {
		return dst
	}
	start := floorTo(t, m.bubbleStep(level))
	var sum tally
	for i := m.LiquidationsUntil(start - 1); i < l.Len() && l.T[i] <= t; i++ {
		if m.shown(i) {
			sum.add(l.Side[i], l.Price[i], l.Notional[i], m.saturated(i))
		}
	}
	return sum.appendTo(dst, start)
}

func (m *Market) bubbleStep(level int) data.UnixMs { return m.candles[level].Step }

// floorTo returns the last multiple of step at or before t.
func floorTo(t, step data.UnixMs) data.UnixMs {
	r := t % step
	if r < 0 {
		r += step
	}
	return t - r
}

// bubbleJoiner makes the bubbles of all candles of one length, a piece at a
// time.
type bubbleJoiner struct {
	market *Market
	step   data.UnixMs
	at     int // liquidation to do next
	start  data.UnixMs
	sum    tally
	out    []Bubble

	from, to int      // liquidations to leave out, see [bubbleJoiner.leave]
	known    []Bubble // of them
}

func newBubbleJoiner(m *Market, step data.UnixMs) *bubbleJoiner {
	return &bubbleJoiner{market: m, step: step}
}

// join takes up to the given number of liquidations and reports whether all
// are taken.
func (j *bubbleJoiner) join(liquidations int) (done bool) {
	l := j.market.Tape.Liquidations
	if j.at == j.from && j.at < j.to {
		j.out = append(j.sum.appendTo(j.out, j.start), j.known...)
		j.sum, j.at = tally{}, j.to
	}
	end := min(j.at+liquidations, l.Len())
	if j.at < j.from {
		end = min(end, j.from)
	}
	for ; j.at < end; j.at++ {
		if !j.market.shown(j.at) {
			continue
		}
		if t := l.T[j.at]; t < j.start || t >= j.start+j.step {
			j.out = j.sum.appendTo(j.out, j.start)
			j.sum, j.start = tally{}, floorTo(t, j.step)
		}
		j.sum.add(l.Side[j.at], l.Price[j.at], l.Notional[j.at], j.market.saturated(j.at))
	}
	if j.at < l.Len() {
		return false
	}
	j.out = j.sum.appendTo(j.out, j.start)
	return true
}
