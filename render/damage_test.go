package render

import (
	"image"
	"image/color"
	"math"
	"testing"
)

func TestDamageIsWhatOnlyOneOfTwoListsHas(t *testing.T) {
	at := func(x int32) Rect { return Rect{X0: x, Y0: 10, X1: x + 2, Y1: 20, Color: color.RGBA{1, 2, 3, 255}} }
	red := at(4)
	red.Color.R = 200
	// a mark of radius 3 about (50, 50) fades over the pixels up to 4 from it
	mark := Mark{X: 50, Y: 50, R: 3, Shape: Disc}
	for _, tc := range []struct {
		name          string
		before, after []Rect
		marks         []Mark // only after
		want          image.Rectangle
	}{
		{"equal lists", []Rect{at(0), at(4)}, []Rect{at(0), at(4)}, nil, image.Rectangle{}},
		{"one more at the end", []Rect{at(0)}, []Rect{at(0), at(4)}, nil, image.Rect(4, 10, 6, 20)},
		{"one more in the middle", []Rect{at(0), at(8)}, []Rect{at(0), at(4), at(8)}, nil, image.Rect(4, 10, 6, 20)},
		{"one less at the end", []Rect{at(0), at(4)}, []Rect{at(0)}, nil, image.Rect(4, 10, 6, 20)},
		{"another colour", []Rect{at(0), at(4)}, []Rect{at(0), red}, nil, image.Rect(4, 10, 6, 20)},
		{"another order", []Rect{at(0), at(4)}, []Rect{at(4), at(0)}, nil, image.Rect(4, 10, 6, 20)},
		{"everything new", []Rect{at(0)}, []Rect{at(4), at(9)}, nil, image.Rect(0, 10, 11, 20)},
		{"nothing left", []Rect{at(0), at(4)}, nil, nil, image.Rect(0, 10, 6, 20)},
		{"a mark more", []Rect{at(0)}, []Rect{at(0)}, []Mark{mark}, image.Rect(46, 46, 55, 55)},
		{"a mark that is no number", nil, nil, []Mark{{X: float32(math.NaN()), R: 3}}, image.Rectangle{}},
	} {
		var trace Trace
		trace.Keep(&List{Rects: tc.before})
		if got := trace.Damage(&List{Rects: tc.after, Marks: tc.marks}); got != tc.want {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestAListThatWasNotRebuiltIsNotComparedAgain(t *testing.T) {
	l := &List{Rects: []Rect{{X1: 5, Y1: 5}}}
	var trace Trace
	trace.Keep(l)
	l.Rects[0].X1 = 9 // without Reset, which nobody does
	if got := trace.Damage(l); !got.Empty() {
		t.Errorf("the same generation: got %v, want nothing", got)
	}
	l.Reset()
	l.Rects = append(l.Rects, Rect{X1: 9, Y1: 5})
	if got, want := trace.Damage(l), image.Rect(0, 0, 9, 5); got != want {
		t.Errorf("the next generation: got %v, want %v", got, want)
	}
}

func TestAListWithStripesIsNotPlain(t *testing.T) {
	l := &List{Rects: make([]Rect, 1), Stripes: make([]Stripes, 2)}
	if l.Plain() || l.Shapes() != 3 {
		t.Errorf("got plain %v, %d shapes", l.Plain(), l.Shapes())
	}
	if l.Reset(); !l.Plain() || l.Shapes() != 0 {
		t.Errorf("after a reset: got plain %v, %d shapes", l.Plain(), l.Shapes())
	}
}

func TestTracingDoesNotAllocate(t *testing.T) {
	l := &List{Rects: make([]Rect, 100), Marks: make([]Mark, 100)}
	var trace Trace
	trace.Keep(l)
	again := func() {
		l.gen++
		trace.Damage(l)
		trace.Keep(l)
	}
	if n := testing.AllocsPerRun(20, again); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
