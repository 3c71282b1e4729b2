package alert

import (
	"unwind/data"
	"unwind/data/market"
)

// Watch remembers what it has told of, so that each wave, fall and level is
// told once. A Watch must not be used by two goroutines at once.
type Watch struct {
	rules  Rules
	looked bool
	waves  []stretch
	fall   falling
	places []place
}

// NewWatch returns a watch that has told of nothing. Rules that do not pass
// [Rules.Check] are an error.
func NewWatch(r Rules) (*Watch, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	return &Watch{rules: r}, nil
}

// Rules returns what it watches for.
func (w *Watch) Rules() Rules { return w.rules }

// Forget makes the next [Watch.Look] the first one: after a jump in time, or
// with levels that were made in another way.
func (w *Watch) Forget() { *w = Watch{rules: w.rules} }

// Look returns what began since the last look at an earlier time, in the order
// of the rules. The first look tells nothing: what it finds had begun before
// anybody watched. Nothing that m holds of later than t counts, but that waves
// of a finished event are known with hindsight.
func (w *Watch) Look(m *market.Market, t data.UnixMs) []Alert {
	price, _ := m.PriceAt(t)
	var began []Alert
	if r := &w.rules; r.Wave > 0 {
		began = append(began, w.newWaves(waves(m, t, r.Wave))...)
	}
	if r := &w.rules.Fall; r.Share > 0 {
		a, known := fall(m, t, r.Within)
		began = append(began, w.newFall(a, known)...)
	}
	if r := &w.rules.Near; r.Share > 0 && price > 0 {
		began = append(began, w.newLevels(near(m, t, r), price)...)
	}
	for i := range began {
		began[i].T, began[i].Price = t, price
	}
	if !w.looked {
		w.looked = true
		return nil
	}
	return began
}
