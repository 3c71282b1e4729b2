package glyph

// unitsPerEm of the embedded fonts; [parse] insists on it. A power of two, so
// that scaled coordinates are exact.
const unitsPerEm = 2048

// font is a TrueType font (ISO/IEC 14496-22) as far as the embedded ones need
// it: their outlines and advances. It is immutable.
type font struct {
	index                      map[rune]uint16 // glyph of a rune
	advances                   []uint16        // by glyph, font units
	outlines                   []string        // by glyph, entries of table glyf
	ascent, descent, capHeight int32           // font units, positive
}

// glyph returns the glyph of r, or that of a question mark.
func (f *font) glyph(r rune) uint16 {
	if g, ok := f.index[r]; ok {
		return g
	}
	return f.index['?']
}

// advance returns how far glyph g moves the pen, rounded to whole pixels.
func (f *font) advance(g uint16, size int32) int32 { return scaled(int32(f.advances[g]), size) }

// scaled converts font units to pixels, rounded half up.
func scaled(units, size int32) int32 { return (2*units*size + unitsPerEm) / (2 * unitsPerEm) }

// table is a part of a font file: big-endian values at byte offsets.
type table string

func (b table) u16(i int) uint16 { return uint16(b[i])<<8 | uint16(b[i+1]) }
func (b table) i16(i int) int16  { return int16(b.u16(i)) }
func (b table) u32(i int) uint32 { return uint32(b.u16(i))<<16 | uint32(b.u16(i+2)) }

// parse reads an embedded font. It panics on anything unexpected: the fonts
// are part of the program.
func parse(ttf string) *font {
	tables := directory(table(ttf))
	head, hhea, os2 := tables["head"], tables["hhea"], tables["OS/2"]
	if head.u16(18) != unitsPerEm {
		panic("glyph: unexpected units per em")
	}
	glyphs := int(tables["maxp"].u16(4))
	return &font{
		index:     runes(tables["cmap"]),
		advances:  advances(tables["hmtx"], int(hhea.u16(34)), glyphs),
		outlines:  outlines(tables["glyf"], tables["loca"], head.u16(50) == 1, glyphs),
		ascent:    int32(hhea.i16(4)),
		descent:   -int32(hhea.i16(6)),
		capHeight: int32(os2.i16(88)),
	}
}

func directory(ttf table) map[string]table {
	tables := map[string]table{}
	for i := range int(ttf.u16(4)) {
		entry := ttf[12+16*i:]
		start, length := entry.u32(8), entry.u32(12)
		tables[string(entry[:4])] = ttf[start : start+length]
	}
	return tables
}

// advances reads table hmtx: the first n glyphs have their own, the others
// that of the last.
func advances(hmtx table, n, glyphs int) []uint16 {
	out := make([]uint16, glyphs)
	for i := range out {
		out[i] = hmtx.u16(4 * min(i, n-1))
	}
	return out
}

func outlines(glyf, loca table, long bool, glyphs int) []string {
	offset := func(i int) uint32 {
		if long {
			return loca.u32(4 * i)
		}
		return 2 * uint32(loca.u16(2*i))
	}
	out := make([]string, glyphs)
	for i := range out {
		out[i] = string(glyf[offset(i):offset(i+1)])
	}
	return out
}

// runes reads the subtable of format 4 (segments of the basic plane) of table
// cmap.
func runes(cmap table) map[rune]uint16 {
	for i := range int(cmap.u16(2)) {
		sub := cmap[cmap.u32(4+8*i+4):]
		if sub.u16(0) == 4 {
			return segments(sub)
		}
	}
	panic("glyph: no character map of format 4")
}

func segments(sub table) map[rune]uint16 {
	twice := int(sub.u16(6)) // twice the number of segments
	ends, starts := sub[14:], sub[16+twice:]
	deltas, offsets := sub[16+2*twice:], sub[16+3*twice:]
	index := map[rune]uint16{}
	for s := 0; s < twice; s += 2 {
		for r := int(starts.u16(s)); r <= int(ends.u16(s)) && r < 0xffff; r++ {
			g := uint16(r)
			if o := int(offsets.u16(s)); o != 0 {
				g = offsets.u16(s + o + 2*(r-int(starts.u16(s))))
			}
			if g += deltas.u16(s); g != 0 {
				index[rune(r)] = g
			}
		}
	}
	return index
}
