package main

import (
	"math"
	"sync"
	"time"
)

// Lengths of time, in milliseconds.
const (
	second int64 = 1000
	minute       = 60 * second
	hour         = 60 * minute
)

func nowMs() int64 { return time.Now().UnixMilli() }

// market is the one price that all venues quote: a function of time, so that a
// candle of an hour ago is told alike whenever it is asked for.
type market struct {
	mu    sync.Mutex
	level float64 // dollars of a coin
	falls []fall
}

// fall lets the price go down by a share of it, and open interest with it.
type fall struct {
	from, over int64 // ms
	share      float64
}

// at returns which share of the price is lost at a time: all of it at the end,
// half of it in the first quarter.
func (f fall) at(t int64) float64 {
	u := min(max(float64(t-f.from)/float64(max(f.over, 1)), 0), 1)
	return f.share * math.Sqrt(u)
}

// fallBy begins a fall.
func (m *market) fallBy(share float64, from, over int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.falls = append(m.falls, fall{from, over, share})
}

// set moves the whole history to another level and forgets the falls.
func (m *market) set(level float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.level, m.falls = level, nil
}

// price returns what a coin costs at a time, in steps of ten cents.
func (m *market) price(t int64) float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	x := float64(t) / float64(hour)
	p := m.level * (1 + 0.004*math.Sin(x/3) + 0.0015*math.Sin(7*x) + 0.0004*math.Sin(61*x))
	for _, f := range m.falls {
		p *= 1 - f.at(t)
	}
	return math.Round(10*p) / 10
}

// interest returns the coins that are open at a time.
func (m *market) interest(t int64) float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	open := 80_000 * (1 + 0.01*math.Sin(float64(t)/float64(5*hour)))
	for _, f := range m.falls {
		open *= 1 - 2*f.at(t)
	}
	return math.Round(1000*open) / 1000
}

// candle is a candle of some length. Its volume is coins.
type candle struct {
	from, step             int64
	open, high, low, close float64
	volume                 float64
	final                  bool
}

// samples is into how many parts a candle's path is cut.
const samples = 12

// candle returns the candle that begins at a time, as far as it is known at
// another.
func (m *market) candle(from, step, now int64) candle {
	end := min(from+step, now)
	c := candle{from: from, step: step, open: m.price(from), final: from+step <= now, volume: float64(end-from) / 100}
	c.high, c.low = c.open, c.open
	for i := range int64(samples) {
		p := m.price(from + (end-from)*(i+1)/samples)
		c.high, c.low, c.close = max(c.high, p), min(c.low, p), p
	}
	return c
}

// candles returns those that begin in a half-open range, at most so many.
func (m *market) candles(from, to, step, now int64, most int) []candle {
	var all []candle
	from = (from + step - 1) / step * step
	for t := from; t < to && t <= now && len(all) < most; t += step {
		all = append(all, m.candle(t, step, now))
	}
	return all
}
