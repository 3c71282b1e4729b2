package reconstruct

import (
	"unwind/data"
	"unwind/data/tape"
)

// SpotDays returns the published closes and volumes of the spot market of event
// id by UTC day, as candles of which only close and volume were published: the
// other prices repeat the close. It returns nil for an event that is not built
// in or has none.
func SpotDays(id string) (*data.Candles, tape.Source) {
	f, err := figuresOf(id)
	if err != nil || len(f.Spot.Daily.Rows) == 0 {
		return nil, tape.Source{}
	}
	c := &data.Candles{Step: data.Day}
	for _, d := range f.Spot.Daily.Rows {
		p := data.Price(d.close)
		c.T = append(c.T, data.UnixMs(d.t))
		c.Open, c.High, c.Low, c.Close = append(c.Open, p), append(c.High, p), append(c.Low, p), append(c.Close, p)
		c.Volume = append(c.Volume, d.volume)
	}
	return c, f.source(f.Spot.Daily.Source)
}
