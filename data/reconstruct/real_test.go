package reconstruct

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
	"time"

	"unwind/data"
)

const realCandles = "../../../shared/data/candles/"

// realBar is a real candle, for comparison only.
type realBar struct {
	t                       data.UnixMs
	open, high, low, close_ float64
	volume                  float64
}

// loadReal reads real candles, or skips where they are absent.
func loadReal(t *testing.T, name string) []realBar {
	t.Helper()
	file, err := os.Open(realCandles + name)
	if err != nil {
		t.Skipf("no real candles to compare with: %v", err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var bars []realBar
	for _, row := range rows[1:] {
		bars = append(bars, realBar{
			t: realTime(t, row[0]), open: number(t, row[1]), high: number(t, row[2]),
			low: number(t, row[3]), close_: number(t, row[4]), volume: number(t, row[5]),
		})
	}
	return bars
}

func realTime(t *testing.T, s string) data.UnixMs {
	t.Helper()
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil {
		return data.UnixMs(ms)
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return data.UnixMs(at.UnixMilli())
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// at reads a time of the event.
func at(t *testing.T, s string) data.UnixMs {
	t.Helper()
	v, err := time.Parse("2006-01-02T15:04Z", s)
	if err != nil {
		t.Fatal(err)
	}
	return data.UnixMs(v.UnixMilli())
}

// february returns the figures and the minutes of the event of February 2026.
func february(t testing.TB) (*figures, *minuteBars) {
	t.Helper()
	return minutesOf(t, "btc-2026-02-05")
}

// minutesOf returns the figures and the minutes of an event.
func minutesOf(t testing.TB, id string) (*figures, *minuteBars) {
	t.Helper()
	f, err := figuresOf(id)
	if err != nil {
		t.Fatal(err)
	}
	return f, newMinuteBars(f)
}

// The path is built without the real candles, so its distance from them says
// how good the reconstruction is.
func TestClosesLieNearTheRealOnes(t *testing.T) {
	f, b := february(t)
	checkCloses(t, f, b, "binance_um_BTCUSDT_15m_2026-01-20_2026-02-11.csv", []closeSpan{
		{"warm-up, known by daily bars alone", "2026-01-29T00:00Z", "2026-02-03T00:00Z", 0.02},
		{"before the fall", "2026-02-03T00:00Z", "2026-02-05T14:00Z", 0.01},
		{"the fall", "2026-02-05T14:00Z", "2026-02-06T03:00Z", 0.006},
		{"after the fall", "2026-02-06T03:00Z", "2026-02-08T00:00Z", 0.01},
	})
}

// closeSpan is a stretch with the mean distance that its closes must beat.
type closeSpan struct {
	name     string
	from, to string
	mean     float64
}

func checkCloses(t *testing.T, f *figures, b *minuteBars, file string, spans []closeSpan) {
	t.Helper()
	real15 := loadReal(t, file)
	for _, s := range spans {
		t.Run(s.name, func(t *testing.T) {
			got, n := 0.0, 0
			for _, r := range real15 {
				if r.t < at(t, s.from) || r.t >= at(t, s.to) {
					continue
				}
				m := f.minute(stamp(r.t)) + 14
				got += math.Abs(math.Log(float64(f.price(b.close[m])) / r.close_))
				n++
			}
			got /= float64(n)
			t.Logf("mean |log distance| of %d closes: %.3f %%", n, 100*got)
			if !(got < s.mean) {
				t.Errorf("mean |log distance| is %.3f %%, want under %.3f %%", 100*got, 100*s.mean)
			}
		})
	}
}

// A path through the same points could still be far too smooth or too rough.
func TestRangesAreLikeTheRealOnes(t *testing.T) {
	f, b := february(t)
	cases := []struct {
		name, file string
		minutes    int
		from, to   string
	}{
		{"quarter hours of the window", "binance_um_BTCUSDT_15m_2026-01-20_2026-02-11.csv", 15, "2026-02-03T00:00Z", "2026-02-08T00:00Z"},
		{"quarter hours of the fall", "binance_um_BTCUSDT_15m_2026-01-20_2026-02-11.csv", 15, "2026-02-05T14:00Z", "2026-02-06T03:00Z"},
		{"minutes of the climax", "binance_um_BTCUSDT_1m_2026-02-05T2338_2026-02-06T0151.csv", 1, "2026-02-05T23:38Z", "2026-02-06T01:52Z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got, want float64
			for _, r := range loadReal(t, c.file) {
				if r.t < at(t, c.from) || r.t >= at(t, c.to) {
					continue
				}
				m := f.minute(stamp(r.t))
				lo, hi := span(b, m, m+c.minutes)
				got += math.Log(float64(hi) / float64(lo))
				want += math.Log(r.high / r.low)
			}
			t.Logf("mean range is %.2f of the real one", got/want)
			if got < 0.75*want || got > 1.33*want {
				t.Errorf("mean range is %.2f of the real one, want 0.75 to 1.33", got/want)
			}
		})
	}
}
