package view

import (
	"bytes"
	"image"
	"math/rand"
	"testing"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/raster"
)

// still returns the layers of s that a backend may keep a picture of, drawn.
func still(s *render.Scene) *image.RGBA {
	only := *s
	for i := range only.Layers {
		if !render.Layer(i).Still() {
			only.Layers[i] = render.List{}
		}
	}
	dst := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
	raster.Draw(dst, &only, glyph.New())
	return dst
}

// traced remembers the still layers of s.
func traced(s *render.Scene) (traces []render.Trace) {
	for i := render.StillFirst; i <= render.StillLast; i++ {
		var t render.Trace
		t.Keep(&s.Layers[i])
		traces = append(traces, t)
	}
	return traces
}

// damaged returns where the still layers of s may differ from the traced ones.
func damaged(traces []render.Trace, s *render.Scene) (all image.Rectangle) {
	for i := range traces {
		all = all.Union(traces[i].Damage(&s.Layers[int(render.StillFirst)+i]))
	}
	return all
}

// somewhere is a frame of a random window, size and time, or of the whole event.
func somewhere(rnd *rand.Rand) *Frame {
	event := synthetic.Tape
	return frame(func(f *Frame) {
		f.Width, f.Height = 320+float32(rnd.Intn(600)), 360+float32(rnd.Intn(200))
		f.Scale = []float32{1, 1.5}[rnd.Intn(2)]
		f.Stage.Speed = []float64{1, 60, 3600}[rnd.Intn(3)]
		f.Stage.Clock.At = event.From + data.UnixMs(rnd.Int63n(int64(event.To-event.From)))
		if rnd.Intn(2) == 0 {
			f.Stage.From = event.From + data.UnixMs(rnd.Int63n(int64(event.To-event.From)/2))
			f.Stage.To = f.Stage.From + data.Hour + data.UnixMs(rnd.Int63n(int64(8*data.Hour)))
		}
	})
}

// sameOutside says whether two pictures agree outside a rectangle.
func sameOutside(a, b *image.RGBA, part image.Rectangle) bool {
	for y := range a.Rect.Dy() {
		row := func(p *image.RGBA, x0, x1 int) []byte { return p.Pix[y*p.Stride+4*x0 : y*p.Stride+4*x1] }
		cut := part.Intersect(a.Rect)
		if cut.Empty() || y < cut.Min.Y || y >= cut.Max.Y {
			cut = image.Rectangle{}
		}
		wide := a.Rect.Dx()
		if !bytes.Equal(row(a, 0, cut.Min.X), row(b, 0, cut.Min.X)) || !bytes.Equal(row(a, cut.Max.X, wide), row(b, cut.Max.X, wide)) {
			return false
		}
	}
	return true
}

func TestOutsideItsDamageAPictureStays(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	changed := 0
	for range 16 {
		f := somewhere(rnd)
		s := built(f)
		before, traces := still(s), traced(s)
		f.Stage.Clock.At += data.UnixMs(rnd.Int63n(int64(2*data.Hour))) - data.Hour/2 // back, too
		Build(s, f, DirtyTime)
		part := damaged(traces, s)
		if !sameOutside(before, still(s), part) {
			t.Errorf("%v × %v at %v, at %d: the picture has changed outside %v", f.Width, f.Height, f.Scale, f.Time(), part)
		}
		if !part.Empty() {
			changed++
		}
	}
	if changed < 8 {
		t.Errorf("only %d of 16 pictures have changed; the test says little", changed)
	}
}

// Shapes are only added as the replay goes on, so what is drawn again is what
// is new, at the present.
func TestWhilePlayingOnlyAStripAtThePresentIsDamaged(t *testing.T) {
	rnd := rand.New(rand.NewSource(2))
	for range 40 {
		f := somewhere(rnd)
		f.Stage.Layers = wire.AllLayers
		s := built(f)
		traces := traced(s)
		f.Stage.Clock.At += CandleStep(f)
		Build(s, f, DirtyTime)
		c, part := chartOf(f), damaged(traces, s)
		most := 2*c.time.PxPerMs()*float64(CandleStep(f)) + float64(2*(bubbleLargest+4)*1.5*f.Scale)
		if float64(part.Dx()) > most {
			t.Errorf("%v × %v at %v, at %d: %d px wide, want at most %.0f", f.Width, f.Height, f.Scale, f.Time(), part.Dx(), most)
		}
	}
}

func TestWhatStandsStillIsPlain(t *testing.T) {
	s := built(frame(nil))
	for i := render.StillFirst; i <= render.StillLast; i++ {
		if l := &s.Layers[i]; !l.Plain() || l.Shapes() == 0 {
			t.Errorf("layer %d: plain %t, %d shapes; want rectangles and marks alone", i, l.Plain(), l.Shapes())
		}
	}
}
