package scale

import (
	"math"
	"strconv"
	"strings"

	"unwind/data"
)

// Lang is a language of labels.
type Lang uint8

// Languages. English is the default.
const (
	English Lang = iota
	Russian
)

// LangOf returns the language of a tag such as "ru" or "ru-RU"; English when
// it is another or empty.
func LangOf(tag string) Lang {
	if tag == "ru" || strings.HasPrefix(tag, "ru-") {
		return Russian
	}
	return English
}

const (
	nbsp  = "\u00a0" // keeps a number and its unit on one line
	minus = "\u2212"
	none  = "–" // stands for a value that is not a number
)

// AppendFixed appends v with a fixed number of decimals in [0, 12], grouped by
// thousands: 63,605.50 in English, 63 605,50 (no-break space) in Russian. A
// negative value has a true minus sign, a rounded zero none. What is not
// finite is an en dash.
func AppendFixed(dst []byte, v float64, decimals int, l Lang) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return append(dst, none...)
	}
	var buf [400]byte // the largest float64 has 309 digits
	s := strconv.AppendFloat(buf[:0], math.Abs(v), 'f', min(max(decimals, 0), 12), 64)
	if v < 0 && !isZero(s) {
		dst = append(dst, minus...)
	}
	return appendGrouped(dst, s, l)
}

// isZero reports whether the digits of a number are all 0.
func isZero(s []byte) bool {
	for _, c := range s {
		if c >= '1' && c <= '9' {
			return false
		}
	}
	return true
}

// appendGrouped appends the digits s, which may contain a decimal point.
func appendGrouped(dst, s []byte, l Lang) []byte {
	whole := len(s)
	for i, c := range s {
		if c == '.' {
			whole = i
			break
		}
	}
	for i, c := range s[:whole] {
		if i > 0 && (whole-i)%3 == 0 {
			dst = appendGroupMark(dst, l)
		}
		dst = append(dst, c)
	}
	if whole == len(s) {
		return dst
	}
	point := byte('.')
	if l == Russian {
		point = ','
	}
	return append(append(dst, point), s[whole+1:]...)
}

func appendGroupMark(dst []byte, l Lang) []byte {
	if l == Russian {
		return append(dst, nbsp...)
	}
	return append(dst, ',')
}

// AppendCount appends a whole number, grouped: 1,837 or 1 837.
func AppendCount(dst []byte, n int, l Lang) []byte { return AppendFixed(dst, float64(n), 0, l) }

// AppendPrice appends a price with a fixed number of decimals: 63,605 or
// 63 605.
func AppendPrice(dst []byte, p data.Price, decimals int, l Lang) []byte {
	return AppendFixed(dst, float64(p), decimals, l)
}

// PriceDecimals returns the decimals that show five significant figures of p:
// 0 for 63,605, 1 for 1,950.5, 4 for 0.1234. At most 8; 0 for what is not a
// price.
func PriceDecimals(p data.Price) int {
	if !(p > 0) || math.IsInf(float64(p), 0) {
		return 0
	}
	if p < 1 {
		return min(8, 3-int(math.Floor(math.Log10(float64(p)))))
	}
	return max(0, 4-int(math.Floor(math.Log10(float64(p)))))
}

// AppendChange appends a fraction as a signed percentage: +1.2 %, −13.0 %. The
// space does not break; a change that rounds to zero has no sign.
func AppendChange(dst []byte, fraction float64, decimals int, l Lang) []byte {
	n := len(dst)
	dst = append(dst, '+')
	dst = AppendFixed(dst, 100*fraction, decimals, l)
	if !(fraction > 0) || isZero(dst[n:]) {
		dst = append(dst[:n], dst[n+1:]...)
	}
	return append(dst, nbsp+"%"...)
}

// AppendShare appends a fraction as a percentage without a sign for what is
// positive: 85 %.
func AppendShare(dst []byte, fraction float64, decimals int, l Lang) []byte {
	return append(AppendFixed(dst, 100*fraction, decimals, l), nbsp+"%"...)
}
