package glyph

import (
	"bytes"
	"hash/crc32"
	"maps"
	"math"
	"testing"
	"unicode/utf8"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"unwind/render"
)

const wanted = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~" +
	"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёЄєІіЇїҐґ" +
	"–—…‘’“”„«»×÷·•−≈≥≤±€₽₴№‰°\u00a0\u2009\u202f"

func TestFacesHoldWhatTheInterfaceNeeds(t *testing.T) {
	for _, r := range wanted {
		if !Has(r) {
			t.Errorf("%q is missing", r)
		}
	}
	if Has('漢') {
		t.Error("a Chinese character is said to be there")
	}
}

func TestFiguresAreTabular(t *testing.T) {
	for _, face := range []render.Face{render.Regular, render.Medium} {
		for size := int32(8); size <= 120; size++ {
			want := Width(face, size, []byte("0"))
			for _, c := range []byte("123456789") {
				if got := Width(face, size, []byte{c}); got != want {
					t.Errorf("face %d size %d: width of %q: got %d, want %d", face, size, c, got, want)
				}
			}
		}
	}
}

// Roboto's figures are 1,151 of 2,048 units wide, capitals 1,456 high.
func TestMetrics(t *testing.T) {
	cases := []struct {
		name      string
		got, want int32
	}{
		{"a figure at 16 px is 8.99", Width(render.Regular, 16, []byte("7")), 9},
		{"four figures are four times one", Width(render.Regular, 13, []byte("2026")), 4 * 7},
		{"nothing has no width", Width(render.Regular, 16, nil), 0},
		{"capitals at 40 px are 28.4 high", CapHeight(40), 28},
		{"the ascent at 16 px is 14.8", Ascent(16), 15},
		{"the descent at 16 px is 3.9", Descent(16), 4},
		{"an unknown face is Regular", Width(9, 16, []byte("A")), Width(render.Regular, 16, []byte("A"))},
		{"sizes are held at the largest", Width(render.Medium, 5000, []byte("A")), Width(render.Medium, MaxSize, []byte("A"))},
		{"sizes are held at one pixel", Width(render.Medium, -5, []byte("AAA")), Width(render.Medium, 1, []byte("AAA"))},
		{"broken UTF-8 is a question mark each byte", Width(render.Regular, 16, []byte{0xff, 0xfe}), Width(render.Regular, 16, []byte("??"))},
	}
	for _, k := range cases {
		if k.got != k.want {
			t.Errorf("%s: got %d, want %d", k.name, k.got, k.want)
		}
	}
}

// recorder is a pen that writes down the path, with every closing line.
type recorder struct {
	at    []float32
	start [2]float32
}

func (r *recorder) MoveTo(x, y float32) {
	r.at = append(r.at, x, y)
	r.start = [2]float32{x, y}
}
func (r *recorder) LineTo(x, y float32)           { r.at = append(r.at, x, y) }
func (r *recorder) QuadTo(x1, y1, x2, y2 float32) { r.at = append(r.at, x1, y1, x2, y2) }
func (r *recorder) ClosePath() {
	if n := len(r.at); r.at[n-2] != r.start[0] || r.at[n-1] != r.start[1] {
		r.LineTo(r.start[0], r.start[1])
	}
}

// The outlines and advances must be those that golang.org/x/image/font/sfnt
// reads from the same files.
func TestFontsReadAsAnIndependentReaderDoes(t *testing.T) {
	for face, ttf := range []string{regular, medium} {
		f, want := of(render.Face(face)), parseSFNT(t, ttf)
		if got, want := len(f.advances), want.NumGlyphs(); got != want {
			t.Fatalf("face %d: got %d glyphs, want %d", face, got, want)
		}
		var buf sfnt.Buffer
		for g := range f.advances {
			comparePath(t, f, want, &buf, uint16(g))
			a, err := want.GlyphAdvance(&buf, sfnt.GlyphIndex(g), fixed.I(unitsPerEm), xfont.HintingNone)
			if err != nil || a.Round() != int(f.advances[g]) {
				t.Errorf("face %d: advance of glyph %d: got %d, want %v (%v)", face, g, f.advances[g], a, err)
			}
		}
		for _, r := range wanted {
			if g, err := want.GlyphIndex(&buf, r); err != nil || uint16(g) != f.index[r] {
				t.Errorf("face %d: glyph of %q: got %d, want %d (%v)", face, r, f.index[r], g, err)
			}
		}
	}
}

