package view

import (
	"math"

	"unwind/data"
	"unwind/data/cascade"
	"unwind/data/whatif"
	"unwind/render/scale"
)

// settingTexts are the words for the settings of a what-if.
type settingTexts struct {
	none, never          string
	second, minute, hour string                 // after a number
	laws                 map[cascade.Law]string // those that are not the default
	withoutADL           string
	withoutRefill        string
	short                map[string]string // by name: before a value, in few words
}

var settingsEnglish = settingTexts{
	none: "none", never: "never", second: "s", minute: "min", hour: "h",
	laws:       map[cascade.Law]string{cascade.KyleLaw: "Kyle’s law", cascade.SquareLaw: "square-root law"},
	withoutADL: "no ADL", withoutRefill: "nothing comes back",
	short: map[string]string{
		"over": "order over ", "depth": "depth ", "kyle": "κ ", "y": "Y ", "sigma": "σ ", "volume": "volume ",
		"withdrawal": "withdrawal ", "floor": "depth left ", "refill": "half back in ", "share": "share of the estimate ",
		"cap": "leverage up to ", "part": "at once ", "wait": "rest after ", "maintenance": "margin left ", "fund": "fund ",
		"lag": "mark lag ", "noise": "noise ", "levels": "spread of levels ", "depths": "spread of depth ", "seconds": "over ",
	},
}

var settingsRussian = settingTexts{
	none: "нет", never: "никогда", second: "с", minute: "мин", hour: "ч",
	laws:       map[cascade.Law]string{cascade.KyleLaw: "закон Кайла", cascade.SquareLaw: "закон корня"},
	withoutADL: "без ADL", withoutRefill: "ничего не возвращается",
	short: map[string]string{
		"over": "заявка за ", "depth": "глубина ", "kyle": "κ ", "y": "Y ", "sigma": "σ ", "volume": "объём ",
		"withdrawal": "уход глубины ", "floor": "остаток глубины ", "refill": "половина назад за ", "share": "доля оценки ",
		"cap": "плечо до ", "part": "сразу ", "wait": "остальное через ", "maintenance": "остаток маржи ", "fund": "фонд ",
		"lag": "отставание ", "noise": "шум ", "levels": "разброс уровней ", "depths": "разброс глубины ", "seconds": "за ",
	},
}

// AppendSetting appends a value of a setting of a what-if in its unit: −5 %,
// $250 M, 30 min, 10×, or that there is none.
func AppendSetting(dst []byte, p *cascade.Parameter, v float64, lang string) []byte {
	w, l := &wordsOf(lang).settings, scale.LangOf(lang)
	switch {
	case v == 0 && p.Name == "refill":
		return append(dst, w.never...)
	case v == 0 && p.None():
		return append(dst, w.none...)
	}
	switch p.Unit {
	case cascade.Dollar:
		return scale.AppendMoney(dst, data.USD(v), l)
	case cascade.Fraction:
		return append(appendShort(dst, 100*v, l), "\u00a0%"...)
	case cascade.Seconds:
		return w.appendTime(dst, v, l)
	}
	dst = appendShort(dst, v, l)
	if p.Name == "cap" {
		dst = append(dst, "×"...)
	}
	return dst
}

// appendTime appends seconds in the unit that suits them.
func (w *settingTexts) appendTime(dst []byte, v float64, l scale.Lang) []byte {
	unit := w.second
	switch {
	case v >= 7200:
		v, unit = v/3600, w.hour
	case v >= 120:
		v, unit = v/60, w.minute
	}
	return append(append(appendShort(dst, v, l), "\u00a0"...), unit...)
}

// appendShort appends a number with as many decimals as it has, three at most.
func appendShort(dst []byte, v float64, l scale.Lang) []byte {
	decimals := 0
	for x := v; decimals < 3 && math.Abs(x-math.Round(x)) > 1e-9; decimals++ {
		x *= 10
	}
	return scale.AppendFixed(dst, v, decimals, l)
}

// appendOwn appends which settings depart from the default, but what is let
// loose and what a law does not use; nothing where none does.
func appendOwn(dst []byte, c *whatif.Choice, lang string) []byte {
	w, start := &wordsOf(lang).settings, len(dst)
	part := func(name string) {
		if len(dst) > start {
			dst = append(dst, " · "...)
		}
		dst = append(dst, name...)
	}
	if name, ok := w.laws[c.Set.Law]; ok {
		part(name)
	}
	for i := range cascade.Parameters {
		p := &cascade.Parameters[i]
		at := p.At(&c.Set)
		own := *at != p.Default && c.Set.Uses(p)
		if at == &c.Set.Depth {
			own = c.OwnDepth && c.Set.Uses(p)
		}
		if own && p.Name != "shock" && p.Name != "order" {
			if at == &c.Set.Refill && *at == 0 {
				part(w.withoutRefill)
				continue
			}
			part(w.short[p.Name])
			dst = AppendSetting(dst, p, *at, lang)
		}
	}
	if !c.Set.ADL {
		part(w.withoutADL)
	}
	return dst
}
