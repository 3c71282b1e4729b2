package raster

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"unwind/data"
	"unwind/data/heat"
	"unwind/render"
	"unwind/render/glyph"
)

func TestOverRoundsToTheNearestStep(t *testing.T) {
	for a := range 256 {
		for _, c := range []int{0, a / 3, a} {
			for d := range 256 {
				ink := color.RGBA{uint8(c), uint8(a), 0, uint8(a)}
				pix := []uint8{uint8(d), uint8(d), 255, 255}
				over(pix, ink)
				want := func(c, d int) int { return int(math.Floor(float64(c) + float64(d)*float64(255-a)/255 + 0.5)) }
				if int(pix[0]) != want(c, d) || int(pix[1]) != want(a, d) || int(pix[3]) != 255 {
					t.Fatalf("%v over %d: got %v, want %d and %d", ink, d, pix, want(c, d), want(a, d))
				}
			}
		}
	}
}

func TestBlending(t *testing.T) {
	cases := []struct {
		name    string
		d, c    color.RGBA
		k       float32
		want    color.RGBA
		wantAll bool // the same through over
	}{
		{"opaque replaces", color.RGBA{1, 2, 3, 255}, color.RGBA{9, 8, 7, 255}, 1, color.RGBA{9, 8, 7, 255}, true},
		{"half covers half", color.RGBA{100, 0, 200, 255}, color.RGBA{128, 0, 0, 128}, 1, color.RGBA{178, 0, 100, 255}, true},
		{"light is added", color.RGBA{100, 10, 200, 255}, color.RGBA{50, 50, 100, 0}, 1, color.RGBA{150, 60, 255, 255}, true},
		{"light that also covers", color.RGBA{100, 100, 100, 255}, color.RGBA{255, 0, 51, 51}, 1, color.RGBA{255, 80, 131, 255}, true},
		{"nothing changes nothing", color.RGBA{1, 2, 3, 4}, color.RGBA{}, 1, color.RGBA{1, 2, 3, 4}, true},
		{"on nothing", color.RGBA{}, color.RGBA{10, 20, 30, 128}, 1, color.RGBA{10, 20, 30, 128}, true},
		{"a quarter of a pixel", color.RGBA{0, 200, 100, 255}, color.RGBA{200, 0, 100, 255}, 0.25, color.RGBA{50, 150, 100, 255}, false},
	}
	for _, k := range cases {
		got := []uint8{k.d.R, k.d.G, k.d.B, k.d.A}
		cover(got, k.c, k.k)
		if want := []uint8{k.want.R, k.want.G, k.want.B, k.want.A}; !bytes.Equal(got, want) {
			t.Errorf("%s: cover: got %v, want %v", k.name, got, want)
		}
		if !k.wantAll {
			continue
		}
		got = []uint8{k.d.R, k.d.G, k.d.B, k.d.A}
		over(got, k.c)
		if want := []uint8{k.want.R, k.want.G, k.want.B, k.want.A}; !bytes.Equal(got, want) {
			t.Errorf("%s: over: got %v, want %v", k.name, got, want)
		}
	}
}

// A pattern of one pixel in three, from the left and from the bottom: pixel (i, j)
// is filled where i − j + 1 is a multiple of 3.
func TestStripesFillTheirPixels(t *testing.T) {
	dst := image.NewRGBA(image.Rect(0, 0, 6, 4))
	l := render.List{Stripes: []render.Stripes{{
		Rect:  render.Rect{X0: 1, Y0: -1, X1: 9, Y1: 3, Color: color.RGBA{255, 255, 255, 255}},
		Hatch: render.Hatch{Period: 3, Width: 1, Phase: 1},
	}}}
	s := &render.Scene{Width: 6, Height: 4}
	s.Layers[render.LayerHeat] = l
	Draw(dst, s, nil)
	want := []string{
		"..#..#", // j = 2: i = 1, 4
		".#..#.", // j = 1: i = 0, 3
		"...#..", // j = 0: i = 2
		"......",
	}
	for y, row := range want {
		for x, c := range row {
			if got := dst.RGBAAt(x, y).R > 0; got != (c == '#') {
				t.Errorf("pixel %d, %d: got %v", x, y, got)
			}
		}
	}
}

