package scale

import "math"

// AppendAmount appends a quantity that is no money compactly with three
// significant figures: 12.3 K, 0.53, 950; 12,3 тыс. in Russian. Below 1 it has
// two decimals. Spaces do not break. What is not finite is an en dash.
func AppendAmount(dst []byte, v float64, l Lang) []byte {
	x, unit := math.Abs(v), 0
	for ; x >= 999.5 && unit < len(units)-1; unit++ {
		x /= 1000
	}
	decimals := 0
	switch {
	case x == 0:
	case x < 9.995:
		decimals = 2
	case x < 99.95:
		decimals = 1
	}
	dst = AppendFixed(dst, math.Copysign(x, v), decimals, l)
	if word := units[unit][l]; word != "" && !math.IsNaN(v) && !math.IsInf(v, 0) {
		dst = append(append(dst, nbsp...), word...)
	}
	return dst
}
