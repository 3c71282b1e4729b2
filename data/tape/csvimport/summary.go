package csvimport

import (
	"math"
	"strconv"
	"strings"

	"unwind/data"
	"unwind/data/tape"
)

// gap keeps a number and its unit on one line.
const gap = "\u00a0"

// Summary is the window of a tape in one sentence: first and last price, the change,
// the rows. It is empty for a window without candles.
func Summary(t *tape.Tape) tape.Text {
	first, last, rows := shown(t)
	if rows == 0 {
		return nil
	}
	c := t.Candles
	open, closing := float64(c.Open[first]), float64(c.Close[last])
	en := t.Instrument + " went from " + price(open, ",", ".") + " to " + price(closing, ",", ".") + " (" + change(open, closing, ".") + ") in " +
		english(rows, "candle", "candles") + " of " + lasting(c.Step, ".", unitsEnglish)
	ru := t.Instrument + ": от" + gap + price(open, gap, ",") + " до" + gap + price(closing, gap, ",") + " (" + change(open, closing, ",") + ") за " +
		russian(rows, "свечу", "свечи", "свечей") + " по" + gap + lasting(c.Step, ",", unitsRussian)
	if l := t.Liquidations; l != nil {
		n := l.Len()
		en += ", with " + english(n, "liquidation", "liquidations") + " on record"
		ru += ", в" + gap + "записи " + russian(n, "ликвидация", "ликвидации", "ликвидаций")
	}
	return tape.Text{"en": en + ".", "ru": ru + "."}
}

// shown returns the first and the last candle that open in the window, and how
// many those are.
func shown(t *tape.Tape) (first, last, rows int) {
	for i, at := range t.Candles.T {
		if at < t.From || at >= t.To {
			continue
		}
		if rows == 0 {
			first = i
		}
		last = i
		rows++
	}
	return first, last, rows
}

// change is how far a price went, to a tenth of a per cent: "−12.3 %".
func change(from, to float64, point string) string {
	percent := math.Round(1000*(to/from-1)) / 10
	sign := ""
	switch {
	case percent > 0:
		sign = "+"
	case percent < 0:
		sign = "−"
	}
	return sign + strings.Replace(strconv.FormatFloat(math.Abs(percent), 'f', 1, 64), ".", point, 1) + gap + "%"
}

// price writes a price to five digits, or to the whole unit, in groups of
// three.
func price(p float64, separator, point string) string {
	decimals := max(0, 4-int(math.Floor(math.Log10(p))))
	whole, part, _ := strings.Cut(strconv.FormatFloat(p, 'f', decimals, 64), ".")
	if part = strings.TrimRight(part, "0"); part != "" {
		part = point + part
	}
	return grouped(whole, separator) + part
}

// grouped puts a separator between groups of three digits.
func grouped(digits, separator string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// unit is a length of time and its short name.
type unit struct {
	length data.UnixMs
	name   string
}

var (
	unitsEnglish = []unit{{data.Day, "d"}, {data.Hour, "h"}, {data.Minute, "min"}, {data.Second, "s"}}
	unitsRussian = []unit{{data.Day, "сут"}, {data.Hour, "ч"}, {data.Minute, "мин"}, {data.Second, "с"}}
)

// lasting writes a length of time in the longest of units that it is a multiple
// of, or in the last: "15 min".
func lasting(step data.UnixMs, point string, units []unit) string {
	u := units[len(units)-1]
	for _, longer := range units {
		if step%longer.length == 0 {
			u = longer
			break
		}
	}
	n := strconv.FormatFloat(float64(step)/float64(u.length), 'f', -1, 64)
	return strings.Replace(n, ".", point, 1) + gap + u.name
}

// english writes a number of things.
func english(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return grouped(strconv.Itoa(n), ",") + gap + many
}

// russian writes a number of things, whose form follows the last digits.
func russian(n int, one, few, many string) string {
	switch form := n % 10; {
	case n%100 >= 11 && n%100 <= 14:
	case form == 1:
		many = one
	case form >= 2 && form <= 4:
		many = few
	}
	return grouped(strconv.Itoa(n), gap) + gap + many
}
