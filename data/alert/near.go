package alert

import (
	"unwind/data"
	"unwind/data/market"
)

// near returns the bright levels that the price is near at t, the nearest
// first.
func near(m *market.Market, t data.UnixMs, r *NearRule) []Alert {
	var all []Alert
	for _, l := range m.BrightLevels(t, r.Share, r.USD) {
		all = append(all, Alert{
			Kind: Near, Provenance: m.LevelProvenance(), Side: l.Side, USD: l.USD,
			Low: l.Low, High: l.High, Share: l.Distance,
		})
	}
	return all
}

// place is where bright levels of one side were told of.
type place struct {
	side      data.Side
	low, high data.Price
}

// away returns how far a price is from the place, as a share of the price, 0
// inside it.
func (p *place) away(price data.Price) float64 {
	return max(float64(p.low/price)-1, 1-float64(p.high/price), 0)
}

// adjoins reports whether a level is at the place, or at most its own height
// away from it.
func (p *place) adjoins(a *Alert) bool {
	height := a.High / a.Low * (1 + slack) // the same for all, as bins are of equal ratios
	return p.side == a.Side && a.Low <= p.high*height && a.High*height >= p.low
}

// leave is how many times the distance of the rule the price has to go away
// from a place before it is told of again.
const leave = 2

// newLevels returns those of the levels that are at no place that was told of,
// and remembers all. Levels that adjoin are one place: of those that come
// together the nearest is told. A level that vanishes and comes back, or whose
// brightness goes to and fro, stays known as long as the price is there.
func (w *Watch) newLevels(all []Alert, price data.Price) []Alert {
	kept := w.places[:0]
	for _, p := range w.places {
		if p.away(price) <= leave*w.rules.Near.Share {
			kept = append(kept, p)
		}
	}
	w.places = kept
	var told []Alert
	for i := range all {
		if !w.join(&all[i]) {
			w.places = newest(append(w.places, place{all[i].Side, all[i].Low, all[i].High}))
			told = append(told, all[i])
		}
	}
	return told
}

// join makes a level a part of the place that it adjoins, and reports whether
// there is one.
func (w *Watch) join(a *Alert) bool {
	for i := range w.places {
		if p := &w.places[i]; p.adjoins(a) {
			p.low, p.high = min(p.low, a.Low), max(p.high, a.High)
			return true
		}
	}
	return false
}
