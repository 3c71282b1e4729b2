package market

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
)

// Of the event of waiting(), at 100 in minute 3. Middles are 99·e^(0.0015+0.003k):
// longs of 80 at 99.149 (0.851 % below) and of 40 at 99.446 (0.554 % below),
// shorts of 90 at 100.647 (0.647 % above) and of 7 at 99.149, which the price
// has behind it. Their brightest cells hold 57, 40, 90 and 57. On a scale of
// unit 1 and peak 1023, log1p(usd) / log(1024), 57 is at 0.586, 40 at 0.536 and
// 90 at 0.651.
func TestBrightLevelsByHand(t *testing.T) {
	m := indexed(t, waiting())
	for _, c := range []struct {
		name  string
		peak  float64
		share float64
		usd   data.USD
		want  []data.USD
	}{
		{"none is bright enough", 1023, 0.05, 0, nil},
		// log(41) / log(128) is 0.7654: 40 is bright.
		{"all are, the nearest first", 127, 0.05, 0, []data.USD{40, 90, 80}},
		{"within 0.6 %", 127, 0.006, 0, []data.USD{40}},
		{"within 0.7 %", 127, 0.007, 0, []data.USD{40, 90}},
		{"of at least 80 dollars, inclusive", 127, 0.05, 80, []data.USD{90, 80}},
		{"of at least 81", 127, 0.05, 81, []data.USD{90}},
		// log1p(90) / log(401) is 0.7526, log1p(57) / log(401) 0.6774.
		{"the cell counts and not the sum of the level", 400, 0.05, 0, []data.USD{90}},
	} {
		m.Pyramid.Quant = heat.Quantizer{Unit: 1, Peak: c.peak}
		got := m.BrightLevels(3*data.Minute, c.share, c.usd)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
			continue
		}
		for i, l := range got {
			if l.USD != c.want[i] {
				t.Errorf("%s: level %d is of %v, want %v", c.name, i+1, l.USD, c.want[i])
			}
		}
	}
	m.Pyramid.Quant.Peak = 127
	near := m.BrightLevels(3*data.Minute, 0.007, 0)
	if d := near[0].Distance; math.Abs(d+0.005535) > 1e-6 || near[0].Side != data.Long {
		t.Errorf("longs at %v, want −0.005535", d)
	}
	if d := near[1].Distance; math.Abs(d-0.006470) > 1e-6 || near[1].Side != data.Short {
		t.Errorf("shorts at %v, want 0.006470", d)
	}
}

func TestNothingIsBrightWithoutAPriceOrAnEstimate(t *testing.T) {
	unpriced := waiting()
	unpriced.Candles = nil
	if got := indexed(t, unpriced).BrightLevels(3*data.Minute, 0.05, 0); got != nil {
		t.Errorf("without a price: %+v", got)
	}
	bare := event()
	bare.Candles.FromPrints = true
	if got := indexed(t, bare).BrightLevels(3*data.Minute, 0.05, 0); got != nil {
		t.Errorf("without an estimate: %+v", got)
	}
	if got := indexed(t, waiting()).BrightLevels(-1, 0.05, 0); got != nil {
		t.Errorf("before the event: %+v", got)
	}
}
