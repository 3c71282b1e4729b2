package summary

import "unwind/render/scale"

// words are the texts of a summary in one language.
type words struct {
	chart       string
	price       string
	priceChange string
	noPrice     string

	liquidated    string
	nothing       string
	counted       [3]string // the same where it is known for less than a day, or from later on
	live          [3]string // of a market that goes on: at its edge, behind it, and where that stands
	ofAll, ofTape string
	atLeast       string

	wave, dominoes string // which wave it is in; what its chain has run into
	provisional    string // after the former, while the market goes on
	fired, lag     string // who fired first; another venue after it

	caption              string
	levels, level        string
	none                 string // instead of a level
	largest              string // where there is no price to be above or below
	noLevels, noEstimate string
	known, is            string
	fuel, fuelNone       string // what waits against the depth of the book
	layers               [len(shownLayers)]string
	provenance           [5]string // by data.Provenance
	sides                [3]string // by data.Side
	whatIf               whatIfWords
	feed                 feedWords

	missing, gap     string // what is missing in view; one gap
	span, open       string // when it was; when it began, where it is not over
	tapeEnd, more    string // instead of its end; after the longest, how many others
	allVenues, noWhy string // instead of a venue; a gap of which nobody says why
}

var english = words{
	chart:       "Liquidation heat map of {instrument}, {window} UTC.",
	price:       "On {time}\u00a0UTC the price is {price}.",
	priceChange: "On {time}\u00a0UTC the price is {price}, {change} in 24\u00a0h.",
	noPrice:     "On {time}\u00a0UTC there is no price yet.",
	liquidated:  "Liquidated in 24\u00a0h{of}: {least}{total}, of it longs {long} ({share}) and shorts {short}.",
	nothing:     "Nothing was liquidated in 24\u00a0h{of}.",
	counted: [...]string{
		"Liquidated since {since}\u00a0UTC{of}: {least}{total}, of it longs {long} ({share}) and shorts {short}.",
		"Nothing was liquidated since {since}\u00a0UTC{of}.",
		"Liquidations are known from {since}\u00a0UTC on{of}.",
	},
	live: [...]string{
		"Live: the chart goes on with the market.",
		"The market goes on; it is known until {to}\u00a0UTC.",
		"The market is followed, but nothing has come since {silent}\u00a0UTC.",
	},
	ofAll:       ", all coins",
	atLeast:     "at least ",
	wave:        "This is in wave {n} of {of} ({side}), which began at {time}.",
	provisional: "While the market goes on, waves are provisional.",
	dominoes:    "Clusters of estimated levels that it has run into so far: {n}, {usd}.",
	fired:       "Venues in the order in which they fired: {venues}.",
	lag:         "{venue} {lag}\u00a0s after the first (clocks ±{clock}\u00a0s)",
	caption:     "Largest levels from {from} to {to} on {time}\u00a0UTC, price {price}: {provenance}.",
	levels:      "Largest estimated levels from {from} to {to}: above the price {above}; below it {below}.",
	level:       "{usd} of {side} at {prices}",
	none:        "none",
	largest:     "Largest estimated level from {from} to {to}: {level}.",
	noLevels:    "No estimated level waits from {from} to {to}.",
	noEstimate:  "There is no estimate of levels.",
	fuel:        "Fuel against depth: {depth}. From {from} to {to} R is at most {down} below the price and {up} above it; from 1 on a move feeds itself.",
	fuelNone:    "Fuel against depth: {depth}.",
	known:       "How it is known: {parts}.",
	is:          " ",
	layers:      [...]string{"price", "liquidations", "24\u00a0h counter", "levels"},
	provenance:  [...]string{"of unknown origin", "recorded", "published", "estimated", "modelled"},
	sides:       [...]string{"unknown", "longs", "shorts"},
	whatIf:      whatIfEnglish,
	feed:        feedEnglish,
	missing:     "No data in view: {gaps}.",
	gap:         "{venue} {when} ({why})",
	span:        "from {from} to {to}",
	open:        "since {from}, still open at {to}",
	noWhy:       "{venue} {when}",
	tapeEnd:     "the end of the tape",
	more:        " and {n} more",
	allVenues:   "all venues",
}

var russian = words{
	chart:       "Тепловая карта ликвидаций {instrument}, {window} UTC.",
	price:       "{time}\u00a0UTC: цена {price}.",
	priceChange: "{time}\u00a0UTC: цена {price}, за 24\u00a0ч {change}.",
	noPrice:     "{time}\u00a0UTC: цены ещё нет.",
	liquidated:  "За 24\u00a0ч ликвидировано{of}: {least}{total}, из них лонги {long} ({share}), шорты {short}.",
	nothing:     "За 24\u00a0ч ничего не ликвидировано{of}.",
	counted: [...]string{
		"С {since}\u00a0UTC ликвидировано{of}: {least}{total}, из них лонги {long} ({share}), шорты {short}.",
		"С {since}\u00a0UTC ничего не ликвидировано{of}.",
		"Ликвидации известны с {since}\u00a0UTC{of}.",
	},
	live: [...]string{
		"Прямой эфир: график идёт вместе с рынком.",
		"Рынок идёт дальше; он известен до {to}\u00a0UTC.",
		"За рынком следят, но с {silent}\u00a0UTC ничего не пришло.",
	},
	ofAll:       " по всем монетам",
	atLeast:     "не менее ",
	wave:        "Идёт волна {n} из {of} ({side}), она началась в {time}.",
	provisional: "Пока рынок продолжается, волны предварительны.",
	dominoes:    "Кластеров оценки на её пути к этому моменту: {n}, {usd}.",
	fired:       "Биржи в том порядке, в каком начались ликвидации: {venues}.",
	lag:         "{venue} через {lag}\u00a0с после первой (часы ±{clock}\u00a0с)",
	caption:     "Крупнейшие уровни от {from} до {to}, {time}\u00a0UTC, цена {price}: {provenance}.",
	levels:      "Крупнейшие уровни от {from} до {to} (оценка): выше цены {above}; ниже {below}.",
	level:       "{side} на {usd} у {prices}",
	none:        "нет",
	largest:     "Крупнейший уровень от {from} до {to} (оценка): {level}.",
	noLevels:    "По оценке от {from} до {to} ничего не ждёт.",
	noEstimate:  "Оценки уровней нет.",
	fuel:        "Топливо против глубины: {depth}. От {from} до {to} R не больше {down} ниже цены и {up} выше неё; от 1 движение питает само себя.",
	fuelNone:    "Топливо против глубины: {depth}.",
	known:       "Откуда это известно: {parts}.",
	is:          "\u00a0— ",
	layers:      [...]string{"цена", "ликвидации", "счётчик за 24\u00a0ч", "уровни"},
	provenance:  [...]string{"источник неизвестен", "запись", "опубликовано", "оценка", "модель"},
	sides:       [...]string{"неизвестно", "лонги", "шорты"},
	whatIf:      whatIfRussian,
	feed:        feedRussian,
	missing:     "В окне нет данных: {gaps}.",
	gap:         "{venue} {when} ({why})",
	span:        "с {from} до {to}",
	open:        "с {from}, в {to} данных всё ещё нет",
	noWhy:       "{venue} {when}",
	tapeEnd:     "конца записи",
	more:        " и ещё {n}",
	allVenues:   "все биржи",
}

// wordsOf returns the texts of a language, English for an unknown one.
func wordsOf(lang string) *words {
	if scale.LangOf(lang) == scale.Russian {
		return &russian
	}
	return &english
}
