package scale

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
)

func TestPriceTicks(t *testing.T) {
	cases := []struct {
		name     string
		s        Price
		minPx    float64
		want     []data.Price
		decimals int
	}{
		{"round thousands", Price{58_000, 74_000, 0, 600}, 60, []data.Price{58000, 60000, 62000, 64000, 66000, 68000, 70000, 72000, 74000}, 0},
		{"two and a half", Price{60_000, 70_000, 0, 600}, 120, []data.Price{60000, 62500, 65000, 67500, 70000}, 0},
		{"decimals where the step needs them", Price{0.99, 1.01, 0, 400}, 80, []data.Price{0.99, 0.995, 1, 1.005, 1.01}, 3},
		{"a quarter needs two decimals", Price{9.9, 11.1, 0, 500}, 90, []data.Price{10, 10.25, 10.5, 10.75, 11}, 2},
		{"decades in a wide window", Price{0.9, 1100, 0, 600}, 100, []data.Price{1, 10, 100, 1000}, 1},
		{"one, two and five when there is room", Price{9, 120, 0, 600}, 90, []data.Price{10, 20, 50, 100}, 0},
		{"every second decade when it is narrow", Price{1e-4, 1e6, 0, 100}, 15, []data.Price{1e-4, 1e-2, 1, 1e2, 1e4, 1e6}, 4},
		{"an empty window has none", Price{100, 100, 0, 600}, 60, nil, 0},
		{"an upside-down window has none", Price{200, 100, 0, 600}, 60, nil, 0},
		{"no height has none", Price{100, 200, 5, 5}, 60, nil, 0},
		{"a price of zero has none", Price{0, 200, 0, 600}, 60, nil, 0},
		{"not a number has none", Price{data.Price(math.NaN()), 200, 0, 600}, 60, nil, 0},
	}
	for _, k := range cases {
		got, decimals := AppendPriceTicks(nil, k.s, k.minPx)
		if !slices.Equal(got, k.want) || decimals != k.decimals {
			t.Errorf("%s: got %v with %d decimals, want %v with %d", k.name, got, decimals, k.want, k.decimals)
		}
	}
}

// Whatever the window, ticks keep their distance, lie inside, ascend, and
// there are at least two unless the axis is too short for them.
func TestPriceTicksKeepTheirDistance(t *testing.T) {
	for _, low := range []float64{1e-6, 0.37, 12, 4321, 63_605, 2e7} {
		for ratio := 1.0003; ratio < 1e5; ratio = 1 + (ratio-1)*1.7 {
			s := Price{data.Price(low), data.Price(low * ratio), 0, 640}
			ticks, _ := AppendPriceTicks(nil, s, 48)
			if len(ticks) < 2 {
				t.Fatalf("low %v ratio %v: got %v ticks", low, ratio, ticks)
			}
			for i, p := range ticks {
				if p < s.Low*(1-1e-9) || p > s.High*(1+1e-9) {
					t.Fatalf("low %v ratio %v: %v is outside", low, ratio, p)
				}
				if i > 0 && s.YFromPrice(ticks[i-1])-s.YFromPrice(p) < 48-1e-6 {
					t.Fatalf("low %v ratio %v: %v and %v are too close", low, ratio, ticks[i-1], p)
				}
			}
		}
	}
}

func labels(ticks []TimeTick) (out []string) {
	for _, k := range ticks {
		out = append(out, string(AppendTimeTick(nil, k, English)))
	}
	return out
}

func TestTimeTicks(t *testing.T) {
	jan := date(2026, 1, 1)
	cases := []struct {
		name  string
		s     Time
		minPx float64
		want  []string
	}{
		{"seconds", Time{feb5 - 20*data.Second, feb5 + 31*data.Second, 0, 500}, 90, []string{"23:59:40", "23:59:50", "5\u00a0Feb", "00:00:10", "00:00:20", "00:00:30"}},
		{"minutes", Time{feb5, feb5 + data.Hour, 0, 600}, 100, []string{"5\u00a0Feb", "00:10", "00:20", "00:30", "00:40", "00:50"}},
		{"hours, and a date at midnight", Time{feb5 - 7*data.Hour, feb5 + 13*data.Hour, 0, 500}, 80, []string{"20:00", "5\u00a0Feb", "04:00", "08:00", "12:00"}},
		{"the first of a month among hours is a date", Time{date(2026, 2, 1) - data.Hour, date(2026, 2, 1) + 6*data.Hour, 0, 200}, 80, []string{"1\u00a0Feb", "03:00"}},
		{"days count from the first", Time{date(2026, 1, 28), date(2026, 2, 5), 0, 800}, 150, []string{"29\u00a0Jan", "Feb", "3\u00a0Feb"}},
		{"five days", Time{jan, date(2026, 2, 10), 0, 800}, 90, []string{"2026", "6\u00a0Jan", "11\u00a0Jan", "16\u00a0Jan", "21\u00a0Jan", "26\u00a0Jan", "Feb", "6\u00a0Feb"}},
		{"months", Time{date(2025, 11, 15), date(2026, 4, 2), 0, 800}, 120, []string{"Dec", "2026", "Feb", "Mar", "Apr"}},
		{"quarters", Time{date(2025, 1, 1), date(2026, 2, 1), 0, 500}, 100, []string{"2025", "Apr", "Jul", "Oct", "2026"}},
		{"years", Time{date(2009, 6, 1), date(2026, 2, 1), 0, 500}, 100, []string{"2010", "2015", "2020", "2025"}},
		{"before 1970", Time{date(1969, 12, 31), date(1970, 1, 1) + 1, 0, 200}, 90, []string{"31\u00a0Dec", "12:00", "1\u00a0Jan"}},
		{"an empty window has none", Time{feb5, feb5, 0, 500}, 90, nil},
		{"an upside-down window has none", Time{feb5, jan, 0, 500}, 90, nil},
		{"no width has none", Time{jan, feb5, 3, 3}, 90, nil},
	}
	for _, k := range cases {
		if got := labels(AppendTimeTicks(nil, k.s, k.minPx)); !slices.Equal(got, k.want) {
			t.Errorf("%s: got %q, want %q", k.name, got, k.want)
		}
	}
}

func TestTimeTicksKeepTheirDistance(t *testing.T) {
	for length := 20 * data.Second; length < 40*365*data.Day; length += length / 3 {
		s := Time{feb5 + 12_345_678, feb5 + 12_345_678 + length, 0, 900}
		ticks := AppendTimeTicks(nil, s, 70)
		if len(ticks) < 2 {
			t.Fatalf("window of %v ms: got %d ticks", length, len(ticks))
		}
		for i, k := range ticks {
			if k.At < s.From || k.At >= s.To {
				t.Fatalf("window of %v ms: %v is outside", length, k)
			}
			if i > 0 && s.XFromTime(k.At)-s.XFromTime(ticks[i-1].At) < 70-1e-6 {
				t.Fatalf("window of %v ms: %v and %v are too close", length, ticks[i-1], k)
			}
		}
	}
}
