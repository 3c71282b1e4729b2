package summary

import (
	"cmp"
	"strings"

	"unwind/data"
	"unwind/data/market"
	"unwind/render/scale"
	"unwind/render/view"
)

// Text describes the frame in a few sentences: the event, what is chosen of it,
// whether it goes on, the moment, the price, what was liquidated in 24 hours, how full the feed was
// that it came by, what is missing, the wave, the largest levels above and below the price, what waits against the depth of the book where that is shown, and how
// all of that is known.
func (s *Summary) Text(lang string) string {
	c := cells{summary: s, lang: scale.LangOf(lang), words: wordsOf(lang)}
	sentences := []string{c.title(lang), c.chart(), c.live(), c.filtered(lang), c.now(), c.counter(), c.feeds(), c.gaps(lang), c.wave(lang), c.waiting(), c.against(lang), c.whatIf(lang), c.known(lang)}
	var said []string
	for _, sentence := range sentences {
		if sentence != "" {
			said = append(said, sentence)
		}
	}
	return strings.Join(said, " ")
}

// whatIf says what was assumed and what would have come of it.
func (c *cells) whatIf(lang string) string {
	if c.summary.answer == nil {
		return ""
	}
	return WhatIfOf(c.summary.answer, lang).Said
}

// title ends the event's title like a sentence.
func (c *cells) title(lang string) string {
	title := strings.TrimSpace(c.summary.market.Tape.Title.In(lang))
	if title == "" || strings.ContainsAny(title[len(title)-1:], ".!?") {
		return title
	}
	return title + "."
}

// fill replaces the {names} of a text; pairs are names and values in turn.
func fill(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (c *cells) chart() string {
	tape := c.summary.market.Tape
	name := cmp.Or(tape.Instrument, tape.Symbol, tape.ID)
	return fill(c.words.chart, "instrument", name, "window", c.timeWindow())
}

// filtered says that the chart does not show everything, or not by default.
func (c *cells) filtered(lang string) string {
	said := view.Filtered(c.summary.market, lang)
	if said != "" {
		said += "."
	}
	return said
}

// timeWindow is the window in days, or in hours inside one day.
func (c *cells) timeWindow() string {
	w := c.summary.window
	out := scale.AppendDateYear(nil, w.From, c.lang)
	if w.From/data.Day == (w.To-1)/data.Day {
		out = scale.AppendClock(append(out, ", "...), w.From)
		return string(scale.AppendClock(append(out, "–"...), w.To))
	}
	return string(scale.AppendDateYear(append(out, " – "...), w.To-1, c.lang))
}

// now says the replay time and the price.
func (c *cells) now() string {
	table := &c.summary.Table
	when := string(scale.AppendDateTimeSeconds(nil, table.T, c.lang))
	if !(table.Price > 0) {
		return fill(c.words.noPrice, "time", when)
	}
	before, ok := c.summary.market.PriceAt(table.T - data.Day)
	if !ok {
		return fill(c.words.price, "time", when, "price", c.price(table.Price))
	}
	change := string(scale.AppendChange(nil, float64(table.Price/before-1), 1, c.lang))
	return fill(c.words.priceChange, "time", when, "price", c.price(table.Price), "change", change)
}

// live says that the market goes on, and how the chart goes with it.
func (c *cells) live() string {
	l := c.summary.live
	time := func(t data.UnixMs) string { return string(scale.AppendDateTimeSeconds(nil, t, c.lang)) }
	switch {
	case !l.On():
		return ""
	case l.Silent != 0:
		return fill(c.words.live[2], "silent", time(l.Silent))
	case l.Edge:
		return c.words.live[0]
	}
	return fill(c.words.live[1], "to", time(l.To))
}

// counter says what the headline counter does.
func (c *cells) counter() string {
	m := c.summary.market
	if m.Tape.Totals == nil && m.Tape.Liquidations == nil {
		return ""
	}
	of := c.words.ofTape
	if m.Tape.Totals != nil {
		of = c.words.ofAll
	}
	long, short := m.Rolling(c.summary.Table.T, data.Day)
	total := long + short
	some, none := c.words.liquidated, c.words.nothing
	since, t := m.Counted().Since, c.summary.Table.T
	switch {
	case since > t:
		some, none = c.words.counted[2], c.words.counted[2]
	case since > t-data.Day:
		some, none = c.words.counted[0], c.words.counted[1]
	}
	from := string(scale.AppendDateTime(nil, since, c.lang))
	if !(total > 0) {
		return fill(none, "of", of, "since", from)
	}
	least := ""
	if m.AtLeastBetween(c.summary.Table.T-data.Day, c.summary.Table.T) {
		least = c.words.atLeast
	}
	share := string(scale.AppendShare(nil, float64(long/total), 0, c.lang))
	return fill(some, "of", of, "since", from, "least", least, "total", c.headline(total),
		"long", c.money(long), "short", c.money(short), "share", share)
}

// headline rounds as the counter on the chart does: one decimal in billions.
func (c *cells) headline(total data.USD) string {
	digits := 3
	if total >= 1e9 && total < 9.95e9 {
		digits = 2
	}
	return string(scale.AppendMoneyDigits(nil, total, digits, c.lang))
}

// waiting names the largest level on each side of the price.
func (c *cells) waiting() string {
	table := &c.summary.Table
	switch {
	case c.summary.market.Field == nil:
		return c.words.noEstimate
	case table.Largest.USD == 0:
		return c.among(c.words.noLevels)
	case !(table.Price > 0):
		return c.among(c.words.largest, "level", c.level(&table.Largest))
	}
	return c.among(c.words.levels, "above", c.sideLevel(data.Short, &table.Above), "below", c.sideLevel(data.Long, &table.Below))
}

// sideLevel is the level of a side; an en dash where that side is filtered out.
func (c *cells) sideLevel(side data.Side, l *market.Level) string {
	only := c.summary.market.Choice().Side
	if only != data.UnknownSide && only != side && l.USD == 0 {
		return "–"
	}
	return c.level(l)
}

// among fills a text about the levels of the table.
func (c *cells) among(text string, pairs ...string) string {
	return fill(text, append(pairs, "from", c.price(c.summary.Low), "to", c.price(c.summary.High))...)
}

func (c *cells) level(l *market.Level) string {
	if l.USD == 0 {
		return c.words.none
	}
	said := fill(c.words.level, "side", c.words.sides[l.Side], "usd", c.money(l.USD), "prices", c.prices(l))
	if _, ok := c.summary.Table.Distance(l); ok {
		said += " (" + c.distance(l) + ")"
	}
	return said
}

// shownLayers are the layers that the chart and this text are made of.
var shownLayers = [...]market.Layer{market.LayerPrice, market.LayerLiquidations, market.LayerTotals, market.LayerLevels}

// known says where the layers come from.
func (c *cells) known(lang string) string {
	var parts []string
	for _, part := range c.summary.market.Origins() {
		for i, layer := range shownLayers {
			if part.Layer == layer {
				parts = append(parts, c.words.layers[i]+c.words.is+view.Known(&part.Origin, lang))
			}
		}
	}
	if parts == nil {
		return ""
	}
	return fill(c.words.known, "parts", strings.Join(parts, ", "))
}