func TestCoverage(t *testing.T) {
	cases := []struct {
		name   string
		m      render.Mark
		dx, dy float32
		want   float32
	}{
		{"inside a disc", render.Mark{R: 5}, 3, 0, 1},
		{"on the edge of a disc", render.Mark{R: 5}, 3, 4, 0.5},
		{"a quarter pixel out", render.Mark{R: 5}, 0, 5.25, 0.25},
		{"outside a disc", render.Mark{R: 5}, 6, 0, 0},
		{"in the line of a ring", render.Mark{R: 5, W: 2, Shape: render.Ring}, 4, 0, 1},
		{"on its outer edge", render.Mark{R: 5, W: 2, Shape: render.Ring}, 0, -5, 0.5},
		{"on its inner edge", render.Mark{R: 5, W: 2, Shape: render.Ring}, 3, 0, 0.5},
		{"in its middle", render.Mark{R: 5, W: 2, Shape: render.Ring}, 0, 0, 0},
		{"at the tip of a triangle", render.Mark{R: 8, Shape: render.TriangleUp}, 0, -8, 0.5},
		{"on its base", render.Mark{R: 8, Shape: render.TriangleUp}, 2, 4, 0.5},
		{"on its side", render.Mark{R: 8, Shape: render.TriangleUp}, 4 * sin60, -2, 0.5},
		{"at the tip that points down", render.Mark{R: 8, Shape: render.TriangleDown}, 0, 8, 0.5},
		{"where the tip is not", render.Mark{R: 8, Shape: render.TriangleDown}, 0, -8, 0},
		{"in the centre of a glow", render.Mark{R: 8, Shape: render.Glow}, 0, 0, 1},
		{"half way out of a glow", render.Mark{R: 8, Shape: render.Glow}, 4, 0, 0.25},
		{"at the end of a glow", render.Mark{R: 8, Shape: render.Glow}, 8, 0, 0},
		{"in a dash of a broken ring", render.Mark{R: 20, W: 2, Shape: render.BrokenRing}, 19, 0, 1},
		{"in the gap at its top", render.Mark{R: 20, W: 2, Shape: render.BrokenRing}, 0, -19, 0},
		{"in a gap at 30 degrees", render.Mark{R: 20, W: 2, Shape: render.BrokenRing}, 19 * sin60, 9.5, 0},
		{"at the end of a dash", render.Mark{R: 20, W: 2, Shape: render.BrokenRing}, 3.2, -18.7286, 0.5}, // 0.16 · 20 beside the gap's middle
		{"inside a broken ring", render.Mark{R: 20, W: 2, Shape: render.BrokenRing}, 8, 0, 0},
		{"an unknown shape", render.Mark{R: 8, Shape: 99}, 0, 0, 0},
	}
	for _, k := range cases {
		if got := coverage(&k.m, k.dx, k.dy); math.Abs(float64(got-k.want)) > 1e-5 {
			t.Errorf("%s: got %v, want %v", k.name, got, k.want)
		}
	}
}

// Filling and skipping the middle of marks must not change a pixel.
func TestMarksEqualEveryPixelEvaluated(t *testing.T) {
	for _, shape := range []render.Shape{render.Disc, render.Ring, render.TriangleDown, render.TriangleUp, render.Glow, render.BrokenRing} {
		for i := range 400 {
			f := float32(i)
			m := render.Mark{
				X: 30 + 0.137*f - float32(i%7)*9, Y: 25 + 0.291*float32(i%60), R: 0.13 * float32(i%211), W: 0.31 * float32(i%17),
				Shape: shape, Color: color.RGBA{90, 60, 30, 120},
			}
			got := canvas{pix: bytes.Repeat([]uint8{200, 100, 50, 255}, 64*48), stride: 4 * 64, w: 64, h: 48}
			want := canvas{pix: bytes.Clone(got.pix), stride: 4 * 64, w: 64, h: 48}
			got.mark(&m)
			for y := range 48 {
				want.edge(&m, y, float32(y)+0.5-m.Y, 0, 64)
			}
			if !bytes.Equal(got.pix, want.pix) {
				t.Fatalf("%+v differs", m)
			}
		}
	}
}

