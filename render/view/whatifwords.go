package view

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/render/scale"
)

// whatIfTexts are the words of a what-if on the canvas.
type whatIfTexts struct {
	title        string // before what is assumed
	forecast     string // after it
	shock        string // before a change of the price
	sell, buy    string // before dollars
	nothing      string // neither
	low, high    string // before the furthest price
	of           string // before where the middle nine tenths of the runs lie
	rounds       string // before their number
	long, short  string // before dollars set free
	closed, fund string // before dollars of ADL and of the fund
	runaway      string // before the share of runs that did not stop by themselves
	missing      string // before a reason
	reasons      map[cascade.Reason]string
}

var whatIfEnglish = whatIfTexts{
	title: "What if: ", forecast: " · not a forecast",
	shock: "price ", sell: "sell ", buy: "buy ", nothing: "nothing happens",
	low: "low ", high: "high ", of: "9 of 10 with noise: ",
	rounds: "rounds: ", long: "longs ", short: "shorts ",
	closed: "ADL ", fund: "fund pays ", runaway: " of runs did not stop",
	missing: "What if: not computable: ",
	reasons: map[cascade.Reason]string{
		cascade.NoLevels: "no level estimate waits here", cascade.NoPrices: "no price here",
		cascade.NoDepth: "no depth", cascade.BadSettings: "a setting is out of range",
	},
}

var whatIfRussian = whatIfTexts{
	title: "Что если: ", forecast: " · не прогноз",
	shock: "цена ", sell: "продажа на ", buy: "покупка на ", nothing: "ничего не происходит",
	low: "минимум ", high: "максимум ", of: "9 из 10 с шумом: ",
	rounds: "раундов: ", long: "лонги ", short: "шорты ",
	closed: "ADL ", fund: "фонд платит ", runaway: " прогонов без остановки",
	missing: "Что если: не вычислить: ",
	reasons: map[cascade.Reason]string{
		cascade.NoLevels: "здесь по оценке ничего не ждёт", cascade.NoPrices: "здесь нет цены",
		cascade.NoDepth: "нет глубины", cascade.BadSettings: "настройка вне границ",
	},
}

// WhatIfReason says why a what-if came to nothing, in a language.
func WhatIfReason(r cascade.Reason, lang string) string {
	return wordsOf(lang).whatIf.reasons[r]
}

// AppendAssumed appends what a what-if lets loose: a shock, an order, or both.
func AppendAssumed(dst []byte, set *cascade.Settings, lang string) []byte {
	w, l := &wordsOf(lang).whatIf, scale.LangOf(lang)
	if set.Shock != 0 {
		dst = scale.AppendChange(append(dst, w.shock...), set.Shock, 1, l)
	}
	if set.Shock != 0 && set.Order != 0 {
		dst = append(dst, ", "...)
	}
	switch {
	case set.Order > 0:
		dst = scale.AppendMoney(append(dst, w.sell...), data.USD(set.Order), l)
	case set.Order < 0:
		dst = scale.AppendMoney(append(dst, w.buy...), data.USD(-set.Order), l)
	case set.Shock == 0:
		dst = append(dst, w.nothing...)
	}
	return dst
}

// whatIfLines are the lines of the words of a what-if.
type whatIfLines struct {
	buf  [6 * 192]byte
	used int
	from [6]int
	ends [6]int
	n    int
	own  bool // the second says which settings depart from the default
}

func (t *whatIfLines) text(i int) []byte {
	return t.buf[t.from[i]:t.ends[i]:t.ends[i]]
}

// add adds a line, as much of it as a line may have.
func (t *whatIfLines) add(line []byte) {
	n := min(len(line), len(t.buf)/len(t.ends))
	for n < len(line) && line[n]&0xc0 == 0x80 {
		n-- // whole characters
	}
	t.from[t.n] = t.used
	t.used += copy(t.buf[t.used:], line[:n])
	t.ends[t.n] = t.used
	t.n++
}

// fit drops lines until no more than most are left: what departs from the
// default first, which is in the settings too, then the last.
func (t *whatIfLines) fit(most int) {
	if t.own && t.n > most {
		t.own = false
		copy(t.ends[1:], t.ends[2:t.n])
		copy(t.from[1:], t.from[2:t.n])
		t.n--
	}
	t.n = min(t.n, max(most, 1))
}

func (t *whatIfLines) fill(b *builder, a *whatif.Answer) {
	w := &b.words.whatIf
	if a.Reason != cascade.Known {
		t.add(append(append(b.buf[:0], w.missing...), w.reasons[a.Reason]...))
		return
	}
	t.add(append(AppendAssumed(append(b.buf[:0], w.title...), &a.Choice.Set, b.Style.Lang), w.forecast...))
	if own := appendOwn(b.buf[:0], &a.Choice, b.Style.Lang); len(own) > 0 {
		t.add(own)
		t.own = true
	}
	t.add(b.furthest(a))
	if a.Seeds > 0 {
		t.add(b.spread(a))
	}
	t.add(b.setFree(a))
	if a.Central.Long.Deleveraged+a.Central.Short.Deleveraged+a.Central.FundUsed+a.RunAway > 0 {
		t.add(b.losses(a))
	}
}

// furthest says the lowest price, or the highest where the push is upwards.
func (b *builder) furthest(a *whatif.Answer) []byte {
	name, p := b.words.whatIf.low, a.Central.Lowest
	if a.Upwards() {
		name, p = b.words.whatIf.high, a.Central.Highest
	}
	out := scale.AppendPrice(append(b.buf[:0], name...), p, scale.PriceDecimals(a.Price), b.lang)
	return append(scale.AppendChange(append(out, " ("...), float64(p/a.Price-1), 1, b.lang), ')')
}

// spread says where the fan has it.
func (b *builder) spread(a *whatif.Answer) []byte {
	s := a.Lowest
	if a.Upwards() {
		s = a.Highest
	}
	decimals := scale.PriceDecimals(a.Price)
	out := scale.AppendPrice(append(b.buf[:0], b.words.whatIf.of...), s.From, decimals, b.lang)
	return scale.AppendPrice(append(out, "–"...), s.To, decimals, b.lang)
}

// setFree says the rounds and the dollars by side.
func (b *builder) setFree(a *whatif.Answer) []byte {
	w := &b.words.whatIf
	out := scale.AppendCount(append(b.buf[:0], w.rounds...), a.Central.Rounds, b.lang)
	out = scale.AppendMoney(append(append(out, " · "...), w.long...), data.USD(a.Central.Long.SetFree), b.lang)
	return scale.AppendMoney(append(append(out, ", "...), w.short...), data.USD(a.Central.Short.SetFree), b.lang)
}

// losses says what ADL closed, what the fund paid, and how many runs did not
// stop.
func (b *builder) losses(a *whatif.Answer) []byte {
	w, out := &b.words.whatIf, b.buf[:0]
	part := func(name string) {
		if len(out) > 0 {
			out = append(out, " · "...)
		}
		out = append(out, name...)
	}
	if closed := a.Central.Long.Deleveraged + a.Central.Short.Deleveraged; closed > 0 {
		part(w.closed)
		out = scale.AppendMoney(out, data.USD(closed), b.lang)
	}
	if a.Central.FundUsed > 0 {
		part(w.fund)
		out = scale.AppendMoney(out, data.USD(a.Central.FundUsed), b.lang)
	}
	if a.RunAway > 0 {
		part("")
		out = append(scale.AppendShare(out, a.RunAway, 0, b.lang), w.runaway...)
	}
	return out
}
