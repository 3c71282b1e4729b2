package summary

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/render/scale"
	"unwind/render/view"
)

// WhatIf is the answer to a what-if in words of one language.
type WhatIf struct {
	Said string
	Rows [][2]string // names and values
}

// WhatIfOf says an answer in a sentence and in rows of figures.
func WhatIfOf(a *whatif.Answer, lang string) WhatIf {
	c := whatIfCells{cells{lang: scale.LangOf(lang), words: wordsOf(lang)}, a, lang}
	if a.Reason != cascade.Known {
		return WhatIf{Said: fill(c.words.whatIf.missing, "why", view.WhatIfReason(a.Reason, lang))}
	}
	return WhatIf{Said: c.sentence(), Rows: c.rows()}
}

// whatIfCells writes an answer.
type whatIfCells struct {
	cells
	answer *whatif.Answer
	tag    string
}

// sentence says what was assumed and what came of it.
func (c *whatIfCells) sentence() string {
	a, w := c.answer, &c.words.whatIf
	text, extreme, spread := w.falls, a.Central.Lowest, a.Lowest
	if a.Upwards() {
		text, extreme, spread = w.rises, a.Central.Highest, a.Highest
	}
	said := fill(text, "when", string(scale.AppendDateTime(nil, a.Choice.At, c.lang)), "price", c.price(a.Price),
		"assumed", string(view.AppendAssumed(nil, &a.Choice.Set, c.tag)),
		"extreme", c.price(extreme), "change", c.changed(extreme),
		"long", c.money(data.USD(a.Central.Long.SetFree)), "short", c.money(data.USD(a.Central.Short.SetFree)))
	if a.Seeds > 0 {
		said += " " + fill(w.fan, "from", c.price(spread.From), "to", c.price(spread.To))
	}
	return said + " " + w.model
}

// price writes a price with as many decimals as that of the start.
func (c *whatIfCells) price(p data.Price) string {
	return string(scale.AppendPrice(nil, p, scale.PriceDecimals(c.answer.Price), c.lang))
}

func (c *whatIfCells) changed(p data.Price) string {
	return string(scale.AppendChange(nil, float64(p/c.answer.Price-1), 1, c.lang))
}

// rows lists every figure of the answer.
func (c *whatIfCells) rows() [][2]string {
	a, w, r := c.answer, &c.words.whatIf, &c.answer.Central
	usd := func(v float64) string { return c.money(data.USD(v)) }
	sides := func(long, short float64) string { return fill(w.sides, "long", usd(long), "short", usd(short)) }
	rows := [][2]string{
		{w.start, c.price(a.Price)},
		{w.lowest, c.extreme(r.Lowest, a.Lowest)},
		{w.highest, c.extreme(r.Highest, a.Highest)},
		{w.lowestAfter, c.seconds(r.LowestAt)},
		{w.last, c.price(r.Last) + " (" + c.changed(r.Last) + ")"},
		{w.rounds, fill(w.roundsOf, "n", string(scale.AppendCount(nil, r.Rounds, c.lang)), "s", c.seconds(r.LastRound))},
		{w.waited, sides(float64(a.Waiting.Long), float64(a.Waiting.Short))},
		{w.setFree, sides(r.Long.SetFree, r.Short.SetFree)},
		{w.sold, sides(r.Long.Sold, r.Short.Sold)},
		{w.closed, sides(r.Long.Deleveraged, r.Short.Deleveraged)},
		{w.fund, usd(r.FundUsed)},
		{w.uncovered, usd(r.Uncovered)},
		{w.depth, string(scale.AppendShare(nil, r.LeastDepth, 0, c.lang))},
		{w.outcome, w.outcomes[r.Outcome]},
	}
	if a.Seeds > 0 {
		rows = append(rows, [2]string{w.runaway, string(scale.AppendShare(nil, a.RunAway, 0, c.lang))})
	}
	return rows
}

// extreme is a price of the central run with its change and where the fan has
// it.
func (c *whatIfCells) extreme(p data.Price, s whatif.Spread) string {
	said := c.price(p) + " (" + c.changed(p) + ")"
	if c.answer.Seeds > 0 {
		said += fill(c.words.whatIf.between, "from", c.price(s.From), "to", c.price(s.To))
	}
	return said
}

func (c *whatIfCells) seconds(s float64) string {
	return string(scale.AppendFixed(nil, s, 1, c.lang)) + c.words.whatIf.second
}

// whatIfWords are the texts of a what-if in one language.
type whatIfWords struct {
	falls, rises, fan, model, missing                                              string
	start, lowest, highest, lowestAfter, last, rounds, roundsOf                    string
	waited, setFree, sold, closed, fund, uncovered, depth, outcome, runaway, sides string
	between, second                                                                string
	outcomes                                                                       [3]string // by cascade.Outcome
}

var whatIfEnglish = whatIfWords{
	falls:   "What if, from {when}\u00a0UTC at {price}: {assumed}. The model’s price falls to {extreme} ({change}) and sets free {long} of longs and {short} of shorts.",
	rises:   "What if, from {when}\u00a0UTC at {price}: {assumed}. The model’s price rises to {extreme} ({change}) and sets free {long} of longs and {short} of shorts.",
	fan:     "In nine of ten runs with noise it gets to between {from} and {to}.",
	model:   "It is a model of forced orders alone, not a forecast.",
	missing: "What if: not computable, {why}.",

	start: "Price at the start", lowest: "Lowest price", highest: "Highest price",
	lowestAfter: "Lowest after", last: "Price at the end",
	rounds: "Rounds", roundsOf: "{n}, the last after {s}",
	waited: "Waited at the start", setFree: "Set free", sold: "Sold through the book", closed: "Closed by ADL",
	fund: "Paid by the insurance fund", uncovered: "Losses beyond the fund", depth: "Least depth left",
	outcome: "How it ended", runaway: "Runs that did not stop by themselves", sides: "longs {long}, shorts {short}",
	between: "; 9 of 10 with noise: {from}–{to}", second: "\u00a0s",
	outcomes: [...]string{"it stopped by itself", "every level of a side was reached", "off the scale of the model"},
}

var whatIfRussian = whatIfWords{
	falls:   "Что если с {when}\u00a0UTC от цены {price}: {assumed}. В модели цена падает до {extreme} ({change}), под ликвидацию попадают лонги на {long} и шорты на {short}.",
	rises:   "Что если с {when}\u00a0UTC от цены {price}: {assumed}. В модели цена растёт до {extreme} ({change}), под ликвидацию попадают лонги на {long} и шорты на {short}.",
	fan:     "В девяти прогонах с шумом из десяти она доходит до {from}–{to}.",
	model:   "Это модель одних лишь принудительных заявок, а не прогноз.",
	missing: "Что если: не вычислить, {why}.",

	start: "Цена в начале", lowest: "Минимум цены", highest: "Максимум цены",
	lowestAfter: "Минимум через", last: "Цена в конце",
	rounds: "Раундов", roundsOf: "{n}, последний через {s}",
	waited: "Ждало в начале", setFree: "Попало под ликвидацию", sold: "Прошло через стакан", closed: "Закрыто ADL",
	fund: "Заплатил страховой фонд", uncovered: "Убытки сверх фонда", depth: "Наименьший остаток глубины",
	outcome: "Чем кончилось", runaway: "Прогонов без остановки", sides: "лонги {long}, шорты {short}",
	between: "; 9 из 10 с шумом: {from}–{to}", second: "\u00a0с",
	outcomes: [...]string{"остановилось само", "задеты все уровни одной стороны", "за пределами шкалы модели"},
}
