package scale

import (
	"math"

	"unwind/data"
)

// maxTicks bounds the ticks of one axis, whatever the window.
const maxTicks = 200

// maxMultiple bounds the multiples of a step: floats above it no longer tell
// neighbours apart, and counting up by one would not end.
const maxMultiple = 1 << 52

// wideRatio is the ratio of a price window from which on ticks follow decades:
// equal steps would crowd at the top and leave the bottom bare.
const wideRatio = 6

// mantissas of round steps.
var mantissas = [...]float64{1, 2, 2.5, 5}

// decades are sets of mantissas for wide windows, densest first.
var decades = [...][]float64{{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 5, 7}, {1, 2, 5}, {1, 3}, {1}}

// AppendPriceTicks appends the round prices of s, ascending and at least minPx
// pixels apart, and returns the decimals that their labels need. Steps are 1,
// 2, 2.5 or 5 × 10^n; in windows that span more than a factor of six, ticks
// follow the decades instead. An empty or senseless window has no ticks.
func AppendPriceTicks(dst []data.Price, s Price, minPx float64) (ticks []data.Price, decimals int) {
	height := math.Abs(s.Bottom - s.Top)
	ratio := float64(s.High / s.Low)
	if !(s.Low > 0) || !(ratio > 1) || math.IsInf(ratio, 0) || !(height > 0) || !(minPx > 0) {
		return dst, 0
	}
	pxPerLog := height / math.Log(ratio)
	if ratio > wideRatio {
		return appendDecades(dst, s, minPx/pxPerLog)
	}
	return appendSteps(dst, s, minPx/pxPerLog)
}

// appendSteps appends multiples of the smallest round step that keeps the two
// highest neighbours at least minLog apart in log price.
func appendSteps(dst []data.Price, s Price, minLog float64) ([]data.Price, int) {
	// The tightest neighbours are High−step and High:
	// log(High/(High−step)) >= minLog.
	need := float64(s.High) * -math.Expm1(-minLog)
	mantissa, exponent := roundUp(need)
	from := math.Ceil(div10(float64(s.Low), exponent)/mantissa - 1e-9)
	to := math.Floor(div10(float64(s.High), exponent)/mantissa + 1e-9)
	if to-from >= maxTicks || to > maxMultiple {
		return dst, 0
	}
	for k := from; k <= to; k++ {
		dst = append(dst, data.Price(mul10(k*mantissa, exponent)))
	}
	return dst, stepDecimals(mantissa, exponent)
}

// roundUp returns the smallest round step that is at least x > 0.
func roundUp(x float64) (mantissa float64, exponent int) {
	exponent = int(math.Floor(math.Log10(x)))
	for _, m := range mantissas {
		if mul10(m, exponent) >= x*(1-1e-12) {
			return m, exponent
		}
	}
	return 1, exponent + 1
}

// stepDecimals is the number of decimals of multiples of mantissa·10^exponent.
func stepDecimals(mantissa float64, exponent int) int {
	d := max(0, -exponent)
	if mantissa == 2.5 && exponent <= 0 {
		d++
	}
	return d
}

// appendDecades appends the densest set of mantissas whose neighbours are at
// least minLog apart; when even powers of ten are too close, every second,
// third, … of them.
func appendDecades(dst []data.Price, s Price, minLog float64) ([]data.Price, int) {
	set := decades[len(decades)-1]
	for _, d := range decades {
		if tightest(d) >= minLog {
			set = d
			break
		}
	}
	stride := max(1, int(math.Ceil(minLog/math.Ln10)))
	from, to := int(math.Floor(math.Log10(float64(s.Low)))), int(math.Floor(math.Log10(float64(s.High))))
	for e := from - mod(from, stride); e <= to; e += stride {
		for _, m := range set {
			p := data.Price(mul10(m, e))
			if p >= s.Low && p <= s.High && len(dst) < maxTicks {
				dst = append(dst, p)
			}
		}
	}
	return dst, max(0, -from)
}

// tightest is the least distance in log price between neighbours of a set of
// mantissas that repeats every decade.
func tightest(set []float64) float64 {
	least := math.Log(10 / set[len(set)-1])
	for i := 1; i < len(set); i++ {
		least = min(least, math.Log(set[i]/set[i-1]))
	}
	return least
}

// mod is the remainder of a/b in [0, b).
func mod(a, b int) int { return ((a % b) + b) % b }

// mul10 is x·10^n, dividing for n < 0 so that 3·10^−1 is 0.3 exactly.
func mul10(x float64, n int) float64 {
	if n < 0 {
		return x / math.Pow10(-n)
	}
	return x * math.Pow10(n)
}

func div10(x float64, n int) float64 { return mul10(x, -n) }
