// Package view turns a market, a stage and a time into a scene. [Build] reads
// no clock, no global and no random source, so the page, the poster and the
// golden test agree pixel for pixel.
package view

import (
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
)

// Frame is everything a frame depends on. Two equal Frames give equal scenes.
type Frame struct {
	Market *market.Market
	Stage  wire.Stage
	Style  wire.Style
	// Now is the wall clock of Stage.Clock in milliseconds; while paused it
	// has no effect.
	Now           float64
	Width, Height float32        // logical pixels
	Scale         float32        // device pixels per logical pixel
	Pointer       *Pointer       // nil when there is no pointer, as on a poster
	Position      *Position      // of the viewer's own; nil when there is none, as on a poster
	WhatIf        *whatif.Answer // to the stage's what-if, as far as it is known; nil: none
	Caption       bool           // draw title, source and date, as on a poster
	Live          Live           // the edge of a market that goes on; zero: the event is over
}

// Pointer is where the pointer is, in logical pixels from the top left.
type Pointer struct{ X, Y float32 }

// Window is the part of the market that a frame shows, fully resolved.
type Window struct {
	From, To  data.UnixMs
	Low, High data.Price // the vertical axis is logarithmic between them
}

// fitPadding is the share of the fitted prices' log range left free above and
// below them.
const fitPadding = 0.07

// WindowOf returns the window of f: the stage's, with what it leaves open
// fitted to the event. The price range is fitted to every candle of the time
// window, revealed or not, so that the axis stands still while the replay
// plays. A market that goes on is fitted as [Live] says.
func WindowOf(f *Frame) Window {
	tape := f.Market.Tape
	w := Window{From: f.Stage.From, To: f.Stage.To, Low: f.Stage.Low, High: f.Stage.High}
	var until data.UnixMs // prices of a market that goes on are fitted; 0: the replay time
	switch {
	case w.To > w.From:
	case f.Live.On():
		w.From, until, w.To = liveTimes(tape.From, f.Live.To, f.Time())
	default:
		w.From, w.To = tape.From, tape.To
	}
	if w.To <= w.From {
		w.To = w.From + data.Minute
	}
	if !(w.Low > 0 && w.High > w.Low) {
		switch {
		case !f.Live.On():
			w.Low, w.High = fitPrices(f.Market, w.From, w.To)
		case until == 0:
			w.Low, w.High = livePrices(f.Market, w.From, min(w.To, stepEnd(f.Time())))
		default:
			w.Low, w.High = livePrices(f.Market, w.From, until)
		}
		w.fitWhatIf(f.WhatIf)
	}
	return w
}

// fitPrices returns the range of the candles in [from, to) with some room, the
// event's when there are none there, and the bins' without candles.
func fitPrices(m *market.Market, from, to data.UnixMs) (low, high data.Price) {
	low, high, ok := candleRange(m, from, to)
	if !ok {
		low, high, ok = candleRange(m, m.Tape.From, m.Tape.To)
	}
	if !ok && m.Field != nil {
		return m.Field.Bins.Edge(0), m.Field.Bins.Edge(m.Field.Bins.N)
	}
	if !ok {
		return 1, 2
	}
	room := fitPadding * math.Log(float64(high/low))
	room = max(room, 0.002) // an all-equal price sits in the middle of something
	return low * data.Price(math.Exp(-room)), high * data.Price(math.Exp(room))
}

func candleRange(m *market.Market, from, to data.UnixMs) (low, high data.Price, ok bool) {
	if m.CandleLevels() == 0 {
		return 0, 0, false
	}
	return rangeOf(m.Candles(candleLevelFor(m, (to-from)/64)), from, to)
}

// rangeOf returns the range of the candles that lie in [from, to) in part.
func rangeOf(c *data.Candles, from, to data.UnixMs) (low, high data.Price, ok bool) {
	for i, t := range c.T {
		if t+c.Step <= from || t >= to {
			continue
		}
		if !ok || c.Low[i] < low {
			low = c.Low[i]
		}
		if !ok || c.High[i] > high {
			high = c.High[i]
		}
		ok = true
	}
	return low, high, ok
}

// candleLevelFor returns the last candle level whose step is at most step, so
// that a window is fitted to few candles without taking in its neighbours.
func candleLevelFor(m *market.Market, step data.UnixMs) int {
	level := 0
	for i := range m.CandleLevels() {
		if m.Candles(i).Step <= step {
			level = i
		}
	}
	return level
}
