package tape

import "unwind/data"

// Drawn makes candles from the prices of liquidations at ascending times, for
// [CandleLayer].FromPrints. What was traded is not known, so there is no
// volume. An interval without a price has no candle.
func Drawn(t []data.UnixMs, price []data.Price, step data.UnixMs) data.Candles {
	c := data.Candles{Step: step}
	for i, p := range price {
		start := t[i] - t[i]%step
		if n := c.Len(); n == 0 || c.T[n-1] != start {
			c.T = append(c.T, start)
			c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, p), append(c.Close, p)
			c.Volume = append(c.Volume, 0)
		}
		last := c.Len() - 1
		c.High[last], c.Low[last], c.Close[last] = max(c.High[last], p), min(c.Low[last], p), p
	}
	return c
}