func TestSenselessMarksDrawNothing(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, m := range []render.Mark{{X: nan, R: 3}, {Y: nan, R: 3}, {R: nan}, {R: -1}, {X: inf, R: 3}, {R: inf}, {X: 1e9, Y: 1e9, R: 4}} {
		c := canvas{pix: make([]uint8, 4*64), stride: 32, w: 8, h: 8}
		m.Color = color.RGBA{255, 255, 255, 255}
		c.mark(&m)
		if !bytes.Equal(c.pix, make([]uint8, 4*64)) {
			t.Errorf("%+v drew something", m)
		}
	}
}

func TestDrawStaysInside(t *testing.T) {
	white := color.RGBA{255, 255, 255, 255}
	var s render.Scene
	s.Width, s.Height, s.Background = 10, 10, white
	l := &s.Layers[render.LayerHUD]
	l.Rects = []render.Rect{{X0: -5, Y0: -5, X1: 50, Y1: 50, Color: white}}
	l.Marks = []render.Mark{{X: 10, Y: 10, R: 30, Color: white}}
	l.Bytes = []byte("WWW")
	l.Texts = []render.Text{{X: 5, Y: 5, Size: 40, Color: white, End: 3}, {X: -50, Y: -50, Size: 12, Color: white, End: 3}}
	big := image.NewRGBA(image.Rect(0, 0, 12, 12))
	Draw(big, &s, glyph.New())
	for y := range 12 {
		for x := range 12 {
			if inside := x < 10 && y < 10; (big.RGBAAt(x, y) == white) != inside {
				t.Fatalf("pixel %d, %d: got %v", x, y, big.RGBAAt(x, y))
			}
		}
	}
	Draw(image.NewRGBA(image.Rect(0, 0, 4, 3)), &s, glyph.New()) // smaller than the scene
	Draw(image.NewRGBA(image.Rectangle{}), &s, glyph.New())
	part := big.SubImage(image.Rect(2, 2, 6, 6)).(*image.RGBA)
	s.Background = color.RGBA{9, 9, 9, 255}
	s.Layers[render.LayerHUD].Reset()
	Draw(part, &s, glyph.New())
	if big.RGBAAt(2, 2) != s.Background || big.RGBAAt(1, 2) != white || big.RGBAAt(6, 2) != white {
		t.Error("a part of an image is drawn on elsewhere")
	}
}

// The page is too small for these sizes at once, so it starts again in the
// middle of the scene.
func TestAFullAtlasStillDrawsEveryGlyph(t *testing.T) {
	var s render.Scene
	s.Width, s.Height = 900, 300
	l := &s.Layers[render.LayerHUD]
	l.Bytes = []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for size := int32(100); size < 300; size += 20 {
		l.Texts = append(l.Texts, render.Text{X: 10, Y: 200, Size: size, Color: color.RGBA{90, 90, 90, 100}, End: int32(len(l.Bytes))})
	}
	once, apart := image.NewRGBA(image.Rect(0, 0, 900, 300)), image.NewRGBA(image.Rect(0, 0, 900, 300))
	atlas := glyph.New()
	Draw(once, &s, atlas)
	if atlas.Generation() == 0 {
		t.Fatal("the page never filled")
	}
	c := canvasOf(apart, &s)
	for i := range l.Texts {
		c.text(l, &l.Texts[i], glyph.New())
	}
	if !bytes.Equal(once.Pix, apart.Pix) {
		t.Error("one atlas for all sizes and an atlas for each differ")
	}
}

