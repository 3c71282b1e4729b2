package reconstruct

import (
	"math"
	"sync"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// whole reconstruction of February 2026, made once.
var february2026 = sync.OnceValues(func() (*tape.Tape, error) { return Event("btc-2026-02-05") })

func februaryTape(t testing.TB) *tape.Tape {
	t.Helper()
	tp, err := february2026()
	if err != nil {
		t.Fatal(err)
	}
	return tp
}

// totalOver adds up the totals of the minutes in [to−span, to), in millions.
func totalOver(tp *tape.Tape, to, span data.UnixMs) (long, short float64) {
	f := tp.Totals
	for i, t := range f.T {
		if t >= to-span && t < to {
			long += float64(f.Long[i]) / 1e6
			short += float64(f.Short[i]) / 1e6
		}
	}
	return long, short
}

func TestTheFinalTotalIsMetToTheDollar(t *testing.T) {
	tp := februaryTape(t)
	long, short := data.USD(0), data.USD(0)
	end := at(t, "2026-02-06T02:00Z")
	for i, m := range tp.Totals.T {
		if m >= end-data.Day && m < end {
			long += tp.Totals.Long[i]
			short += tp.Totals.Short[i]
		}
	}
	if long != 2_140_000_000 || short != 466_660_000 {
		t.Errorf("24 h to 02:00 are long %v, short %v, want 2,140.00 M and 466.66 M exactly", long, short)
	}
}

// fits says whether a 24 h total lies within tolerance of want at some minute
// within a quarter of an hour of the print.
func fits(tp *tape.Tape, at data.UnixMs, want, tolerance float64, of func(long, short float64) float64) bool {
	for t := at - 15*data.Minute; t <= at+15*data.Minute; t += data.Minute {
		if math.Abs(of(totalOver(tp, t, data.Day))/want-1) <= tolerance {
			return true
		}
	}
	return false
}

func both(long, short float64) float64   { return long + short }
func onlyLong(long, _ float64) float64   { return long }
func onlyShort(_, short float64) float64 { return short }

func TestEveryFittedPrintIsMet(t *testing.T) {
	f, _ := february(t)
	tp := februaryTape(t)
	fitted := 0
	for i, p := range f.Prints.Rows {
		if !p.fit {
			continue
		}
		fitted++
		when := data.UnixMs(p.t)
		for _, part := range []struct {
			name string
			want float64
			of   func(long, short float64) float64
		}{{"total", p.total, both}, {"long", p.long, onlyLong}, {"short", p.short, onlyShort}} {
			if part.want > 0 && !fits(tp, when, part.want, 0.03, part.of) {
				t.Errorf("print %d: 24 h %s is not within 3 %% of %v M", i, part.name, part.want)
			}
		}
		for _, span := range []struct {
			length data.UnixMs
			want   float64
		}{{data.Hour, p.hour}, {4 * data.Hour, p.hour4}} {
			got := both(totalOver(tp, when, span.length))
			if span.want > 0 && math.Abs(got/span.want-1) > 0.05 {
				t.Errorf("print %d: last %d h are %.1f M, want within 5 %% of %v M", i, span.length/data.Hour, got, span.want)
			}
		}
	}
	if fitted != 9 {
		t.Errorf("%d prints are fitted, want 9", fitted)
	}
}

// The table of docs/reconstruction.md; run with -v.
func TestReport(t *testing.T) {
	f, _ := february(t)
	tp := februaryTape(t)
	for _, p := range f.Prints.Rows {
		when := data.UnixMs(p.t)
		long, short := totalOver(tp, when, data.Day)
		t.Logf("%s fitted %-5v 24 h %6.0f: %6.0f  long %5.0f: %6.0f  short %5.1f: %5.1f  1 h %4.0f: %4.0f  4 h %4.0f: %4.0f", clock(p.t), p.fit,
			p.total, long+short, p.long, long, p.short, short,
			p.hour, both(totalOver(tp, when, data.Hour)), p.hour4, both(totalOver(tp, when, 4*data.Hour)))
	}
	t.Logf("4 h to 6 Feb 00:20, published about 817, not fitted: %.0f", both(totalOver(tp, at(t, "2026-02-06T00:20Z"), 4*data.Hour)))
	for d := tp.From; d < tp.To; d += data.Day {
		long, short := totalOver(tp, d+data.Day, data.Day)
		t.Logf("day to %s: long %.0f, short %.0f", clock(stamp(d+data.Day)), long, short)
	}
}

func TestBothSidesAreLiquidatedWhereThePriceGoesAgainstThem(t *testing.T) {
	tp := februaryTape(t)
	long, short := totalOver(tp, at(t, "2026-02-06T00:20Z"), 20*data.Minute)
	if long < 5*short {
		t.Errorf("in the last fall: long %.0f M, short %.0f M, want five times as much long", long, short)
	}
	long, short = totalOver(tp, at(t, "2026-02-06T23:00Z"), 5*data.Hour)
	if short < long {
		t.Errorf("in the rebound of the afternoon: long %.0f M, short %.0f M, want more short", long, short)
	}
}

func TestFlowIsWholeDollarsAndNeverNegative(t *testing.T) {
	tp := februaryTape(t)
	for i := range tp.Totals.T {
		for _, v := range []data.USD{tp.Totals.Long[i], tp.Totals.Short[i]} {
			if v < 0 || v != data.USD(math.Trunc(float64(v))) || math.Signbit(float64(v)) {
				t.Fatalf("minute %d: %v is not a whole number of dollars, zero or more", i, v)
			}
		}
	}
	if first := tp.From - data.Day; tp.Totals.T[0] != first {
		t.Errorf("totals start at %v, want one day before the window, %v", tp.Totals.T[0], first)
	}
}

// A flow without any estimated level still follows the moves.
func TestFlowWithoutCrossings(t *testing.T) {
	f, b := february(t)
	fl := newFlow(f, b, nil)
	end := f.minute(f.Liquidations.At)
	if got := rolling(fl[longs], end, dayMinutes); got != 2_140_000_000 {
		t.Errorf("24 h of longs are %v, want 2,140.00 M", got)
	}
}
