package alert

import (
	"math"
	"slices"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/tape"
)

// level is dollars that wait in a bin from one minute of the event to another.
// Bins are 0.25 % high, so each is a level; bin 40 begins at 100.
type level struct {
	side     data.Side
	bin      uint16
	from, to int
	usd      float32
}

// waiting is an hour at a price with levels.
func waiting(price data.Price, levels ...level) *tape.Tape {
	tp := flat(price)
	f := heat.Field{
		Bins:    heat.Bins{Low: data.Price(100 * math.Exp(-0.0025*40)), LogStep: 0.0025, N: 80},
		Columns: heat.Columns{From: noon, Step: data.Minute, N: 60},
		Groups:  []heat.Group{{Side: data.Long, Leverage: 10}, {Side: data.Short, Leverage: 10}},
		Scales:  [][]float32{make([]float32, 60)},
	}
	for i := range f.Scales[0] {
		f.Scales[0][i] = 1
	}
	slices.SortFunc(levels, func(a, b level) int { return int(a.bin) - int(b.bin) })
	for _, l := range levels {
		group := uint16(0)
		if l.side == data.Short {
			group = 1
		}
		f.Runs = append(f.Runs, heat.Run{Group: group, Bin: l.bin, Start: int32(l.from), Len: int32(l.to - l.from), USD: l.usd})
	}
	tp.Levels = &tape.LevelLayer{Origin: tape.Origin{Provenance: data.Estimated}, Field: f}
	return tp
}

// The middle of bin 32 is 100·e^(−0.0025·7.5) = 98.1425, of bin 47 101.8927.
func TestALevelIsToldWhenThePriceComesNear(t *testing.T) {
	tp := waiting(100, level{data.Long, 32, 0, 60, 500}, level{data.Short, 47, 0, 60, 300})
	move(tp, 2, 98.7)  // 0.565 % above the longs
	move(tp, 3, 98.6)  // 0.464 %
	move(tp, 5, 98.9)  // 0.766 %: still there, 0.643 % from its edge
	move(tp, 6, 98.5)  // 0.363 %
	move(tp, 7, 99.4)  // 1.265 %, 1.142 % from its edge: gone
	move(tp, 8, 98.6)  // and back
	move(tp, 9, 101.6) // 0.288 % below the shorts
	m := marketOf(t, tp)
	w := watch(t, Rules{Near: NearRule{Share: 0.005, USD: 300}})
	for _, c := range []struct {
		minute float64
		want   int
	}{{1, 0}, {2, 0}, {3, 1}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {8, 1}, {9, 1}, {10, 0}} {
		got := look(t, w, m, c.minute, c.want)
		if c.minute == 3 {
			bins := m.Field.Bins
			if a := got[0]; a.Kind != Near || a.Side != data.Long || a.USD != 500 || a.Provenance != data.Estimated ||
				a.Low != bins.Edge(32) || a.High != bins.Edge(33) || math.Abs(a.Share+0.004640) > 1e-6 || a.Price != 98.6 {
				t.Errorf("got %+v", a)
			}
		}
		if c.minute == 9 && (got[0].Side != data.Short || got[0].USD != 300 || math.Abs(got[0].Share-0.002881) > 1e-6) {
			t.Errorf("got %+v", got[0])
		}
	}
}

func TestAFaintOrASmallLevelIsNotTold(t *testing.T) {
	// log1p(180) / log(1024) is 0.74999, log1p(181) / log(1024) 0.7508.
	for _, c := range []struct {
		name string
		usd  float32
		rule data.USD
		want int
	}{
		{"faint", 180, 1, 0},
		{"bright, at any size", 181, 0, 1},
		{"bright and too small", 250, 251, 0},
		{"bright and just large enough", 250, 250, 1},
	} {
		tp := waiting(100, level{data.Long, 32, 0, 60, c.usd})
		move(tp, 2, 98.5)
		w, m := watch(t, Rules{Near: NearRule{Share: 0.005, USD: c.rule}}), marketOf(t, tp)
		w.Look(m, at(1))
		if got := w.Look(m, at(2)); len(got) != c.want {
			t.Errorf("%s: got %+v, want %d", c.name, got, c.want)
		}
	}
}

func TestALevelThatVanishesAndComesBackIsToldOnce(t *testing.T) {
	m := marketOf(t, waiting(98.5, level{data.Long, 32, 2, 4, 500}, level{data.Long, 32, 6, 60, 500}))
	w := watch(t, Rules{Near: NearRule{Share: 0.005}})
	for _, c := range []struct {
		minute float64
		want   int
	}{{1, 0}, {2, 1}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}} {
		look(t, w, m, c.minute, c.want)
	}
}

// Levels that adjoin are one place: as the price falls through them it is told
// of once; one that lies apart is told of by itself.
func TestNeighboursAreToldOnce(t *testing.T) {
	tp := waiting(100,
		level{data.Long, 34, 0, 60, 300}, level{data.Long, 33, 0, 60, 500}, level{data.Long, 31, 0, 60, 400}, // one bin between
		level{data.Long, 26, 0, 60, 600})
	for i, p := range []data.Price{98.9, 98.7, 98.5, 98.2, 97.9, 97.6} {
		move(tp, 2+i, p)
	}
	move(tp, 8, 97.1) // bin 26: 100·e^(−0.0025·13.5) = 96.681, 0.43 % below
	m := marketOf(t, tp)
	w := watch(t, Rules{Near: NearRule{Share: 0.005}})
	for minute, want := range []int{0, 0, 1, 0, 0, 0, 0, 0, 1, 0} {
		got := look(t, w, m, float64(minute), want)
		if minute == 2 && got[0].USD != 300 {
			t.Errorf("got %+v, want the nearest", got[0])
		}
		if minute == 8 && got[0].USD != 600 {
			t.Errorf("got %+v, want the one that lies apart", got[0])
		}
	}
}

func TestWhatThePriceIsNearAtFirstIsNotTold(t *testing.T) {
	m := marketOf(t, waiting(98.5, level{data.Long, 32, 0, 60, 500}))
	w := watch(t, Rules{Near: NearRule{Share: 0.005}})
	look(t, w, m, 1, 0)
	look(t, w, m, 2, 0)
}

func TestWithoutAnEstimateOrAPriceNoLevelIsNear(t *testing.T) {
	w := watch(t, Rules{Near: NearRule{Share: 0.05}})
	bare := flat(100)
	bare.Candles.FromPrints = true
	unpriced := waiting(100, level{data.Long, 39, 0, 60, 500})
	unpriced.Candles = nil
	for _, tp := range []*tape.Tape{bare, unpriced} {
		m := marketOf(t, tp)
		look(t, w, m, 1, 0)
		look(t, w, m, 2, 0)
	}
}

func TestWhatIsRememberedOfPlacesIsBounded(t *testing.T) {
	w := watch(t, Rules{Near: NearRule{Share: 0.05}})
	for i := range 3 * maxKept {
		low := data.Price(100 + float64(i)/1000)
		w.newLevels([]Alert{{Side: data.Long, Low: low, High: low + 0.0001}}, 100)
	}
	if len(w.places) != maxKept {
		t.Errorf("%d places are kept, want %d", len(w.places), maxKept)
	}
}
