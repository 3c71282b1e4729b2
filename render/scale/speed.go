package scale

import "math"

// AppendSpeed appends how many times as fast as the market a replay runs, in
// two significant figures, because it changes all the time: 120×, 1,200×, 2.5×,
// 0.045×.
func AppendSpeed(dst []byte, times float64, l Lang) []byte {
	decimals := 0
	if times > 0 && !math.IsInf(times, 0) {
		unit := math.Pow10(int(math.Floor(math.Log10(times))) - 1)
		times = math.Round(times/unit) * unit
		decimals = max(0, 1-int(math.Floor(math.Log10(times*(1+1e-12)))))
	}
	return append(AppendFixed(dst, times, decimals, l), "×"...)
}
