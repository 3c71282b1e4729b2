package reconstruct

import (
	"math"
	"slices"
	"sync"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/tape"
)

// whole reconstruction of October 2025, made once.
var october2025 = sync.OnceValues(func() (*tape.Tape, error) { return Event("btc-2025-10-10") })

func octoberTape(t testing.TB) *tape.Tape {
	t.Helper()
	tp, err := october2025()
	if err != nil {
		t.Fatal(err)
	}
	return tp
}

// october returns the figures and the minutes of the event of October 2025.
func october(t testing.TB) (*figures, *minuteBars) {
	t.Helper()
	return minutesOf(t, "btc-2025-10-10")
}

func TestOctoberReachesItsLowInItsMinute(t *testing.T) {
	f, b := october(t)
	m := f.minute(stamp(at(t, "2025-10-10T21:20Z")))
	lowest := slices.Min(b.low)
	if got := f.price(lowest); got != 101516.5 || b.low[m] != lowest {
		t.Errorf("low is %v, in that minute %v, want 101516.5 at 21:20", got, f.price(b.low[m]))
	}
	widest := m - 1
	if hi, lo := f.price(b.high[widest]), f.price(b.low[widest]); hi != 109568 || lo != 102194 {
		t.Errorf("21:19 spans %v to %v, want 109568 to 102194", hi, lo)
	}
	if got := b.volume[m-3]; got != 10542*volumeUnit || got != slices.Max(b.volume) {
		t.Errorf("21:17 traded %d tenths, the most is %d, want 105420 in both", got, slices.Max(b.volume))
	}
}

func TestOctoberMeetsThePublishedTotal(t *testing.T) {
	m, err := market.New(octoberTape(t))
	if err != nil {
		t.Fatal(err)
	}
	long, short := m.Rolling(at(t, "2025-10-11T03:00Z"), data.Day)
	if long != 16_700_000_000 || short != 2_460_000_000 {
		t.Errorf("rolling 24 h at 03:00 is long %v, short %v, want 16.70 B and 2.46 B", long, short)
	}
}

// Amberdata's count: 0.92, 6.93 and 2.05 of 9.89 B, and 3.21 in one minute.
func TestOctoberHasThePublishedPhases(t *testing.T) {
	tp := octoberTape(t)
	whole := both(totalOver(tp, at(t, "2025-10-11T03:00Z"), 14*data.Hour))
	for _, p := range []struct {
		name, to string
		minutes  data.UnixMs
		want     float64
	}{
		{"13:00 to 20:50", "2025-10-10T20:50Z", 470, 0.0930},
		{"20:50 to 21:30", "2025-10-10T21:30Z", 40, 0.7007},
		{"21:30 to 03:00", "2025-10-11T03:00Z", 330, 0.2073},
		{"the minute 21:15", "2025-10-10T21:16Z", 1, 0.3246},
	} {
		got := both(totalOver(tp, at(t, p.to), p.minutes*data.Minute)) / whole
		if math.Abs(got/p.want-1) > 0.02 {
			t.Errorf("%s: %.4f of the whole, want %.4f", p.name, got, p.want)
		}
	}
}

// No split by coin was published, so none is shown.
func TestOctoberInventsNoSplit(t *testing.T) {
	tp := octoberTape(t)
	if tp.Liquidations != nil {
		t.Error("liquidations of one coin: their part of the total was not published")
	}
	if tp.Totals.Provenance != data.Modelled || len(tp.Totals.Sources) != 3 {
		t.Errorf("totals are %v from %d sources, want modelled from 3", tp.Totals.Provenance, len(tp.Totals.Sources))
	}
}

func TestOctoberLiesNearTheRealCandles(t *testing.T) {
	f, b := october(t)
	checkCloses(t, f, b, "binance_um_BTCUSDT_15m_2025-10-08_2025-10-14.csv", []closeSpan{
		{"before the fall", "2025-10-09T12:00Z", "2025-10-10T14:00Z", 0.01},
		{"the fall", "2025-10-10T14:00Z", "2025-10-11T01:00Z", 0.01},
		{"after the fall", "2025-10-11T01:00Z", "2025-10-12T00:00Z", 0.01},
	})
}

func TestTheSummaryOfOctober(t *testing.T) {
	f, _ := october(t)
	want := "Bitcoin fell 17\u00a0% in a day, from $121,579 to $101,517, and by 03:00\u00a0UTC on 11\u00a0October $19.2\u00a0B of leveraged positions in all coins had been force-closed."
	if got := f.summary()["en"]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
