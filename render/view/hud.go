package view

import (
	"unwind/data"
	"unwind/render"
	"unwind/render/scale"
)

// hud draws the headline counter, the legend and, on a poster, the caption.
func (b *builder) hud(l *render.List) {
	if b.chart.compact {
		b.stripCompact(l)
	} else {
		b.stripWide(l)
	}
	b.filtered(l)
	if b.Caption {
		b.caption(l)
	}
}

// stripWide sets the counter, the sides, the price and the legend side by
// side.
func (b *builder) stripWide(l *render.List) {
	long, short := b.Market.Rolling(b.t, data.Day)
	k, gap := b.chart.typeScale, b.chart.px(20*b.chart.typeScale)
	x, end := b.chart.px(b.chart.strip.X0), b.chart.px(b.chart.strip.X1)
	base := b.chart.px(b.chart.strip.Y0 + 33*k)
	below := base + b.chart.px(16*k)

	big := b.style(sizeCounter, render.Medium, b.theme.Text)
	text(l, x, base, big, left, b.headline(long+short, b.dayAtLeast()))
	quiet := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	label := text(l, x, below, quiet, left, b.counterLabel(quiet, end-x))

	// the sides stand where the widest counter ends, so that they do not move
	// while it runs
	sides := x + b.widestCounter(big) + gap
	used := max(x+label, b.sidesWide(l, sides, base, long, short)) + gap
	used = b.priceNow(l, used, base, below, left) + gap
	if wide := min(end-used, b.chart.px(250*k)); wide >= b.chart.px(140*k) {
		b.legend(l, end-wide, end, b.chart.px(b.chart.strip.Y0+12*k))
		end -= wide + gap
	}
	b.bubbleKey(l, used, end, b.chart.px(b.chart.strip.Y0+21*k))
}

// stripCompact stacks them: counter and price, both sides, the legend.
func (b *builder) stripCompact(l *render.List) {
	long, short := b.Market.Rolling(b.t, data.Day)
	x, end := b.chart.px(b.chart.strip.X0), b.chart.px(b.chart.strip.X1)
	top := b.chart.strip.Y0
	base, below := b.chart.px(top+30), b.chart.px(top+45)

	text(l, x, base, b.style(sizeTitle, render.Medium, b.theme.Text), left, b.headline(long+short, b.dayAtLeast()))
	price := b.priceNow(l, end, base, below, right)
	quiet := b.style(sizeSmall, render.Regular, b.theme.Quiet)
	text(l, x, below, quiet, left, b.counterLabel(quiet, price-x-b.chart.px(8)))

	if b.counting() {
		b.sidesCompact(l, x, end, top, long, short)
	}
	b.legend(l, x, end, b.chart.px(top+80))
	if b.chart.strip.Height() < stripTall {
		end = x // no row of its own
	}
	b.bubbleKey(l, x, end, b.chart.px(top+132))
}

// counting says whether the market counts liquidations, and did so at the replay
// time.
func (b *builder) counting() bool { return b.Market.Counts() && b.Market.Counted().Since <= b.t }

// counterLabel says what the counter counts and how it is known, in fewer words
// where they must fit into wide device pixels.
func (b *builder) counterLabel(s style, wide int32) []byte {
	if !b.Market.Counts() {
		return fits(s, append(b.buf[:0], b.words.uncounted...), wide)
	}
	if !b.counting() {
		return b.knownFrom(s, wide)
	}
	known := b.words.provenance[b.Market.CounterOrigin().Provenance]
	label := append(append(b.counted(b.buf[:0], b.words.liquidated), " · "...), known...)
	if widthOf(s, label) > wide {
		label = append(append(b.counted(b.buf[:0], b.words.brief), " · "...), known...)
	}
	if full := b.appendFull(label); widthOf(s, full) <= wide {
		return full
	}
	return fits(s, label, wide)
}

// knownFrom says from when on the counter counts, in fewer words where they must
// fit into wide device pixels.
func (b *builder) knownFrom(s style, wide int32) []byte {
	since := b.Market.Counted().Since
	label := scale.AppendDateTime(append(b.buf[:0], b.words.knownFrom...), since, b.lang)
	if widthOf(s, label) > wide {
		label = scale.AppendDateTime(append(b.buf[:0], b.words.knownBrief...), since, b.lang)
	}
	return fits(s, label, wide)
}

// counted appends what the counter counts: allCoins where it counts them for a
// whole day, else from when on and of how many symbols.
func (b *builder) counted(dst []byte, allCoins string) []byte {
	c := b.Market.Counted()
	switch whole := c.Since <= b.t-data.Day; {
	case c.AllCoins && whole:
		return append(dst, allCoins...)
	case whole:
		dst = append(dst, b.words.inADay...)
	default:
		dst = scale.AppendDateTime(append(dst, b.words.since...), c.Since, b.lang)
	}
	if c.Symbols > 1 {
		dst = append(scale.AppendCount(append(dst, ", "...), c.Symbols, b.lang), b.words.symbols...)
	}
	return dst
}

