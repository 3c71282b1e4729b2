package level

import (
	"math"
	"strings"
	"testing"

	"unwind/data"
)

func TestColumnsAreTheSmallestNiceMultiple(t *testing.T) {
	for _, c := range []struct {
		name    string
		span    data.UnixMs
		candle  data.UnixMs
		step    data.UnixMs
		columns int
	}{
		{"five days of minutes", 5 * data.Day, data.Minute, data.Minute, 7200},
		{"exactly the most", 8192 * data.Minute, data.Minute, data.Minute, 8192},
		{"one more than the most", 8193 * data.Minute, data.Minute, 2 * data.Minute, 4097},
		{"thirty days of minutes", 30 * data.Day, data.Minute, 10 * data.Minute, 4320},
		{"a part of a column counts", 90 * data.Second, data.Minute, data.Minute, 2},
		{"seconds", 3 * data.Hour, data.Second, 2 * data.Second, 5400},
		{"ten years of minutes", 3650 * data.Day, data.Minute, 720 * data.Minute, 7300},
		{"a hundred years of minutes", 36500 * data.Day, data.Minute, 11520 * data.Minute, 4563},
		{"a millisecond", 1, data.Hour, data.Hour, 1},
	} {
		got := columnsOf(1000, 1000+c.span, c.candle)
		if got.Step != c.step || got.N != c.columns || got.From != 1000 {
			t.Errorf("%s: got %+v, want %d columns of %d", c.name, got, c.columns, c.step)
		}
	}
}

func TestBinsCoverThePricesAndTheMargin(t *testing.T) {
	in := Input{Candles: candlesOf(bar{80e3, 60e3, 70e3, 1}), From: 0, To: data.Minute}
	for _, step := range []float64{0.0009, 0.01, 1e-5, 0.1} {
		p := Defaults()
		p.LogStep = step
		b := binsOf(&in, &p)
		low, high := 60e3*math.Exp(-p.Margin), 80e3*math.Exp(p.Margin)
		if float64(b.Low) > low*1.0001 || float64(b.Edge(b.N)) < high*0.9999 || b.N > 2048 {
			t.Errorf("step %v: %d bins from %v to %v, want %v to %v", step, b.N, b.Low, b.Edge(b.N), low, high)
		}
	}
}

func TestFaultyInputIsNamed(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		want  string
		spoil func(*Input)
	}{
		{"no candles", func(in *Input) { in.Candles = nil }},
		{"no candles", func(in *Input) { in.Candles = &data.Candles{Step: 1} }},
		{"step 0", func(in *Input) { in.Candles.Step = 0 }},
		{"window", func(in *Input) { in.To = in.From }},
		{"window", func(in *Input) { in.From, in.To = -farFuture/2, farFuture/2 }},
		{"window", func(in *Input) { in.From, in.To = math.MinInt64, math.MaxInt64 }},
		{"differ in length", func(in *Input) { in.Candles.Volume = nil }},
		{"candle 1: time", func(in *Input) { in.Candles.T[1] = 0 }},
		{"candle 1: opens at", func(in *Input) { in.Candles.T[1] = in.Candles.T[0] + 1 }},
		{"candle 1: open 100000, high NaN", func(in *Input) { in.Candles.High[1] = data.Price(nan) }},
		{"high 100000, low 0", func(in *Input) { in.Candles.Low[1] = 0 }},
		{"high 100000, low -5", func(in *Input) { in.Candles.Low[1] = -5 }},
		{"high +Inf", func(in *Input) { in.Candles.High[1] = data.Price(math.Inf(1)) }},
		{"candle 1: open 0,", func(in *Input) { in.Candles.Open[1] = 0 }},
		{"candle 1: open NaN", func(in *Input) { in.Candles.Open[1] = data.Price(nan) }},
		{"differ in length", func(in *Input) { in.Candles.TakerBuy = []float64{1} }},
		{"candle 1: takers bought 2 of 1", func(in *Input) { in.Candles.TakerBuy = []float64{1, 2} }},
		{"candle 0: takers bought NaN", func(in *Input) { in.Candles.TakerBuy = []float64{nan, 0} }},
		{"funding: point 0: NaN", func(in *Input) { in.Funding = &data.Points{T: []data.UnixMs{0}, V: []float64{nan}} }},
		{"funding: point 1: time", func(in *Input) { in.Funding = &data.Points{T: []data.UnixMs{0, 0}, V: []float64{1, 1}} }},
		{"candle 1: volume -1", func(in *Input) { in.Candles.Volume[1] = -1 }},
		{"candle 1: volume NaN", func(in *Input) { in.Candles.Volume[1] = nan }},
		{"mark bars differ", func(in *Input) { in.Mark = &data.MarkBars{} }},
		{"open interest: point 0: NaN", func(in *Input) { in.OpenInterest = &data.Points{T: []data.UnixMs{0}, V: []float64{nan}} }},
		{"open interest: point 1: time", func(in *Input) { in.OpenInterest = &data.Points{T: []data.UnixMs{0, 0}, V: []float64{1, 1}} }},
		{"open interest: slices", func(in *Input) { in.OpenInterest = &data.Points{T: []data.UnixMs{0}} }},
	} {
		in := Input{Candles: candlesOf(flat(1), flat(1)), From: 0, To: data.Hour}
		c.spoil(&in)
		if _, err := New(in, Defaults()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
}
