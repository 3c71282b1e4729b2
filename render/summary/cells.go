package summary

import (
	"cmp"
	"slices"
	"strconv"

	"unwind/data"
	"unwind/data/market"
	"unwind/render/scale"
)

// Columns are the names of the columns of [Summary.Cells], in order. The last
// is there where the layer of the fuel is on.
var Columns = [...]string{"price", "side", "usd", "band", "distance", "leverage", "born", "fuel"}

// Cells returns a level as the table of the page writes it: its prices, the
// side, the dollars and the band they are within, how far it is from the price, the leverages that it comes
// from, when half of it had been opened, and
// where [Summary.HasFuel] the largest R among its prices.
func (s *Summary) Cells(l *market.Level, lang string) []string {
	c := cells{summary: s, lang: scale.LangOf(lang), words: wordsOf(lang)}
	out := []string{c.prices(l), c.words.sides[l.Side], c.money(l.USD), c.band(l.Least, l.Most), c.distance(l), c.leverages(l), c.born(l)}
	if s.HasFuel() {
		out = append(out, c.gain(s.Gain(l)))
	}
	return out
}

// Caption says what the rows of the table are, or why there are none.
func (s *Summary) Caption(lang string) string {
	c := cells{summary: s, lang: scale.LangOf(lang), words: wordsOf(lang)}
	if len(s.Table.Levels) == 0 {
		return c.waiting()
	}
	price := "–"
	if s.Table.Price > 0 {
		price = c.price(s.Table.Price)
	}
	return c.among(c.words.caption, "price", price,
		"time", string(scale.AppendDateTimeSeconds(nil, s.Table.T, c.lang)), "provenance", c.words.provenance[s.Table.Provenance])
}

// cells writes in one language.
type cells struct {
	summary *Summary
	lang    scale.Lang
	words   *words
}

func (c *cells) price(p data.Price) string {
	return string(scale.AppendPrice(nil, p, scale.PriceDecimals(p), c.lang))
}

func (c *cells) prices(l *market.Level) string { return c.price(l.Low) + "–" + c.price(l.High) }

func (c *cells) money(usd data.USD) string { return string(scale.AppendMoney(nil, usd, c.lang)) }

// band writes a range, a dash where nothing waits.
func (c *cells) band(least, most data.USD) string {
	if !(most > 0) {
		return "–"
	}
	return string(scale.AppendMoneySpan(nil, least, most, c.lang))
}

func (c *cells) distance(l *market.Level) string {
	d, ok := c.summary.Table.Distance(l)
	if !ok {
		return "–"
	}
	return string(scale.AppendChange(nil, d, 1, c.lang))
}

func (c *cells) born(l *market.Level) string {
	return string(scale.AppendDateTime(nil, l.Born.Half, c.lang))
}

// Of the leverages of a level, those with more than leastShare are named, the
// largest mostLeverages of them.
const (
	leastShare    = 0.005
	mostLeverages = 5
)

// leverages names the largest parts, in the order of the leverage.
func (c *cells) leverages(l *market.Level) string {
	var parts []int
	for i, usd := range l.ByLeverage {
		if usd >= leastShare*l.USD {
			parts = append(parts, i)
		}
	}
	slices.SortStableFunc(parts, func(a, b int) int { return cmp.Compare(l.ByLeverage[b], l.ByLeverage[a]) })
	parts = parts[:min(len(parts), mostLeverages)]
	slices.Sort(parts)
	var out []byte
	for i, k := range parts {
		if i > 0 {
			out = append(out, " · "...)
		}
		out = strconv.AppendFloat(out, c.summary.Table.Leverages[k], 'g', 4, 64)
		out = append(out, "×\u00a0"...)
		out = scale.AppendShare(out, float64(l.ByLeverage[k]/l.USD), 0, c.lang)
	}
	return string(out)
}
