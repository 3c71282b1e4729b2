package view

import (
	"image/color"
	"unwind/data"
	"unwind/data/tape"
	"unwind/render"
	"unwind/render/scale"
)

// panelTitles says what each panel shows, and its values at a time that is not
// after the replay time.
func (b *builder) panelTitles(l *render.List, at data.UnixMs) {
	if b.Market.CandleLevels() == 0 || b.chart.y1 == b.chart.floor {
		return
	}
	level := b.chart.candleLevel(b.Market)
	i := b.Market.ClosedUntil(level, at)
	var r reading
	for k := range panelCount {
		p, ok := b.panelBox(k, level)
		if !ok {
			continue
		}
		if known := i < b.Market.Candles(level).Len() && b.Market.Candles(level).T[i] <= at; known {
			r = b.reading(k, level, i)
		} else {
			r = reading{}
		}
		b.panelTitle(l, &p, k, level, &r)
	}
}

// titleLine is a title under construction: texts from the left, as far as they
// fit.
type titleLine struct {
	*builder
	list         *render.List
	x, end, base int32
}

// panelTitle writes name and values from the left, and how far the panel
// reaches at the right.
func (b *builder) panelTitle(l *render.List, p *panelBox, k panel, level int, r *reading) {
	s := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	pad := b.chart.px(8 * b.chart.typeScale)
	t := titleLine{builder: b, list: l, x: b.chart.x0 + pad, end: b.chart.x1 - pad, base: middle((p.top+p.y0)/2+b.chart.px(1), s.size)}
	if reach := b.reach(k, level); widthOf(s, reach) < (t.end-t.x)/4 {
		t.end -= text(l, t.end, t.base, s, right, reach) + pad
	}
	t.add(s, b.panelName(k))
	if r.known {
		t.values(k, r)
	}
	origin := b.panelOrigin(k)
	t.add(s, append(append(b.buf[:0], "· "...), b.words.known(&origin)...))
}

// add writes chars where they fit, and nothing after what did not.
func (t *titleLine) add(s style, chars []byte) {
	if t.x+widthOf(s, chars) > t.end {
		t.end = t.x
		return
	}
	t.x += text(t.list, t.x, t.base, s, left, chars) + t.chart.px(8*t.chart.typeScale)
}

// amount writes one value of a panel in a colour, after what it is of.
func (t *titleLine) amount(k panel, c color.RGBA, of string, v float64) {
	chars := t.buf[:0]
	if of != "" {
		chars = append(append(chars, of...), "\u00a0"...)
	}
	t.add(t.style(sizeSmall, render.Medium, c), appendValue(chars, k, v, t.lang))
}

func (t *titleLine) values(k panel, r *reading) {
	switch k {
	case panelLiquidations:
		t.amount(k, t.theme.Long, t.words.long, r.down)
		t.amount(k, t.theme.Short, t.words.short, r.up)
	case panelVolume:
		t.amount(k, t.theme.Text, "", r.up)
	case panelSpot:
		t.amount(k, t.theme.Quiet, t.words.perpetual, r.up)
		if r.noSpot {
			t.add(t.style(sizeSmall, render.Medium, t.theme.Text), append(append(t.buf[:0], t.words.spot...), "\u00a0–"...))
			return
		}
		t.amount(k, t.theme.Text, t.words.spot, r.down)
	case panelInterest:
		t.amount(k, t.theme.Text, "", r.value)
	case panelFunding:
		t.amount(k, t.theme.Text, "", r.up-r.down)
	case panelDepth:
		kind := t.words.fuel.kinds[r.depth]
		if _, measured := t.Market.DepthOrigin(); measured { // as the title says
			kind = ""
		}
		t.amount(k, t.theme.Text, kind, r.value)
	}
}

// appendValue appends a value of panel k: dollars, base units or a rate.
func appendValue(dst []byte, k panel, v float64, l scale.Lang) []byte {
	switch k {
	case panelLiquidations, panelInterest, panelDepth:
		return scale.AppendMoney(dst, data.USD(v), l)
	case panelFunding:
		return scale.AppendChange(dst, v, 4, l)
	}
	return scale.AppendAmount(dst, v, l)
}

// panelName returns what a panel shows, of which coin where it is the tape's
// own.
func (b *builder) panelName(k panel) []byte {
	name, base := b.words.panels[k], b.Market.Tape.Base
	if _, measured := b.Market.DepthOrigin(); measured && k == panelDepth {
		name = b.words.flow
	}
	out := append(b.buf[:0], name...)
	if k == panelLanes && b.Market.Tape.Liquidations == nil {
		return append(append(out, ", "...), b.words.allCoins...)
	}
	own := k != panelLanes || b.Market.Counted().Symbols == 0
	if own && (k == panelLiquidations || k == panelLanes || k == panelVolume || k == panelSpot) && base != "" && len(base) <= 16 {
		out = append(append(out, ", "...), base...)
	}
	return out
}

func (b *builder) panelOrigin(k panel) tape.Origin {
	t := b.Market.Tape
	switch k {
	case panelLiquidations:
		return t.Liquidations.Origin
	case panelLanes:
		if t.Liquidations == nil {
			return t.Totals.Origin
		}
		return t.Liquidations.Origin
	case panelSpot:
		return t.Spot.Origin
	case panelInterest:
		return t.OpenInterest.Origin
	case panelFunding:
		return t.Funding.Origin
	case panelDepth:
		origin, _ := b.Market.DepthOrigin()
		return origin
	}
	return t.Candles.Origin
}

// reach says how far the values of a panel went so far in the window: its
// largest bar, or the range of its line.
func (b *builder) reach(k panel, level int) []byte {
	if k == panelLanes { // its scale is that of the whole event
		return nil
	}
	low, high := b.panelRange(k, level, min(b.t+1, b.chart.To))
	if k == panelInterest || k == panelFunding || k == panelDepth {
		out := appendValue(b.buf[:0], k, low, b.lang)
		if k == panelDepth && low == high {
			return out
		}
		out = append(out, " – "...)
		return appendValue(out, k, high, b.lang)
	}
	return appendValue(append(b.buf[:0], b.words.most...), k, max(high, -low), b.lang)
}
