package reconstruct

import (
	"slices"
	"testing"

	"unwind/data"
)

func TestMarkMeetsThePublishedLowOfEveryHour(t *testing.T) {
	f, b := february(t)
	c := f.candles(b)
	mark := markBars(f, &c)
	for _, q := range f.MarkLows.Rows {
		m := f.minute(q.t)
		got := slices.Min(mark.Low[m : m+60])
		if got != data.Price(q.v) {
			t.Errorf("mark low of the hour from minute %d is %v, want %v", m, got, q.v)
		}
		lowest := m + slices.Index(c.Low[m:m+60], slices.Min(c.Low[m:m+60]))
		if mark.Low[lowest] != data.Price(q.v) {
			t.Errorf("mark low is %v when the last price is lowest, want %v", mark.Low[lowest], q.v)
		}
	}
	if got := slices.Min(mark.Low); got != 59993.52 {
		t.Errorf("lowest mark is %v, want 59993.52", got)
	}
}

func TestMarkIsTheLastPriceWhereNothingElseIsKnown(t *testing.T) {
	f, b := february(t)
	c := f.candles(b)
	mark := markBars(f, &c)
	m := f.minute(stamp(at(t, "2026-02-04T12:00Z")))
	if !slices.Equal(mark.Low[:m], c.Low[:m]) || !slices.Equal(mark.High[:m], c.High[:m]) || !slices.Equal(mark.Close[:m], c.Close[:m]) {
		t.Error("mark differs from the last price on a day without a published mark")
	}
	for i := range mark.T {
		if mark.Low[i] > mark.Close[i] || mark.Close[i] > mark.High[i] {
			t.Fatalf("minute %d: mark low ≤ close ≤ high does not hold", i)
		}
	}
}
