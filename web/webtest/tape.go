// Package webtest makes small events for the tests of the server.
package webtest

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/tape"
)

// Start is where the events of this package begin: 2026-02-05T12:00Z.
const Start data.UnixMs = 1770292800000

// Minutes is their length.
const Minutes = 240

// Tape returns a tape of the given id: four hours of minute candles that fall,
// and a liquidation every five minutes.
func Tape(t testing.TB, id string) []byte {
	t.Helper()
	raw, err := tape.Write(Event(id))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Event is [Tape] in memory.
func Event(id string) *tape.Tape {
	return &tape.Tape{
		ID: id, Title: tape.Text{"en": "Test of " + id, "ru": "Проверка " + id},
		Instrument: "BTCUSDT perpetual", Symbol: "BTCUSDT", Base: "BTC",
		From: Start, To: Start + Minutes*data.Minute,
		Cover: Start + Minutes/2*data.Minute, PlayFrom: Start + 10*data.Minute,
		Candles:      &tape.CandleLayer{Origin: origin(), Candles: candles()},
		Liquidations: &tape.LiquidationLayer{Origin: origin(), Liquidations: liquidations(), AtLeast: true},
	}
}

func origin() tape.Origin {
	return tape.Origin{
		Provenance: data.Modelled, Why: tape.Text{"en": "Made for a test."},
		Sources: []tape.Source{{Name: "a formula", URL: "https://example.org/formula"}},
	}
}

// price is a fall from 70,000 by 8,000 with ripples.
func price(minute int) data.Price {
	x := float64(minute) / Minutes
	return data.Price(70_000 - 8_000*x*x + 300*math.Sin(40*x))
}

func candles() data.Candles {
	c := data.Candles{Step: data.Minute}
	for i := range Minutes {
		from, to := price(i), price(i+1)
		c.T = append(c.T, Start+data.UnixMs(i)*data.Minute)
		c.Open = append(c.Open, from)
		c.Close = append(c.Close, to)
		c.High = append(c.High, max(from, to)+20)
		c.Low = append(c.Low, min(from, to)-20)
		c.Volume = append(c.Volume, 100+float64(i%7)*20)
	}
	return c
}

func liquidations() data.Liquidations {
	var l data.Liquidations
	for i := 5; i < Minutes; i += 5 {
		l.T = append(l.T, Start+data.UnixMs(i)*data.Minute)
		l.Side = append(l.Side, [...]data.Side{data.Long, data.Long, data.Short}[i%3])
		l.Price = append(l.Price, price(i))
		l.Notional = append(l.Notional, data.USD(10_000*i))
	}
	return l
}
