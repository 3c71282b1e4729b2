package days

import (
	"sort"

	"unwind/data"
	"unwind/data/market"
)

// Since is an event on the clock of its own fall, so that it can be laid over
// another. All slices have one value a step.
type Since struct {
	Onset data.UnixMs // where the fall begins: [FallOf]
	From  data.UnixMs // of the first value, relative to Onset; 0 or before it
	Step  data.UnixMs

	// Low is the lowest price in the step before, over the price at the onset;
	// 0 where none is known.
	Low []float64
	// USD is what was liquidated since the onset, of all coins where the tape
	// has their total; 0 before the onset.
	USD []data.USD
	// Share is what was liquidated of the event's own coin since the onset, over
	// its open interest at the onset. It is nil, and Why says so, where it
	// cannot be computed.
	Share []float64
	Why   Missing
}

// Missing says why there is no share of open interest.
type Missing string

// Reasons why there is none.
const (
	Known      Missing = ""
	NoCoin     Missing = "coin"     // no liquidations of the coin alone are known
	NoInterest Missing = "interest" // no open interest is known at the onset
)

// SinceOnset lays out a market from the given time before its onset to the
// given time after it. Both must be positive multiples of step.
func SinceOnset(m *market.Market, before, after, step data.UnixMs) Since {
	s := Since{Onset: FallOf(m).Onset, From: -before, Step: step}
	n := int((before+after)/step) + 1
	start, _ := m.PriceAt(s.Onset)
	for i := range n {
		t := s.at(i)
		s.Low = append(s.Low, lowest(m, t-step, t, start))
		s.USD = append(s.USD, liquidatedSince(m, s.Onset, t))
	}
	s.Share, s.Why = s.shares(m)
	return s
}

// at returns the time of value i.
func (s *Since) at(i int) data.UnixMs { return s.Onset + s.From + data.UnixMs(i)*s.Step }

// lowest returns the lowest price of the candles that open in [from, to) over
// start, 0 where there is none.
func lowest(m *market.Market, from, to data.UnixMs, start data.Price) float64 {
	c := m.Tape.Candles
	if c == nil || !(start > 0) {
		return 0
	}
	low := data.Price(0)
	for i := sort.Search(c.Len(), func(i int) bool { return c.T[i] >= from }); i < c.Len() && c.T[i] < to; i++ {
		if low == 0 || c.Low[i] < low {
			low = c.Low[i]
		}
	}
	return float64(low / start)
}

// liquidatedSince returns what was liquidated from the onset to t, both with
// what came at that moment: a wave begins at its first event.
func liquidatedSince(m *market.Market, onset, t data.UnixMs) data.USD {
	if t <= onset {
		return 0
	}
	long, short := m.Rolling(t, t-onset+1)
	return long + short
}

// shares sums up the coin's own liquidations from the onset on, over its open
// interest there.
func (s *Since) shares(m *market.Market) ([]float64, Missing) {
	l := m.Tape.Liquidations
	if l == nil {
		return nil, NoCoin
	}
	if m.Tape.OpenInterest == nil {
		return nil, NoInterest
	}
	interest, ok := m.Tape.OpenInterest.At(s.Onset)
	if !ok || !(interest > 0) {
		return nil, NoInterest
	}
	out, sum, next := make([]float64, len(s.USD)), data.USD(0), 0
	for i := range out {
		for ; next < l.Len() && l.T[next] <= s.at(i); next++ {
			if l.T[next] >= s.Onset && m.Tape.Own(next) {
				sum += l.Notional[next]
			}
		}
		out[i] = float64(sum) / interest
	}
	return out, Known
}