func parseSFNT(t *testing.T, ttf string) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse([]byte(ttf))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func comparePath(t *testing.T, f *font, want *sfnt.Font, buf *sfnt.Buffer, g uint16) {
	t.Helper()
	points, ends := f.contours(g, nil, nil)
	var got recorder
	for i, start := 0, 0; i < len(ends); i++ {
		trace(&got, points[start:ends[i]])
		start = ends[i]
	}
	segments, err := want.LoadGlyph(buf, sfnt.GlyphIndex(g), fixed.I(unitsPerEm), nil)
	if err != nil {
		t.Fatal(err)
	}
	var path []float32
	for _, s := range segments {
		n := map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2}[s.Op]
		for _, p := range s.Args[:n] {
			path = append(path, float32(p.X)/64, -float32(p.Y)/64)
		}
	}
	comparePoints(t, g, got.at, path)
}

// comparePoints compares the number of points and the set of them: a contour
// may start anywhere.
func comparePoints(t *testing.T, g uint16, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("glyph %d: got %d coordinates, want %d", g, len(got), len(want))
	}
	a, b := map[[2]int]bool{}, map[[2]int]bool{}
	for i := 0; i < len(got); i += 2 {
		a[whole(got[i:])], b[whole(want[i:])] = true, true
	}
	if !maps.Equal(a, b) {
		t.Errorf("glyph %d: the points differ", g)
	}
}

// whole drops halves, as the other reader does for implied points.
func whole(xy []float32) [2]int {
	return [2]int{int(xy[0]), int(xy[1])}
}

// ink returns the sum of the coverage of a glyph in pixels.
func ink(a *Atlas, g Glyph) float64 {
	sum := 0
	for y := g.Y; y < g.Y+g.H; y++ {
		for x := g.X; x < g.X+g.W; x++ {
			sum += int(a.page[y*PageSize+x])
		}
	}
	return float64(sum) / 255
}

// An em dash is one rectangle, so its coverage adds up to its area.
func TestCoverageIsTheArea(t *testing.T) {
	a := New()
	f := of(render.Regular)
	points, _ := f.contours(f.index['—'], nil, nil)
	x0, x1, y0, y1 := points[0].x, points[0].x, points[0].y, points[0].y
	for _, p := range points {
		x0, x1, y0, y1 = min(x0, p.x), max(x1, p.x), min(y0, p.y), max(y1, p.y)
	}
	for _, size := range []int32{11, 16, 40, 97} {
		want := float64((x1-x0)*(y1-y0)) * float64(size*size) / (unitsPerEm * unitsPerEm)
		if got := ink(a, a.Glyph(render.Regular, size, '—')); math.Abs(got-want) > 0.02*want+0.1 {
			t.Errorf("size %d: got %.2f px of ink, want %.2f", size, got, want)
		}
	}
}

func TestGlyphsSitOnTheBaseline(t *testing.T) {
	a := New()
	h := a.Glyph(render.Regular, 40, 'H')
	if h.Top != -29 || h.Top+h.H != 0 {
		t.Errorf("H at 40 px: got top %d and bottom %d, want −29 (28.4 rounded out) and 0", h.Top, h.Top+h.H)
	}
	if p := a.Glyph(render.Regular, 40, 'p'); p.Top+p.H <= 0 {
		t.Errorf("p has no descender: bottom at %d", p.Top+p.H)
	}
	if s := a.Glyph(render.Regular, 40, ' '); s.W != 0 || s.H != 0 || s.Advance == 0 {
		t.Errorf("a space is an advance alone: got %+v", s)
	}
}

func TestAdvancesOfAtlasAndWidthAgree(t *testing.T) {
	a := New()
	for size := int32(9); size < 50; size += 4 {
		var sum int32
		for _, r := range wanted {
			sum += a.Glyph(render.Medium, size, r).Advance
		}
		if got := Width(render.Medium, size, []byte(wanted)); got != sum {
			t.Errorf("size %d: width %d, sum of advances %d", size, got, sum)
		}
	}
}

