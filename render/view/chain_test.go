package view

import (
	"testing"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render"
)

// chained is the largest wave of the synthetic event, which has a chain, on a
// window of it alone.
func chained(t *testing.T) (wave int, f *Frame) {
	t.Helper()
	for i, c := range synthetic.Chains() {
		if len(c.Dominoes) > len(synthetic.Chains()[wave].Dominoes) {
			wave = i
		}
	}
	if len(synthetic.Chains()) == 0 || len(synthetic.Chains()[wave].Dominoes) < 3 {
		t.Fatalf("chains %+v, want one of three dominoes", synthetic.Chains())
	}
	w := synthetic.Waves()[wave]
	return wave, frame(func(f *Frame) {
		f.Stage.From, f.Stage.To = w.Start-data.Hour, w.To+data.Hour
		f.Stage.Clock.At = w.To
		f.Stage.Layers = wire.LayerChain
	})
}

func drawChain(f *Frame) *render.List {
	var l render.List
	b := newBuilder(f)
	b.chain(&l)
	return &l
}

func TestDominoesFallOneAfterAnother(t *testing.T) {
	i, f := chained(t)
	before := -1
	for k, d := range synthetic.Chains()[i].Dominoes {
		f.Stage.Clock.At = d.At
		n := len(drawChain(f).Rects)
		if n <= before && (k == 0 || d.At > synthetic.Chains()[i].Dominoes[k-1].At) {
			t.Errorf("domino %d adds nothing: %d rectangles after %d", k, n, before)
		}
		before = n
	}
	f.Stage.Clock.At = synthetic.Waves()[i].Start - 1
	if l := drawChain(f); len(l.Rects)+len(l.Marks) != 0 {
		t.Errorf("%d shapes before the wave", len(l.Rects)+len(l.Marks))
	}
}

func TestADominoFallsInTheViewersTime(t *testing.T) {
	i, f := chained(t)
	at := synthetic.Chains()[i].Dominoes[0].At
	length := func(age float64, reduced bool) int32 {
		f.Stage.Clock.At = at + data.UnixMs(age*f.Stage.Speed)
		f.Style.ReducedMotion = reduced
		b := newBuilder(f)
		return b.dominoLength(&synthetic.Chains()[i].Dominoes[0], synthetic.Chains()[i].Dominoes[0].USD)
	}
	if a, b, c := length(0, false), length(dominoFalls/2, false), length(dominoFalls, false); !(a < b && b < c && c == dominoLong) {
		t.Errorf("lengths %d, %d, %d; want them to grow to %d", a, b, c, dominoLong)
	}
	if got := length(0, true); got != dominoLong {
		t.Errorf("with reduced motion %d at once, want %d", got, dominoLong)
	}
}

func TestAChainStaysInThePlotAndIsLeftOutWhereItIsNarrow(t *testing.T) {
	_, f := chained(t)
	l := drawChain(f)
	c := chartOf(f)
	for _, r := range l.Rects {
		if r.X0 < c.x0 || r.X1 > c.x1 || r.Y0 < c.y0 || r.Y1 > c.y1 {
			t.Errorf("%+v lies outside the plot", r)
		}
	}
	f.Stage.From, f.Stage.To = synthetic.Tape.From-90*data.Day, synthetic.Tape.To
	if l := drawChain(f); len(l.Rects) != 0 {
		t.Errorf("%d rectangles of a wave that is too narrow", len(l.Rects))
	}
	f.Stage.From, f.Stage.To = 0, 0
	f.Stage.Layers = wire.DefaultLayers
	if l := drawChain(f); len(l.Rects) != 0 {
		t.Error("drawn without the layer")
	}
}

func TestAChainAllocatesNothing(t *testing.T) {
	_, f := chained(t)
	var l render.List
	b := newBuilder(f)
	b.chain(&l)
	if n := testing.AllocsPerRun(50, func() { l.Reset(); b.chain(&l) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}
