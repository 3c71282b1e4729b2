package score

import (
	"math"
	"math/rand/v2"
	"slices"

	"unwind/data"
	"unwind/data/tape"
)

const start = data.UnixMs(1_770_000_000_000) / data.Hour * data.Hour

// made is a tape of quarter-hour candles that a test makes.
type made struct {
	candles data.Candles
	price   float64 // log
}

func newMade(price float64) *made {
	return &made{candles: data.Candles{Step: 15 * data.Minute}, price: math.Log(price)}
}

// bar adds a candle of log prices from the last close by way of low and high.
func (m *made) bar(low, high, closing, volume float64) {
	c := &m.candles
	c.T = append(c.T, start+data.UnixMs(len(c.T))*c.Step)
	c.Open = append(c.Open, data.Price(math.Exp(m.price)))
	c.Low = append(c.Low, data.Price(math.Exp(min(low, m.price, closing))))
	c.High = append(c.High, data.Price(math.Exp(max(high, m.price, closing))))
	c.Close = append(c.Close, data.Price(math.Exp(closing)))
	c.Volume = append(c.Volume, volume)
	m.price = closing
}

func (m *made) tape() *tape.Tape {
	c := &m.candles
	return &tape.Tape{
		ID: "made", From: c.T[0], To: c.T[c.Len()-1] + c.Step,
		Candles: &tape.CandleLayer{Origin: tape.Origin{Provenance: data.Recorded}, Candles: *c},
	}
}

// randomWalk returns days of candles that know nothing of any cell. Volatility
// and volume change from day to day; within a candle the path has steps, so
// that highs and lows are those of a walk.
func randomWalk(seed uint64, days int) *tape.Tape {
	const steps = 30
	rnd := rand.New(rand.NewPCG(seed, 7))
	m := newMade(80_000)
	for range days {
		size := 0.0022 * math.Exp(0.5*rnd.NormFloat64()) // of a quarter hour, 2.2 % a day
		for range 96 {
			low, high, at := m.price, m.price, m.price
			for range steps {
				at += size / math.Sqrt(steps) * rnd.NormFloat64()
				low, high = min(low, at), max(high, at)
			}
			m.bar(low, high, at, 1000*math.Exp(rnd.NormFloat64()))
		}
	}
	return m.tape()
}

// drawnMarket returns candles of a market whose price rests, then goes just
// past the whole of the nearest band of levels above or below, and comes back
// part of the way. Positions of 25x open where it rests, when a side has no
// band left, and nowhere else, so that the test knows every band.
func drawnMarket(seed uint64, days int) *tape.Tape {
	const down, up = -0.03681, 0.03523 // log liquidation distance at 25x, maintenance 0.4 %: ln(0.96/0.996), ln(1.04/1.004)
	const half, past = 0.004, 0.0006   // of a band; beyond it
	rnd := rand.New(rand.NewPCG(seed, 11))
	m := newMade(80_000)
	var below, above []float64 // middles of bands
	for m.candles.Len() < 96*days {
		from := m.price
		if len(below) == 0 || len(above) == 0 {
			m.bar(from-half, from+half, from, 50_000)
			below, above = append(below, from+down), append(above, from+up)
		}
		for range 10 + rnd.IntN(30) {
			m.bar(from, from, from, 0)
		}
		goal := from
		if rnd.IntN(2) == 0 {
			goal = slices.Max(below) - half - past
		} else {
			goal = slices.Min(above) + half + past
		}
		m.bar(goal, goal, goal+(0.2+0.6*rnd.Float64())*(from-goal), 0)
		below = slices.DeleteFunc(below, func(x float64) bool { return x > goal })
		above = slices.DeleteFunc(above, func(x float64) bool { return x < goal })
	}
	return m.tape()
}
