package view

import (
	"strconv"
	"strings"
	"testing"

	"unwind/data"
	"unwind/data/cascade"
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
	b.chainLinks(&l)
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

// alone returns a chain of one domino of which 3 and 1 of 4 dollars are touched
// four hours apart.
func alone(f *Frame, at data.UnixMs) (*cascade.Chain, *cascade.Domino) {
	c := &cascade.Chain{Dominoes: []cascade.Domino{{
		Side: data.Long, USD: 4, At: at, Reaches: []cascade.Reach{{At: at, USD: 3}, {At: at + 4*data.Hour, USD: 1}},
	}}}
	return c, &c.Dominoes[0]
}

func TestADominoIsAsLongAsWhatWasTouchedByThen(t *testing.T) {
	_, f := chained(t)
	at := synthetic.Tape.From + data.Hour
	c, d := alone(f, at)
	length := func(t data.UnixMs) int32 {
		f.Stage.Clock.At = t
		b := newBuilder(f)
		return b.dominoLength(c, d)
	}
	falls := data.UnixMs(dominoFalls * f.Stage.Speed)
	for _, k := range []struct {
		name string
		t    data.UnixMs
		want int32
	}{
		{"when it begins to fall it is a sliver", at, 2},
		{"then three quarters of it, whatever comes", at + falls, dominoLong * 3 / 4},
		{"until the rest is touched", at + 4*data.Hour - 1, dominoLong * 3 / 4},
		{"and has fallen too", at + 4*data.Hour + falls, dominoLong},
	} {
		if got := length(k.t); got != k.want {
			t.Errorf("%s: %d, want %d", k.name, got, k.want)
		}
	}
	if a, b := length(at+falls/3), length(at+falls*2/3); !(2 < a && a < b && b < dominoLong*3/4) {
		t.Errorf("lengths %d, %d on the way, want them to grow", a, b)
	}
	f.Style.ReducedMotion = true
	if got := length(at); got != dominoLong*3/4 {
		t.Errorf("with reduced motion %d at once, want %d", got, dominoLong*3/4)
	}
}

// Nothing of a chain may say at a time what is only known later: a market that
// ends then draws the same.
func TestAChainDoesNotLookAhead(t *testing.T) {
	i, f := chained(t)
	w, whole := synthetic.Waves()[i], synthetic.Chains()[i]
	for at := w.Start; at < w.To; at += (w.To - w.Start) / 7 {
		for k := range whole.Dominoes {
			d := &whole.Dominoes[k]
			cut := *d
			cut.Reaches = nil
			for _, r := range d.Reaches {
				if r.At <= at {
					cut.Reaches = append(cut.Reaches, r)
				}
			}
			f.Stage.Clock.At = at
			b := newBuilder(f)
			if x, y := b.dominoLength(&whole, d), b.dominoLength(&whole, &cut); x != y {
				t.Errorf("domino %d at %d: %d px, with what is known then %d", k, at-w.Start, x, y)
			}
			if d.By(at) != cut.By(w.To) {
				t.Errorf("domino %d at %d: %v dollars, known then %v", k, at-w.Start, d.By(at), cut.By(w.To))
			}
		}
	}
}

func TestWithReducedMotionDominoesFadeIn(t *testing.T) {
	i, f := chained(t)
	at := synthetic.Chains()[i].Dominoes[0].At
	f.Stage.Speed = 1
	opacity := func(age data.UnixMs, reduced bool) (most uint8) {
		f.Stage.Clock.At, f.Style.ReducedMotion = at+age, reduced
		var l render.List
		b := newBuilder(f)
		b.chain(&l)
		for _, r := range l.Rects {
			most = max(most, r.Color.A)
		}
		return most
	}
	if a, b, c := opacity(10, true), opacity(dominoFalls/3, true), opacity(dominoFalls, true); !(a < b && b < c) {
		t.Errorf("opacities %d, %d, %d; want it to fade in", a, b, c)
	}
	if a, b := opacity(10, false), opacity(dominoFalls, false); a != b {
		t.Errorf("opacities %d, %d while it falls, want one", a, b)
	}
}

// The trigger, a sale before each domino after the first, and the line of the
// sale that goes on.
func TestLinksLeadFromTheTriggerThroughEachSaleToTheNextDomino(t *testing.T) {
	i, f := chained(t)
	w, c := synthetic.Waves()[i], synthetic.Chains()[i]
	sales := 0
	if c.Before.Total() > 0 {
		sales++
	}
	for _, d := range c.Dominoes[:len(c.Dominoes)-1] {
		if d.Forced.Total() > 0 {
			sales++
		}
	}
	if sales < 2 {
		t.Fatalf("%d sales, want some", sales)
	}
	for _, reduced := range []bool{false, true} {
		f.Stage.Clock.At, f.Style.ReducedMotion = w.To, reduced
		var l render.List
		b := newBuilder(f)
		b.chainLinks(&l)
		discs, tips := 0, 0
		for _, m := range l.Marks {
			switch m.Shape {
			case render.Disc:
				discs++
			case render.TriangleDown:
				tips++
			}
		}
		if discs != 2 || tips != 2*sales { // each with its plate
			t.Errorf("reduced %t: %d discs and %d tips, want 2 and %d", reduced, discs, tips, 2*sales)
		}
	}
	f.Stage.Clock.At = w.Start
	if l := drawChain(f); len(l.Marks) != 2 {
		t.Errorf("%d marks when it starts, want the trigger alone", len(l.Marks))
	}
}

func TestLabelsOfAChainAreWhereTheyFit(t *testing.T) {
	i, f := chained(t)
	f.Stage.Layers = wire.DefaultLayers | wire.LayerChain
	apartAndNumbered := func(name string) []string {
		s := built(f)
		apart(t, name, s)
		var said []string
		for _, p := range textsOf(s, render.LayerAxes) {
			if strings.Contains(string(p.chars), " · ") || strings.HasPrefix(string(p.chars), "wave ") {
				said = append(said, string(p.chars))
			}
		}
		return said
	}
	said := apartAndNumbered("wide")
	if len(said) < 2 || said[0] != "wave "+strconv.Itoa(i+1)+", est." || !strings.HasPrefix(said[1], "1 · $") {
		t.Errorf("got %q, want the wave and its dominoes in order", said)
	}
	f.Stage.Clock.At = synthetic.Waves()[i].Start
	if said := apartAndNumbered("at its start"); len(said) != 1 {
		t.Errorf("got %q before anything fell", said)
	}
	f.Stage.Layers = wire.DefaultLayers
	if said := apartAndNumbered("without the layer"); len(said) != 0 {
		t.Errorf("got %q without the layer", said)
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
	draw := func() { l.Reset(); b.chain(&l); b.chainLinks(&l); b.chainLabels(&l, &l) }
	draw()
	if n := testing.AllocsPerRun(50, draw); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}
