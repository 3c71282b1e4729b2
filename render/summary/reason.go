package summary

import (
	"unwind/data/cascade"
	"unwind/render/scale"
)

// reasons say in each language why a figure of a cascade is not there.
var reasons = [...][cascade.ReasonCount]string{
	scale.English: {
		cascade.NoEvents:       "no single liquidations",
		cascade.TooFewEvents:   "too few events",
		cascade.SampledFeed:    "not computable: sampled feed",
		cascade.ModelledFeed:   "not computable: modelled events",
		cascade.UnknownFeed:    "not computable: completeness unknown",
		cascade.TooShort:       "too short a stretch",
		cascade.TooRegular:     "not computable: events come too regularly",
		cascade.NoPrices:       "no prices",
		cascade.NoMove:         "no move",
		cascade.NoVenues:       "No split by venue is known, so none is shown.",
		cascade.NoLevels:       "no estimate of levels",
		cascade.NoDepth:        "no depth of the book",
		cascade.NoData:         "not available here",
		cascade.NoVolume:       "no volume",
		cascade.NoInterest:     "no open interest",
		cascade.SparseInterest: "not computable: its points are further apart than the wave",
		cascade.Runaway:        "feeds itself without end",
		cascade.BadSettings:    "settings out of range",
		cascade.FullFeed:       "not computable: every second of the feed was full",
		cascade.LargestOnly:    "not computable: the feed sends the largest order of each second",
		cascade.UnknownChoice:  "not computable: nobody says which order of a second is sent",
		cascade.SmallMove:      "not computable: the price moved by less than 0.05 %",
		cascade.SeveralSymbols: "not computable: dollars of several symbols, the price of one",
		cascade.NoFunding:      "no funding rate",
		cascade.NoSpot:         "no spot market",
		cascade.NoPerpetual:    "no candles of an exchange",
		cascade.ShortTape:      "not known far enough before or after",
		cascade.BrokenFeed:     "not computable: gaps in the feed",
	},
	scale.Russian: {
		cascade.NoEvents:       "нет отдельных ликвидаций",
		cascade.TooFewEvents:   "слишком мало событий",
		cascade.SampledFeed:    "не посчитать: в ленте только выборка",
		cascade.ModelledFeed:   "не посчитать: события смоделированы",
		cascade.UnknownFeed:    "не посчитать: полнота ленты неизвестна",
		cascade.TooShort:       "слишком короткий отрезок",
		cascade.TooRegular:     "не посчитать: события идут слишком равномерно",
		cascade.NoPrices:       "нет цен",
		cascade.NoMove:         "движения не было",
		cascade.NoVenues:       "Разбивка по биржам неизвестна, поэтому её здесь нет.",
		cascade.NoLevels:       "нет оценки уровней",
		cascade.NoDepth:        "глубина стакана неизвестна",
		cascade.NoData:         "здесь недоступно",
		cascade.NoVolume:       "нет объёма",
		cascade.NoInterest:     "нет открытого интереса",
		cascade.SparseInterest: "не посчитать: точки реже, чем длится волна",
		cascade.Runaway:        "питает сам себя без конца",
		cascade.BadSettings:    "параметры вне границ",
		cascade.FullFeed:       "не посчитать: лента была полна каждую секунду",
		cascade.LargestOnly:    "не посчитать: лента отдаёт крупнейший ордер секунды",
		cascade.UnknownChoice:  "не посчитать: неизвестно, какой ордер секунды отдаёт лента",
		cascade.SmallMove:      "не посчитать: цена сдвинулась меньше чем на 0,05 %",
		cascade.SeveralSymbols: "не посчитать: доллары разных инструментов, а цена одного",
		cascade.NoFunding:      "нет ставки финансирования",
		cascade.NoSpot:         "нет спотового рынка",
		cascade.NoPerpetual:    "нет биржевых свечей",
		cascade.ShortTape:      "до или после известно слишком мало",
		cascade.BrokenFeed:     "не посчитать: в ленте пропуски",
	},
}

// Reason says in a language why a figure is not there, "" for
// [cascade.Known]. What is no reason reads as [cascade.NoData].
func Reason(r cascade.Reason, lang string) string {
	if r >= cascade.ReasonCount {
		r = cascade.NoData
	}
	return reasons[scale.LangOf(lang)][r]
}
