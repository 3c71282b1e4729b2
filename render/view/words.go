package view

import (
	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/market"
	"unwind/data/tape"
	"unwind/render/scale"
)

// words are the texts of the canvas in one language. They live here, not in
// the page, so that posters have them too.
type words struct {
	lang              string
	brief             string // instead of liquidated where there is little room
	legendBrief       string // instead of legend
	liquidated        string // under the headline counter
	inADay            string // under the counter where the tape has no totals of all coins
	since             string // the same where it counts for less than a day, before a time
	knownFrom         string // instead of it before that time
	knownBrief        string // instead of knownFrom where there is little room
	symbols           string // after the number of symbols that are counted
	atLeast           string // before a total of a sampled feed
	lowerBound        string // the same, of what a layer shows
	feedFull          string // what a broken outline means; before in how many of the last seconds
	long, short       string
	legend            string // what the colours of the heat map mean
	ownScale          string // before the title of a legend with handles of its own
	unsure            string // before how many times its least a hatched cell may be
	per               string // after a share of the price: the height of a bin
	estLong, estShort string
	band, mostly      string // of what waits in a cell: the band, and the leverage with the most
	longs, shorts     string // the key of the bubbles
	share             string // after a coin: the bubbles are its part of the total
	change            string // after the price change of 24 hours
	noEstimate        string
	uncounted         string // instead of a counter
	sources           string
	ohlc              [4]string
	provenance        [5]string // by data.Provenance
	came              [3]string // by tape.Came, of what is recorded
	live, silent      string    // before the time of a live edge: it goes on, or stands since then
	layers            [market.LayerCount]string

	panels              [panelCount]string // titles of the panels
	flow                string             // that of a depth that was measured
	most                string             // before the largest bar of a panel
	perpetual, spot     string             // volumes
	above, below        string             // shorts above the price, longs below it
	within              string             // over the distances of the liquidation map
	upDown              string             // shorts above by longs below
	fromPrice           string             // sum from the price to a place of the map
	own                 ownWords
	fuel                fuelWords
	filtered, tuned     string // before what is chosen, and before the parameters
	longSide, shortSide string
	positions           string // before their size
	closedAt            string // before venues
	allCoins            string // after the title of lanes of totals
	allVenues, unnamed  string // name a lane of all venues together, and one of rows that name none
	others              string // the same of venues that share a lane, after how many they are
	first, seconds      string // which venue fired first; after a lag
	noData              string // names a gap of all venues, or of the candles'
	notRecorded         string // names a gap of several venues of which there are prices
	noDataOf            string // the same in the read-out, before a venue
	anyVenue            string // instead of one
	wave, estimate      string // label a chain: before its number, and how its dollars are known
	from, upTo          string // before one end of a band
	whatIf              whatIfTexts
	settings            settingTexts
}

// fuelWords say what the fuel strip rests on.
type fuelWords struct {
	title         string
	line          string    // after it: what R = 1 means
	depth         string    // before the depth
	per, perBrief string    // after it
	kinds         [5]string // after the figure it is made from, by market.DepthFrom
	to            string    // between the ends of a range
	none          string    // before why there is no depth
	noFigure      string    // nothing is known of it
	notYet        string    // nothing is known so early
	empty         string    // the figure is 0
	noPrice       string
	here, feeds   string // before R in the read-out: below 1, and from 1 on
}

// why returns the reason why there is no fuel.
func (w *fuelWords) why(r cascade.Reason, from market.DepthFrom) string {
	switch {
	case r == cascade.NoPrices:
		return w.noPrice
	case r == cascade.TooShort:
		return w.notYet
	case from == market.DepthUnknown:
		return w.noFigure
	}
	return w.empty
}

// ownWords label the viewer's own position.
type ownWords struct {
	long, short string
	liquidation string // after these, before the distance
	tier        string // before its number
	gone        string // after these, before a time
}

var english = words{
	lang:        "en",
	brief:       "closed in 24 h, all coins",
	legendBrief: "Est. waiting",
	liquidated:  "liquidated in 24 h, all coins",
	inADay:      "liquidated in 24 h",
	since:       "liquidated since ",
	knownFrom:   "liquidations known from ",
	knownBrief:  "known from ",
	symbols:     " symbols",
	atLeast:     "at least ",
	lowerBound:  "lower bound",
	feedFull:    "feed full",
	long:        "long",
	short:       "short",
	legend:      "Estimated liquidations waiting",
	ownScale:    "own scale",
	unsure:      "uncertain ×",
	per:         " of price",
	estLong:     "est. longs",
	estShort:    "est. shorts",
	band:        "band",
	mostly:      "mostly",
	longs:       "longs closed",
	shorts:      "shorts closed",
	share:       "’s part of the total",
	change:      " in 24 h",
	sources:     "Sources: ",
	noEstimate:  "No level estimate",
	uncounted:   "no liquidation data",
	ohlc:        [...]string{"O", "H", "L", "C"},
	provenance:  [...]string{"unknown origin", "recorded", "published", "estimated", "modelled"},
	came:        [...]string{"recorded", "recorded and fetched", "fetched later"},
	live:        "live ",
	silent:      "no data since ",
	layers: [...]string{"price", "mark", "spot", "open interest", "funding", "depth",
		"liquidations", "totals", "ADL", "gaps", "levels"},
	panels:    [...]string{"Liquidations", "Liquidations by venue", "Volume", "Volume", "Open interest", "Funding rate", "Depth within 1\u00a0%"},
	flow:      "Dollars for a 1\u00a0% move, measured",
	most:      "max ",
	perpetual: "perpetual",
	spot:      "spot",
	above:     "shorts above ",
	below:     "longs below ",
	within:    "Est. within",
	upDown:    "up / down",
	fromPrice: "from the price to here",
	own:       ownWords{"your long", "your short", ": liquidation", ", tier ", ", liquidated "},
	fuel: fuelWords{
		title: "Fuel against depth", line: ": from R = 1 on a move feeds itself", depth: "depth ", per: " for 1\u00a0%", perBrief: "\u00a0/\u00a01\u00a0%",
		kinds: [...]string{"", "average", "book", "measured", "own figure"}, to: " to ",
		none: "no depth known: ", noFigure: "no figure and no taker volume on the tape", notYet: "no figure so early",
		empty: "the book is empty", noPrice: "no price yet", here: "fuel / depth", feeds: "a move feeds itself",
	},
	filtered:    "Filtered: ",
	tuned:       "Own parameters: ",
	longSide:    "longs",
	shortSide:   "shorts",
	positions:   "positions ",
	closedAt:    "liquidations of ",
	allCoins:    "all coins",
	allVenues:   "all venues",
	unnamed:     "venue not named",
	others:      " other venues",
	first:       "first",
	noData:      "no data",
	notRecorded: "not recorded",
	noDataOf:    "no data of ",
	anyVenue:    "any venue",
	seconds:     " s",
	wave:        "wave",
	estimate:    "est.",
	from:        "from ",
	upTo:        "up to ",
	whatIf:      whatIfEnglish,
	settings:    settingsEnglish,
}

