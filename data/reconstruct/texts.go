package reconstruct

import (
	"math"
	"strconv"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

// gap keeps a number and its unit on one line.
const gap = "\u00a0"

// summary is the event in one sentence, made from the published figures: the
// open of the day that the fall to the low took, the low, and the total of
// 24 h with the time for which it was published.
func (f *figures) summary() tape.Text {
	before, low := f.fall()
	drop := whole64(100 * (before - low) / before)
	total, at := f.Liquidations.total(), f.Liquidations.At
	return tape.Text{
		"en": f.Coin.In("en") + " fell " + drop + gap + "% in a day, from $" + grouped(before, ",") + " to $" + grouped(low, ",") +
			", and by " + at.in("en") + " $" + tenths(total, ".") + gap + "B of leveraged positions in all coins had been force-closed.",
		"ru": f.Coin.In("ru") + " за сутки упал на " + drop + gap + "%, с " + grouped(before, gap) + " до " + grouped(low, gap) + gap +
			"$, и к " + at.in("ru") + " по всем монетам принудительно закрыли позиций с плечом на " + tenths(total, ",") + gap + "млрд" + gap + "$.",
	}
}

// months are the names of months as they stand in a date.
var months = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"ru": {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
}

// in spells a time without its year, in UTC: "02:00 UTC on 6 February" or
// "02:00 UTC 6 февраля".
func (s stamp) in(lang string) string {
	t := time.UnixMilli(int64(s)).UTC()
	on := gap
	if lang == "en" {
		on = " on "
	}
	return t.Format("15:04") + gap + "UTC" + on + strconv.Itoa(t.Day()) + gap + months[lang][t.Month()-1]
}

// fall returns the lowest price in the window, and the open of the latest of
// the longest bars that began at least twelve hours before it: about a day.
func (f *figures) fall() (before, low float64) {
	low, at := math.Inf(1), f.From
	for _, t := range f.Bars { // a shorter bar dates the same low better
		for _, b := range t.Rows {
			if b.t >= f.From && b.low <= low {
				low, at = b.low, b.t
			}
		}
	}
	for _, b := range f.Bars[0].Rows {
		if data.UnixMs(at-b.t) >= 12*data.Hour {
			before = b.open
		}
	}
	return before, low
}

// printFact says what a news page printed.
func (f *figures) printFact(p print24h) tape.Fact {
	en := "24 h total as printed: $" + grouped(p.total, ",") + gap + "M"
	ru := "Сумма за 24" + gap + "ч, как напечатано: " + grouped(p.total, gap) + gap + "млн" + gap + "$"
	part := func(v float64, english, russian string) {
		if v > 0 {
			en += ", " + english + " $" + one(v, ".") + gap + "M"
			ru += ", " + russian + " " + one(v, ",") + gap + "млн" + gap + "$"
		}
	}
	part(p.long, "long", "лонги")
	part(p.short, "short", "шорты")
	part(p.hour, "last hour", "за час")
	part(p.hour4, "last 4 h", "за 4"+gap+"ч")
	en += "; time inferred to ±15" + gap + "min"
	ru += "; время определено с точностью ±15" + gap + "мин"
	if !p.fit {
		en += "; shown, not fitted"
		ru += "; показано, модель под неё не подогнана"
	}
	return tape.Fact{T: data.UnixMs(p.t), Value: p.total, Text: tape.Text{"en": en, "ru": ru}, Source: f.source(f.Prints.Source)}
}

// grouped writes a number without decimals, in groups of three digits.
func grouped(v float64, separator string) string {
	s := whole64(v)
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// whole64 writes a number rounded to the nearest whole one.
func whole64(v float64) string { return strconv.FormatFloat(math.Round(v), 'f', 0, 64) }

// one writes a number with at most one decimal.
func one(v float64, point string) string {
	return strings.Replace(strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64), ".", point, 1)
}

// tenths writes an amount in billions with one decimal.
func tenths(usd data.USD, point string) string { return one(float64(usd)/1e9, point) }

// billions writes an amount in billions with two decimals.
func billions(usd data.USD, point string) string {
	return strings.Replace(strconv.FormatFloat(float64(usd)/1e9, 'f', 2, 64), ".", point, 1)
}
