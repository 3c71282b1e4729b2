// Package markettest makes synthetic events for tests: seeded, small and with
// everything a chart can show.
package markettest

import (
	"math"

	"unwind/data"
	"unwind/data/tape"
)

// Start is the first instant of every synthetic event: 5 February 2026, UTC.
const Start data.UnixMs = 1770249600000

// Tape returns an event of n one-minute candles that drifts, falls sharply in
// its middle and recovers, with liquidations where it falls, totals of all
// coins twice as large, and no level estimate: the market makes one.
func Tape(n int) *tape.Tape {
	c := candles(n)
	t := &tape.Tape{
		ID:         "synthetic",
		Title:      tape.Text{"en": "A synthetic fall", "ru": "Синтетическое падение"},
		Summary:    tape.Text{"en": "A price that never was fell and came back.", "ru": "Цена, которой не было, упала и вернулась."},
		Instrument: "TESTUSDT perpetual",
		Symbol:     "TESTUSDT", Base: "TEST",
		From: Start, To: Start + data.UnixMs(n)*data.Minute,
		Cover:    Start + data.UnixMs(n*5/8)*data.Minute,
		PlayFrom: Start + data.UnixMs(n*3/8)*data.Minute,
	}
	why := tape.Text{"en": "made up for tests", "ru": "придумано для тестов"}
	modelled := tape.Origin{Provenance: data.Modelled, Why: why}
	t.Candles = &tape.CandleLayer{Origin: modelled, Candles: c}
	t.Liquidations = &tape.LiquidationLayer{Origin: modelled, Liquidations: liquidations(&c)}
	t.Totals = &tape.FlowLayer{Origin: modelled, Flow: totals(&c, &t.Liquidations.Liquidations)}
	t.OpenInterest = &tape.PointLayer{Origin: modelled, Points: data.Points{
		T: []data.UnixMs{t.From, t.To}, V: []float64{50e9, 42e9}}}
	return t
}

// noise is a splitmix64 sequence in [0, 1).
type noise uint64

func (s *noise) next() float64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

func candles(n int) data.Candles {
	c := data.Candles{Step: data.Minute}
	random, price := noise(7), 70_000.0
	for i := range n {
		u := float64(i) / float64(n)
		pull, size := 0.0, 0.0004
		if u > 0.5 && u < 0.62 {
			pull, size = -0.0009*500/float64(n), 0.0015
		}
		if u > 0.62 && u < 0.8 {
			pull = 0.0003 * 500 / float64(n)
		}
		last := price * math.Exp(pull+size*(random.next()+random.next()-1))
		high := math.Max(price, last) * (1 + size*0.5*random.next())
		low := math.Min(price, last) * (1 - size*0.5*random.next())
		c.T = append(c.T, Start+data.UnixMs(i)*data.Minute)
		c.Open = append(c.Open, tick(price))
		c.High = append(c.High, max(tick(high), tick(price), tick(last)))
		c.Low = append(c.Low, min(tick(low), tick(price), tick(last)))
		c.Close = append(c.Close, tick(last))
		c.Volume = append(c.Volume, math.Round(1000*size*1e5*(0.5+random.next()))/1000)
		price = last
	}
	return c
}

func tick(p float64) data.Price { return data.Price(math.Round(p*10) / 10) }

// liquidations puts one print a minute at the far end of each candle, sized by
// its move.
func liquidations(c *data.Candles) data.Liquidations {
	var l data.Liquidations
	for i, t := range c.T {
		move := float64(c.Close[i]/c.Open[i] - 1)
		usd := data.USD(math.Round(2e11 * move * move * math.Abs(move) * 1e4))
		if usd < 100 {
			continue
		}
		side, price := data.Short, c.High[i]
		if move < 0 {
			side, price = data.Long, c.Low[i]
		}
		l.T = append(l.T, t+data.Minute/2)
		l.Side = append(l.Side, side)
		l.Price = append(l.Price, price)
		l.Notional = append(l.Notional, usd)
	}
	return l
}

func totals(c *data.Candles, l *data.Liquidations) data.Flow {
	f := data.Flow{Step: data.Minute, T: c.T, Long: make([]data.USD, c.Len()), Short: make([]data.USD, c.Len())}
	for i, t := range l.T {
		k := int((t - c.T[0]) / data.Minute)
		if l.Side[i] == data.Long {
			f.Long[k] += 2 * l.Notional[i]
		} else {
			f.Short[k] += 2 * l.Notional[i]
		}
	}
	return f
}

// Throttled returns the event of [Tape] as a throttled feed would have recorded
// it, in n of at least 240 candles: orders of one venue, one in 85 % of the
// seconds of the hour in which the fall begins, and no totals.
func Throttled(n int) *tape.Tape {
	t := Tape(n)
	t.Totals = nil
	var l data.Liquidations
	old, fall := t.Liquidations.Liquidations, Start+data.UnixMs(n/2)*data.Minute
	for i, at := range old.T {
		if at < fall {
			addPrint(&l, at, old.Side[i], old.Price[i], old.Notional[i])
		}
	}
	random := noise(11)
	for s := range 3600 {
		if c := n/2 + s/60; random.next() < 0.85 {
			low, high := float64(t.Candles.Low[c]), float64(t.Candles.High[c])
			addPrint(&l, fall+data.UnixMs(s)*data.Second+400, data.Long, tick(low+(high-low)*random.next()), 20_000)
		}
	}
	for i, at := range old.T {
		if at >= fall+data.Hour {
			addPrint(&l, at, old.Side[i], old.Price[i], old.Notional[i])
		}
	}
	t.Liquidations.Provenance, t.Liquidations.Liquidations = data.Recorded, l
	return t
}

// addPrint adds an order of the throttled venue.
func addPrint(l *data.Liquidations, at data.UnixMs, side data.Side, p data.Price, usd data.USD) {
	l.T, l.Side, l.Price = append(l.T, at), append(l.Side, side), append(l.Price, p)
	l.Notional, l.Venue = append(l.Notional, usd), append(l.Venue, "binance")
}
