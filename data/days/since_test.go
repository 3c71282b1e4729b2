package days

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/reconstruct"
	"unwind/data/tape"
)

const minute = data.Minute

// fall is a market of ten minutes: it starts to fall at 3, and liquidations of
// 10, 20 and 40 follow, the second of another coin.
func fall(t *testing.T) *tape.Tape {
	t.Helper()
	tp := &tape.Tape{ID: "fall", Symbol: "BTC", From: 0, To: 10 * minute, Cover: 5 * minute, PlayFrom: 3 * minute}
	c := &tape.CandleLayer{}
	c.Step = minute
	for i := range data.UnixMs(10) {
		p := data.Price(100 - max(0, i-2))
		c.T = append(c.T, i*minute)
		c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, p), append(c.Close, p)
		c.Volume = append(c.Volume, 1)
	}
	tp.Candles = c
	tp.Liquidations = &tape.LiquidationLayer{Liquidations: data.Liquidations{
		T:        []data.UnixMs{2 * minute, 4 * minute, 5 * minute, 6 * minute},
		Side:     []data.Side{data.Long, data.Long, data.Long, data.Short},
		Price:    []data.Price{100, 98, 97, 96},
		Notional: []data.USD{5, 10, 20, 40},
		Symbol:   []string{"BTC", "BTC", "ETH", "BTC"},
	}}
	tp.OpenInterest = &tape.PointLayer{Points: data.Points{T: []data.UnixMs{0}, V: []float64{1000}}}
	return tp
}

func since(t *testing.T, tp *tape.Tape) Since {
	t.Helper()
	m, err := market.New(tp)
	if err != nil {
		t.Fatal(err)
	}
	return SinceOnset(m, 2*minute, 5*minute, minute)
}

func TestAnEventOnTheClockOfItsFall(t *testing.T) {
	s := since(t, fall(t))
	if s.Onset != 3*minute || len(s.USD) != 8 || len(s.Low) != 8 {
		t.Fatalf("onset %d, %d values, want %d and 8", s.Onset, len(s.USD), 3*minute)
	}
	for i, want := range []data.USD{0, 0, 0, 10, 10 + 20, 10 + 20 + 40, 70, 70} {
		if s.USD[i] != want {
			t.Errorf("%d min from the onset: %v, want %v", i-2, s.USD[i], want)
		}
	}
	for i, want := range []float64{100, 100, 100, 99, 98, 97, 96, 95} { // of the minute before, where the price was 100
		if got := 99 * s.Low[i]; math.Abs(got-want) > 1e-9 {
			t.Errorf("%d min from the onset: lowest price %v, want %v", i-2, got, want)
		}
	}
	for i, want := range []float64{0, 0, 0, 0.010, 0.010, 0.050, 0.050, 0.050} { // of 1,000
		if math.Abs(s.Share[i]-want) > 1e-15 {
			t.Errorf("%d min from the onset: %v of open interest, want %v", i-2, s.Share[i], want)
		}
	}
}

func TestAShareNeedsTheCoinAndItsOpenInterest(t *testing.T) {
	without := fall(t)
	without.OpenInterest = nil
	if s := since(t, without); s.Share != nil || s.Why != NoInterest {
		t.Errorf("share %v, why %q without open interest", s.Share, s.Why)
	}
	tp, err := reconstruct.Event("btc-2025-10-10")
	if err != nil {
		t.Fatal(err)
	}
	if s := since(t, tp); s.Share != nil || s.Why != NoCoin {
		t.Errorf("share %v, why %q where no split by coin was published", s.Share, s.Why)
	}
}

func TestPricesOutsideTheTapeAreNotKnown(t *testing.T) {
	m, err := market.New(fall(t))
	if err != nil {
		t.Fatal(err)
	}
	s := SinceOnset(m, 10*minute, 10*minute, minute)
	if first, last := s.Low[0], s.Low[len(s.Low)-1]; first != 0 || last != 0 {
		t.Errorf("prices before and after the tape are %v and %v, want none", first, last)
	}
}
