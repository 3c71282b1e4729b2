//go:build js

package gpu

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/data/heat"
	"unwind/render"
)

// maxTexture is the largest side of a texture that every phone takes, pixels.
const maxTexture = 2048

// heatMap draws the heat map. The levels of one pyramid are kept as textures,
// uploaded when they are first shown: replaying, panning and the legend upload
// nothing.
type heatMap struct {
	shader   *ebiten.Shader
	pyramid  *heat.Pyramid
	levels   []level
	table    *ebiten.Image // 256 colours of longs, and of shorts
	tableID  int
	vertices [4]ebiten.Vertex
	options  ebiten.DrawTrianglesShaderOptions
	view     []float32 // uniform Map; the other uniforms follow
	cell     []float32
	time     []float32
	tone     []float32
	hatch    []float32
	staging  []byte
}

// level is one image of the pyramid as a texture.
type level struct {
	image   *heat.Image
	texture *ebiten.Image
}

func (h *heatMap) init(shader *ebiten.Shader) {
	h.shader = shader
	h.table = newTexture(256, 2)
	h.tableID = -1
	h.view, h.cell = make([]float32, 4), make([]float32, 4)
	h.time, h.tone = make([]float32, 2), make([]float32, 4)
	h.hatch = make([]float32, 4)
	h.options.Uniforms = map[string]any{"Map": h.view, "Cell": h.cell, "Time": h.time, "Tone": h.tone, "Hatch": h.hatch}
	for i := range h.vertices {
		h.vertices[i].ColorA = 1
	}
}

// newTexture returns an image that is a texture of its own, so that its bytes
// stay where they are put.
func newTexture(w, h int) *ebiten.Image {
	return ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
}

// draw draws m. A pyramid too large for the textures of a phone is left out;
// [heat.Pyramid] never has one.
func (h *heatMap) draw(screen Screen, m *render.Heat, quad []uint32) {
	if m.Pyramid == nil || m.Colors == nil {
		return
	}
	if m.Pyramid != h.pyramid {
		h.forget()
		h.pyramid = m.Pyramid
	}
	shown := m.Pyramid.Image(m.TimeLevel, m.PriceLevel)
	exact := m.Pyramid.Image(0, m.PriceLevel)
	if exact.Cols > 4*maxTexture || exact.Rows > maxTexture {
		return
	}
	h.options.Images[0] = h.texture(shown)
	h.options.Images[1] = h.texture(exact)
	h.options.Images[2] = h.colors(m)
	h.place(m, exact)
	screen.DrawTrianglesShader32(h.vertices[:], quad, h.shader, &h.options)
}

// place sets vertices and uniforms, see heat.kage.
func (h *heatMap) place(m *render.Heat, exact *heat.Image) {
	wide, high := float32(m.X1-m.X0), float32(m.Y1-m.Y0)
	for i := range h.vertices {
		v := &h.vertices[i]
		v.DstX, v.DstY, v.SrcX, v.SrcY = float32(m.X0), float32(m.Y0), 0, high
		if i&1 != 0 {
			v.DstX, v.SrcX = float32(m.X1), wide
		}
		if i&2 != 0 {
			v.DstY, v.SrcY = float32(m.Y1), 0
		}
	}
	h.view[0], h.view[1], h.view[2], h.view[3] = m.Col0, m.ColPerPx, m.Bin0, m.BinPerPx
	h.cell[0], h.cell[1] = float32(int(1)<<m.TimeLevel), float32(int(1)<<m.PriceLevel)
	h.cell[2], h.cell[3] = float32(exact.Cols), float32(exact.Rows)
	h.time[0], h.time[1] = m.Now, float32(m.NowColumn)
	h.tone[0], h.tone[1], h.tone[2], h.tone[3] = m.Low, m.Gain, m.Gamma, m.Fade
	p := &m.Hatch
	h.hatch[0], h.hatch[1], h.hatch[2], h.hatch[3] = float32(p.Period), float32(p.Width), float32(p.Phase), p.Fade
}

// colors returns the table of m as a texture.
func (h *heatMap) colors(m *render.Heat) *ebiten.Image {
	if m.ColorsID != h.tableID {
		h.tableID = m.ColorsID
		h.staging = h.staging[:0]
		for side := range m.Colors {
			for _, c := range m.Colors[side] {
				h.staging = append(h.staging, c.R, c.G, c.B, c.A)
			}
		}
		h.table.WritePixels(h.staging)
	}
	return h.table
}

// texture returns img as a texture, four columns a texel.
func (h *heatMap) texture(img *heat.Image) *ebiten.Image {
	for i := range h.levels {
		if h.levels[i].image == img {
			return h.levels[i].texture
		}
	}
	t := newTexture((img.Cols+3)/4, img.Rows)
	t.WritePixels(h.pack(img))
	h.levels = append(h.levels, level{img, t})
	return t
}

// pack returns the bytes of img with every row filled up to whole texels.
func (h *heatMap) pack(img *heat.Image) []byte {
	if img.Cols%4 == 0 {
		return img.Pix[:img.Cols*img.Rows]
	}
	stride := (img.Cols + 3) &^ 3
	h.staging = h.staging[:0]
	for row := range img.Rows {
		h.staging = append(h.staging, img.Pix[row*img.Cols:(row+1)*img.Cols]...)
		for range stride - img.Cols {
			h.staging = append(h.staging, 0)
		}
	}
	return h.staging
}

// forget frees the textures of a pyramid that is no longer shown.
func (h *heatMap) forget() {
	for _, l := range h.levels {
		l.texture.Deallocate()
	}
	h.levels = h.levels[:0]
}