// Each column of the test pyramid, up to the 62nd, holds the shade of its own
// number, so that a pixel tells which column it shows.
func numbered(cols int) *heat.Pyramid {
	f := &heat.Field{
		Bins:    heat.Bins{Low: 100, LogStep: 0.01, N: 1},
		Columns: heat.Columns{Step: 1000, N: cols},
		Groups:  []heat.Group{{}},
		Scales:  [][]float32{make([]float32, cols)},
		Runs:    []heat.Run{{Len: int32(cols), USD: 1}},
	}
	q := heat.Quantizer{Unit: 1, Peak: 1e6}
	for c := range cols {
		f.Scales[0][c] = float32(q.Decode(uint8(min(c+1, 62))))
	}
	return heat.BuildPyramid(f, q)
}

// identity has (i, i, 0) for entry i of longs and (i, i, 1) for that of shorts.
func identity() *[2][256]color.RGBA {
	var t [2][256]color.RGBA
	for side := range t {
		for i := range t[side] {
			t[side][i] = color.RGBA{uint8(i), uint8(i), uint8(side), 255}
		}
	}
	return &t
}

func TestHeatRevealsUpToNow(t *testing.T) {
	p := numbered(254)
	cases := []struct {
		name      string
		level     int
		now       float32
		nowColumn int
		want      []uint8 // by column, from 0; number of column c is c+1
	}{
		{"all is known", 0, 64.5, 64, []uint8{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
		{"what waits is the last known column, fainter", 0, 4.6, 4, []uint8{1, 2, 3, 4, 5, 3, 3, 3, 3, 3, 3, 3}},
		{"nothing is known", 0, -0.5, -1, []uint8{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
		{"pooled by four: the cell that holds now is exact", 2, 6.6, 6, []uint8{4, 4, 4, 4, 5, 6, 7, 4, 4, 4, 4, 4}},
		{"pooled by four: a cell that ends at now is exact", 2, 8, 8, []uint8{4, 4, 4, 4, 5, 6, 7, 8, 5, 5, 5, 5}},
	}
	for _, k := range cases {
		c := canvas{pix: make([]uint8, 4*12), stride: 4 * 12, w: 12, h: 1}
		c.heat(&render.Heat{
			X1: 12, Y1: 1, Pyramid: p, TimeLevel: k.level, ColPerPx: 1, BinPerPx: 1,
			Now: k.now, NowColumn: k.nowColumn, Gain: 1.0 / 255, Gamma: 1, Fade: 0.5, Colors: identity(),
		})
		for x, want := range k.want {
			if got := c.pix[4*x]; got != want {
				t.Errorf("%s: column %d: got %d, want %d", k.name, x, got, want)
			}
		}
	}
}

func TestHeatLeavesOutWhatIsOutside(t *testing.T) {
	p := numbered(40)
	c := canvas{pix: make([]uint8, 4*60*3), stride: 4 * 60, w: 60, h: 3}
	c.heat(&render.Heat{
		X1: 60, Y1: 3, Pyramid: p, Col0: -10, ColPerPx: 1, Bin0: -1, BinPerPx: 1,
		Now: 30, NowColumn: 30, Gain: 1.0 / 255, Gamma: 1, Fade: 1, Colors: identity(),
	})
	for x := range 60 {
		if above, below := c.pix[4*x], c.pix[8*60+4*x]; above != 0 || below != 0 {
			t.Fatalf("pixel %d: something above or below the pyramid: %d, %d", x, above, below)
		}
	}
	row := c.row(1, 0, 60)
	for x, want := range map[int]uint8{9: 0, 10: 1, 39: 30, 40: 31, 59: 31} {
		if got := row[4*x]; got != want {
			t.Errorf("pixel %d: got %d, want %d", x, got, want)
		}
	}
}

func TestHeatLegendHandles(t *testing.T) {
	m := render.Heat{Low: 20, Gain: 1.0 / 10, Gamma: 1, Colors: identity()}
	table := colorTable(&m)
	for shade, want := range map[uint8]uint8{0: 0, 20: 0, 22: 51, 25: 128, 30: 255, 63: 255} {
		if got := table[heat.ByteOf(shade, 0)].R; got != want {
			t.Errorf("shade %d: got entry %d, want %d", shade, got, want)
		}
	}
}

func TestHeatGamma(t *testing.T) {
	// 255·0.25^0.5 = 127.5, which rounds up; 255·0.5^2 = 63.75
	for _, c := range []struct {
		gamma float32
		shade uint8
		want  uint8
	}{{0.5, 15, 128}, {0.5, 0, 0}, {0.5, 60, 255}, {2, 30, 64}, {1, 30, 128}} {
		table := colorTable(&render.Heat{Gain: 1.0 / 60, Gamma: c.gamma, Colors: identity()})
		if got := table[heat.ByteOf(c.shade, 0)].R; got != c.want {
			t.Errorf("gamma %v, shade %d: got entry %d, want %d", c.gamma, c.shade, got, c.want)
		}
	}
}

func TestHeatColoursSidesApart(t *testing.T) {
	table := colorTable(&render.Heat{Gain: 1.0 / 63, Gamma: 1, Colors: identity()})
	for bits, want := range map[uint8]uint8{0: 0, heat.ShortBit: 1, heat.UnsureBit: 0, heat.ShortBit | heat.UnsureBit: 1} {
		if got := table[heat.ByteOf(40, bits)].B; got != want {
			t.Errorf("bits %02b: got the colours of side %d, want %d", bits, got, want)
		}
	}
}

// Two columns that wait for ever, the upper bin unsure: only that one has
// stripes, they slant up to the right, and they keep their place when the
// rectangle is cut off at the left.
func TestHeatHatchesWhatIsUnsure(t *testing.T) {
	f := &heat.Field{
		Bins:    heat.Bins{Low: 100, LogStep: 0.01, N: 2},
		Columns: heat.Columns{Step: 1000, N: 8},
		Groups:  []heat.Group{{Side: data.Long, Leverage: 10}, {Side: data.Long, Leverage: 100, Low: 0.3, High: 1.9}},
		Scales:  [][]float32{{1, 1, 1, 1, 1, 1, 1, 1}},
		Runs:    []heat.Run{{Len: 8, USD: 100}, {Group: 1, Bin: 1, Len: 8, USD: 100}},
	}
	m := render.Heat{
		X1: 8, Y1: 4, Pyramid: heat.BuildPyramid(f, heat.Quantizer{Unit: 1, Peak: 100}), ColPerPx: 1, BinPerPx: 0.5,
		Now: 8, NowColumn: 7, Gain: 1.0 / 63, Gamma: 1, Fade: 1, Colors: identity(),
		Hatch: render.Hatch{Period: 4, Width: 2, Phase: 1, Fade: 0.2},
	}
	// 255 or a fifth of it; from the bottom: j = 3, then 2; (i−j+1) mod 4 < 2
	want := []string{"##..##..", "#..##..#", "########", "########"}
	for _, cut := range []int32{0, 3} {
		m.X0, m.X1 = -cut, 8-cut
		c := canvas{pix: make([]uint8, 4*8*4), stride: 4 * 8, w: 8, h: 4}
		c.heat(&m)
		for y, line := range want {
			for x := range 8 - int(cut) {
				is := map[uint8]byte{255: '#', 51: '.'}[c.row(y, x, x+1)[0]]
				if is != line[x+int(cut)] {
					t.Errorf("cut by %d, row %d, pixel %d: got %q, want %q", cut, y, x, is, line[x+int(cut)])
				}
			}
		}
	}
}
