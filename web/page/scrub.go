package page

import (
	"math"
	"strconv"

	"unwind/data"
	"unwind/data/market"
)

// The scrub bar's histogram: scrubBins bars of scrubBar units, longs up and
// shorts down from the middle of scrubHeight units.
const (
	scrubBins   = 240
	scrubBar    = 4 // units from one bar to the next; the last one stays free
	scrubHeight = 100
)

// scrub is the scrub bar of one event, as SVG paths.
type scrub struct {
	Width       int
	Long, Short string
	Bursts      string // a line above each burst
}

func newScrub(m *market.Market) scrub {
	long, short := m.Density(scrubBins)
	peak := 0.0
	for i := range long {
		peak = max(peak, float64(long[i]), float64(short[i]))
	}
	return scrub{
		Width:  scrubBins * scrubBar,
		Long:   bars(long, peak, -1),
		Short:  bars(short, peak, 1),
		Bursts: burstLines(m),
	}
}

// bars returns the path of bars that grow from the middle in direction sign.
// Heights go with the square root of the notional: the quiet days around a
// cascade, a hundredth of its peak, would vanish otherwise.
func bars(usd []data.USD, peak float64, sign int) string {
	const middle = scrubHeight / 2
	var path []byte
	for i, v := range usd {
		if v <= 0 || peak <= 0 {
			continue
		}
		height := math.Max(1, math.Round(math.Sqrt(float64(v)/peak)*(middle-6)))
		path = append(path, 'M')
		path = strconv.AppendInt(path, int64(i*scrubBar), 10)
		path = append(path, ' ')
		path = strconv.AppendInt(path, middle, 10)
		path = append(path, 'v')
		path = strconv.AppendInt(path, int64(sign)*int64(height), 10)
		path = append(path, "h3V50z"...)
	}
	return string(path)
}

// burstLines returns a path with a thin line along the top for each burst.
func burstLines(m *market.Market) string {
	from, span := m.Tape.From, float64(m.Tape.To-m.Tape.From)
	at := func(t data.UnixMs) int64 {
		return int64(math.Round(float64(t-from) / span * scrubBins * scrubBar))
	}
	var path []byte
	for _, b := range m.Bursts() {
		x0, x1 := at(b.From), at(b.To)
		path = append(path, 'M')
		path = strconv.AppendInt(path, x0, 10)
		path = append(path, " 0H"...)
		path = strconv.AppendInt(path, max(x1, x0+3), 10)
		path = append(path, "v3H"...)
		path = strconv.AppendInt(path, x0, 10)
		path = append(path, 'z')
	}
	return string(path)
}
