package level

import (
	"math"
	"math/rand/v2"

	"unwind/data"
)

// tenDays returns ten days of seeded minute candles from 89,000 down to 59,800
// and back a little: a drift with noise, and a cascade late on the eighth day.
func tenDays() *data.Candles {
	rnd := rand.New(rand.NewPCG(5, 2026))
	c := &data.Candles{Step: data.Minute}
	price := math.Log(89_000)
	for i := range 14_400 {
		open := price
		price += 0.0007*rnd.NormFloat64() + driftAt(i)
		wick := 0.0004 * math.Abs(rnd.NormFloat64())
		c.T = append(c.T, data.UnixMs(i)*data.Minute)
		c.Open = append(c.Open, data.Price(math.Exp(open)))
		c.Close = append(c.Close, data.Price(math.Exp(price)))
		c.High = append(c.High, data.Price(math.Exp(max(open, price)+wick)))
		c.Low = append(c.Low, data.Price(math.Exp(min(open, price)-wick)))
		c.Volume = append(c.Volume, 150+math.Abs(price-open)*4e5)
	}
	return c
}

// driftAt returns the expected log return of a minute: down slowly, fast for
// 20 minutes, then up.
func driftAt(minute int) float64 {
	switch {
	case minute < 11_500:
		return -0.25 / 11_500
	case minute < 11_520:
		return -0.11 / 20
	}
	return 0.12 / 2_880
}

// tenDaysInput shows the last five of ten days, with three points of open
// interest, as an event with published figures has.
func tenDaysInput() Input {
	return Input{
		Candles: tenDays(),
		OpenInterest: &data.Points{
			T: []data.UnixMs{0, 7 * data.Day, 8 * data.Day},
			V: []float64{61e9, 49.5e9, 49e9},
		},
		From: 5 * data.Day,
		To:   10 * data.Day,
	}
}
