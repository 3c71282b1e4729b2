package collect

import (
	"fmt"
	"slices"
	"sort"

	"unwind/data"
	"unwind/data/feed"
	"unwind/data/margin"
	"unwind/data/tape"
)

// minutes is the mark price of each minute, in the order of time.
type minutes struct{ rows []minute }

// minute is the extremes and the last mark price of a minute.
type minute struct {
	t               data.UnixMs
	high, low, last data.Price
	at              data.UnixMs // of the last
	way             feed.Way    // streamed if any of it was
}

func (m *minutes) put(t data.UnixMs, k *Marks, way feed.Way) {
	start := t - t%data.Minute
	i := sort.Search(len(m.rows), func(i int) bool { return m.rows[i].t >= start })
	if i == len(m.rows) || m.rows[i].t != start {
		m.rows = slices.Insert(m.rows, i, minute{start, k.High, k.Low, k.Price, t, way})
	}
	one := &m.rows[i]
	one.way = min(one.way, way)
	one.high, one.low = max(one.high, k.High), min(one.low, k.Low)
	if t >= one.at {
		one.last, one.at = k.Price, t
	}
}

// ways counts the minutes by how they came.
func (m *minutes) ways() (w ways) {
	for i := range m.rows {
		w.row(m.rows[i].t, data.Minute, m.rows[i].way)
	}
	return w
}

func (m *minutes) forget(before data.UnixMs) (empty bool) {
	n := sort.Search(len(m.rows), func(i int) bool { return m.rows[i].t+data.Minute > before })
	m.rows = slices.Delete(m.rows, 0, n)
	return len(m.rows) == 0
}

// markLayer brings the mark price of the candles' venue to the candles, which are
// known until an edge, 0 for all. It is nil without one.
func (c *Collection) markLayer(of series, k *data.Candles, edge data.UnixMs) *tape.MarkLayer {
	marks := c.marks[series{venue: of.venue, symbol: of.symbol}]
	if marks == nil {
		return nil
	}
	bars, missing := marks.over(k, edge)
	if missing == k.Len() {
		return nil
	}
	name := margin.VenueName(of.venue)
	l := &tape.MarkLayer{Origin: marks.ways().origin("Mark price of "+name, "Цена маркировки "+name, &cameSingular, &minutesOf), MarkBars: bars}
	if missing > 0 {
		l.Why["en"] += fmt.Sprintf(" %d of %d bars were missing: there it is the candle.", missing, k.Len())
		l.Why["ru"] += fmt.Sprintf(" Нет баров: %d из %d, на их месте — свеча.", missing, k.Len())
	}
	return l
}

// over returns the mark price on the times of candles, and of how many of them
// there is none: there it is the candle. Where one that is not whole at an edge
// has none yet, the last one stands: levels that the last price alone has reached
// would be gone, and come back.
func (m *minutes) over(k *data.Candles, edge data.UnixMs) (bars data.MarkBars, missing int) {
	n := k.Len()
	bars = data.MarkBars{
		T:    append(make([]data.UnixMs, 0, n), k.T...),
		High: make([]data.Price, n), Low: make([]data.Price, n), Close: make([]data.Price, n),
	}
	from := 0
	for i, t := range k.T {
		for from < len(m.rows) && m.rows[from].t+data.Minute <= t {
			from++
		}
		one, ok := m.extremes(from, t+k.Step)
		if !ok && edge != 0 && t+k.Step > edge {
			one, ok = m.standing(from, t)
		}
		if !ok {
			missing++
			one = minute{high: k.High[i], low: k.Low[i], last: k.Close[i]}
		}
		bars.High[i], bars.Low[i], bars.Close[i] = one.high, one.low, one.last
	}
	return bars, missing
}

// extremes returns the highest, the lowest and the last mark price of the
// minutes from an index on that begin before a time, and whether there is any.
func (m *minutes) extremes(from int, end data.UnixMs) (sum minute, ok bool) {
	for _, one := range m.rows[from:] {
		if one.t >= end {
			break
		}
		if !ok {
			sum, ok = one, true
		}
		sum.high, sum.low, sum.last = max(sum.high, one.high), min(sum.low, one.low), one.last
	}
	return sum, ok
}

// standing returns the mark price that was told last before the minute of an
// index, and whether that was in the minute before a time.
func (m *minutes) standing(before int, t data.UnixMs) (minute, bool) {
	if before == 0 || m.rows[before-1].t+data.Minute < t {
		return minute{}, false
	}
	last := m.rows[before-1].last
	return minute{high: last, low: last, last: last}, true
}
