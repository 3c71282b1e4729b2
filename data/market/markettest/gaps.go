package markettest

import "unwind/data"

// Without returns the candles that do not open in g.
func Without(c *data.Candles, g data.Gap) data.Candles {
	out := data.Candles{Step: c.Step}
	for i, at := range c.T {
		if at >= g.From && at < g.To {
			continue
		}
		out.T, out.Volume = append(out.T, at), append(out.Volume, c.Volume[i])
		out.Open, out.High = append(out.Open, c.Open[i]), append(out.High, c.High[i])
		out.Low, out.Close = append(out.Low, c.Low[i]), append(out.Close, c.Close[i])
	}
	return out
}
