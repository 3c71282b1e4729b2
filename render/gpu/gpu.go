//go:build js

// Package gpu draws a [render.Scene] with Ebitengine. With render/raster it
// shares every formula, so both show the same picture.
//
// Everything drawn from an outline goes through one shader with its parameters
// in the vertices: Ebitengine merges neighbouring calls, and a frame is three
// draws (background, heat map, everything above it).
package gpu

import (
	_ "embed"
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
)

//go:embed shape.kage
var shapeSource []byte

//go:embed heat.kage
var heatSource []byte

//go:embed copy.kage
var copySource []byte

// Screen is what a scene can be drawn on: the final screen or an image.
type Screen interface {
	DrawTrianglesShader32(vertices []ebiten.Vertex, indices []uint32, shader *ebiten.Shader, options *ebiten.DrawTrianglesShaderOptions)
}

// Drawer draws scenes. It keeps the vertices of every layer until the layer's
// list is rebuilt, and the textures of one pyramid; drawing a frame allocates
// nothing once warm. It must only be used from Ebitengine's callbacks.
type Drawer struct {
	heat    heatMap
	atlas   atlas
	shader  *ebiten.Shader
	options ebiten.DrawTrianglesShaderOptions
	ground  batch // the background
	still   still
	layers  [render.LayerCount]batch
	indices []uint32 // of as many quads as any batch had so far
}

// New returns a Drawer, or an error that names a shader that does not compile.
func New() (*Drawer, error) {
	shape, err := ebiten.NewShader(shapeSource)
	if err != nil {
		return nil, fmt.Errorf("shape.kage: %w", err)
	}
	heat, err := ebiten.NewShader(heatSource)
	if err != nil {
		return nil, fmt.Errorf("heat.kage: %w", err)
	}
	copies, err := ebiten.NewShader(copySource)
	if err != nil {
		return nil, fmt.Errorf("copy.kage: %w", err)
	}
	d := &Drawer{shader: shape, atlas: newAtlas(), still: still{shader: copies}}
	d.heat.init(heat)
	d.options.Images[0] = d.atlas.texture
	return d, nil
}

// Draw draws s on screen, all of it.
func (d *Drawer) Draw(screen Screen, s *render.Scene) {
	still := d.still.refresh(d, s)
	d.prepare(s, still)
	d.ground.vertices = d.ground.vertices[:0]
	d.ground.rect(render.Rect{X1: int32(s.Width), Y1: int32(s.Height), Color: s.Background})
	d.flush(screen, &d.ground)
	for i := range s.Layers {
		if h := s.Layers[i].Heat; h != nil {
			d.heat.draw(screen, h, d.quads(1))
		}
		switch layer := render.Layer(i); {
		case !still || !layer.Still():
			d.flush(screen, &d.layers[i])
		case layer == render.StillLast:
			d.still.show(screen, d.quads(1))
		}
	}
}

// prepare turns the lists that have changed into vertices, but not those that
// a picture stands for. A glyph that the
// atlas has no room for empties it, so the layers before are laid out once
// more then.
func (d *Drawer) prepare(s *render.Scene, still bool) {
	for range 2 {
		before := d.atlas.Generation()
		for i := range s.Layers {
			if still && render.Layer(i).Still() {
				continue
			}
			if b := &d.layers[i]; b.stale(&s.Layers[i], d.atlas.Generation()) {
				d.rebuild(b, &s.Layers[i])
			}
		}
		if d.atlas.Generation() == before {
			break
		}
	}
	d.atlas.upload()
}

func (d *Drawer) rebuild(b *batch, l *render.List) {
	b.start(l)
	for _, r := range l.Rects {
		b.rect(r)
	}
	for i := range l.Stripes {
		b.stripes(&l.Stripes[i])
	}
	for i := range l.Marks {
		b.mark(&l.Marks[i])
	}
	b.atlas = d.atlas.Generation()
	for i := range l.Texts {
		d.atlas.text(b, l, &l.Texts[i])
	}
}

func (d *Drawer) flush(screen Screen, b *batch) {
	if len(b.vertices) == 0 {
		return
	}
	screen.DrawTrianglesShader32(b.vertices, d.quads(len(b.vertices)/4), d.shader, &d.options)
}

// quads returns the indices of n quads.
func (d *Drawer) quads(n int) []uint32 {
	for i := len(d.indices) / 6; i < n; i++ {
		v := uint32(4 * i)
		d.indices = append(d.indices, v, v+1, v+2, v+1, v+3, v+2)
	}
	return d.indices[:6*n]
}
