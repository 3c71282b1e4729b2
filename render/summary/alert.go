package summary

import (
	"math"

	"unwind/data"
	"unwind/data/alert"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render/scale"
)

// alertWords are the texts of alerts in one language.
type alertWords struct {
	titles                  [3]string // by alert.Kind
	wave, fall              string
	near                    [3]string // by data.Side: below the price, or above it
	of                      [3]string // by data.Side: ", longs the larger part"
	hours, minutes, seconds string
}

var alertEnglish = alertWords{
	titles: [...]string{"Wave of liquidations", "Open interest is falling", "Price near a bright level"},
	wave:   "{least}{usd} liquidated in a wave since {time}\u00a0UTC{of} ({how}).",
	fall:   "Open interest fell by {share} in coins within {span}: in dollars from {before} to {after} ({how}).",
	near: [...]string{"", "The price of {price} is {share} above a bright level of longs: {usd} at {prices} ({how}).",
		"The price of {price} is {share} below a bright level of shorts: {usd} at {prices} ({how})."},
	of:    [...]string{"", ", mostly longs", ", mostly shorts"},
	hours: "{h}\u00a0h {m}\u00a0min", minutes: "{m}\u00a0min", seconds: "{s}\u00a0s",
}

var alertRussian = alertWords{
	titles: [...]string{"Волна ликвидаций", "Открытый интерес падает", "Цена у яркого уровня"},
	wave:   "С {time}\u00a0UTC волной ликвидировано {least}{usd}{of} ({how}).",
	fall:   "Открытый интерес за {span} упал на {share} в монетах: в долларах с {before} до {after} ({how}).",
	near: [...]string{"", "Цена {price} на {share} выше яркого уровня лонгов: {usd} у {prices} ({how}).",
		"Цена {price} на {share} ниже яркого уровня шортов: {usd} у {prices} ({how})."},
	of:    [...]string{"", ", в основном лонги", ", в основном шорты"},
	hours: "{h}\u00a0ч {m}\u00a0мин", minutes: "{m}\u00a0мин", seconds: "{s}\u00a0с",
}

// AlertOf says an alert in a language: what it is and its figures, and how they
// are known.
func AlertOf(a *alert.Alert, lang string) wire.AlertInfo {
	c := alertCells{cells{lang: scale.LangOf(lang), words: wordsOf(lang)}, &alertEnglish}
	if c.lang == scale.Russian {
		c.said = &alertRussian
	}
	said := [...]func(*alert.Alert) string{c.wave, c.fall, c.near}[a.Kind]
	return wire.AlertInfo{Alert: *a, Title: c.said.titles[a.Kind], Said: said(a)}
}

// alertCells writes the figures of an alert.
type alertCells struct {
	cells
	said *alertWords
}

func (c *alertCells) wave(a *alert.Alert) string {
	least := ""
	if a.AtLeast {
		least = c.words.atLeast
	}
	return capitalized(fill(c.said.wave, "least", least, "usd", c.money(a.USD), "of", c.said.of[a.Side],
		"time", string(scale.AppendClockSeconds(nil, a.From)), "how", c.words.provenance[a.Provenance]))
}

func (c *alertCells) fall(a *alert.Alert) string {
	return fill(c.said.fall, "share", c.percent(a.Share, 1), "span", c.span(a.To-a.From),
		"before", c.money(a.Before), "after", c.money(a.After), "how", c.words.provenance[a.Provenance])
}

func (c *alertCells) near(a *alert.Alert) string {
	return fill(c.said.near[a.Side], "price", c.price(a.Price), "share", c.percent(math.Abs(a.Share), 2), "usd", c.money(a.USD),
		"prices", c.prices(&market.Level{Low: a.Low, High: a.High}), "how", c.words.provenance[a.Provenance])
}

func (c *alertCells) percent(share float64, decimals int) string {
	return string(scale.AppendShare(nil, share, decimals, c.lang))
}

// span writes a length of time in whole minutes, below one in seconds.
func (c *alertCells) span(t data.UnixMs) string {
	minutes := int((t + data.Minute/2) / data.Minute)
	switch {
	case t < data.Minute:
		return fill(c.said.seconds, "s", c.count(int((t+data.Second/2)/data.Second)))
	case minutes < 60:
		return fill(c.said.minutes, "m", c.count(minutes))
	}
	return fill(c.said.hours, "h", c.count(minutes/60), "m", c.count(minutes%60))
}

// capitalized begins a sentence whose first word may be a common one.
func capitalized(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
