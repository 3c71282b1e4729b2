package random

import (
	"math"
	"testing"
)

// The first values of SplitMix64 from seed 1234567, as the reference program
// of Vigna prints them (prng.di.unimi.it/splitmix64.c).
func TestRandomIsSplitMix64(t *testing.T) {
	r := Source(1234567)
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		if got := r.Next(); got != want {
			t.Errorf("value %d is %d, want %d", i, got, want)
		}
	}
}

func TestNormalHasMeanZeroAndVarianceOne(t *testing.T) {
	r := New("a", "b")
	const n = 100_000
	mean, square := 0.0, 0.0
	for range n {
		x := r.Normal()
		mean += x / n
		square += x * x / n
	}
	if math.Abs(mean) > 0.02 || math.Abs(square-1) > 0.02 {
		t.Errorf("mean %.3f, variance %.3f, want 0 and 1", mean, square)
	}
}

func TestStepsHaveGeneratorsOfTheirOwn(t *testing.T) {
	if New("a", "path").Next() == New("a", "volume").Next() {
		t.Error("two steps start alike")
	}
}
