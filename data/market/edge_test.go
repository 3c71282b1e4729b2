package market

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/data/tape"
)

// goingOn is the event of five minutes that is known until 20 s of its last one:
// opened at 96, fallen to 95, now at 95.5; in it 6 traded on the spot market.
func goingOn() *tape.Tape {
	t := event()
	t.Totals = nil
	c := &t.Candles.Candles
	c.Open[4], c.High[4], c.Low[4], c.Close[4], c.Volume[4] = 96, 97.5, 95, 95.5, 5
	t.Spot = &tape.CandleLayer{Candles: data.Candles{
		Step: data.Minute, T: []data.UnixMs{180_000, 240_000}, Open: []data.Price{97, 96}, High: []data.Price{97, 97},
		Low: []data.Price{96, 95}, Close: []data.Price{96, 95.5}, Volume: []float64{2, 6},
	}}
	t.To, t.Edge = 260_000, 260_000
	return t
}

// A falling candle goes up to its high, down to its low and to its close, a third
// of its path each: here the path is 20 s long, so 10 s are half of the second
// third.
func TestThePathOfTheLastCandleEndsAtTheEdge(t *testing.T) {
	m := indexed(t, goingOn())
	for _, tc := range []struct {
		name             string
		at               data.UnixMs
		price, high, low data.Price
		volume, spot     float64
	}{
		{"at its open", 240_000, 96, 96, 96, 0, 0},
		{"half way", 250_000, 96.25, 97.5, 96, 2.5, 3},
		{"at the edge it is all that is known", 260_000, 95.5, 97.5, 95, 5, 6},
		{"and stays so", 299_999, 95.5, 97.5, 95, 5, 6},
	} {
		k, ok := m.Forming(0, tc.at)
		if !ok || math.Abs(float64(k.Close-tc.price)) > 1e-9 || k.High != tc.high || k.Low != tc.low || k.Volume != tc.volume {
			t.Errorf("%s: got %+v %v, want close %v, high %v, low %v, volume %v", tc.name, k, ok, tc.price, tc.high, tc.low, tc.volume)
		}
		if p, ok := m.PriceAt(tc.at); !ok || math.Abs(float64(p-tc.price)) > 1e-9 {
			t.Errorf("%s: price %v %v, want %v", tc.name, p, ok, tc.price)
		}
		if got := m.FormingSpot(data.Minute, tc.at); got != tc.spot {
			t.Errorf("%s: %v on the spot market, want %v", tc.name, got, tc.spot)
		}
	}
	if p, ok := m.PriceAt(400_000); !ok || p != 95.5 {
		t.Errorf("after the last candle: %v %v, want its close", p, ok)
	}
}

func TestAnAggregatedCandleIsWhatIsKnownAtTheEdge(t *testing.T) {
	m := indexed(t, goingOn())
	level := m.CandleLevel(5 * data.Minute)
	k, ok := m.Forming(level, 260_000)
	if !ok || k.Open != 100 || k.High != 101 || k.Low != 95 || k.Close != 95.5 || k.Volume != 1+2+3+4+5 {
		t.Errorf("at the edge: got %+v %v, want 100, 101, 95, 95.5 and 15", k, ok)
	}
	if k, _ := m.Forming(level, 250_000); k.Close != 96.25 || k.Volume != 10+2.5 || k.Low != 95 {
		t.Errorf("before: got %+v, want 96.25, 12.5 and the low of the fourth minute, 95", k)
	}
	if n := m.ClosedUntil(0, 299_999); n != 4 {
		t.Errorf("%d candles have closed, want 4: the last one goes on", n)
	}
}

func TestCandlesBeforeTheLastKeepTheirPath(t *testing.T) {
	whole, live := indexed(t, event()), indexed(t, goingOn())
	for at := data.UnixMs(0); at < 240_000; at += 777 {
		a, _ := whole.Forming(0, at)
		b, _ := live.Forming(0, at)
		if a != b {
			t.Fatalf("at %d: %+v with an edge, %+v without", at, b, a)
		}
	}
}

// A venue's clock may be ahead, and its last candle may long be over.
func TestAnEdgeOutsideTheLastCandle(t *testing.T) {
	for _, tc := range []struct {
		name     string
		edge, at data.UnixMs
		price    data.Price
		volume   float64
	}{
		{"before its open: it shows whole at once", 239_000, 240_000, 95.5, 5},
		{"at its end: half of the first third of its whole step", 300_000, 250_000, 96.75, 5.0 / 6},
		{"later", 900_000, 270_000, 96.25, 2.5},
	} {
		tp := goingOn()
		tp.Edge = tc.edge
		k, ok := indexed(t, tp).Forming(0, tc.at)
		if !ok || math.Abs(float64(k.Close-tc.price)) > 1e-9 || math.Abs(k.Volume-tc.volume) > 1e-9 {
			t.Errorf("%s: got %+v %v, want %v and %v", tc.name, k, ok, tc.price, tc.volume)
		}
	}
}

func TestAnEstimateIsMadeOfWholeCandles(t *testing.T) {
	whole := markettest.Tape(400)
	for _, tc := range []struct {
		name    string
		edge    data.UnixMs // after the start
		candles int
		columns int
	}{
		{"as a candle opens", 200 * data.Minute, 200, 201},
		{"as it is half over", 200*data.Minute + 30_000, 200, 201},
		{"as it ends", 201*data.Minute - 1, 200, 201},
		{"as it has ended", 201 * data.Minute, 201, 202},
	} {
		tp := markettest.Live(whole, markettest.Start+tc.edge)
		in := LevelInput(tp)
		m := indexed(t, tp)
		if in.Candles.Len() != tc.candles || m.Field.Columns.N != tc.columns {
			t.Errorf("%s: %d candles and %d columns, want %d and %d", tc.name, in.Candles.Len(), m.Field.Columns.N, tc.candles, tc.columns)
		}
		if err := m.Field.Check(); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestTheFirstMinutesOfAnEventThatGoesOn(t *testing.T) {
	whole := markettest.Tape(400)
	for _, seconds := range []data.UnixMs{1, 59, 60, 61, 150, 185} {
		tp := markettest.Live(whole, markettest.Start+seconds*data.Second)
		m := indexed(t, tp)
		if (m.Field != nil) != (seconds >= 60) || (m.Pyramid != nil) != (m.Field != nil) {
			t.Fatalf("after %d s: an estimate is there: %t", seconds, m.Field != nil)
		}
		if m.LevelProvenance() == data.UnknownProvenance != (m.Field == nil) || len(m.Chains()) != 0 && m.Field == nil {
			t.Errorf("after %d s: levels are %v", seconds, m.LevelProvenance())
		}
		if p, ok := m.PriceAt(tp.Edge); !ok || p != tp.Candles.Close[tp.Candles.Len()-1] {
			t.Errorf("after %d s: price %v %v", seconds, p, ok)
		}
		if m.Field == nil {
			continue
		}
		sum := m.Field.Total(m.Field.Columns.N - 1)
		if !(sum.Long > 0 && sum.Short > 0) || math.IsInf(float64(sum.Total()), 0) {
			t.Errorf("after %d s: %+v waits", seconds, sum)
		}
		q := m.Pyramid.Quant
		if !(q.Unit > 0 && q.Peak > q.Unit) || math.IsInf(q.Peak, 0) {
			t.Errorf("after %d s: %+v", seconds, q)
		}
	}
}
