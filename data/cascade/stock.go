package cascade

import (
	"math"
	"sort"

	"unwind/data"
	"unwind/data/heat"
)

// Stock is what waits around a price, as the simulator needs it: dollars
// reached by how far the mark has moved.
type Stock struct {
	Price    data.Price
	down, up curve
}

// curve is cumulative dollars by log distance from the price: at x[i] and
// beyond, usd[i] have been reached; in between they are spread evenly.
type curve struct {
	x, usd []float64
}

// maxMove is the largest move, in log price, that is simulated: a fall of 86 %.
const maxMove = 2.0

// maxCells bounds the cells of a curve.
const maxCells = 4096

// StockOf returns what waits at a column of f around a price. Under a cap the
// positions with more leverage have the cap's: the same margin carries cap/L of
// the notional, and the liquidation price moves away from the price, from
// E(1 − s/L)/(1 − s·m) to E(1 − s/cap)/(1 − s·m). No cap is 0.
func StockOf(f *heat.Field, column int, price data.Price, leverageCap float64) (*Stock, Reason) {
	switch {
	case f == nil:
		return nil, NoLevels
	case !usable(price):
		return nil, NoPrices
	case !(leverageCap == 0 || leverageCap > 1 && leverageCap <= 1000):
		return nil, BadSettings
	}
	b := newStockBuilder(f.Bins.LogStep)
	for r, usd := range f.Open(column, 0, f.Bins.N) {
		g := &f.Groups[r.Group]
		distance := -g.Side.Sign() * math.Log(float64(f.Bins.Mid(int(r.Bin))/price))
		size, away := capped(g.Side.Sign(), g.Leverage, leverageCap)
		b.add(g.Side, distance, away, float64(usd)*size)
	}
	return b.stock(price)
}

// capped returns which part of a position of a leverage is left under a cap,
// and how much further away in log price it is liquidated.
func capped(sign, leverage, leverageCap float64) (size, away float64) {
	if leverageCap == 0 || leverage <= leverageCap {
		return 1, 0
	}
	return leverageCap / leverage, -sign * math.Log((1-sign/leverageCap)/(1-sign/leverage))
}

// stockBuilder spreads bins over cells of equal log distance.
type stockBuilder struct {
	width    float64 // of a bin and of a cell
	down, up []float64
}

func newStockBuilder(width float64) *stockBuilder {
	b := &stockBuilder{width: max(width, maxMove/maxCells)}
	n := int(math.Ceil(maxMove / b.width))
	b.down, b.up = make([]float64, n), make([]float64, n)
	return b
}

// add spreads usd over a bin whose middle is at a distance, moved away. What
// the price has passed waits no more.
func (b *stockBuilder) add(side data.Side, distance, away, usd float64) {
	cells := b.down
	if side == data.Short {
		cells = b.up
	}
	if !(distance >= -1e-9) || !(usd > 0) || side == data.UnknownSide {
		return
	}
	place := max((distance+away)/b.width-0.5, 0) // of its lower edge, in cells
	if !(place < float64(len(cells))) {
		return
	}
	k := int(place)
	part := place - float64(k)
	cells[k] += usd * (1 - part)
	if k+1 < len(cells) {
		cells[k+1] += usd * part
	}
}

func (b *stockBuilder) stock(price data.Price) (*Stock, Reason) {
	s := &Stock{Price: price, down: curveOf(b.down, b.width), up: curveOf(b.up, b.width)}
	if s.down.total() == 0 && s.up.total() == 0 {
		return s, NoLevels
	}
	return s, Known
}

func curveOf(cells []float64, width float64) curve {
	c := curve{x: make([]float64, len(cells)+1), usd: make([]float64, len(cells)+1)}
	for i, usd := range cells {
		c.x[i+1], c.usd[i+1] = float64(i+1)*width, c.usd[i]+usd
	}
	return c
}

// EvenStock is rho dollars by log price on both sides, to a distance: the
// textbook case. The distance is held below [maxMove].
func EvenStock(price data.Price, rho, distance float64) *Stock {
	distance = min(distance, maxMove)
	even := curve{x: []float64{0, distance}, usd: []float64{0, rho * distance}}
	return &Stock{Price: price, down: even, up: even}
}

// Total returns what waits by side: longs below and shorts above.
func (s *Stock) Total() Dollars {
	return Dollars{Long: data.USD(s.down.total()), Short: data.USD(s.up.total())}
}

func (c *curve) total() float64 { return c.usd[len(c.usd)-1] }

// last returns the distance beyond which nothing waits.
func (c *curve) last() float64 {
	i := sort.SearchFloat64s(c.usd, c.total()) // the first that has all
	return c.x[i]
}

// at returns the dollars reached at distance x.
func (c *curve) at(x float64) float64 {
	n := len(c.x)
	switch {
	case !(x > c.x[0]):
		return 0
	case x >= c.x[n-1]:
		return c.usd[n-1]
	}
	i := min(int(x/(c.x[n-1]/float64(n-1))), n-2) // cells are equal
	u := min(max((x-c.x[i])/(c.x[i+1]-c.x[i]), 0), 1)
	return c.usd[i] + u*(c.usd[i+1]-c.usd[i])
}
