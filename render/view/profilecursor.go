package view

import (
	"unwind/data"
	"unwind/data/heat"
	"unwind/render"
	"unwind/render/scale"
)

// profileMark lifts the bar of the liquidation map at a price, which the
// pointer may be at anywhere on the chart.
func (b *builder) profileMark(l *render.List, price data.Price) {
	if b.chart.axis == b.chart.x1 {
		return
	}
	r := b.profileRows()
	if i, ok := r.at(price); ok {
		first, last := r.edges(i)
		rect(l, b.chart.x1, r.y(last), b.chart.axis, r.y(first), b.theme.Crosshair)
	}
}

// at returns the bar that holds a price.
func (r *profileRows) at(price data.Price) (int, bool) {
	bin := r.bins.Index(price)
	return bin / r.per, bin >= 0 && bin < r.bins.N
}

// profileLines lists what the liquidation map holds at a price, and what a move
// of the price to there would reach.
func (r *readout) profileLines(price data.Price) {
	now, known := r.Market.PriceAt(r.t)
	head := scale.AppendPrice(r.buf[:0], price, scale.PriceDecimals(price), r.lang)
	if known {
		head = scale.AppendChange(append(head, " · "...), float64(price/now-1), 1, r.lang)
	}
	r.line(r.strong, head, nil, r.theme.Text)
	var room profileRoom
	p, rows := r.profileAt(&room), r.profileRows()
	if i, ok := rows.at(price); ok {
		first, last := rows.edges(i)
		c := sumOf(&p, first, last)
		r.side(r.words.estLong, c.Long, r.theme.Long)
		r.side(r.words.estShort, c.Short, r.theme.Short)
	}
	r.fuelLines(price)
	if known {
		r.reach(&p, now, price)
	}
}

// reach lists the sums from the price now to another, and within the distances
// where no table does.
func (r *readout) reach(p *heat.Profile, now, price data.Price) {
	side, usd, ink := data.Short, p.Within(now, float64(price/now-1)).Short, r.theme.Short
	if price < now {
		side, usd, ink = data.Long, p.Within(now, float64(1-price/now)).Long, r.theme.Long
	}
	r.line(r.s, append(r.labels[:0], r.words.fromPrice...), r.appendSide(r.buf[:0], side, usd), ink)
	if r.tableFits(len(distances) + 1) {
		return
	}
	for _, share := range distances {
		c := p.Within(now, share)
		label := scale.AppendShare(append(r.labels[:0], "±"...), share, 0, r.lang)
		r.line(r.s, label, r.pair(c), r.theme.Quiet)
	}
	ratio := r.appendRatio(r.buf[:0], p.Outward(now))
	r.line(r.s, append(r.labels[:0], r.words.upDown...), ratio, r.theme.Quiet)
}

// pair appends longs and shorts.
func (r *readout) pair(c heat.Cell) []byte {
	out := r.appendSide(r.buf[:0], data.Long, c.Long)
	return r.appendSide(append(out, " / "...), data.Short, c.Short)
}
