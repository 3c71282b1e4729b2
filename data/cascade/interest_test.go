package cascade

import (
	"math"
	"testing"

	"unwind/data"
)

// Every five minutes from noon: 50, 49.5, 48, 45, 44 and 44.5 billion.
func TestOpenInterestOverAWave(t *testing.T) {
	every5 := &data.Points{}
	for i, v := range []float64{50e9, 49.5e9, 48e9, 45e9, 44e9, 44.5e9} {
		every5.T, every5.V = append(every5.T, noon+data.UnixMs(i)*5*data.Minute), append(every5.V, v)
	}
	at := func(minute float64) data.UnixMs { return noon + data.UnixMs(minute*float64(data.Minute)) }
	ends := &data.Points{T: []data.UnixMs{noon, at(240)}, V: []float64{86e9, 71e9}} // of a bar of four hours
	for _, c := range []struct {
		name     string
		points   *data.Points
		from, to data.UnixMs
		change   data.USD
		share    float64
		reason   Reason
	}{
		{"from the last point before to the first after", every5, at(6), at(14), -4.5e9, -4.5 / 49.5, Known},
		{"points at both ends count", every5, at(5), at(15), -4.5e9, -4.5 / 49.5, Known},
		{"a rise", every5, at(20), at(24), 0.5e9, 0.5 / 44, Known},
		{"no point before it", every5, at(-1), at(10), 0, 0, SparseInterest},
		{"no point after it", every5, at(20), at(26), 0, 0, SparseInterest},
		{"hours apart for a wave of minutes", ends, at(75), at(87), 0, 0, SparseInterest},
		{"hours apart for a wave as long", ends, at(60), at(180), -15e9, -15.0 / 86, Known},
		{"a moment at a point says nothing", every5, at(5), at(5), 0, 0, SparseInterest},
		{"no points", &data.Points{}, at(0), at(10), 0, 0, NoInterest},
		{"no layer", nil, at(0), at(10), 0, 0, NoInterest},
		{"nothing open before", &data.Points{T: []data.UnixMs{at(0), at(10)}, V: []float64{0, 1}}, at(0), at(10), 0, 0, NoInterest},
		{"an amount that is none", &data.Points{T: []data.UnixMs{at(0), at(10)}, V: []float64{math.Inf(1), 1}}, at(0), at(10), 0, 0, NoInterest},
	} {
		got, reason := InterestBetween(c.points, c.from, c.to)
		if reason != c.reason {
			t.Errorf("%s: got %v, want %v", c.name, reason, c.reason)
		}
		if reason != Known {
			continue
		}
		if got.Change() != c.change || math.Abs(got.Share()-c.share) > 1e-12 || got.From > c.from || got.To < c.to {
			t.Errorf("%s: got %+v, %v", c.name, got, got.Share())
		}
	}
}
