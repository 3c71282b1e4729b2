package reconstruct

import (
	"unwind/data"
	"unwind/data/heat"
	"unwind/data/level"
)

// estimate runs the level estimate over the warm-up and the window. It returns
// the field of the window and everything that the mark price ran into.
func estimate(f *figures, c *data.Candles, mark *data.MarkBars) (*heat.Field, []crossing, error) {
	funding := f.funding()
	e, err := level.New(level.Input{
		Candles: c, Mark: mark, OpenInterest: f.openInterest(), Funding: &funding,
		From: data.UnixMs(f.From), To: data.UnixMs(f.To),
	}, level.Defaults())
	if err != nil {
		return nil, nil, err
	}
	for !e.Step(c.Len()) {
	}
	return e.Field(), f.crossings(e.Touched()), nil
}

// openInterest returns the published points.
func (f *figures) openInterest() *data.Points {
	p := new(data.Points)
	for _, r := range f.OpenInterest.Rows {
		p.T = append(p.T, data.UnixMs(r.t))
		p.V = append(p.V, r.v)
	}
	return p
}

// crossings converts touches; both ascend by time.
func (f *figures) crossings(touches []level.Touch) []crossing {
	out := make([]crossing, len(touches))
	for i, t := range touches {
		out[i] = crossing{f.minute(stamp(t.T)), t.Side, t.Price, float64(t.USD)}
	}
	return out
}
