package heat

import "math"

// Encode returns the byte of usd: 0 when usd is not positive, otherwise
//
//	255 · log1p(usd/Unit) / log1p(Peak/Unit)
//
// rounded, at least 1 and at most 255. So byte/255 is the place of a cell on
// the colour scale.
func (q Quantizer) Encode(usd float64) uint8 {
	switch {
	case !(usd > 0):
		return 0
	case usd >= q.Peak:
		return 255
	}
	return uint8(max(math.Round(q.Place(usd)), 1))
}

// Place returns where usd >= 0 lies on the scale of 0 to 255, not rounded and
// beyond 255 for more than Peak.
func (q Quantizer) Place(usd float64) float64 {
	return 255 * math.Log1p(usd/q.Unit) / math.Log1p(q.Peak/q.Unit)
}

// Decode is the inverse of Encode: the notional in the middle of a byte, zero
// for 0 and Peak for 255.
func (q Quantizer) Decode(b uint8) float64 { return q.at(float64(b)) }

// at returns the notional at a place on the scale of 0 to 255.
func (q Quantizer) at(place float64) float64 {
	return q.Unit * math.Expm1(place/255*math.Log1p(q.Peak/q.Unit))
}

// encoder is Encode without a logarithm: a table by the exponent and the top
// bits of 1 + usd/Unit gives a byte that is at most a little low, comparisons
// with the exact lower ends of the bytes correct it.
type encoder struct {
	inverse float32      // 1/Unit
	peak    float32      // lower end of byte 255
	lower   [257]float32 // lower[b] is the least usd whose byte is b
	byKey   []uint8
}

// keyShift keeps 8 bits of mantissa in a key.
const keyShift = 23 - 8

func newEncoder(q Quantizer) *encoder {
	e := &encoder{inverse: float32(1 / q.Unit)}
	e.lower[1] = math.SmallestNonzeroFloat32
	for b := 2; b < 256; b++ {
		e.lower[b] = float32(q.at(float64(b) - 0.5))
	}
	e.lower[256] = float32(math.Inf(1))
	e.peak = e.lower[255]
	e.byKey = make([]uint8, e.key(e.peak)+2)
	b := 1
	for k := range e.byKey {
		b = e.byteBelow(b, k)
		e.byKey[k] = uint8(b)
	}
	return e
}

// byteBelow returns the byte of the least notional of key k, a little low in
// doubt. It is b or more, because keys ascend.
func (e *encoder) byteBelow(b, k int) int {
	sum := math.Float32frombits(uint32(k)<<keyShift + math.Float32bits(1))
	least := (sum - 1) / e.inverse * (1 - 1e-5)
	for b < 254 && e.lower[b+1] < least {
		b++
	}
	return b
}

func (e *encoder) key(usd float32) uint32 {
	return (math.Float32bits(1+usd*e.inverse) - math.Float32bits(1)) >> keyShift
}

// row encodes src to dst; both have one length. Neighbours mostly share a
// byte, so the ends of the latest one are tried first.
func (e *encoder) row(dst []uint8, src []float32) {
	dst = dst[:len(src)]
	var b, shown uint8
	var low, high float32
	for i, usd := range src {
		if !(usd >= low && usd < high) {
			b = e.encode(usd)
			low, high = e.lower[b], e.lower[int(b)+1]
			shown = shade(b)
		}
		dst[i] = shown
	}
}

// shade rounds a byte to the nearest of the 64 shades that a pyramid holds: 0
// stays nothing, and more than nothing at least 1. A step of four in 255
// cannot be seen on the colour maps, and what ages slowly changes its shade
// seldom, so that pictures pack a fifth smaller.
func shade(b uint8) uint8 {
	if b == 0 {
		return 0
	}
	return uint8(min(max((int(b)+2)&^3, 1), 255))
}

func (e *encoder) encode(usd float32) uint8 {
	if !(usd > 0) {
		return 0
	}
	if usd >= e.peak {
		return 255
	}
	b := e.byKey[e.key(usd)]
	for usd >= e.lower[b+1] {
		b++
	}
	return b
}
