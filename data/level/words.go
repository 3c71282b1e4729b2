package level

import (
	"strconv"
	"strings"

	"unwind/data/margin"
)

// Text lists what t sets, in English or, for "ru", in Russian; "" when it sets
// nothing.
func (t Tuning) Text(lang string) string {
	w := tuningWords[lang == "ru"]
	var said []string
	if t.Prior != PriorDefault {
		said = append(said, w.priors[t.Prior])
	}
	for _, k := range Knobs() {
		if t.set[k] {
			n := strconv.FormatFloat(t.value[k], 'f', -1, 64)
			if lang == "ru" {
				n = strings.Replace(n, ".", ",", 1)
			}
			said = append(said, w.before[k]+n+w.after[k])
		}
	}
	if t.Rules != "" {
		said = append(said, w.rules+margin.VenueName(t.Rules))
	}
	return strings.Join(said, ", ")
}

// tuningWords are the words of [Tuning.Text], English and (true) Russian.
var tuningWords = map[bool]struct {
	priors        [PriorCount]string
	before, after [knobCount]string
	rules         string
}{
	false: {
		[...]string{"", "low-leverage prior", "high-leverage prior"},
		[...]string{"levered share ", "volume share ", "half-lives ×", "bins of "},
		[...]string{"", "", "", "\u00a0%"},
		"margin rules of ",
	},
	true: {
		[...]string{"", "больше низких плеч", "больше высоких плеч"},
		[...]string{"доля с плечом ", "доля объёма ", "периоды полураспада ×", "шаг цены "},
		[...]string{"", "", "", "\u00a0%"},
		"маржинальные правила ",
	},
}
