package market

import (
	"sort"

	"unwind/data"
)

// FirstTouch returns when the price first reached p at or after since, from
// above for a long and from below for a short, inclusive: the open time of the
// bar of the mark price, or of the candle where there is none. Of the bar that
// since lies in only the close counts, as what came before since is not known.
func (m *Market) FirstTouch(side data.Side, p data.Price, since data.UnixMs) (data.UnixMs, bool) {
	if len(m.candles) == 0 || !(p > 0) || side.Sign() == 0 {
		return 0, false
	}
	c := &m.candles[0]
	high, low, last := c.High, c.Low, c.Close
	if mark := m.Tape.Mark; mark != nil {
		high, low, last = mark.High, mark.Low, mark.Close
	}
	first := sort.Search(c.Len(), func(i int) bool { return c.T[i]+c.Step > since })
	for i := first; i < c.Len(); i++ {
		worst := low[i]
		if side == data.Short {
			worst = high[i]
		}
		if c.T[i] < since {
			worst = last[i]
		}
		if side.Sign()*float64(worst-p) <= 0 {
			return c.T[i], true
		}
	}
	return 0, false
}