var russian = words{
	lang:        "ru",
	brief:       "за 24 ч, все монеты",
	legendBrief: "Ждут (оценка)",
	liquidated:  "ликвидировано за 24 ч, все монеты",
	inADay:      "ликвидировано за 24 ч",
	since:       "ликвидировано с ",
	knownFrom:   "ликвидации известны с ",
	knownBrief:  "известно с ",
	symbols:     " инструментов",
	atLeast:     "не менее ",
	lowerBound:  "нижняя граница",
	feedFull:    "лента полна",
	long:        "лонги",
	short:       "шорты",
	legend:      "Ждут ликвидации (оценка)",
	ownScale:    "своя шкала",
	unsure:      "неточно ×",
	per:         " цены",
	estLong:     "лонги, оценка",
	estShort:    "шорты, оценка",
	band:        "вилка",
	mostly:      "больше всего",
	longs:       "закрыты лонги",
	shorts:      "закрыты шорты",
	share:       ": доля в итоге",
	change:      " за 24 ч",
	sources:     "Источники: ",
	noEstimate:  "Нет оценки уровней",
	uncounted:   "нет данных о ликвидациях",
	ohlc:        [...]string{"откр.", "макс.", "мин.", "закр."},
	provenance:  [...]string{"источник неизвестен", "запись", "опубликовано", "оценка", "модель"},
	came:        [...]string{"запись", "запись и история", "история биржи"},
	live:        "прямой эфир ",
	silent:      "нет данных с ",
	layers: [...]string{"цена", "цена маркировки", "спот", "открытый интерес", "ставка финансирования", "глубина",
		"ликвидации", "итоги", "ADL", "пропуски", "уровни"},
	panels:    [...]string{"Ликвидации", "Ликвидации по биржам", "Объём", "Объём", "Открытый интерес", "Ставка финансирования", "Глубина в пределах 1\u00a0%"},
	flow:      "Долларов на движение в 1\u00a0%, измерено",
	most:      "макс. ",
	perpetual: "бессрочные",
	spot:      "спот",
	above:     "шорты выше ",
	below:     "лонги ниже ",
	within:    "Оценка",
	upDown:    "вверх / вниз",
	fromPrice: "от цены досюда",
	fuel: fuelWords{
		title: "Топливо против глубины", line: ": от R = 1 движение питает само себя", depth: "глубина ", per: " на 1\u00a0%", perBrief: "\u00a0/\u00a01\u00a0%",
		kinds: [...]string{"", "в среднем", "в стакане", "измерено", "своё значение"}, to: "–",
		none: "глубина неизвестна: ", noFigure: "в записи нет ни цифры глубины, ни объёма тейкеров", notYet: "так рано данных нет",
		empty: "стакан пуст", noPrice: "цены ещё нет", here: "топливо / глубина", feeds: "движение питает себя",
	},
	own:         ownWords{"ваш лонг", "ваш шорт", ": ликвидация", ", ступень ", ", ликвидирован "},
	filtered:    "Отобрано: ",
	tuned:       "Свои параметры: ",
	longSide:    "лонги",
	shortSide:   "шорты",
	positions:   "позиции ",
	closedAt:    "ликвидации ",
	allCoins:    "все монеты",
	allVenues:   "все биржи",
	unnamed:     "биржа не названа",
	others:      " других бирж",
	first:       "первая",
	noData:      "нет данных",
	notRecorded: "не записано",
	noDataOf:    "нет данных ",
	anyVenue:    "ни одной биржи",
	seconds:     " с",
	wave:        "волна",
	estimate:    "оценка",
	from:        "от ",
	upTo:        "до ",
	whatIf:      whatIfRussian,
	settings:    settingsRussian,
}

// wordsOf returns the texts of a language, English for an unknown one.
func wordsOf(lang string) *words {
	if scale.LangOf(lang) == scale.Russian {
		return &russian
	}
	return &english
}

// known says in a word or two how a layer is known.
func (w *words) known(o *tape.Origin) string {
	if o.Provenance == data.Recorded {
		return w.came[o.Came()]
	}
	return w.provenance[o.Provenance]
}

// Known says in a word or two how a layer is known.
func Known(o *tape.Origin, lang string) string { return wordsOf(lang).known(o) }
