package view

import (
	"testing"

	"unwind/data"
	"unwind/render"
)

// WCAG 2.3.1 lets more than three flashes a second pass only where they cover
// less than a quarter of the field of view. Levels burn out where the price
// is, in a stripe; at the highest speed and at smart pace, in the worst second, on the narrowest
// chart it must stay far below that, also with a scale on which everything is at
// its brightest.
func TestFlashesStaySmall(t *testing.T) {
	for _, c := range []struct {
		width float32
		fit   float64 // seconds at smart pace; 0: at 3600×
	}{{320, 0}, {1200, 0}, {320, 5}, {1200, 90}} {
		worst := 0.0
		for minute := data.UnixMs(600); minute < 900; minute += 3 {
			f := frame(func(f *Frame) {
				f.Width, f.Stage.Speed, f.Stage.Smart, f.Stage.Fit = c.width, 3600, c.fit > 0, c.fit
				f.Stage.Clock.At = synthetic.Tape.From + minute*data.Minute
				f.Stage.Min, f.Stage.Max, f.Style.Gamma = 1, 2, 0.4
			})
			b := newBuilder(f)
			var l render.List
			b.flashes(&l)
			worst = max(worst, lit(&l)/(float64(f.Width)*float64(f.Height)))
		}
		if worst == 0 || worst > 0.125 {
			t.Errorf("%v px wide, %v s: flashes cover %.1f %% of the frame, want some and less than an eighth", c.width, c.fit, 100*worst)
		}
	}
}

// lit is the area of the rectangles of a list.
func lit(l *render.List) (px float64) {
	for _, r := range l.Rects {
		px += float64(r.X1-r.X0) * float64(r.Y1-r.Y0)
	}
	return px
}

func TestReducedMotionHasNoWhiteHotPhase(t *testing.T) {
	touch := &synthetic.Touches()[len(synthetic.Touches())/2]
	for _, reduced := range []bool{false, true} {
		f := frame(func(f *Frame) {
			f.Style.ReducedMotion = reduced
			f.Stage.Clock.At = synthetic.Pyramid.Columns.Start(touch.Column)
		})
		b := newBuilder(f)
		var l render.List
		b.flashes(&l)
		hot := false
		for _, r := range l.Rects {
			hot = hot || int(r.Color.G)*10 > int(r.Color.R)*8 // the ember is orange, only the flash is white
		}
		if hot == reduced {
			t.Errorf("reduced motion %t: white-hot is drawn: %t", reduced, hot)
		}
	}
}
