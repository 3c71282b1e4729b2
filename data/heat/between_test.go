package heat

import (
	"math"
	"testing"

	"unwind/data"
)

func TestBinsOfARangeOfPrices(t *testing.T) {
	b := Bins{Low: 100, LogStep: 0.01, N: 3} // middles 100.501, 101.511, 102.532
	nan := data.Price(math.NaN())
	for _, c := range []struct {
		name      string
		low, high data.Price
		from, to  int
	}{
		{"the bin that holds a price", 101.2, 0, 1, 2},
		{"its lower edge is its own", 100, 100, 0, 1},
		{"a range that holds two middles", 100.6, 103, 1, 3},
		{"a range that ends before a middle", 100.4, 101.5, 0, 1},
		{"a range between two middles", 100.6, 101.5, 1, 1},
		{"everything", 1, 1e9, 0, 3},
		{"a price below", 99, 0, 0, 0},
		{"a price above", 104, 0, 0, 0},
		{"a range below", 50, 60, 0, 0},
		{"a range above", 200, 300, 3, 3},
		{"no price", nan, 0, 0, 0},
		{"no end", 100, nan, 0, 0},
		{"zero", 0, 0, 0, 0},
		{"no number", data.Price(math.Inf(1)), 0, 0, 0},
	} {
		if from, to := b.Between(c.low, c.high); from != c.from || to != c.to {
			t.Errorf("%s: got [%d, %d), want [%d, %d)", c.name, from, to, c.from, c.to)
		}
	}
}

func TestSumsBetweenByHand(t *testing.T) {
	f := handField()
	f.Groups[0].Low, f.Groups[0].High = 0.5, 2
	got := f.Between(1, 0, 2) // longs 100 + 8 of 10x with a band and 40 of 50x without; shorts 60
	want := Sum{Cell: Cell{148, 60}, Least: Cell{94, 60}, Most: Cell{256, 60}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := f.Between(4, 0, 3); got != (Sum{}) {
		t.Errorf("after the last column: got %+v", got)
	}
}

func TestTheForemostLeverageByHand(t *testing.T) {
	f := handField()
	for _, c := range []struct {
		name          string
		col, from, to int
		leverage      float64
		usd           data.USD
	}{
		{"one bin", 1, 0, 1, 10, 100},
		{"both sides together", 1, 0, 3, 10, 248}, // 100 + 8 + 60 + 80
		{"nothing waits", 2, 0, 1, 0, 0},
		{"outside", -1, 0, 3, 0, 0},
	} {
		if l, usd := f.Foremost(c.col, c.from, c.to); l != c.leverage || usd != c.usd {
			t.Errorf("%s: got %v of %v×, want %v of %v×", c.name, usd, l, c.usd, c.leverage)
		}
	}
}
