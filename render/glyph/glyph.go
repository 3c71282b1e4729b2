// Package glyph turns text into coverage: the embedded faces, their metrics,
// and an [Atlas] that rasterises glyphs at exact pixel sizes.
//
// The poster and the page show the same glyphs: no hinting, pens on whole
// pixels, every advance rounded to whole pixels, and outlines whose scaled
// coordinates are exact in float32, so that natively and in WebAssembly the
// same bytes come out.
//
// # Fonts
//
// Roboto-Regular.ttf and Roboto-Medium.ttf are subsets of Roboto 2 by Google,
// Apache License 2.0 (LICENSE-Roboto), taken from the Go module
// eliasnaur.com/font v0.0.0-20230308162249-dd43949cb42d, folder roboto/ttfs.
// They were made with subset-font 2 (npm; HarfBuzz) with the options
//
//	targetFormat: 'truetype', noHinting: true, noLayoutClosure: true,
//	keepFeatures: [], dropTables: GSUB GPOS GDEF gasp hdmx VDMX LTSH DSIG
//	kern fpgm prep cvt
//
// and hold ASCII, Latin-1, Russian and Ukrainian Cyrillic, and
// – — … ‘ ’ “ ” „ « » × ÷ · • − ≈ ≥ ≤ ± ≠ ∞ √ € ₽ ₴ ′ ″ ‰ № with the fixed
// spaces. Roboto has no ₿, arrows or triangles. Kerning is left out: advances
// are whole pixels.
package glyph

import (
	_ "embed"
	"sync"
	"unicode/utf8"

	"unwind/render"
)

//go:embed Roboto-Regular.ttf
var regular string

//go:embed Roboto-Medium.ttf
var medium string

var faces = sync.OnceValue(func() *[2]*font { return &[2]*font{parse(regular), parse(medium)} })

// of returns the font of a face; Regular for an unknown one.
func of(f render.Face) *font {
	if f == render.Medium {
		return faces()[1]
	}
	return faces()[0]
}

// MaxSize is the largest size in pixels per em; larger ones are drawn and
// measured as this.
const MaxSize = 400

func clampSize(size int32) int32 { return min(max(size, 1), MaxSize) }

// Width returns how far text moves the pen, in whole pixels: the sum of the
// rounded advances. It is safe for concurrent use and does not allocate.
func Width(face render.Face, size int32, text []byte) int32 {
	f := of(face)
	size = clampSize(size)
	var w int32
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		w += f.advance(f.glyph(r), size)
		i += n
	}
	return w
}

// Ascent returns the height of a line above the baseline, in pixels.
func Ascent(size int32) int32 { return scaled(faces()[0].ascent, clampSize(size)) }

// Descent returns the depth of a line below the baseline, in pixels, positive.
func Descent(size int32) int32 { return scaled(faces()[0].descent, clampSize(size)) }

// CapHeight returns the height of figures and capitals, in pixels; both faces
// have the same.
func CapHeight(size int32) int32 { return scaled(faces()[0].capHeight, clampSize(size)) }

// Has reports whether both faces have a glyph for r; other runes are drawn as
// a question mark.
func Has(r rune) bool { return faces()[0].index[r] != 0 && faces()[1].index[r] != 0 }
