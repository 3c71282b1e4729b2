package market

import (
	"sort"

	"unwind/data"
)

// Candle is one candle of a [Market].
type Candle struct {
	T                      data.UnixMs // inclusive start
	Open, High, Low, Close data.Price
	Volume                 float64 // base asset units
}

// candleSteps are the steps that candles are aggregated to, where they are
// multiples of the tape's own.
var candleSteps = [...]data.UnixMs{
	data.Minute, 2 * data.Minute, 3 * data.Minute, 5 * data.Minute, 10 * data.Minute,
	15 * data.Minute, 30 * data.Minute, data.Hour, 2 * data.Hour, 4 * data.Hour,
	6 * data.Hour, 12 * data.Hour, data.Day,
}

// CandleLevels returns how many candle levels there are; level 0 is the
// tape's own candles. It is 0 without candles.
func (m *Market) CandleLevels() int { return len(m.candles) }

// Candles returns the candles of one level. They must not be changed.
func (m *Market) Candles(level int) *data.Candles { return &m.candles[level] }

// StepStart returns when the step of a level's length begins that contains t,
// whether or not there is a candle of it.
func (m *Market) StepStart(level int, t data.UnixMs) data.UnixMs {
	return floorTo(t, m.candles[level].Step)
}

// CandleLevel returns the first level whose step is at least step, or the
// last one.
func (m *Market) CandleLevel(step data.UnixMs) int {
	for i := range m.candles {
		if m.candles[i].Step >= step {
			return i
		}
	}
	return max(0, len(m.candles)-1)
}

// ClosedUntil returns how many candles of a level have closed at or before t.
func (m *Market) ClosedUntil(level int, t data.UnixMs) int {
	c := &m.candles[level]
	return sort.Search(c.Len(), func(i int) bool { return c.T[i]+c.Step > t })
}

// PriceAt returns the last price at time t and whether there is one: between
// the prices that the tape knows it follows the path of [Market.Forming], in a
// gap it is the last close.
func (m *Market) PriceAt(t data.UnixMs) (data.Price, bool) {
	if len(m.candles) == 0 {
		return 0, false
	}
	c := &m.candles[0]
	i := openedUntil(c, t) - 1
	if i < 0 {
		return 0, false
	}
	return m.partOf(c, i, t).Close, true
}

// Forming returns the candle of a level that contains t with what is known of
// it at t, and false when t lies in none. Inside one of the tape's own candles
// the order of its prices is not known; it is drawn as open, low, high, close
// for a rising candle and open, high, low, close for a falling one, a third of
// the candle each. The path of a candle that is not whole yet ends at the edge
// of the tape; from there on it is what is known of it.
func (m *Market) Forming(level int, t data.UnixMs) (Candle, bool) {
	if len(m.candles) == 0 {
		return Candle{}, false
	}
	c, base := &m.candles[level], &m.candles[0]
	i := openedUntil(c, t) - 1
	if i < 0 || t >= c.T[i]+c.Step {
		return Candle{}, false
	}
	start := c.T[i]
	first := sort.Search(base.Len(), func(k int) bool { return base.T[k] >= start })
	var sum Candle
	for k := first; k < base.Len() && base.T[k] <= t; k++ {
		sum = merge(sum, m.partOf(base, k, t), k == first)
	}
	sum.T = start
	return sum, true
}

// openedUntil returns how many candles opened at or before t.
func openedUntil(c *data.Candles, t data.UnixMs) int {
	return sort.Search(c.Len(), func(i int) bool { return c.T[i] > t })
}

// walker is [Market.PriceAt] for times that mostly ascend: it searches only when
// it has to.
type walker struct {
	market *Market
	candle int // the last one that opened
}

func (w *walker) priceAt(t data.UnixMs) (data.Price, bool) {
	c := &w.market.candles[0]
	if i := w.candle; i < 0 || c.T[i] > t || i+1 < c.Len() && c.T[i+1] <= t {
		w.candle = openedUntil(c, t) - 1
	}
	if w.candle < 0 {
		return 0, false
	}
	return closeOf(c, w.candle, t, w.market.pathOf(c, w.candle)), true
}

// partOf returns one of the tape's own candles, or of its spot candles, with what
// is known of it at t >= its open time.
func (m *Market) partOf(c *data.Candles, i int, t data.UnixMs) Candle {
	return partOf(c, i, t, m.pathOf(c, i))
}

