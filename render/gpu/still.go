//go:build js

package gpu

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
)

const (
	stillLeast = 1500 // shapes: fewer are drawn as fast as an image of them
	stillMost  = 4096 // largest side of the image; screens that large have such textures
	stillShare = 4    // an image of which at least one part in so many has changed is not kept
)

// still keeps a picture of the still layers. Of a picture that has changed a
// little only that part is drawn again, with every shape that reaches into it,
// in order, so that it always equals drawing all of them. While a camera moves
// there is no picture and the layers are drawn as they are.
type still struct {
	shader  *ebiten.Shader
	image   *ebiten.Image
	painted bool
	extent  image.Rectangle // of what the image shows
	traces  [render.StillLast - render.StillFirst + 1]render.Trace
	part    batch // the shapes that are drawn again
	corners [4]ebiten.Vertex
	options ebiten.DrawTrianglesShaderOptions
}

// refresh brings the picture of the still layers of s up to date and reports
// whether there is one.
func (t *still) refresh(d *Drawer, s *render.Scene) bool {
	if !worthwhile(s) {
		t.forget()
		return false
	}
	fresh := t.fit(s.Width, s.Height)
	damage := t.damage(s).Intersect(t.image.Bounds())
	settled := !fresh && damage.Dx()*damage.Dy()*stillShare <= s.Width*s.Height
	switch {
	case !settled:
		t.painted = false
	case !t.painted:
		t.paint(d, s)
	case !damage.Empty():
		t.repaint(d, s, damage)
	}
	t.keep(s)
	return t.painted
}

// worthwhile says whether the still layers are many shapes, and such as an
// image can stand for.
func worthwhile(s *render.Scene) bool {
	shapes := 0
	for i := render.StillFirst; i <= render.StillLast; i++ {
		if !s.Layers[i].Plain() {
			return false
		}
		shapes += s.Layers[i].Shapes()
	}
	return shapes >= stillLeast && s.Width > 0 && s.Height > 0 && s.Width <= stillMost && s.Height <= stillMost
}

// fit makes the image as large as the scene and reports whether it is a new
// one.
func (t *still) fit(w, h int) bool {
	if t.image != nil && t.image.Bounds().Max == image.Pt(w, h) {
		return false
	}
	t.forget()
	t.image = newTexture(w, h)
	t.options.Images[0] = t.image
	return true
}

// forget frees the image.
func (t *still) forget() {
	if t.image != nil {
		t.image.Deallocate()
	}
	t.image, t.painted = nil, false
}

// damage returns where s differs from the scene before.
func (t *still) damage(s *render.Scene) (all image.Rectangle) {
	for i := range t.traces {
		all = all.Union(t.traces[i].Damage(&s.Layers[int(render.StillFirst)+i]))
	}
	return all
}

func (t *still) keep(s *render.Scene) {
	for i := range t.traces {
		t.traces[i].Keep(&s.Layers[int(render.StillFirst)+i])
	}
}

// paint draws all still layers into the image.
func (t *still) paint(d *Drawer, s *render.Scene) {
	t.painted, t.extent = true, image.Rectangle{}
	t.image.Clear()
	t.draw(d, s, t.image, t.image.Bounds())
}

// repaint draws the part of the image that has changed.
func (t *still) repaint(d *Drawer, s *render.Scene, part image.Rectangle) {
	target := t.image.SubImage(part).(*ebiten.Image)
	target.Clear()
	t.draw(d, s, target, part)
}

// draw draws every shape of the still layers that reaches into part.
func (t *still) draw(d *Drawer, s *render.Scene, target Screen, part image.Rectangle) {
	t.part.vertices = t.part.vertices[:0]
	for i := render.StillFirst; i <= render.StillLast; i++ {
		l := &s.Layers[i]
		for k := range l.Rects {
			if r := l.Rects[k].Bounds(); r.Overlaps(part) {
				t.extent = t.extent.Union(r)
				t.part.rect(l.Rects[k])
			}
		}
		for k := range l.Marks {
			if r := l.Marks[k].Bounds(); r.Overlaps(part) {
				t.extent = t.extent.Union(r)
				t.part.mark(&l.Marks[k])
			}
		}
	}
	t.extent = t.extent.Intersect(t.image.Bounds())
	d.flush(target, &t.part)
}

// show draws the picture on the screen.
func (t *still) show(screen Screen, quad []uint32) {
	r := t.extent
	for i := range t.corners {
		x, y := float32(r.Min.X), float32(r.Min.Y)
		if i&1 != 0 {
			x = float32(r.Max.X)
		}
		if i&2 != 0 {
			y = float32(r.Max.Y)
		}
		t.corners[i] = ebiten.Vertex{DstX: x, DstY: y, SrcX: x, SrcY: y}
	}
	screen.DrawTrianglesShader32(t.corners[:], quad, t.shader, &t.options)
}
