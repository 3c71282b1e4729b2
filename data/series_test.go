package data_test

import (
	"testing"

	"unwind/data"
)

func TestValuesHoldUntilTheNextPoint(t *testing.T) {
	p := &data.Points{T: []data.UnixMs{100, 200}, V: []float64{5, 7}}
	for _, c := range []struct {
		at   data.UnixMs
		want float64
		ok   bool
	}{{99, 0, false}, {100, 5, true}, {199, 5, true}, {200, 7, true}, {1e6, 7, true}} {
		if got, ok := p.At(c.at); got != c.want || ok != c.ok {
			t.Errorf("at %d: got %v %v, want %v %v", c.at, got, ok, c.want, c.ok)
		}
	}
}
