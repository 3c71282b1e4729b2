// Package rastertest compares scenes with golden images. A test calls
// [Golden]; run it with -update to write testdata/NAME.png, after having looked
// at the picture. On failure it leaves NAME.got.png, NAME.want.png and
// NAME.diff.png in testdata/failed.
//
// It defines the flag -update, so a test package that uses it must not.
package rastertest

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"unwind/render"
	"unwind/render/glyph"
	"unwind/render/raster"
)

var update = flag.Bool("update", false, "write golden images instead of comparing with them")

// Scales are the device pixels per logical pixel at which goldens are drawn.
var Scales = []float32{1, 1.5, 2}

// tolerance is the difference of a channel, of 255, that is not seen.
const tolerance = 2

// Golden draws s three times with one atlas, so that what is cached is tested
// too, and compares with testdata/NAME.png of the calling package. Every pixel
// must be within 2 of 255 in every channel.
func Golden(t *testing.T, name string, s *render.Scene) {
	t.Helper()
	got := Draw(t, s)
	path := filepath.Join("testdata", name+".png")
	if *update {
		write(t, path, got)
		return
	}
	want, err := read(path)
	if err != nil {
		t.Fatalf("golden %s: %v; run with -update to make it", name, err)
	}
	if got.Rect != want.Rect {
		t.Fatalf("golden %s: got %v, want %v", name, got.Rect.Size(), want.Rect.Size())
	}
	diff, worst, count := Compare(got, want, tolerance)
	if count == 0 {
		return
	}
	failed := filepath.Join("testdata", "failed", name)
	write(t, failed+".got.png", got)
	write(t, failed+".want.png", want)
	write(t, failed+".diff.png", diff)
	t.Errorf("golden %s: %d pixels differ, by up to %d; see %s.*.png", name, count, worst, failed)
}

// Draw draws s three times with one atlas and returns the picture, which must
// be the same each time.
func Draw(t *testing.T, s *render.Scene) *image.RGBA {
	t.Helper()
	atlas := glyph.New()
	var first *image.RGBA
	for i := range 3 {
		img := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
		raster.Draw(img, s, atlas)
		if first == nil {
			first = img
		} else if !bytes.Equal(first.Pix, img.Pix) {
			t.Fatalf("drawing number %d differs from the first", i+1)
		}
	}
	return first
}

// Compare returns, for two images of one size, the difference of each pixel
// times 16, the largest difference of a channel, and how many pixels differ by
// more than limit.
func Compare(a, b *image.RGBA, limit int) (diff *image.RGBA, worst, count int) {
	diff = image.NewRGBA(a.Rect)
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			d, most := difference(a.RGBAAt(x, y), b.RGBAAt(x, y))
			diff.SetRGBA(x, y, d)
			worst = max(worst, most)
			if most > limit {
				count++
			}
		}
	}
	return diff, worst, count
}

func difference(a, b color.RGBA) (d color.RGBA, most int) {
	apart := func(x, y uint8) uint8 {
		n := max(int(x)-int(y), int(y)-int(x))
		most = max(most, n)
		return uint8(min(255, 16*n))
	}
	d = color.RGBA{apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B), 255}
	apart(a.A, b.A)
	return d, most
}

// read decodes a PNG. Goldens are opaque, so nothing is lost.
func read(path string) (*image.RGBA, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(img.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, img.At(x, y))
		}
	}
	return out, nil
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	var buf bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
