package score

import (
	"cmp"
	"math"
	"slices"

	"unwind/data"
)

// choose returns the bright cells of both sides. Below the price only longs
// wait and above it only shorts, as the close has touched all others, so that
// the sum of both is the side that matters.
func (c *chooser) choose(price data.Price) []claim {
	clear(c.bright)
	below := c.brightest(price, -1)
	above := c.brightest(price, +1)
	claims := make([]claim, 0, len(below)+len(above))
	for _, bin := range below {
		claims = append(claims, c.claim(bin, price, data.Long))
	}
	for _, bin := range above {
		claims = append(claims, c.claim(bin, price, data.Short))
	}
	return claims
}

// brightest returns and marks the brightest part of the cells on one side of
// the price, −1 below and +1 above it. Empty cells count among all, but are
// never bright.
func (c *chooser) brightest(price data.Price, sign float64) []int {
	c.order = c.order[:0]
	for bin := range c.mids {
		if d := sign * c.logDistance(bin, price); d >= c.options.Near && d <= c.options.Far {
			c.order = append(c.order, bin)
		}
	}
	slices.SortStableFunc(c.order, func(a, b int) int { return cmp.Compare(c.usd[b], c.usd[a]) })
	top := c.order[:int(math.Ceil(c.options.Top*float64(len(c.order))))]
	if dark := slices.IndexFunc(top, func(bin int) bool { return !(c.usd[bin] > 0) }); dark >= 0 {
		top = top[:dark]
	}
	for _, bin := range top {
		c.bright[bin] = true
	}
	return slices.Clone(top)
}

// logDistance is negative below the price.
func (c *chooser) logDistance(bin int, price data.Price) float64 {
	return math.Log(float64(c.mids[bin] / price))
}

func (c *chooser) place(bin int, price data.Price) place {
	return place{c.mids[bin], math.Abs(c.logDistance(bin, price))}
}

// claim finds what a bright cell is compared with: every pair in its band of
// which neither cell is bright.
func (c *chooser) claim(bin int, price data.Price, side data.Side) claim {
	out := claim{side: side, place: c.place(bin, price)}
	towards := 1 // the price
	if side == data.Short {
		towards = -1
	}
	last := int(c.options.Band * out.distance / c.bins.LogStep)
	for m := 1; m <= last; m++ {
		near, far := bin+towards*m, bin-towards*m
		if min(near, far) < 0 || max(near, far) >= len(c.mids) || c.bright[near] || c.bright[far] {
			continue
		}
		out.matched = append(out.matched, pair{c.place(near, price), c.place(far, price), c.usd[near] > 0 && c.usd[far] > 0})
	}
	return out
}
