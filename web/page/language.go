package page

import (
	"slices"
	"strconv"
	"strings"
)

// LanguageOf returns the language of the page: the one that a link names, or,
// if that is "", the one that an Accept-Language header likes best.
func LanguageOf(named, header string) string {
	if named != "" {
		return named
	}
	return preferredLanguage(header)
}

// preferredLanguage returns the language of the page that an Accept-Language
// header likes best: "ru" for "de, ru-RU;q=0.9, en;q=0.8". It is the first
// language of the page when the header names none.
func preferredLanguage(header string) string {
	best, weight := languages[0], 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, q := languageRange(part)
		if q > weight && slices.Contains(languages, tag) {
			best, weight = tag, q
		}
	}
	return best
}

// languageRange splits " ru-RU;q=0.9" into "ru" and 0.9. A weight that cannot
// be read is 0.
func languageRange(part string) (string, float64) {
	tag, params, weighted := strings.Cut(part, ";")
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if !weighted {
		return tag, 1
	}
	q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(params), "q="), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return tag, 0
	}
	return tag, q
}
