package heat

import (
	"testing"

	"unwind/data"
)

func TestOpenRunsByHand(t *testing.T) {
	f := handField()
	for _, c := range []struct {
		name          string
		col, from, to int
		runs          int
		want          data.USD
	}{
		{"two of one bin", 1, 0, 1, 2, 140},
		{"two bins", 1, 0, 2, 4, 208},
		{"worth half after voluntary closing", 2, 0, 3, 2, 84},
		{"bins beyond the field", 1, -5, 99, 5, 288},
		{"no bins", 1, 2, 2, 0, 0},
		{"before the first column", -1, 0, 3, 0, 0},
		{"after the last column", 4, 0, 3, 0, 0},
	} {
		runs, sum := 0, data.USD(0)
		for _, usd := range f.Open(c.col, c.from, c.to) {
			runs++
			sum += usd
		}
		if runs != c.runs || sum != c.want {
			t.Errorf("%s: got %d runs worth %v, want %d worth %v", c.name, runs, sum, c.runs, c.want)
		}
	}
}

func TestOpenStopsWhenItsReaderDoes(t *testing.T) {
	seen := 0
	for range handField().Open(1, 0, 3) {
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("got %d runs, want 1", seen)
	}
}