// pathOf returns how long the path of candle i is: its step, or until the edge of
// the tape where that is inside the last candle.
func (m *Market) pathOf(c *data.Candles, i int) data.UnixMs {
	if m.Tape.Edge == 0 || i < c.Len()-1 {
		return c.Step
	}
	return max(min(m.Tape.Edge-c.T[i], c.Step), 0)
}

// partOf returns candle i with what is known of it at t >= its open time, when
// its path is so long.
func partOf(c *data.Candles, i int, t, path data.UnixMs) Candle {
	whole := Candle{c.T[i], c.Open[i], c.High[i], c.Low[i], c.Close[i], c.Volume[i]}
	if t-c.T[i] >= path {
		return whole
	}
	u := float64(t-c.T[i]) / float64(path)
	part := Candle{T: whole.T, Open: whole.Open, Volume: whole.Volume * u}
	turns, leg := turnsOf(c, i), int(3*u)
	part.Close = turns.at(u)
	part.High, part.Low = part.Close, part.Close
	for _, p := range turns[:leg+1] {
		part.High, part.Low = max(part.High, p), min(part.Low, p)
	}
	return part
}

// closeOf returns the price of candle i at t >= its open time, when its path is
// so long.
func closeOf(c *data.Candles, i int, t, path data.UnixMs) data.Price {
	if t-c.T[i] >= path {
		return c.Close[i]
	}
	turns := turnsOf(c, i)
	return turns.at(float64(t-c.T[i]) / float64(path))
}

// turns are where the path of a candle begins, turns twice, and ends.
type turns [4]data.Price

func turnsOf(c *data.Candles, i int) turns {
	first, second := c.Low[i], c.High[i]
	if c.Close[i] < c.Open[i] {
		first, second = second, first
	}
	return turns{c.Open[i], first, second, c.Close[i]}
}

// at returns the price after a part u of the path, less than 1.
func (p *turns) at(u float64) data.Price {
	leg := int(3 * u)
	return p[leg] + (p[leg+1]-p[leg])*data.Price(3*u-float64(leg))
}

// merge appends candle c to the aggregate sum.
func merge(sum, c Candle, first bool) Candle {
	if first {
		return c
	}
	if c.High > sum.High { // built-in max of floats is a call in WebAssembly
		sum.High = c.High
	}
	if c.Low < sum.Low {
		sum.Low = c.Low
	}
	sum.Close = c.Close
	sum.Volume += c.Volume
	return sum
}

// candleJoiner joins candles to longer ones, which start at multiples of their
// length, a piece at a time.
type candleJoiner struct {
	from *data.Candles
	at   int // candle of from to do next
	sum  Candle
	out  data.Candles
}

func newCandleJoiner(from *data.Candles, step data.UnixMs) *candleJoiner {
	j := &candleJoiner{from: from, out: data.Candles{Step: step}}
	most := min(from.Len(), int(data.UnixMs(from.Len())*from.Step/step)+2) // when there are no gaps
	j.out.T = make([]data.UnixMs, 0, most)
	j.out.Open, j.out.High = make([]data.Price, 0, most), make([]data.Price, 0, most)
	j.out.Low, j.out.Close = make([]data.Price, 0, most), make([]data.Price, 0, most)
	j.out.Volume = make([]float64, 0, most)
	return j
}

// step joins up to the given number of candles and reports whether all are.
func (j *candleJoiner) step(candles int) (done bool) {
	c := j.from
	for end := min(j.at+candles, c.Len()); j.at < end; j.at++ {
		i := j.at
		part := Candle{c.T[i], c.Open[i], c.High[i], c.Low[i], c.Close[i], c.Volume[i]}
		if i > 0 && part.T < j.sum.T+j.out.Step {
			j.sum = merge(j.sum, part, false)
			continue
		}
		if i > 0 {
			appendCandle(&j.out, j.sum)
		}
		j.sum = part
		j.sum.T = floorTo(part.T, j.out.Step)
	}
	if j.at < c.Len() {
		return false
	}
	if c.Len() > 0 {
		appendCandle(&j.out, j.sum)
	}
	return true
}

func appendCandle(c *data.Candles, k Candle) {
	c.T = append(c.T, k.T)
	c.Open = append(c.Open, k.Open)
	c.High = append(c.High, k.High)
	c.Low = append(c.Low, k.Low)
	c.Close = append(c.Close, k.Close)
	c.Volume = append(c.Volume, k.Volume)
}

// longerSteps returns the candle steps that are multiples of step.
func longerSteps(step data.UnixMs) []data.UnixMs {
	var longer []data.UnixMs
	for _, s := range candleSteps {
		if s > step && s%step == 0 {
			longer = append(longer, s)
		}
	}
	return longer
}
