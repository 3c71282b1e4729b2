package render

import (
	"image"
	"math"
)

// Plain says whether l holds nothing but rectangles and marks.
func (l *List) Plain() bool { return l.Heat == nil && len(l.Stripes) == 0 && len(l.Texts) == 0 }

// Shapes returns how many rectangles, stripes, marks and texts l holds.
func (l *List) Shapes() int { return len(l.Rects) + len(l.Stripes) + len(l.Marks) + len(l.Texts) }

// Bounds returns the pixels that r fills.
func (r *Rect) Bounds() image.Rectangle {
	return image.Rect(int(r.X0), int(r.Y0), int(r.X1), int(r.Y1))
}

// MarkReach is a radius, and a distance from the origin, beyond any screen.
// Marks that reach further are not drawn, nor what is not a number.
const MarkReach = 1 << 15

// Visible says whether m is drawn at all.
func (m *Mark) Visible() bool {
	return m.R >= 0 && m.R < MarkReach && m.X > -MarkReach && m.X < MarkReach && m.Y > -MarkReach && m.Y < MarkReach
}

// Bounds returns the pixels that m may touch: the square of its radius and the
// pixel over which its edge fades. It is empty for what is not drawn.
func (m *Mark) Bounds() image.Rectangle {
	if !m.Visible() {
		return image.Rectangle{}
	}
	floor := func(v float32) int { return int(math.Floor(float64(v))) }
	e := m.R + 1
	return image.Rect(floor(m.X-e), floor(m.Y-e), floor(m.X+e)+1, floor(m.Y+e)+1)
}

// Trace remembers the shapes of a plain list, so that a picture of it can be
// kept and only what has changed drawn again. Its zero value remembers the
// empty list. It keeps its memory.
type Trace struct {
	list  *List
	gen   uint64
	rects []Rect
	marks []Mark
}

// Keep remembers l.
func (t *Trace) Keep(l *List) {
	if t.list == l && t.gen == l.gen {
		return
	}
	t.list, t.gen = l, l.gen
	t.rects = append(t.rects[:0], l.Rects...)
	t.marks = append(t.marks[:0], l.Marks...)
}

// Damage returns a rectangle outside which l, a plain list, draws exactly what
// the remembered one does: that of every shape that only one of them has. Where
// shapes have only been added, wherever in the order, or only been taken from
// the end, it is no larger than those.
func (t *Trace) Damage(l *List) image.Rectangle {
	if t.list == l && t.gen == l.gen {
		return image.Rectangle{}
	}
	return damage(t.rects, l.Rects, (*Rect).Bounds).Union(damage(t.marks, l.Marks, (*Mark).Bounds))
}

// damage walks through both lists together: what they have in common in this
// order stays, all else is damage.
func damage[T comparable](before, after []T, bounds func(*T) image.Rectangle) (all image.Rectangle) {
	same := 0
	for i := range after {
		if same < len(before) && before[same] == after[i] {
			same++
			continue
		}
		all = all.Union(bounds(&after[i]))
	}
	for i := same; i < len(before); i++ {
		all = all.Union(bounds(&before[i]))
	}
	return all
}
