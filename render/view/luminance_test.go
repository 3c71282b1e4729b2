package view

import (
	"fmt"
	"image"
	"math"
	"testing"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/reconstruct"
	"unwind/data/wire"
	"unwind/render/raster/rastertest"
)

// A flash, as WCAG 2.3.1 has it, is a pair of opposite changes of relative
// luminance by a tenth or more, the darker of both below 0.8.
const (
	flashChange = 0.1
	flashDark   = 0.8
	blockPx     = 16
	framesASec  = 30
)

// blinker follows the luminance of one block of pixels.
type blinker struct {
	low, high float64 // since the last change
	rising    bool
	changes   []int // frames of the changes
}

// see takes in the luminance of a frame and notes a change against the way of
// the last one.
func (b *blinker) see(frame int, v float64) {
	if frame == 0 {
		b.low, b.high = v, v
		return
	}
	b.low, b.high = min(b.low, v), max(b.high, v)
	switch {
	case !b.rising && v-b.low >= flashChange && b.low < flashDark:
		b.rising, b.high = true, v
		b.changes = append(b.changes, frame)
	case b.rising && b.high-v >= flashChange && v < flashDark:
		b.rising, b.low = false, v
		b.changes = append(b.changes, frame)
	}
}

// most returns the largest number of flashes in any second: two changes are
// one.
func (b *blinker) most() int {
	most := 0
	for i, from := range b.changes {
		n := 0
		for _, at := range b.changes[i:] {
			if at < from+framesASec {
				n++
			}
		}
		most = max(most, n/2)
	}
	return most
}

// luminances returns the relative luminance of each block of a picture.
func luminances(m *image.RGBA) []float64 {
	w, h := m.Rect.Dx()/blockPx, m.Rect.Dy()/blockPx
	out := make([]float64, w*h)
	for y := 0; y < h*blockPx; y += 2 { // a quarter of the pixels tells as much
		for x := 0; x < w*blockPx; x += 2 {
			c := m.Pix[m.PixOffset(x, y):]
			out[y/blockPx*w+x/blockPx] += 0.2126*linear[c[0]] + 0.7152*linear[c[1]] + 0.0722*linear[c[2]]
		}
	}
	for i := range out {
		out[i] /= blockPx * blockPx / 4
	}
	return out
}

// linear is the light of each sRGB value, 0 to 1.
var linear = func() (table [256]float64) {
	for v := range table {
		if s := float64(v) / 255; s > 0.04045 {
			table[v] = math.Pow((s+0.055)/1.055, 2.4)
		} else {
			table[v] = s / 12.92
		}
	}
	return table
}()

// flashing returns the part of the frame that flashes more than three times in
// some second, over some seconds of replay from a time on.
func flashing(t *testing.T, f *Frame, from data.UnixMs, seconds int) float64 {
	t.Helper()
	var blocks []blinker
	f.Stage.Clock = wire.Clock{At: from, Rate: f.Stage.Rate()}
	for i := range seconds * framesASec {
		f.Now = 1000 * float64(i) / framesASec
		seen := luminances(rastertest.Draw(t, built(f)))
		if blocks == nil {
			blocks = make([]blinker, len(seen))
		}
		for k, v := range seen {
			blocks[k].see(i, v)
		}
	}
	over := 0
	for k := range blocks {
		if blocks[k].most() > 3 {
			over++
		}
	}
	return float64(over) / float64(len(blocks))
}

func builtIn(t *testing.T, id string) *market.Market {
	t.Helper()
	tp, err := reconstruct.Event(id)
	if err != nil {
		t.Fatal(err)
	}
	return marketOf(t, tp)
}

// The built-in falls, where they are fastest: close by at 600× in light, and
// the whole event at 3600× in the dark.
func TestNoQuarterOfTheFrameFlashesMoreThanThreeTimesASecond(t *testing.T) {
	for _, id := range reconstruct.IDs() {
		m := builtIn(t, id)
		tp := m.Tape
		for speed, near := range map[float64]bool{600: true, 3600: false} {
			f := &Frame{
				Market: m, Width: 360, Height: 260, Scale: 1,
				Stage: wire.Stage{Speed: speed, Layers: wire.DefaultLayers},
				Style: wire.Style{Lang: "en", Theme: wire.ThemeDark},
			}
			from := tp.Cover - data.UnixMs(1000*speed) // the fall lies in the two seconds from here on
			if near {
				f.Stage.From, f.Stage.To = tp.Cover-data.Hour, tp.Cover+data.Hour/2
				f.Style.Theme = wire.ThemeLight
			}
			t.Run(fmt.Sprintf("%s at %v×", id, speed), func(t *testing.T) {
				if part := flashing(t, f, from, 2); part > 0.25 {
					t.Errorf("%.0f %% of the frame flashes more than three times a second, want a quarter at most", 100*part)
				}
			})
		}
	}
}

// At smart pace the calm hours run faster than any even speed, and the fall
// takes most of the time: close by in light where it begins, and a whole event in
// the dark that is over at once.
func TestNoQuarterOfTheFrameFlashesMoreThanThreeTimesASecondAtSmartPace(t *testing.T) {
	for _, id := range reconstruct.IDs() {
		m := builtIn(t, id)
		for _, fit := range []float64{90, 5, 1} {
			f := &Frame{
				Market: m, Width: 360, Height: 260, Scale: 1,
				Stage: wire.Stage{Smart: true, Fit: fit, Layers: wire.DefaultLayers | wire.LayerChain},
				Style: wire.Style{Lang: "en", Theme: wire.ThemeDark},
			}
			tempo := TempoOf(f)
			from := m.Tape.From
			if fit == 90 { // the fall lies in the two seconds from here on
				from = tempo.Before(m.Tape.Cover, 1000)
				f.Stage.From, f.Stage.To = m.Tape.Cover-data.Hour, m.Tape.Cover+data.Hour/2
				f.Style.Theme = wire.ThemeLight
			}
			t.Run(fmt.Sprintf("%s in %v s", id, fit), func(t *testing.T) {
				if part := flashing(t, f, from, int(min(fit, 5))); part > 0.25 {
					t.Errorf("%.0f %% of the frame flashes more than three times a second, want a quarter at most", 100*part)
				}
			})
		}
	}
}

func TestTheMeasureOfFlashesSeesThem(t *testing.T) {
	var b blinker
	for i := range 2 * framesASec {
		b.see(i, 0.5*float64(i/2%2))
	}
	if got := b.most(); got != 7 {
		t.Errorf("a block that changes every second frame has %d flashes a second, want 7", got)
	}
	var calm blinker
	for i := range 2 * framesASec {
		calm.see(i, 0.09*float64(i%2))
	}
	if got := calm.most(); got != 0 {
		t.Errorf("changes below a tenth count as %d flashes, want none", got)
	}
}