func TestMissingRunesAreAQuestionMark(t *testing.T) {
	a := New()
	want := a.Glyph(render.Regular, 20, '?')
	got := a.Glyph(render.Regular, 20, '漢')
	if got.W != want.W || got.Advance != want.Advance || ink(a, got) != ink(a, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDirtyRectangleCoversWhatChanged(t *testing.T) {
	a := New()
	if d := a.TakeDirty(); !d.Empty() {
		t.Errorf("a new atlas is dirty: %v", d)
	}
	g := a.Glyph(render.Regular, 30, 'W')
	d := a.TakeDirty()
	if d.Min.X > int(g.X) || d.Min.Y > int(g.Y) || d.Max.X < int(g.X+g.W) || d.Max.Y < int(g.Y+g.H) {
		t.Errorf("dirty %v does not cover %+v", d, g)
	}
	a.Glyph(render.Regular, 30, 'W')
	if d := a.TakeDirty(); !d.Empty() {
		t.Errorf("a glyph that was there makes the page dirty: %v", d)
	}
}

func TestGlyphsNeverOverlap(t *testing.T) {
	a := New()
	owner := map[int32]rune{}
	for _, size := range []int32{11, 13, 22, 40} {
		for _, r := range wanted {
			g := a.Glyph(render.Regular, size, r)
			for y := g.Y; y < g.Y+g.H; y++ {
				for x := g.X; x < g.X+g.W; x++ {
					if o, taken := owner[y*PageSize+x]; taken {
						t.Fatalf("%q at %d px overlaps %q", r, size, o)
					}
					owner[y*PageSize+x] = r
				}
			}
		}
	}
	if a.Generation() != 0 {
		t.Error("four sizes of everything do not fit on the page")
	}
}

func TestAFullPageStartsAgain(t *testing.T) {
	a := New()
	first := a.Glyph(render.Regular, 200, 'A')
	before := ink(a, first)
	for _, r := range wanted {
		a.Glyph(render.Regular, 200, r)
	}
	if a.Generation() == 0 {
		t.Fatal("the page never filled")
	}
	g := a.Glyph(render.Regular, 200, 'A')
	if got := ink(a, g); got != before {
		t.Errorf("A after a fresh start: got %v px of ink, want %v", got, before)
	}
	if d := a.TakeDirty(); d.Dx() != PageSize || d.Dy() != PageSize {
		t.Errorf("a fresh start makes the whole page dirty: got %v", d)
	}
}

// The page's bytes must not depend on the machine: this sum was made on amd64
// and must come out in WebAssembly too.
func TestPageIsTheSameEverywhere(t *testing.T) {
	a := New()
	for _, size := range []int32{11, 16, 33} {
		for _, r := range wanted {
			a.Glyph(render.Regular, size, r)
			a.Glyph(render.Medium, size, r)
		}
	}
	if got, want := crc32.ChecksumIEEE(a.Page()), uint32(0xd87cc7ad); got != want {
		t.Errorf("checksum of the page: got %#08x, want %#08x", got, want)
	}
	b := New()
	for _, size := range []int32{11, 16, 33} {
		for _, r := range wanted {
			b.Glyph(render.Regular, size, r)
			b.Glyph(render.Medium, size, r)
		}
	}
	if !bytes.Equal(a.Page(), b.Page()) {
		t.Error("two atlases differ")
	}
}

func TestWarmAtlasDoesNotAllocate(t *testing.T) {
	a := New()
	text := []byte("1,95 млрд $ · 63 605 −13.0 %")
	draw := func() {
		for i := 0; i < len(text); {
			r, n := utf8.DecodeRune(text[i:])
			a.Glyph(render.Medium, 24, r)
			i += n
		}
		Width(render.Medium, 24, text)
	}
	draw()
	if n := testing.AllocsPerRun(100, draw); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

func BenchmarkRasteriseGlyph(b *testing.B) {
	a := New()
	b.ReportAllocs()
	for i := range b.N {
		if i%64 == 0 {
			a.startAgain()
		}
		a.add(key{rune('0' + i%64), 26, render.Regular})
	}
}
