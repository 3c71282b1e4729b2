package raster

import (
	"image/color"
	"math"

	"unwind/data/heat"
	"unwind/render"
)

// heat draws the heat map by the rule of [render.Heat], in float32:
//
//	column = Col0 + (x+½−X0)·ColPerPx
//	bin    = Bin0 + (Y1−y−½)·BinPerPx
//	row    = ⌊bin / 2^PriceLevel⌋
//	block  = ⌊column / 2^TimeLevel⌋
//
// The cell (block, row) of level (TimeLevel, PriceLevel) shows where its end,
// (block+1)·2^TimeLevel, is before Now; elsewhere the cell
// (min(⌊column⌋, NowColumn), row) of level (0, PriceLevel) does. Opacity is 1
// for column < Now, Fade from there on, and in the stripes of unsure cells
// less by [render.Hatch].
func (c *canvas) heat(m *render.Heat) {
	x0, y0, x1, y1 := c.clip(int(m.X0), int(m.Y0), int(m.X1), int(m.Y1))
	if x0 >= x1 || y0 >= y1 || m.Pyramid == nil || m.Colors == nil {
		return
	}
	h := heatRow{
		shown:  m.Pyramid.Image(m.TimeLevel, m.PriceLevel),
		exact:  m.Pyramid.Image(0, m.PriceLevel),
		colors: colorTable(m),
		fade:   clamp(m.Fade),
		hatch:  m.Hatch,
	}
	h.hatch.Phase -= m.X0 - int32(x0) // stripes count from the left end of the rows drawn
	h.place(m, x0, x1)
	for y := y0; y < y1; y++ {
		bin := m.Bin0 + (float32(int(m.Y1)-y)-0.5)*m.BinPerPx
		row := floor32(bin / float32(int(1)<<m.PriceLevel))
		if row >= 0 && row < float32(h.exact.Rows) {
			h.draw(c.row(y, x0, x1), int(row), m.Y1-1-int32(y))
		}
	}
}

func floor32(v float32) float32 { return float32(math.Floor(float64(v))) }

// heatRow draws rows of one heat map. From left to right a row has columns of
// the shown level, then of the exact level, then those that still wait; what
// lies outside the pyramid is left out.
type heatRow struct {
	shown, exact *heat.Image
	columns      []int32         // of each pixel, in its image; −1: left out
	exactFrom    int             // pixels from here on are of the exact level
	waitsFrom    int             // pixels from here on still wait
	colors       [256]color.RGBA // of each stored byte
	fade         float32         // opacity of what still waits
	hatch        render.Hatch
}

// place finds the column of every pixel of [x0, x1).
func (h *heatRow) place(m *render.Heat, x0, x1 int) {
	h.columns = make([]int32, x1-x0)
	h.exactFrom, h.waitsFrom = len(h.columns), len(h.columns)
	cell := float32(int(1) << m.TimeLevel)
	for i := range h.columns {
		column := m.Col0 + (float32(x0+i-int(m.X0))+0.5)*m.ColPerPx
		block := floor32(column / cell)
		switch inside := column < float32(h.exact.Cols); {
		case !(column >= 0):
			h.columns[i] = -1
		case (block+1)*cell < m.Now && inside:
			h.columns[i] = int32(block)
		default:
			h.exactFrom = min(h.exactFrom, i)
			h.columns[i] = exactColumn(column, m.NowColumn, h.exact.Cols)
			if column >= m.Now {
				h.waitsFrom = min(h.waitsFrom, i)
			}
		}
	}
}

// exactColumn returns min(⌊column⌋, now), or −1 outside [0, cols).
func exactColumn(column float32, now, cols int) int32 {
	c := min(floor32(column), float32(now))
	if c < 0 || c >= float32(cols) {
		return -1
	}
	return int32(c)
}

// draw draws one row of pixels, y from the bottom, from a row of cells.
func (h *heatRow) draw(pix []uint8, row int, y int32) {
	shown := h.shown.Pix[row*h.shown.Cols : (row+1)*h.shown.Cols]
	exact := h.exact.Pix[row*h.exact.Cols : (row+1)*h.exact.Cols]
	a, b := h.exactFrom, h.waitsFrom
	h.cells(pix, 0, a, shown, 1, y)
	h.cells(pix, a, b, exact, 1, y)
	h.cells(pix, b, len(h.columns), exact, h.fade, y)
}

// cells draws the pixels from one to another; a byte of 0 leaves one as it is.
func (h *heatRow) cells(pix []uint8, from, to int, cells []uint8, opacity float32, y int32) {
	for i := from; i < to; i++ {
		column := h.columns[i]
		if column < 0 {
			continue
		}
		b := cells[column]
		if b == 0 {
			continue
		}
		o := opacity
		if b&heat.UnsureBit != 0 && h.hatch.Striped(int32(i), y) {
			o *= h.hatch.Fade
		}
		if o == 1 {
			fill(pix[4*i:4*i+4], h.colors[b])
		} else {
			cover(pix[4*i:], h.colors[b], o)
		}
	}
}

// colorTable returns the colour of each stored byte, entry
// ⌊255·clamp((shade−Low)·Gain)^Gamma + ½⌋ of the Colors of its side.
func colorTable(m *render.Heat) (t [256]color.RGBA) {
	for b := range t {
		place := float64(clamp((float32(heat.ShadeOf(uint8(b))) - m.Low) * m.Gain))
		entry := int(255*math.Pow(place, float64(m.Gamma)) + 0.5)
		t[b] = m.Colors[b&heat.ShortBit][entry]
	}
	return t
}
