package reconstruct

import "unwind/data"

// markFloor returns, by minute, the lowest mark price that was published for
// its hour, or zero where none was.
func markFloor(f *figures) []data.Price {
	floor := make([]data.Price, f.minutes())
	for _, q := range f.MarkLows.Rows {
		m0 := f.minute(q.t)
		for m := m0; m < m0+f.MarkLows.LengthMin; m++ {
			floor[m] = data.Price(q.v)
		}
	}
	return floor
}

// markBars models the mark price as the last price, held at the published low
// of its hour: the mark follows an index of spot markets and did not fall as
// far as the last trades did.
func markBars(f *figures, c *data.Candles) data.MarkBars {
	m := data.MarkBars{
		T: c.T, High: make([]data.Price, c.Len()), Low: make([]data.Price, c.Len()), Close: make([]data.Price, c.Len()),
	}
	for i, floor := range markFloor(f) {
		m.High[i] = max(c.High[i], floor)
		m.Low[i] = max(c.Low[i], floor)
		m.Close[i] = max(c.Close[i], floor)
	}
	return m
}
