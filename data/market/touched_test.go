package market

import (
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// touchable is three candles: 100 to 110, 95 to 105 closing at 96, 90 to 120.
func touchable(t *testing.T, mark bool) *Market {
	t.Helper()
	tp := markettest.Tape(3)
	c := &tp.Candles.Candles
	c.Open = []data.Price{105, 104, 100}
	c.High = []data.Price{110, 105, 120}
	c.Low = []data.Price{100, 95, 90}
	c.Close = []data.Price{104, 96, 118}
	if mark {
		tp.Mark = &tape.MarkLayer{Origin: tp.Candles.Origin, MarkBars: data.MarkBars{
			T: c.T, High: []data.Price{108, 104, 112}, Low: []data.Price{101, 98, 93}, Close: []data.Price{104, 99, 110}}}
	}
	m, err := New(tp)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFirstTouchIsTheFirstBarThatReachesThePrice(t *testing.T) {
	bar := func(i int) data.UnixMs { return markettest.Start + data.UnixMs(i)*data.Minute }
	for _, c := range []struct {
		name  string
		mark  bool
		side  data.Side
		price data.Price
		since data.UnixMs
		want  int // −1: never
	}{
		{"a long by the low", false, data.Long, 97, bar(0), 1},
		{"inclusive", false, data.Long, 95, bar(0), 1},
		{"a long never reached", false, data.Long, 89, bar(0), -1},
		{"a short by the high", false, data.Short, 115, bar(0), 2},
		{"the mark price decides where there is one", true, data.Long, 97, bar(0), 2},
		{"and never reaches this", true, data.Short, 115, bar(0), -1},
		{"opened inside a bar, reached by its close", false, data.Long, 96, bar(1) + 1, 1},
		{"opened inside a bar whose low may have been before", false, data.Long, 95, bar(1) + 1, 2},
		{"opened after everything", false, data.Long, 200, bar(3), -1},
		{"no price", false, data.Long, 0, bar(0), -1},
		{"no side", false, 0, 100, bar(0), -1},
	} {
		got, ok := touchable(t, c.mark).FirstTouch(c.side, c.price, c.since)
		if ok != (c.want >= 0) || ok && got != bar(c.want) {
			t.Errorf("%s: got %d, %v, want bar %d", c.name, (got-bar(0))/data.Minute, ok, c.want)
		}
	}
}
