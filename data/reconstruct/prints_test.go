package reconstruct

import (
	"math"
	"testing"

	"unwind/data"
)

func TestPrintsAddUpToThePublishedCoin(t *testing.T) {
	tp := februaryTape(t)
	l := tp.Liquidations
	end := at(t, "2026-02-06T02:00Z")
	sum, long := data.USD(0), data.USD(0)
	for i, when := range l.T {
		if when < end-data.Day || when >= end {
			continue
		}
		sum += l.Notional[i]
		if l.Side[i] == data.Long {
			long += l.Notional[i]
		}
	}
	if sum != 1_350_000_000 {
		t.Errorf("prints of the day add up to %v, want 1.35 B exactly", sum)
	}
	if want := 2140e6 * 1350 / 2606.66; math.Abs(float64(long)-want) > 1 {
		t.Errorf("longs of the day are %v, want BTC's constant share, %v", long, want)
	}
}

func TestPrintsAreWithinTheWindowAndTheLargestOrder(t *testing.T) {
	l := februaryTape(t).Liquidations
	tp := februaryTape(t)
	if l.Len() < 3000 || l.Len() > 6000 {
		t.Errorf("%d prints, want 3,000 to 6,000", l.Len())
	}
	if l.Venue != nil || l.Symbol != nil {
		t.Error("prints name a venue or a symbol; no split was published")
	}
	for i, when := range l.T {
		switch {
		case when < tp.From || when >= tp.To || i > 0 && when < l.T[i-1]:
			t.Fatalf("print %d is outside the window or out of order", i)
		case l.Notional[i] < smallest || l.Notional[i] > 12_020_000:
			t.Fatalf("print %d is of %v USD, want %v to 12.02 M", i, l.Notional[i], smallest)
		case l.Side[i] != data.Long && l.Side[i] != data.Short:
			t.Fatalf("print %d has side %v", i, l.Side[i])
		}
	}
}

func TestEveryPrintLiesInTheMarkRangeOfItsMinute(t *testing.T) {
	tp := februaryTape(t)
	l := tp.Liquidations
	for i, when := range l.T {
		m := int((when - tp.Mark.T[0]) / data.Minute)
		const tick = 0.1
		if p := l.Price[i]; p < tp.Mark.Low[m]-tick || p > tp.Mark.High[m]+tick {
			t.Fatalf("print %d at %v is outside the mark's %v to %v", i, p, tp.Mark.Low[m], tp.Mark.High[m])
		}
	}
}

// Sizes follow a law with a heavy tail: most are small, a few make up much.
func TestPrintsHaveAHeavyTail(t *testing.T) {
	l := februaryTape(t).Liquidations
	large, total := data.USD(0), data.USD(0)
	count := 0
	for _, n := range l.Notional {
		total += n
		if n > 2e6 {
			large += n
			count++
		}
	}
	if count == 0 || count > l.Len()/8 || large < total/6 {
		t.Errorf("%d of %d prints are above 2 M and make up %.0f %%", count, l.Len(), 100*large/total)
	}
}

func TestNoLevelBelowTheMarkIsPrinted(t *testing.T) {
	l := februaryTape(t).Liquidations
	for i, p := range l.Price {
		if p < 59993.4 {
			t.Fatalf("print %d is at %v, below the lowest mark", i, p)
		}
	}
}
