package scale

import (
	"math"

	"unwind/data"
)

// units of compact money, a factor of 1,000 apart. The first has no word.
var units = [...][2]string{{"", ""}, {"K", "тыс."}, {"M", "млн"}, {"B", "млрд"}, {"T", "трлн"}}

// AppendMoney appends dollars compactly with three significant figures:
// $1.95 B, 1,95 млрд $. Amounts below 1,000 are whole dollars: $950. Spaces do
// not break. What is not finite is an en dash.
func AppendMoney(dst []byte, v data.USD, l Lang) []byte {
	return appendCompact(dst, v, 3, false, l)
}

// AppendMoneyDigits does the same with another number of significant figures,
// 1 to 6: with two, 2.607 billion is $2.6 B.
func AppendMoneyDigits(dst []byte, v data.USD, digits int, l Lang) []byte {
	return appendCompact(dst, v, min(max(digits, 1), 6), false, l)
}

// AppendMoneyShort does the same with up to three significant figures and
// without closing zeros: $10 M, $2.5 M. It suits the round numbers of a legend.
func AppendMoneyShort(dst []byte, v data.USD, l Lang) []byte {
	return appendCompact(dst, v, 3, true, l)
}

// AppendMoneyFull appends whole dollars: $1,950,123,456, 1 950 123 456 $.
func AppendMoneyFull(dst []byte, v data.USD, l Lang) []byte {
	return appendDollars(dst, math.Round(float64(v)), 0, false, "", l)
}

// AppendMoneySpan appends a range of dollars compactly with two significant
// figures and one unit, that of the upper end: $8.8–38 M, 8,8–38 млн $. The ends
// must be zero or more.
func AppendMoneySpan(dst []byte, low, high data.USD, l Lang) []byte {
	x, unit := roundTo(float64(high), 2), 0
	for ; x >= 1000 && unit < len(units)-1; unit++ {
		x /= 1000
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || !(low >= 0) {
		return append(dst, none...)
	}
	if l == English {
		dst = append(dst, '$')
	}
	part := float64(low) / math.Pow(1000, float64(unit))
	dst = append(AppendFixed(dst, part, spanDecimals(part, unit), l), "–"...)
	dst = AppendFixed(dst, x, spanDecimals(x, unit), l)
	if unit > 0 {
		dst = append(append(dst, nbsp...), units[unit][l]...)
	}
	if l == Russian {
		dst = append(dst, nbsp+"$"...)
	}
	return dst
}

// spanDecimals returns how many decimals show two significant figures of an end
// of a range, at most two; dollars have none.
func spanDecimals(x float64, unit int) int {
	switch {
	case unit == 0 || x >= 9.95 || x == 0:
		return 0
	case x >= 0.995:
		return 1
	}
	return 2
}

func appendCompact(dst []byte, v data.USD, digits int, trim bool, l Lang) []byte {
	x, unit := math.Abs(float64(v)), 0
	for x = roundTo(x, digits); x >= 1000 && unit < len(units)-1; unit++ {
		x /= 1000
	}
	decimals := 0
	if unit > 0 {
		decimals = max(0, digits-1-exponentOf(x))
	}
	return appendDollars(dst, math.Copysign(x, float64(v)), decimals, trim, units[unit][l], l)
}

// roundTo rounds x >= 0 to significant figures, and to whole dollars below
// 1,000.
func roundTo(x float64, digits int) float64 {
	if x < 1000 || math.IsInf(x, 0) || math.IsNaN(x) {
		return math.Round(x)
	}
	e := exponentOf(x) - digits + 1
	return mul10(math.Round(div10(x, e)), e)
}

// exponentOf returns ⌊log10 x⌋ for x >= 1, exact at powers of ten.
func exponentOf(x float64) int {
	e := 0
	for e < 308 && math.Pow10(e+1) <= x {
		e++
	}
	return e
}

// appendDollars appends a sign, the rounded number x, its unit word and the
// dollar sign in the order of the language.
func appendDollars(dst []byte, x float64, decimals int, trim bool, unit string, l Lang) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(dst, none...)
	}
	if x < 0 {
		dst = append(dst, minus...)
	}
	if l == English {
		dst = append(dst, '$')
	}
	n := len(dst)
	dst = AppendFixed(dst, math.Abs(x), decimals, l)
	if trim && decimals > 0 {
		dst = trimZeros(dst, n)
	}
	if unit != "" {
		dst = append(append(dst, nbsp...), unit...)
	}
	if l == Russian {
		dst = append(dst, nbsp+"$"...)
	}
	return dst
}

// trimZeros drops closing zeros and then a closing point from dst[n:].
func trimZeros(dst []byte, n int) []byte {
	for len(dst) > n && dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	if c := dst[len(dst)-1]; c == '.' || c == ',' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