// appendFull appends how full the feed of the tape's instrument is, while it is
// saturated.
func (b *builder) appendFull(dst []byte) []byte {
	s, saturated := b.Market.SaturatedFeed(b.t)
	if !saturated || b.Market.Counted().AllCoins {
		return dst
	}
	dst = append(append(append(dst, " · "...), b.words.feedFull...), "\u00a0"...)
	dst = append(scale.AppendCount(dst, s.Full, b.lang), '/')
	return append(scale.AppendCount(dst, s.Seconds, b.lang), b.words.seconds...)
}

// headline is the total as the press prints it: one decimal in billions, least
// that it is a lower bound. Where nothing is known it is a dash, never a zero.
func (b *builder) headline(total data.USD, least bool) []byte {
	out := b.buf[:0]
	if !b.counting() {
		return append(out, "–"...)
	}
	if least {
		out = append(out, b.words.atLeast...)
	}
	digits := 3
	if total >= 1e9 && total < 9.95e9 {
		digits = 2
	}
	return scale.AppendMoneyDigits(out, total, digits, b.lang)
}

// dayAtLeast says whether the counter is a lower bound at the replay time.
func (b *builder) dayAtLeast() bool { return b.Market.AtLeastBetween(b.t-data.Day, b.t) }

// widestCounter is the width of the widest counter of a day: it has three digits
// of millions, two of billions and three from ten billions on.
func (b *builder) widestCounter(s style) (wide int32) {
	for _, total := range [...]data.USD{888e6, 8.8e9, 88.8e9} {
		wide = max(wide, widthOf(s, b.headline(total, b.Market.AtLeast())))
	}
	return wide
}

// sidesWide draws the bar of longs and shorts with their amounts below it and
// returns where they end.
func (b *builder) sidesWide(l *render.List, x, base int32, long, short data.USD) int32 {
	k := b.chart.typeScale
	if !b.counting() {
		return x
	}
	s := b.style(sizeText, render.Medium, b.theme.Long)
	gap := b.chart.px(14 * k)
	end := x + text(l, x, base, s, left, b.sideAmount(b.words.long, long)) + gap
	s.color = b.theme.Short
	end += text(l, end, base, s, left, b.sideAmount(b.words.short, short))
	b.splitBar(l, x, end, base-b.chart.px(21*k), long, short)
	return end
}

// sidesCompact draws both amounts at the ends of a row and their bar below.
func (b *builder) sidesCompact(l *render.List, x, end int32, top float32, long, short data.USD) {
	s := b.style(sizeText, render.Medium, b.theme.Long)
	row := b.chart.px(top + 66)
	text(l, x, row, s, left, b.sideAmount(b.words.long, long))
	s.color = b.theme.Short
	text(l, end, row, s, right, b.sideAmount(b.words.short, short))
	b.splitBar(l, x, end, b.chart.px(top+72), long, short)
}

// splitBar draws the shares of longs and shorts.
func (b *builder) splitBar(l *render.List, x0, x1, y int32, long, short data.USD) {
	high := max(2, b.chart.px(4*b.chart.typeScale))
	total := long + short
	if !(total > 0) {
		rect(l, x0, y, x1, y+high, b.theme.Hairline)
		return
	}
	split := x0 + int32(float64(x1-x0)*float64(long/total)+0.5)
	rect(l, x0, y, split, y+high, b.theme.Long)
	rect(l, split, y, x1, y+high, b.theme.Short)
}

func (b *builder) sideAmount(side string, usd data.USD) []byte {
	return scale.AppendMoney(append(append(b.buf[:0], side...), "\u00a0"...), usd, b.lang)
}

// priceNow draws the price at the replay time and below it the change in 24
// hours. It returns the end that is not at x.
func (b *builder) priceNow(l *render.List, x, base, below int32, a align) int32 {
	price, ok := b.Market.PriceAt(b.t)
	if !ok {
		return x
	}
	s := b.style(sizeStrong, render.Medium, b.theme.Text)
	wide := text(l, x, base, s, a, scale.AppendPrice(b.buf[:0], price, scale.PriceDecimals(price), b.lang))
	if before, ok := b.Market.PriceAt(b.t - data.Day); ok {
		quiet := b.style(sizeSmall, render.Regular, b.theme.Quiet)
		change := append(scale.AppendChange(b.buf[:0], float64(price/before-1), 1, b.lang), b.words.change...)
		wide = max(wide, text(l, x, below, quiet, a, change))
	}
	if a == right {
		return x - wide
	}
	return x + wide
}
