package alert

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// point is open interest at a minute of the event, in dollars.
type point struct{ minute, usd float64 }

// opened is an hour at 100 with points of open interest.
func opened(points ...point) *tape.Tape {
	tp := flat(100)
	tp.Candles.FromPrints = true // nothing is estimated
	l := &tape.PointLayer{Origin: tape.Origin{Provenance: data.Recorded}}
	for _, p := range points {
		l.T, l.V = append(l.T, at(p.minute)), append(l.V, p.usd)
	}
	tp.OpenInterest = l
	return tp
}

func TestAFallByHand(t *testing.T) {
	moved := opened(point{0, 1000}, point{5, 931})
	move(moved, 5, 95) // 10 coins to 9.8: 2 %, where the dollars fell by 6.9 %
	alone := opened(point{0, 1000}, point{5, 950})
	move(alone, 5, 95) // 10 coins all the time
	unpriced := opened(point{0, 1000}, point{5, 970})
	unpriced.Candles = nil
	early := opened(point{-5, 1000}, point{5, 970}) // before the first candle its open counts
	for _, c := range []struct {
		name     string
		tape     *tape.Tape
		minute   float64
		share    float64
		from, to float64
		known    bool
	}{
		{"from one point to the next", opened(point{0, 1000}, point{5, 970}), 6, 0.03, 0, 5, true},
		{"from the highest of the points before", opened(point{0, 980}, point{3, 1000}, point{4, 990}, point{5, 970}), 6, 0.03, 3, 5, true},
		{"of equal ones from the latest", opened(point{0, 1000}, point{3, 1000}, point{5, 970}), 6, 0.03, 3, 5, true},
		{"a point that is too far away does not count", opened(point{0, 1000}, point{10, 980}, point{15.1, 970}), 16, 1 - 97.0/98, 10, 15.1, true},
		{"one that is as far as the rule says does", opened(point{0, 1000}, point{10, 980}, point{15, 970}), 16, 0.03, 0, 15, true},
		{"a point that is still to come does not count", opened(point{0, 1000}, point{5, 970}, point{6, 100}), 5.5, 0.03, 0, 5, true},
		{"a rise is no fall", opened(point{0, 1000}, point{5, 1100}), 6, 0, 0, 5, true},
		{"a falling price takes dollars and no coins", alone, 6, 0, 0, 5, true},
		{"coins that were closed while the price fell", moved, 6, 0.02, 0, 5, true},
		{"without candles in dollars", unpriced, 6, 0.03, 0, 5, true},
		{"points before the first candle", early, 6, 0.03, -5, 5, true},
		{"a gap in the points that is longer than the rule's time", opened(point{0, 1000}, point{20, 970}), 20, 0, 0, 0, false},
		{"a last point that is too old", opened(point{0, 1000}, point{5, 970}), 20.1, 0, 0, 0, false},
		{"one point", opened(point{0, 1000}), 1, 0, 0, 0, false},
		{"no point yet", opened(point{5, 1000}, point{6, 970}), 4, 0, 0, 0, false},
		{"no points", opened(), 5, 0, 0, 0, false},
		{"no layer", flat(100), 5, 0, 0, 0, false},
		{"nothing open before", opened(point{0, 0}, point{5, 0}), 6, 0, 0, 0, false},
		{"an amount that is none", opened(point{0, 1000}, point{5, math.NaN()}), 6, 0, 0, 0, false},
		{"an infinite one before", opened(point{0, math.Inf(1)}, point{4, 1000}, point{5, 970}), 6, 0.03, 4, 5, true},
	} {
		got, known := fall(marketOf(t, c.tape), at(c.minute), 15*data.Minute)
		if known != c.known {
			t.Errorf("%s: got %+v, %v", c.name, got, known)
			continue
		}
		if known && (math.Abs(got.Share-c.share) > 1e-12 || got.From != at(c.from) || got.To != at(c.to)) {
			t.Errorf("%s: got %v from %d to %d, want %v from %d to %d", c.name, got.Share, got.From-noon, got.To-noon, c.share, at(c.from)-noon, at(c.to)-noon)
		}
	}
}

func TestAFallIsToldOnce(t *testing.T) {
	m := marketOf(t, opened(
		point{0, 1000}, point{1, 995}, point{2, 980}, point{3, 981}, point{4, 979}, point{5, 985},
		point{6, 990}, point{7, 979}, point{8, 970}, // 1 % back is no end of it: half of 2 % is not less
		point{9, 992.5}, point{10, 980}, point{11, 979},
	))
	w := watch(t, Rules{Fall: FallRule{Share: 0.02, Within: 15 * data.Minute}})
	for _, c := range []struct {
		minute float64
		want   int
	}{{0, 0}, {1, 0}, {1.9, 0}, {2, 1}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {8, 0}, {9, 0}, {10, 1}, {11, 0}} {
		got := look(t, w, m, c.minute, c.want)
		if c.minute == 2 && (got[0].Kind != Fall || got[0].Before != 1000 || got[0].After != 980 ||
			got[0].Provenance != data.Recorded || math.Abs(got[0].Share-0.02) > 1e-12) {
			t.Errorf("got %+v", got[0])
		}
	}
}

// A fall that is as large as the rule after a gap in the points is another one,
// also when what lay between is not known.
func TestAfterAGapAFallIsAnotherOne(t *testing.T) {
	m := marketOf(t, opened(point{0, 1000}, point{2, 970}, point{30, 900}, point{32, 870}))
	w := watch(t, Rules{Fall: FallRule{Share: 0.02, Within: 10 * data.Minute}})
	for _, c := range []struct {
		minute float64
		want   int
	}{{0, 0}, {2, 1}, {15, 0}, {30, 0}, {32, 1}, {33, 0}} {
		look(t, w, m, c.minute, c.want)
	}
}
