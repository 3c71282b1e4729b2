package summary

import "unwind/render/scale"

// cellText are the texts of a cell's read-out in one language.
type cellText struct {
	said, between, unknown string
	sums                   string
	fates                  [7]string // the rows of the sums
	partHead               [4]string
	births                 string
	birthHead              [5]string
	before                 string // before a time
	ahead                  string
	venues                 string
	joined, joinedWithin   string
	fate                   string
}

var englishCell = cellText{
	said:         "{prices}, {time}\u00a0UTC: estimated longs {long}, shorts {short}.",
	between:      " Both together: {band}.",
	unknown:      "{prices}, {time}\u00a0UTC: the estimate does not reach here.",
	sums:         "What became of it",
	fates:        [...]string{"opened so far", "touched by the price", "closed", "aged", "waits (est.)", "band", "touched, UTC"},
	partHead:     [...]string{"By leverage", "waits", "band", "entry, about"},
	births:       "Opened: {first} – {last}, half by {half}. The largest:",
	birthHead:    [...]string{"known at, UTC", "leverage", "entry, about", "opened", "waits"},
	before:       "before ",
	ahead:        "Pinned at {pin}, which the replay has not reached: this is what waits now.",
	venues:       "All venues together; entries by the tiers of {rules}.",
	joined:       "An opening is known when its bar has closed; neighbours may count as one.",
	joinedWithin: "An opening is known when its bar has closed; those within {n}\u00a0min count as one.",
	fate:         "Closed: by will, or as the other side of a liquidation. Aged: still held, at a liquidation price no longer known.",
}

var russianCell = cellText{
	said:         "{prices}, {time}\u00a0UTC: по оценке лонги {long}, шорты {short}.",
	between:      " Вместе: {band}.",
	unknown:      "{prices}, {time}\u00a0UTC: оценка сюда не доходит.",
	sums:         "Что с этим стало",
	fates:        [...]string{"открыто всего", "задето ценой", "закрыто", "устарело", "ждёт (оценка)", "вилка", "задето, UTC"},
	partHead:     [...]string{"По плечам", "ждёт", "вилка", "вход около"},
	births:       "Открыто: {first} – {last}, половина к {half}. Крупнейшие:",
	birthHead:    [...]string{"известно с, UTC", "плечо", "вход около", "открыто", "ждёт"},
	before:       "до ",
	ahead:        "Закреплено на {pin}, до этого повтор ещё не дошёл: показано то, что ждёт сейчас.",
	venues:       "Все биржи вместе; входы — по ступеням {rules}.",
	joined:       "Открытие известно, когда его свеча закрылась; соседние могут считаться за одно.",
	joinedWithin: "Открытие известно, когда его свеча закрылась; открытия в пределах {n}\u00a0мин считаются за одно.",
	fate:         "Закрыто: по своей воле или как встречная сторона ликвидации. Устарело: ещё открыто, но цена ликвидации уже неизвестна.",
}

// cellTextOf returns the texts of a language, English for an unknown one.
func cellTextOf(lang string) *cellText {
	if scale.LangOf(lang) == scale.Russian {
		return &russianCell
	}
	return &englishCell
}
