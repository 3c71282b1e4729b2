package summary

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/scale"
	"unwind/render/view"
)

// HasFuel says whether the layer of the fuel is on, so that the table has a
// column for it.
func (s *Summary) HasFuel() bool { return s.fuel != nil }

// Gain returns the largest R among the prices of a level, NaN where there is
// none.
func (s *Summary) Gain(l *market.Level) float64 {
	if s.fuel == nil || s.fuel.Reason != cascade.Known {
		return math.NaN()
	}
	return s.fuel.Most(l.Side, l.Low, l.High)
}

// DepthPerPercent returns the depth in force for each 1 % of the price, 0 where
// it is not known.
func (s *Summary) DepthPerPercent() data.USD {
	if s.fuel == nil {
		return 0
	}
	return s.fuel.Depth.PerPercent()
}

// gain writes R, a dash where there is none.
func (c *cells) gain(r float64) string {
	if math.IsNaN(r) {
		return "–"
	}
	return string(view.AppendGain(nil, r, c.lang))
}

// against says the fuel against the depth where its layer is on.
func (c *cells) against(lang string) string {
	f := c.summary.fuel
	if f == nil {
		return ""
	}
	depth := view.DepthSaid(f, c.summary.Table.T, lang)
	if f.Reason != cascade.Known {
		return fill(c.words.fuelNone, "depth", depth)
	}
	low, high := c.summary.Low, c.summary.High
	return c.among(c.words.fuel, "depth", depth,
		"down", c.gain(f.Most(data.Long, low, high)), "up", c.gain(f.Most(data.Short, low, high)))
}

// FuelOf returns what waits at the time of f against the depth in force, in a
// language, with the stretches that feed themselves and begin within [Reach] of
// the price.
func FuelOf(f *view.Frame, lang string) *wire.FuelInfo {
	t := f.Time()
	fuel := f.Market.FuelAt(f.Stage.Depth, t)
	c := cells{lang: scale.LangOf(lang), words: wordsOf(lang)}
	info := &wire.FuelInfo{T: t, Price: fuel.Price, Depth: fuel.Depth, Event: f.Market.Depth(market.DepthChoice{}, t),
		Said: view.DepthSaid(&fuel, t, lang)}
	if fuel.Reason != cascade.Known {
		info.Reason = fuel.Reason.String()
	}
	for _, s := range fuel.Feeding {
		if s.High < fuel.Price*(1-Reach) || s.Low > fuel.Price*(1+Reach) {
			continue
		}
		info.Stretches = append(info.Stretches, wire.StretchInfo{Stretch: s, Cells: c.stretch(&s, fuel.Price)})
	}
	return info
}

// stretch writes a stretch that feeds itself as the page does: its prices, side,
// dollars, the largest R in it and how far its nearer end is.
func (c *cells) stretch(s *cascade.Stretch, price data.Price) []string {
	near := s.High
	if s.Side == data.Short {
		near = s.Low
	}
	decimals := scale.PriceDecimals(s.Low)
	span := append(scale.AppendPrice(nil, s.Low, decimals, c.lang), "–"...)
	return []string{
		string(scale.AppendPrice(span, s.High, decimals, c.lang)), c.words.sides[s.Side], c.money(s.USD), c.gain(s.Most),
		string(scale.AppendChange(nil, float64(near/price-1), 1, c.lang)),
	}
}
