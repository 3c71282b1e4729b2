package raster

import (
	"encoding/binary"
	"image/color"
)

// fill replaces pixels by c.
func fill(pix []uint8, c color.RGBA) {
	v := word(c)
	for ; len(pix) >= 4; pix = pix[4:] {
		binary.LittleEndian.PutUint32(pix, v)
	}
}

// over covers pixels with c entirely.
func over(pix []uint8, c color.RGBA) {
	switch {
	case c.A == 255:
		fill(pix, c)
	case max(c.R, c.G, c.B) > c.A:
		addRow(pix, c)
	case c.A > 0:
		overRow(pix, c)
	}
}

// lanes are the even bytes of a word, each with room for 16 bits.
const lanes = 0x00ff00ff

// overRow blends two channels at a time in 16-bit lanes: with c <= a each sum
// is at most 255·255. (x + 128 + (x+128)/256)/256 is x/255 rounded, exactly.
func overRow(pix []uint8, c color.RGBA) {
	v, rest := word(c), uint32(255-c.A)
	even := (v&lanes)*255 + 0x00800080
	odd := (v>>8&lanes)*255 + 0x00800080
	for ; len(pix) >= 4; pix = pix[4:] {
		d := binary.LittleEndian.Uint32(pix)
		e := (d&lanes)*rest + even
		o := (d>>8&lanes)*rest + odd
		e = (e + e>>8&lanes) >> 8 & lanes
		o = (o + o>>8&lanes) & (lanes << 8)
		binary.LittleEndian.PutUint32(pix, e|o)
	}
}

// addRow blends light: what exceeds full brightness is cut off.
func addRow(pix []uint8, c color.RGBA) {
	rest := uint32(255 - c.A)
	for ; len(pix) >= 4; pix = pix[4:] {
		p := pix[:4:4]
		p[0] = sum(c.R, p[0], rest)
		p[1] = sum(c.G, p[1], rest)
		p[2] = sum(c.B, p[2], rest)
		p[3] = sum(c.A, p[3], rest)
	}
}

func sum(c, d uint8, rest uint32) uint8 {
	return uint8(min(255, uint32(c)+(uint32(d)*rest+127)/255))
}

// cover blends one pixel that is covered by the share k in [0, 1].
func cover(p []uint8, c color.RGBA, k float32) {
	p = p[:4:4]
	rest := 1 - k*float32(c.A)/255
	p[0] = round(k*float32(c.R) + float32(p[0])*rest)
	p[1] = round(k*float32(c.G) + float32(p[1])*rest)
	p[2] = round(k*float32(c.B) + float32(p[2])*rest)
	p[3] = round(k*float32(c.A) + float32(p[3])*rest)
}

func round(v float32) uint8 { return uint8(min(v, 255) + 0.5) }

// word is a pixel as it lies in memory, read as a little-endian number.
func word(c color.RGBA) uint32 {
	return uint32(c.R) | uint32(c.G)<<8 | uint32(c.B)<<16 | uint32(c.A)<<24
}
