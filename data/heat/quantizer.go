package heat

import "math"

// Encode returns the shade of usd: 0 when usd is not positive, otherwise
//
//	Shades · log1p(usd/Unit) / log1p(Peak/Unit)
//
// rounded, at least 1 and at most [Shades]. So shade/Shades is the place of a
// cell on the colour scale.
func (q Quantizer) Encode(usd float64) uint8 {
	switch {
	case !(usd > 0):
		return 0
	case usd >= q.Peak:
		return Shades
	}
	return uint8(max(math.Round(q.Place(usd)), 1))
}

// Place returns where usd >= 0 lies on the scale of 0 to [Shades], not rounded
// and beyond it for more than Peak.
func (q Quantizer) Place(usd float64) float64 {
	return Shades * math.Log1p(usd/q.Unit) / math.Log1p(q.Peak/q.Unit)
}

// Decode is the inverse of Encode: the notional in the middle of a shade, zero
// for 0 and Peak for the last.
func (q Quantizer) Decode(shade uint8) float64 { return q.at(float64(shade)) }

// at returns the notional at a place on the scale of 0 to [Shades].
func (q Quantizer) at(place float64) float64 {
	return q.Unit * math.Expm1(place/Shades*math.Log1p(q.Peak/q.Unit))
}

// encoder is Encode without a logarithm: a table by the exponent and the top
// bits of 1 + usd/Unit gives a shade that is at most a little low, comparisons
// with the exact lower ends of the shades correct it.
type encoder struct {
	inverse float32             // 1/Unit
	peak    float32             // lower end of the last shade
	lower   [Shades + 2]float32 // lower[s] is the least usd whose shade is s
	byKey   []uint8
}

// keyShift keeps 8 bits of mantissa in a key.
const keyShift = 23 - 8

func newEncoder(q Quantizer) *encoder {
	e := &encoder{inverse: float32(1 / q.Unit)}
	e.lower[1] = math.SmallestNonzeroFloat32
	for s := 2; s <= Shades; s++ {
		e.lower[s] = float32(q.at(float64(s) - 0.5))
	}
	e.lower[Shades+1] = float32(math.Inf(1))
	e.peak = e.lower[Shades]
	e.byKey = make([]uint8, e.key(e.peak)+2)
	s := 1
	for k := range e.byKey {
		s = e.shadeBelow(s, k)
		e.byKey[k] = uint8(s)
	}
	return e
}

// shadeBelow returns the shade of the least notional of key k, a little low in
// doubt. It is s or more, because keys ascend.
func (e *encoder) shadeBelow(s, k int) int {
	sum := math.Float32frombits(uint32(k)<<keyShift + math.Float32bits(1))
	least := (sum - 1) / e.inverse * (1 - 1e-5)
	for s < Shades-1 && e.lower[s+1] < least {
		s++
	}
	return s
}

func (e *encoder) key(usd float32) uint32 {
	return (math.Float32bits(1+usd*e.inverse) - math.Float32bits(1)) >> keyShift
}

// row encodes src to dst, with the same bits in every cell that holds
// something; both have one length. Neighbours mostly share a shade, so the
// ends of the latest one are tried first.
func (e *encoder) row(dst []uint8, src []float32, bits uint8) {
	dst = dst[:len(src)]
	var shown uint8
	var low, high float32
	for i, usd := range src {
		if !(usd >= low && usd < high) {
			s := e.encode(usd)
			low, high = e.lower[s], e.lower[int(s)+1]
			shown = ByteOf(s, bits)
		}
		dst[i] = shown
	}
}

// single is far more than the error of a sum of [MaxScales] terms in float32, as
// a part of it.
const single = 1e-5

// between returns the shade of everything from least to most, also when it is
// summed up in float32, and whether there is a single one.
func (e *encoder) between(least, most float64) (shade uint8, sure bool) {
	shade = e.encode(float32(least * (1 - single)))
	return shade, float32(most*(1+single)) < e.lower[int(shade)+1]
}

func (e *encoder) encode(usd float32) uint8 {
	if !(usd > 0) {
		return 0
	}
	if usd >= e.peak {
		return Shades
	}
	s := e.byKey[e.key(usd)]
	for usd >= e.lower[s+1] {
		s++
	}
	return s
}
