package view

import (
	"image/color"
	"strconv"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/render"
	"unwind/render/scale"
)

// maxLabels bounds the labels of chains in one frame.
const maxLabels = 48

// labelsWide is the width of a wave in logical pixels below which its dominoes
// have no labels: they would lie on what the price did next.
const labelsWide = 80

// chainLabels are the labels of a frame's chains under construction. One that
// would meet another, a plate or the edge of the plot is left out; earlier ones
// keep their place, so that none jumps while the replay plays.
type chainLabels struct {
	*builder
	list   *render.List
	placed [maxLabels]render.Rect
	n      int
}

// chainLabels writes the number of each wave at its trigger, and order and
// estimated dollars beside the dominoes that have fallen. hud is what was
// written before.
func (b *builder) chainLabels(l, hud *render.List) {
	if b.shownChains() == 0 {
		return
	}
	c := chainLabels{builder: b, list: l}
	c.avoid(hud)
	c.avoid(l)
	if pin, ok := b.pinBox(); ok {
		c.place(pin)
	}
	for i := range b.shownChains() {
		if w, chain, shown := b.shownChain(i); shown {
			c.trigger(i+1, w, chain)
			c.dominoes(w, chain)
		}
	}
}

// dominoes labels those that have fallen.
func (c *chainLabels) dominoes(w *market.Wave, chain *cascade.Chain) {
	if c.xOf(w.To)-c.xOf(w.Start) < c.chart.px(labelsWide) {
		return
	}
	for k := range chain.Dominoes {
		if d := &chain.Dominoes[k]; d.At <= c.t {
			c.domino(k+1, chain, d)
		}
	}
}

// avoid keeps labels off the plates of a list.
func (c *chainLabels) avoid(l *render.List) {
	for _, r := range l.Rects {
		if r.Color == c.theme.Plate {
			c.place(r)
		}
	}
}

// place takes room and reports whether it was free.
func (c *chainLabels) place(r render.Rect) bool {
	if c.n == maxLabels {
		return false
	}
	for _, p := range c.placed[:c.n] {
		if r.X0 < p.X1 && p.X0 < r.X1 && r.Y0 < p.Y1 && p.Y0 < r.Y1 {
			return false
		}
	}
	c.placed[c.n] = r
	c.n++
	return true
}

// trigger writes which wave begins where the price came from.
func (c *chainLabels) trigger(n int, w *market.Wave, chain *cascade.Chain) {
	if !(chain.From > 0) {
		return
	}
	x, y := c.xOf(w.Start)+c.chart.px(8), c.yOf(chain.From)-c.chart.px(10)
	if w.Side == data.Short { // the price rose
		y += 2 * c.chart.px(10)
	}
	chars := strconv.AppendInt(append(append(c.buf[:0], c.words.wave...), ' '), int64(n), 10)
	c.write(x, y, append(append(chars, ", "...), c.words.estimate...), c.chainInk(chain))
}

// domino writes which one of its chain has fallen and what was touched there.
func (c *chainLabels) domino(n int, chain *cascade.Chain, d *cascade.Domino) {
	r := c.dominoBox(chain, d)
	chars := append(strconv.AppendInt(c.buf[:0], int64(n), 10), " · "...)
	c.write(r.X1+c.chart.px(3), (r.Y0+r.Y1)/2, scale.AppendMoney(chars, d.By(c.t), c.lang), c.theme.Text)
}

// write sets a label with its left end at x and its middle at y, where there is
// room for it.
func (c *chainLabels) write(x, y int32, chars []byte, ink color.RGBA) {
	s := c.style(sizeSmall, render.Medium, ink)
	pad := c.chart.px(3)
	half := s.size/2 + c.chart.px(1)
	plate := render.Rect{X0: x, Y0: y - half, X1: x + widthOf(s, chars) + 2*pad, Y1: y + half, Color: c.theme.Plate}
	if plate.X0 < c.chart.x0 || plate.X1 > c.chart.x1 || plate.Y0 < c.chart.y0 || plate.Y1 > c.chart.y1 || !c.place(plate) {
		return
	}
	c.list.Rects = append(c.list.Rects, plate)
	text(c.list, x+pad, middle(y, s.size), s, left, chars)
}
