package heat

import "math"

// Percentiles of all positive cells between which a quantizer spreads its
// bytes evenly in log. The unit is high, so that what is usual stays dim and
// the bands stand out.
const (
	unitPercentile = 0.80
	peakPercentile = 0.999
)

// widest is the largest ratio of Peak to Unit that float32 can encode safely.
const widest = 1e30

// QuantizerOf returns the quantizer of a field: Unit is the 80th percentile and
// Peak the 99.9th percentile of all cells with anything in them, over the whole
// field, so that a colour means the same all through. Peak is at least twice
// Unit. It depends on nothing but the field. A field without notional gets a
// unit of one dollar and a peak of two.
func QuantizerOf(f *Field) Quantizer {
	b := NewQuantizer(f)
	for !b.Step(f.Bins.N) {
	}
	return b.Quantizer()
}

// QuantizerBuilder is [QuantizerOf] in slices, for a caller that may not block.
type QuantizerBuilder struct {
	field *Field
	cells histogram
	sweep *sweep
	next  int // bin to do next
}

// NewQuantizer starts the quantizer of f, which must pass [Field.Check] and
// must not change before the last [QuantizerBuilder.Step].
func NewQuantizer(f *Field) *QuantizerBuilder {
	return &QuantizerBuilder{field: f, sweep: newSweep(f.Columns.N, len(f.Scales))}
}

// Step does the given number of bins and returns true when all are done.
func (b *QuantizerBuilder) Step(bins int) (done bool) {
	f, s := b.field, b.sweep
	for last := min(b.next+bins, f.Bins.N); b.next < last; b.next++ {
		s.load(f.runsOf(b.next), f.Groups)
		for lo, hi, ok := s.next(); ok; lo, hi, ok = s.next() {
			b.cells.add(s.valueAt((lo+hi)/2, f.Scales), hi-lo)
		}
	}
	return b.next == f.Bins.N
}

// Quantizer returns the quantizer, once Step has returned true.
func (b *QuantizerBuilder) Quantizer() Quantizer { return b.cells.quantizer() }

// valueAt returns the scaled notional at one column of the segment at hand.
func (s *sweep) valueAt(column int, scales [][]float32) float32 {
	var usd float32
	for k := range s.open {
		if s.open[k].runs > 0 {
			usd += float32(s.open[k].usd) * scales[k][column]
		}
	}
	return usd
}

// histogram counts cells by the sign, exponent and top seven bits of mantissa
// of their float32, which is within 0.8 % of the value.
type histogram struct {
	cells [1 << 15]int32
	total int
}

const histogramShift = 16

func (h *histogram) add(usd float32, cells int) {
	if !(usd > 0 && usd <= math.MaxFloat32) {
		return
	}
	h.cells[math.Float32bits(usd)>>histogramShift] += int32(cells)
	h.total += cells
}

// percentile returns the middle of the class that the part p of all cells
// does not exceed.
func (h *histogram) percentile(p float64) float64 {
	left := int(p * float64(h.total))
	for key, n := range h.cells {
		left -= int(n)
		if left < 0 {
			return float64(math.Float32frombits(uint32(key)<<histogramShift + 1<<(histogramShift-1)))
		}
	}
	return 0
}

func (h *histogram) quantizer() Quantizer {
	if h.total == 0 {
		return Quantizer{Unit: 1, Peak: 2}
	}
	unit := min(max(h.percentile(unitPercentile), 1e-30), 1e36)
	peak := min(max(h.percentile(peakPercentile), 2*unit), 1e37)
	return Quantizer{Unit: max(unit, peak/widest), Peak: peak}
}
