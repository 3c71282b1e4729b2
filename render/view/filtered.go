package view

import (
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/render"
	"unwind/render/scale"
)

// Filtered says which part of an event its market shows and with which
// parameters of the reader's own it was estimated, "" for all of it with the
// default ones.
func Filtered(m *market.Market, lang string) string {
	return string(appendFiltered(nil, m, wordsOf(lang), scale.LangOf(lang)))
}

func appendFiltered(dst []byte, m *market.Market, w *words, lang scale.Lang) []byte {
	start := len(dst)
	if f := m.Choice().Filter; f != (level.Filter{}) {
		dst = appendFilter(append(dst, w.filtered...), f, w, lang)
	}
	if tuned := m.Tuned(); tuned != nil {
		if len(dst) > start {
			dst = append(dst, " · "...)
		}
		dst = append(append(dst, w.tuned...), tuned.In(w.lang)...)
	}
	return dst
}

func appendFilter(dst []byte, f level.Filter, w *words, lang scale.Lang) []byte {
	start := len(dst)
	switch f.Side {
	case data.Long:
		dst = append(dst, w.longSide...)
	case data.Short:
		dst = append(dst, w.shortSide...)
	}
	if f.LowLeverage > 0 || f.HighLeverage > 0 {
		dst = appendComma(dst, start)
		dst = appendBand(dst, f.LowLeverage, f.HighLeverage, false, w, lang)
	}
	if f.LowUSD > 0 || f.HighUSD > 0 {
		dst = append(appendComma(dst, start), w.positions...)
		dst = appendBand(dst, float64(f.LowUSD), float64(f.HighUSD), true, w, lang)
	}
	if f.Venues != "" {
		dst = append(appendComma(dst, start), w.closedAt...)
		start = len(dst)
		for id := range strings.SplitSeq(f.Venues, ",") {
			dst = append(appendComma(dst, start), cascade.VenueName(id)...)
		}
	}
	return dst
}

// appendComma appends a comma unless a list that began at start is empty.
func appendComma(dst []byte, start int) []byte {
	if len(dst) > start {
		dst = append(dst, ", "...)
	}
	return dst
}

// appendBand appends a band of leverages or of dollars, of which an end that is
// 0 is open.
func appendBand(dst []byte, low, high float64, usd bool, w *words, lang scale.Lang) []byte {
	switch {
	case high <= 0:
		return appendEnd(append(dst, w.from...), low, usd, lang)
	case low <= 0:
		return appendEnd(append(dst, w.upTo...), high, usd, lang)
	case low == high:
		return appendEnd(dst, low, usd, lang)
	}
	if usd {
		dst = append(appendEnd(dst, low, true, lang), " – "...)
	} else {
		dst = append(strconv.AppendFloat(dst, low, 'f', -1, 64), "–"...)
	}
	return appendEnd(dst, high, usd, lang)
}

func appendEnd(dst []byte, v float64, usd bool, lang scale.Lang) []byte {
	if usd {
		return scale.AppendMoneyShort(dst, data.USD(v), lang)
	}
	return append(strconv.AppendFloat(dst, v, 'f', -1, 64), "×"...)
}

// has says whether a side is not filtered out.
func (b *builder) has(side data.Side) bool {
	only := b.Market.Choice().Side
	return only == data.UnknownSide || only == side
}

// appendSide appends what waits on a side; an en dash where it is filtered out,
// for nothing is known of it then.
func (b *builder) appendSide(dst []byte, side data.Side, usd data.USD) []byte {
	if !b.has(side) {
		return append(dst, "–"...)
	}
	return scale.AppendMoney(dst, usd, b.lang)
}

// filtered says on a plate in the upper left of the plot that the picture is
// not the whole one.
func (b *builder) filtered(l *render.List) {
	chars := appendFiltered(b.buf[:0], b.Market, b.words, b.lang)
	if len(chars) == 0 {
		return
	}
	c, s := &b.chart, b.style(sizeText, render.Medium, b.theme.Text)
	pad, high := c.px(6*c.typeScale), b.filteredHigh()
	x, y := c.x0+c.px(8), c.y0+c.px(8)
	chars = fits(s, chars, c.x1-x-3*pad)
	rect(l, x, y, x+widthOf(s, chars)+2*pad, y+high, b.theme.Plate)
	text(l, x+pad, middle(y+high/2, s.size), s, left, chars)
}

// filteredHigh is the height of that plate, 0 where the picture is the whole
// one.
func (b *builder) filteredHigh() int32 {
	if len(appendFiltered(b.buf[:0], b.Market, b.words, b.lang)) == 0 {
		return 0
	}
	return b.chart.size(sizeText) + b.chart.px(6*b.chart.typeScale)
}
