package scale

import (
	"math"
	"testing"
)

func TestAmounts(t *testing.T) {
	const s = nbsp
	for _, k := range []struct {
		name   string
		v      float64
		en, ru string
	}{
		{"thousands", 12_345, "12.3" + s + "K", "12,3" + s + "тыс."},
		{"millions", 1_234_567, "1.23" + s + "M", "1,23" + s + "млн"},
		{"hundreds", 950, "950", "950"},
		{"tens", 12.34, "12.3", "12,3"},
		{"parts of one", 0.5349, "0.53", "0,53"},
		{"rounding carries into the next unit", 999.6, "1.00" + s + "K", "1,00" + s + "тыс."},
		{"rounding keeps three figures", 9.996, "10.0", "10,0"},
		{"nothing", 0, "0", "0"},
		{"negative", -2500, "−2.50" + s + "K", "−2,50" + s + "тыс."},
		{"not a number", math.NaN(), "–", "–"},
		{"infinite", math.Inf(1), "–", "–"},
	} {
		if got := string(AppendAmount(nil, k.v, English)); got != k.en {
			t.Errorf("%s: got %q, want %q", k.name, got, k.en)
		}
		if got := string(AppendAmount(nil, k.v, Russian)); got != k.ru {
			t.Errorf("%s: got %q, want %q", k.name, got, k.ru)
		}
	}
}
