package view

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/data/market/markettest"
	"unwind/render"
)

// striped says whether the pixel that shows a place of the data has a stripe.
func striped(m *render.Heat, column, bin float64) bool {
	i := math.Floor((column - float64(m.Col0)) / float64(m.ColPerPx))
	j := math.Floor((bin - float64(m.Bin0)) / float64(m.BinPerPx))
	return m.Hatch.Striped(int32(i), int32(j))
}

// hatched returns a heat map of the synthetic event from a column and a bin on,
// with so many of them a pixel.
func hatched(col0, colPerPx, bin0, binPerPx float64) *render.Heat {
	m := &render.Heat{
		X1: 800, Y1: 400, Pyramid: synthetic.Pyramid,
		Col0: float32(col0), ColPerPx: float32(colPerPx), Bin0: float32(bin0), BinPerPx: float32(binPerPx),
	}
	b := newBuilder(frame(nil))
	m.Hatch = b.hatch(m)
	return m
}

func TestStripesStayOnTheCellsWhenTheWindowMovesByPixels(t *testing.T) {
	const colPerPx, binPerPx = 0.5, 0.25
	before := hatched(300, colPerPx, 20, binPerPx)
	if before.Hatch.Period == 0 {
		t.Fatal("no pattern")
	}
	for _, move := range [][2]float64{{1, 0}, {0, 1}, {3, -2}, {-17, 40}} {
		after := hatched(300+move[0]*colPerPx, colPerPx, 20+move[1]*binPerPx, binPerPx)
		for _, place := range [][2]float64{{420.2, 60.1}, {500.7, 44.6}, {377.3, 71.9}} {
			if striped(before, place[0], place[1]) != striped(after, place[0], place[1]) {
				t.Errorf("moved by %v pixels: the stripe at %v is not where it was", move, place)
			}
		}
	}
}

// Zooming by a hundredth about the middle moves no cell of the window by more
// than 4 pixels; the pattern must not race over them either.
func TestStripesMoveNoFasterThanTheCellsWhenZooming(t *testing.T) {
	const middle, pixels = 4321.6, 800
	for zoom := 0.01; zoom < 20; zoom *= 1.01 {
		low := func(perPx float64) float64 { return middle - perPx*pixels/2 }
		a, b := anchor(low(zoom), zoom, pixels), anchor(low(zoom*1.01), zoom*1.01, pixels)
		sameStep := math.Floor(math.Log2(zoom*pixels)) == math.Floor(math.Log2(zoom*1.01*pixels))
		if d := a - b; sameStep && max(d, -d) > 5 { // a pixel more for rounding
			t.Errorf("at %.3f columns a pixel the pattern moves by %d pixels", zoom, d)
		}
		if a < 0 || a > pixels {
			t.Errorf("at %.3f columns a pixel the pattern hangs on pixel %d, outside", zoom, a)
		}
	}
}

func TestSmallPicturesHaveNoStripes(t *testing.T) {
	bins := synthetic.Pyramid.Bins
	for _, c := range []struct {
		name    string
		percent float64 // of the bins in 400 pixels
		want    bool
	}{{"four pixels a bin", 100, true}, {"two bins a pixel", 800, true}, {"more than two bins a pixel", 850, false}} {
		f := frame(func(f *Frame) {
			f.Stage.Layers, f.Caption = 1, false
			plot := PlotOf(f)
			f.Height += 400 - plot.Height()
			f.Stage.Low, f.Stage.High = bins.At(0), bins.At(c.percent)
		})
		b := newBuilder(f)
		if got := b.hatches(synthetic.Pyramid); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if shown := built(f).Layers[render.LayerHeat].Heat.Hatch.Period > 0; shown != c.want {
			t.Errorf("%s: a pattern is %v, want %v", c.name, shown, c.want)
		}
	}
}

func TestCertainEstimatesHaveNoStripes(t *testing.T) {
	tp := markettest.Tape(200)
	m := marketOf(t, tp)
	for i := range m.Field.Groups {
		m.Field.Groups[i].Low, m.Field.Groups[i].High = 0.6, 1.5
	}
	f := frame(func(f *Frame) { f.Market, f.Stage.Clock.At = m, tp.From+100*data.Minute })
	if got := built(f).Layers[render.LayerHeat].Heat.Hatch; got.Period != 0 {
		t.Errorf("got %+v, want none", got)
	}
}
