package page

import (
	"cmp"
	"math"
	"slices"
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
	Waves       []waveBand
}

func newScrub(m *market.Market) scrub {
	long, short := m.Density(scrubBins)
	peak := 0.0
	for i := range long {
		peak = max(peak, float64(long[i]), float64(short[i]))
	}
	return scrub{
		Width: scrubBins * scrubBar,
		Long:  bars(long, peak, -1),
		Short: bars(short, peak, 1),
		Waves: waveBands(m),
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

// waveBand is a wave on the strip above the histogram, in percent of the bar.
type waveBand struct {
	N           int
	Side        string
	Left, Width float64
	// Label says whether its number is written: "", "wide" where only a wide
	// screen has room, or "yes".
	Label string
}

// waveLeast is how wide a band is at least; waveNear and waveNearWide, how far
// apart two numbers are on a phone and on a wide screen. In percent of the bar.
const (
	waveLeast    = 0.3
	waveNear     = 4.5
	waveNearWide = 1.4
)

// waveBands returns the strip of waves. Where numbers would touch, those of
// the larger waves are written.
func waveBands(m *market.Market) []waveBand {
	from, span := m.Tape.From, float64(m.Tape.To-m.Tape.From)
	waves := m.Waves()
	bands := make([]waveBand, len(waves))
	order := make([]int, len(waves))
	for i := range waves {
		w := &waves[i]
		bands[i] = waveBand{
			N: i + 1, Side: w.Side.String(),
			Left:  100 * float64(w.Start-from) / span,
			Width: max(100*float64(w.To-w.Start)/span, waveLeast),
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(waves[b].Total(), waves[a].Total()) })
	for _, i := range order {
		bands[i].Label = labelFor(bands, i)
	}
	return bands
}

// labelFor says where the number of band i does not touch those that are
// written already.
func labelFor(bands []waveBand, i int) string {
	label := "yes"
	for k := range bands {
		apart := math.Abs(bands[k].Middle() - bands[i].Middle())
		switch {
		case k == i || bands[k].Label == "" || apart >= waveNear:
		case apart < waveNearWide:
			return ""
		case bands[k].Label == "yes":
			label = "wide"
		}
	}
	return label
}

// Middle returns the middle of a band.
func (b waveBand) Middle() float64 { return b.Left + b.Width/2 }
