package reconstruct

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
)

// span returns the extremes of the minutes [m0, m1).
func span(b *minuteBars, m0, m1 int) (lo, hi ticks) {
	return slices.Min(b.low[m0:m1]), slices.Max(b.high[m0:m1])
}

func TestEveryPublishedBarIsMetExactly(t *testing.T) {
	for _, id := range IDs() {
		f, b := minutesOf(t, id)
		t.Run(id, func(t *testing.T) { checkBars(t, f, b) })
	}
}

func checkBars(t *testing.T, f *figures, b *minuteBars) {
	t.Helper()
	for _, table := range f.Bars {
		for _, want := range table.Rows {
			m0 := f.minute(want.t)
			m1 := m0 + table.LengthMin
			lo, hi := span(b, m0, m1)
			got := [4]data.Price{f.price(b.open[m0]), f.price(hi), f.price(lo), f.price(b.close[m1-1])}
			published := [4]data.Price{data.Price(want.open), data.Price(want.high), data.Price(want.low), data.Price(want.close)}
			if got != published {
				t.Errorf("bar of %d min at minute %d: open, high, low, close are %v, want %v", table.LengthMin, m0, got, published)
			}
			if got := volumeOf(b, m0, m1); got != int64(want.volume)*volumeUnit {
				t.Errorf("bar of %d min at minute %d: volume is %d tenths, want %v BTC", table.LengthMin, m0, got, want.volume)
			}
		}
	}
}

func volumeOf(b *minuteBars, m0, m1 int) int64 {
	sum := int64(0)
	for _, v := range b.volume[m0:m1] {
		sum += v
	}
	return sum
}

func TestVolumesSumUpInFloatingPointToo(t *testing.T) {
	f, b := february(t)
	c := f.candles(b)
	for _, table := range f.Bars {
		for _, want := range table.Rows {
			m0, got := f.minute(want.t), 0.0
			for _, v := range c.Volume[m0 : m0+table.LengthMin] {
				got += v
			}
			if math.Abs(got/want.volume-1) > 1e-12 {
				t.Errorf("volume from minute %d is %v, want %v", m0, got, want.volume)
			}
		}
	}
}

func TestEveryMinuteIsAConsistentCandle(t *testing.T) {
	f, b := february(t)
	if len(b.open) != 14400 {
		t.Fatalf("%d minutes, want ten days of 1440", len(b.open))
	}
	for m := range b.open {
		if b.low[m] > min(b.open[m], b.close[m]) || b.high[m] < max(b.open[m], b.close[m]) {
			t.Fatalf("minute %d: low ≤ open, close ≤ high does not hold", m)
		}
		if b.volume[m] <= 0 {
			t.Fatalf("minute %d: volume is %d, want more than nothing", m, b.volume[m])
		}
		if m > 0 && abs(int(b.open[m]-b.close[m-1])) > 1 {
			t.Errorf("minute %d opens %d ticks from the close before, want at most the published 1", m, b.open[m]-b.close[m-1])
		}
	}
	if got := f.at(len(b.open)); got != data.UnixMs(f.To) {
		t.Errorf("minutes end at %d, want %d", got, f.To)
	}
}

func TestTurningPointsArePassed(t *testing.T) {
	f, b := february(t)
	for _, q := range f.TurningPoints.Rows {
		if got := f.price(b.open[f.minute(q.t)]); got != data.Price(q.v) {
			t.Errorf("price at %d is %v, want %v", q.t, got, q.v)
		}
	}
}

func TestLevelsAreFirstTouchedInTheirQuarterHour(t *testing.T) {
	for _, id := range IDs() {
		f, b := minutesOf(t, id)
		t.Run(id, func(t *testing.T) { checkTouches(t, f, b) })
	}
}

func checkTouches(t *testing.T, f *figures, b *minuteBars) {
	t.Helper()
	since := f.minute(f.FirstTouches.Since)
	for _, q := range f.FirstTouches.Rows {
		m := since
		for m < len(b.low) && float64(f.price(b.low[m])) > q.v {
			m++
		}
		if first := f.minute(q.t); m < first || m >= first+15 {
			t.Errorf("level %v is first touched in minute %d, want %d to %d", q.v, m, first, first+14)
		}
	}
}

func TestTheMinutesOfTheClimax(t *testing.T) {
	f, b := february(t)
	low := f.minute(stamp(at(t, "2026-02-06T00:19Z")))
	if got := f.price(b.low[low]); got != 59800 {
		t.Errorf("low of 00:19 is %v, want 59800", got)
	}
	if got := f.price(b.high[low]); got != 60765.5 {
		t.Errorf("high of 00:19 is %v, want 60765.5", got)
	}
	loudest := f.minute(stamp(at(t, "2026-02-06T00:14Z")))
	if got := b.volume[loudest]; got != 51_660 {
		t.Errorf("volume of 00:14 is %d tenths, want 5,166 BTC", got)
	}
	half := f.minute(stamp(at(t, "2026-02-06T00:00Z")))
	if got := volumeOf(b, half, half+30); got != 601_060 {
		t.Errorf("volume of 00:00 to 00:30 is %d tenths, want 60,106 BTC", got)
	}
	for m := range b.low {
		if m != low && (b.low[m] <= b.low[low] || b.high[m]-b.low[m] >= b.high[low]-b.low[low]) {
			t.Errorf("minute %d is as low or as wide as 00:19", m)
		}
		if m != loudest && b.volume[m] >= b.volume[loudest] {
			t.Errorf("minute %d is as loud as 00:14", m)
		}
	}
}

func TestOtherExtremesFallWhereTheyWerePublished(t *testing.T) {
	f, b := february(t)
	day := slices.Index(b.low, f.ticks(75500))
	if want := f.minute(stamp(at(t, "2026-01-31T18:40Z"))); day != want {
		t.Errorf("low of 31 January is in minute %d, want %d", day, want)
	}
	high := slices.Index(b.high, f.ticks(71714.4))
	if first := f.minute(stamp(at(t, "2026-02-06T23:00Z"))); high < first || high >= first+60 {
		t.Errorf("high of 6 February is in minute %d, want the hour from %d", high, first)
	}
}

func TestNoStretchIsAStraightLine(t *testing.T) {
	_, b := february(t)
	run := 0
	for m := 1; m < len(b.close); m++ {
		if b.close[m] > b.close[m-1] == (b.close[m-1] > b.close[max(m-2, 0)]) {
			run++
		} else {
			run = 0
		}
		if run > 20 {
			t.Fatalf("closes move one way for %d minutes up to minute %d", run, m)
		}
		if b.high[m] == b.low[m] {
			t.Fatalf("minute %d has no range", m)
		}
	}
}

func TestMinutesAreTheSameEveryTime(t *testing.T) {
	_, a := february(t)
	_, b := february(t)
	if !slices.Equal(a.path, b.path) || !slices.Equal(a.volume, b.volume) {
		t.Error("two reconstructions differ")
	}
}
