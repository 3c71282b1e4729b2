package alert

import (
	"math"
	"sort"

	"unwind/data"
	"unwind/data/market"
)

// fall returns by how much open interest has fallen to its last point at t from
// the highest of the points before it that are at most within away, counted in
// coins: dollars over the price of each point's candle, so that a falling price
// alone is no fall. Without candles it is counted in dollars. It is false where
// there are no two such points, where the last one is older than within, and
// where nothing was open.
func fall(m *market.Market, t, within data.UnixMs) (Alert, bool) {
	layer := m.Tape.OpenInterest
	if layer == nil {
		return Alert{}, false
	}
	p := &layer.Points
	last := sort.Search(len(p.T), func(i int) bool { return p.T[i] > t }) - 1
	if last < 1 || t-p.T[last] > within {
		return Alert{}, false
	}
	most, top := 0.0, -1
	for i := last - 1; i >= 0 && p.T[last]-p.T[i] <= within; i-- {
		if coins := coinsAt(m, p, i); coins > most {
			most, top = coins, i
		}
	}
	now := coinsAt(m, p, last)
	if top < 0 || math.IsNaN(now) {
		return Alert{}, false
	}
	return Alert{
		Kind: Fall, Provenance: layer.Provenance, From: p.T[top], To: p.T[last],
		Before: data.USD(p.V[top]), After: data.USD(p.V[last]), Share: max(1-now/most, 0),
	}, true
}

// coinsAt returns point i in coins, NaN where it is no amount.
func coinsAt(m *market.Market, p *data.Points, i int) float64 {
	v := p.V[i]
	if !(v >= 0) || math.IsInf(v, 1) {
		return math.NaN()
	}
	if m.CandleLevels() == 0 {
		return v
	}
	return v / float64(closeAt(m.Candles(0), p.T[i]))
}

// closeAt returns the close of the candle at a time, or the first open: the
// price that open interest told in coins becomes dollars with.
func closeAt(c *data.Candles, t data.UnixMs) data.Price {
	i := sort.Search(c.Len(), func(i int) bool { return c.T[i] > t })
	if i == 0 {
		return c.Open[0]
	}
	return c.Close[i-1]
}

// calm is the part of a rule's share that a fall has to come back to before
// another one is told.
const calm = 0.5

// slack is what rounding may take from a share.
const slack = 1e-9

// falling is what is remembered of a fall.
type falling struct {
	on bool
	at data.UnixMs // of the last point at which it was as large as the rule
}

// newFall returns a fall that was not told yet, and remembers it. It is the
// same fall until less than half of the rule's share is left of it, or its
// window has passed.
func (w *Watch) newFall(a Alert, known bool) []Alert {
	rule := &w.rules.Fall
	if !known {
		return nil
	}
	if a.Share < calm*rule.Share-slack || a.To-w.fall.at > rule.Within {
		w.fall.on = false
	}
	if a.Share < rule.Share-slack {
		return nil
	}
	told := w.fall.on
	w.fall = falling{true, a.To}
	if told {
		return nil
	}
	return []Alert{a}
}
