package glyph

// point of an outline in font units, y up. Off-curve points control a
// quadratic Bézier curve. Everything computed from coordinates here is exact
// in float32: they have at most 14 bits, sizes 9, halves one more.
type point struct {
	x, y float32
	on   bool
}

// Flags of points and of parts of a composite glyph (OpenType 1.9, glyf).
const (
	flagOn     = 1 << 0
	flagXByte  = 1 << 1
	flagYByte  = 1 << 2
	flagRepeat = 1 << 3
	flagXSame  = 1 << 4 // or the sign of a byte
	flagYSame  = 1 << 5

	partWords   = 1 << 0
	partOffsets = 1 << 1
	partScale   = 1 << 3
	partMore    = 1 << 5
	partScaleXY = 1 << 6
	partMatrix  = 1 << 7
)

// contours appends the points of glyph g to points, and to ends where each
// contour ends in it.
func (f *font) contours(g uint16, points []point, ends []int) ([]point, []int) {
	b := table(f.outlines[g])
	if len(b) == 0 { // a space
		return points, ends
	}
	n := int(b.i16(0))
	if n < 0 {
		return f.parts(b[10:], points, ends)
	}
	base, count := len(points), 0
	for i := range n {
		count = int(b.u16(10+2*i)) + 1
		ends = append(ends, base+count)
	}
	b = b[10+2*n:]
	b = b[2+int(b.u16(0)):] // instructions
	return appendPoints(points, b, count), ends
}

// parts does the same for a composite glyph.
func (f *font) parts(b table, points []point, ends []int) ([]point, []int) {
	for {
		flags, g := b.u16(0), b.u16(2)
		if flags&partOffsets == 0 {
			panic("glyph: composite by points")
		}
		var m matrix
		if flags&partWords != 0 {
			m.dx, m.dy, b = int64(b.i16(4)), int64(b.i16(6)), b[8:]
		} else {
			m.dx, m.dy, b = int64(int8(b[4])), int64(int8(b[5])), b[6:]
		}
		b = m.read(b, flags)
		base := len(points)
		points, ends = f.contours(g, points, ends)
		m.apply(points[base:])
		if flags&partMore == 0 {
			return points, ends
		}
	}
}

// matrix places a part: factors in units of 2^−14, offsets in font units.
type matrix struct{ xx, xy, yx, yy, dx, dy int64 }

// read reads the factors that flags announce.
func (m *matrix) read(b table, flags uint16) table {
	m.xx, m.yy = 1<<14, 1<<14
	switch {
	case flags&partScale != 0:
		m.xx = int64(b.i16(0))
		m.yy = m.xx
		return b[2:]
	case flags&partScaleXY != 0:
		m.xx, m.yy = int64(b.i16(0)), int64(b.i16(2))
		return b[4:]
	case flags&partMatrix != 0:
		m.xx, m.xy, m.yx, m.yy = int64(b.i16(0)), int64(b.i16(2)), int64(b.i16(4)), int64(b.i16(6))
		return b[8:]
	}
	return b
}

// apply moves points, rounding to whole font units.
func (m *matrix) apply(points []point) {
	for i := range points {
		x, y := int64(points[i].x), int64(points[i].y)
		points[i].x = float32((x*m.xx+y*m.yx+1<<13)>>14 + m.dx)
		points[i].y = float32((x*m.xy+y*m.yy+1<<13)>>14 + m.dy)
	}
}

// appendPoints reads count points: all flags, then all x, then all y, each
// relative to the one before.
func appendPoints(points []point, b table, count int) []point {
	base := len(points)
	flags, b := readFlags(b, count)
	var x, y int32
	for _, flag := range flags {
		var d int32
		d, b = delta(b, flag&flagXByte != 0, flag&flagXSame != 0)
		x += d
		points = append(points, point{x: float32(x), on: flag&flagOn != 0})
	}
	for i, flag := range flags {
		var d int32
		d, b = delta(b, flag&flagYByte != 0, flag&flagYSame != 0)
		y += d
		points[base+i].y = float32(y)
	}
	return points
}

// readFlags reads the flags of count points and returns what follows them.
func readFlags(b table, count int) ([]byte, table) {
	flags := make([]byte, 0, count)
	for len(flags) < count {
		flag, repeat := b[0], 0
		b = b[1:]
		if flag&flagRepeat != 0 {
			repeat = int(b[0])
			b = b[1:]
		}
		for range repeat + 1 {
			flags = append(flags, flag)
		}
	}
	return flags, b
}

// delta reads one coordinate: a byte with the sign in same, or a word, or
// nothing when it is the same as before.
func delta(b table, short, same bool) (int32, table) {
	switch {
	case short && same:
		return int32(b[0]), b[1:]
	case short:
		return -int32(b[0]), b[1:]
	case same:
		return 0, b
	}
	return int32(b.i16(0)), b[2:]
}

// pen receives a path of lines and quadratic curves.
type pen interface {
	MoveTo(x, y float32)
	LineTo(x, y float32)
	QuadTo(x1, y1, x2, y2 float32)
	ClosePath()
}

// trace draws one closed contour. Between two control points lies an implied
// point of the curve, half way.
func trace(p pen, contour []point) {
	start, rest := startOf(contour)
	p.MoveTo(start.x, start.y)
	for len(rest) > 0 {
		at := rest[0]
		rest = rest[1:]
		if at.on {
			p.LineTo(at.x, at.y)
			continue
		}
		end := start
		if len(rest) > 0 {
			if end = rest[0]; end.on {
				rest = rest[1:]
			} else {
				end = halfWay(at, end)
			}
		}
		p.QuadTo(at.x, at.y, end.x, end.y)
	}
	p.ClosePath()
}

// startOf returns a point on the curve to start from, and the others in order.
func startOf(c []point) (start point, rest []point) {
	last := len(c) - 1
	switch {
	case c[0].on:
		return c[0], c[1:]
	case c[last].on:
		return c[last], c[:last]
	}
	return halfWay(c[0], c[last]), c
}

func halfWay(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }
