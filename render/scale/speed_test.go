package scale

import (
	"math"
	"testing"
)

func TestSpeedsHaveTwoFigures(t *testing.T) {
	for _, k := range []struct {
		name   string
		v      float64
		en, ru string
	}{
		{"a fast one", 48_123, "48,000×", "48" + nbsp + "000×"},
		{"thousands", 1_249.9, "1,200×", "1" + nbsp + "200×"},
		{"hundreds", 117.6, "120×", "120×"},
		{"whole ones", 60, "60×", "60×"},
		{"rounding carries", 99.7, "100×", "100×"},
		{"below ten", 2.5, "2.5×", "2,5×"},
		{"rounding carries to ten", 9.96, "10×", "10×"},
		{"as fast as the market", 1, "1.0×", "1,0×"},
		{"slower than the market", 0.0446, "0.045×", "0,045×"},
		{"standing still", 0, "0×", "0×"},
		{"not a number", math.NaN(), "–×", "–×"},
		{"infinite", math.Inf(1), "–×", "–×"},
	} {
		if got := string(AppendSpeed(nil, k.v, English)); got != k.en {
			t.Errorf("%s: got %q, want %q", k.name, got, k.en)
		}
		if got := string(AppendSpeed(nil, k.v, Russian)); got != k.ru {
			t.Errorf("%s: got %q, want %q", k.name, got, k.ru)
		}
	}
	for v := 1e-4; v < 1e7; v *= 1.0007 {
		if got := string(AppendSpeed(nil, v, English)); len(got) > len("10,000,000×") {
			t.Fatalf("%v is %q", v, got)
		}
	}
}
