package heat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestEncodeByHand(t *testing.T) {
	// log1p(usd/unit) over log1p(peak/unit) = log(1024): ten doublings of
	// 6.3 shades each.
	q := Quantizer{Unit: 1000, Peak: 1_023_000}
	for _, c := range []struct {
		name string
		usd  float64
		want uint8
	}{
		{"nothing", 0, 0},
		{"negative", -1, 0},
		{"not a number", math.NaN(), 0},
		{"the smallest positive value", 1e-9, 1},
		{"one doubling", 1000, 6},
		{"two doublings", 3000, 13}, // 12.6 rounds up
		{"eight doublings", 255_000, 50},
		{"the peak", 1_023_000, 63},
		{"above the peak", 1e300, 63},
		{"infinite", math.Inf(1), 63},
	} {
		if got := q.Encode(c.usd); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
	// 2^(10·21/63) = 10.0794 and 2^(10·42/63) = 101.594 times, less one unit
	for shade, want := range map[uint8]float64{0: 0, 21: 9079.368, 42: 100593.668, 63: 1_023_000} {
		if got := q.Decode(shade); math.Abs(got-want) > 1e-6*want {
			t.Errorf("decode %d: got %v, want %v", shade, got, want)
		}
	}
}

func TestEveryShadeRoundTrips(t *testing.T) {
	for _, q := range []Quantizer{{1, 2}, {1000, 1_023_000}, {0.01, 1e12}} {
		for s := 1; s <= Shades; s++ {
			if got := q.Encode(q.Decode(uint8(s))); int(got) != s {
				t.Errorf("%+v: shade %d came back as %d", q, s, got)
			}
		}
	}
}

func TestEncoderAgreesWithTheFormula(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, q := range []Quantizer{{1, 2}, {1000, 1_023_000}, {0.01, 1e12}, {1e-30, 1}, {1e7, 1e37}} {
		e := newEncoder(q)
		for range 20_000 {
			usd := float32(q.at(rnd.Float64() * 65))
			got, want := e.encode(usd), q.Encode(float64(usd))
			if got != want && !onEdge(q, float64(usd)) {
				t.Fatalf("%+v: %v got %d, want %d", q, usd, got, want)
			}
		}
		if e.encode(0) != 0 || e.encode(float32(math.NaN())) != 0 || e.encode(float32(math.Inf(1))) != Shades {
			t.Errorf("%+v: zero, not a number and infinity give %d, %d, %d", q,
				e.encode(0), e.encode(float32(math.NaN())), e.encode(float32(math.Inf(1))))
		}
	}
}

// onEdge reports whether usd is so near the edge of a shade that rounding of
// float32 decides.
func onEdge(q Quantizer, usd float64) bool {
	return q.Encode(usd*(1-1e-6)) != q.Encode(usd*(1+1e-6))
}

func TestQuantizerOfIsThePercentilesOfAllCells(t *testing.T) {
	f := randomField(4, 211, 53, 1500)
	var cells []float64
	for bin := range f.Bins.N {
		for col := range f.Columns.N {
			if usd := float64(f.At(col, bin).Total()); usd > 0 {
				cells = append(cells, usd)
			}
		}
	}
	slices.Sort(cells)
	got := QuantizerOf(f)
	unit, peak := cells[len(cells)*4/5], cells[len(cells)*999/1000]
	if math.Abs(got.Unit/unit-1) > 0.02 || math.Abs(got.Peak/peak-1) > 0.02 {
		t.Errorf("got %+v, want unit %v, peak %v within 2 %%", got, unit, peak)
	}
}

func TestQuantizerOfSparseFields(t *testing.T) {
	empty := handField()
	empty.Runs = nil
	if got, want := QuantizerOf(empty), (Quantizer{1, 2}); got != want {
		t.Errorf("empty field: got %+v, want %+v", got, want)
	}
	one := handField()
	one.Runs = []Run{{Group: 0, Bin: 1, Start: 0, Len: 4, USD: 1e6}}
	one.Scales[0] = ones(4)
	got := QuantizerOf(one)
	if math.Abs(got.Unit/1e6-1) > 0.01 || got.Peak != 2*got.Unit {
		t.Errorf("one value: got %+v, want about 1e6 and twice that", got)
	}
}
func TestSlicesGiveTheSameQuantizer(t *testing.T) {
	f := randomField(11, 150, 41, 600)
	b := NewQuantizer(f)
	steps := 1
	for !b.Step(5) {
		steps++
	}
	if steps != 9 {
		t.Errorf("41 bins by 5: got %d steps, want 9", steps)
	}
	if got, want := b.Quantizer(), QuantizerOf(f); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
