package history

import (
	"fmt"
	"strings"
	"time"

	"unwind/data"
	"unwind/data/tape"
)

func (r *Request) instrument() string {
	if r.Venue == Bybit {
		return r.Symbol + " perpetual (Bybit)"
	}
	return r.Symbol + " perpetual (Binance USD-M)"
}

// words are what a layer is, in each language, before its terms.
type words struct{ en, ru string }

var archiveWords = map[string]words{
	"candles":      {"Minute candles of the perpetual on Binance", "Минутные свечи бессрочного контракта на Binance"},
	"mark":         {"Mark price on Binance, minute bars", "Цена маркировки на Binance, минутные бары"},
	"spot":         {"Minute candles of Binance's spot market", "Минутные свечи спотового рынка Binance"},
	"openInterest": {"Open interest on Binance in US dollars, every five minutes; of this venue alone", "Открытый интерес на Binance в долларах США, каждые пять минут; только этой биржи"},
	"funding":      {"Funding rate on Binance, a fraction per interval", "Ставка финансирования на Binance, доля за интервал"},
	"depth": {"What rests in Binance's book within 1 % of the price, the mean of both sides, once a minute",
		"Сколько стоит в стакане Binance в пределах 1 % от цены, среднее двух сторон, раз в минуту"},
}

var bybitWords = map[string]words{
	"candles":      {"Minute candles of the perpetual on Bybit", "Минутные свечи бессрочного контракта на Bybit"},
	"mark":         {"Mark price on Bybit, minute bars", "Цена маркировки на Bybit, минутные бары"},
	"openInterest": {"Open interest on Bybit in US dollars, one side, every five minutes; of this venue alone", "Открытый интерес на Bybit в долларах США, одна сторона, каждые пять минут; только этой биржи"},
	"funding":      {"Funding rate on Bybit, a fraction per interval", "Ставка финансирования на Bybit, доля за интервал"},
}

// Sources of the layers.
var (
	archiveSource = tape.Source{Name: "Binance Vision (CC BY-NC-SA 4.0)", URL: "https://data.binance.vision/"}
	bybitSource   = tape.Source{Name: "Bybit API", URL: "https://bybit-exchange.github.io/docs/v5/intro"}
	deribitSource = tape.Source{Name: "Deribit API", URL: "https://docs.deribit.com/"}
)

// kindOf is the kind of the files that a layer is made of.
var kindOf = map[string]Kind{"candles": Candles, "mark": Mark, "spot": Spot, "openInterest": Metrics, "funding": Funding, "depth": Depth}

// origins are where the layers of a tape come from.
func origins(r *Request, p *Parts) map[string]tape.Origin {
	all, source := archiveWords, archiveSource
	if r.Venue == Bybit {
		all, source = bybitWords, bybitSource
	}
	made := map[string]tape.Origin{}
	for layer, w := range all {
		k := kindOf[layer]
		if layer == "candles" && r.Trades {
			k, w = Trades, words{"Candles made of the aggregate trades of the perpetual on Binance", "Свечи из агрегированных сделок бессрочного контракта на Binance"}
		}
		en, ru := missing(p.Missing, k)
		made[layer] = tape.Origin{Why: tape.Text{"en": w.en + "." + en, "ru": w.ru + "." + ru}, Sources: []tape.Source{source}}
	}
	made["liquidations"] = tape.Origin{Sources: []tape.Source{deribitSource}, Why: tape.Text{
		"en": "Forced closures on Deribit (" + p.Instrument + "), each flagged by the venue. Other venues keep none of the past, so sums are lower bounds of the market.",
		"ru": "Принудительные закрытия на Deribit (" + p.Instrument + "), отмеченные самой биржей. Другие биржи прошлого не хранят, поэтому суммы — нижние оценки рынка.",
	}}
	return made
}

// missing says which days of a kind are not there: " There is no file of …".
func missing(all []Missing, k Kind) (en, ru string) {
	const shown = 5
	var days []string
	n := 0
	for _, m := range all {
		if m.Kind != k {
			continue
		}
		if n++; n <= shown {
			days = append(days, dayOf(m))
		}
	}
	if n == 0 {
		return "", ""
	}
	list, more, moreRussian := strings.Join(days, ", "), "", ""
	if n > shown {
		more, moreRussian = fmt.Sprintf(" and %d more", n-shown), fmt.Sprintf(" и ещё за %d", n-shown)
	}
	return " The source has no file of " + list + more + ".", " У источника нет файла за " + list + moreRussian + "."
}

// dayOf names the day or the month of a file.
func dayOf(m Missing) string {
	layout := time.DateOnly
	if m.To-m.From > data.Day {
		layout = "2006-01"
	}
	return time.UnixMilli(int64(m.From)).UTC().Format(layout)
}
