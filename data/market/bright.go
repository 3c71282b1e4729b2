package market

import (
	"cmp"
	"math"
	"slices"

	"unwind/data"
	"unwind/data/heat"
)

// BrightFrom is where the bright part of the heat map's colour scale begins, 0
// to 1: its uppermost quarter.
const BrightFrom = 0.75

// NearLevel is a level with how far it is from the price, as a share of the
// price: negative below it. It has no bands, births and leverages.
type NearLevel struct {
	Level
	Distance float64
}

// BrightLevels returns the levels that wait at time t and that a move of at
// most share of the price would reach, the nearest first: longs whose middle is
// below the price and shorts whose middle is above it. Each holds at least usd,
// and one of its cells is bright: from [BrightFrom] on of the colour scale that
// is locked to the event. There are none without an estimate or a price.
func (m *Market) BrightLevels(t data.UnixMs, share float64, usd data.USD) []NearLevel {
	price, ok := m.PriceAt(t)
	if column := m.ProfileColumn(t); !ok || !(price > 0) || column < 0 || m.Pyramid == nil {
		return nil
	}
	return m.brightLevels(t, price, share, usd)
}

func (m *Market) brightLevels(t data.UnixMs, price data.Price, share float64, usd data.USD) []NearLevel {
	// A little wider than share: rows are chosen by their distance.
	reach := data.Price(share + levelShare)
	b := newBands(m.Field, m.ProfileColumn(t), price*(1-reach), price*(1+reach))
	table := LevelTable{Price: price}
	var near []NearLevel
	for _, l := range b.levels() {
		distance, _ := table.Distance(&l)
		ahead := l.Side == data.Long && distance < 0 || l.Side == data.Short && distance > 0
		if ahead && math.Abs(distance) <= share && l.USD >= usd && b.brightest(&l, m.Pyramid.Quant) >= BrightFrom {
			near = append(near, NearLevel{l, distance})
		}
	}
	slices.SortStableFunc(near, func(x, y NearLevel) int { return cmp.Compare(math.Abs(x.Distance), math.Abs(y.Distance)) })
	return near
}

// brightest returns the place of the brightest cell of a level on the colour
// scale, 0 to 1 and beyond it for more than its end.
func (b *bands) brightest(l *Level, q heat.Quantizer) float64 {
	first := b.field.Bins.Index(l.Middle()) / b.height * b.height
	var most data.USD
	for bin := first; bin < min(first+b.height, b.field.Bins.N); bin++ {
		most = max(most, b.field.At(b.column, bin).Total())
	}
	return q.Place(float64(most)) / heat.Shades
}
