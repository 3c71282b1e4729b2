package view

import (
	"fmt"
	"strings"
	"testing"

	"unwind/data"
	"unwind/render"
	"unwind/render/palette"
)

// ownScale gives f handles of its own.
func ownScale(f *Frame) {
	q := f.Market.Pyramid.Quant
	f.Stage.Min, f.Stage.Max = 1.1e6, data.USD(q.Peak)/2
}

// The legend with two bars and a lock is the fullest.
func TestTheFullestLegendNeverOverlaps(t *testing.T) {
	for name, f := range frames() {
		f.Style.Palette = palette.Split
		ownScale(f)
		s := built(f)
		texts := textsOf(s, render.LayerHUD)
		for i, a := range texts {
			for _, b := range texts[i+1:] {
				if a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 {
					t.Errorf("%s: %q and %q overlap", name, a.chars, b.chars)
				}
			}
		}
	}
}

func TestALegendOfItsOwnSaysSo(t *testing.T) {
	for lang, want := range map[string]string{"en": "own scale", "ru": "своя шкала"} {
		for _, caption := range []bool{false, true} {
			for _, width := range []float32{320, 1200} {
				f := frame(func(f *Frame) { f.Style.Lang, f.Caption, f.Width = lang, caption, width })
				if text := hudText(f); strings.Contains(text, want) {
					t.Errorf("%v wide, %s: %q is said of the event's scale", width, lang, want)
				}
				ownScale(f)
				if text := hudText(f); !strings.Contains(text, want) {
					t.Errorf("%v wide, %s: %q is not in %q", width, lang, want, text)
				}
			}
		}
	}
}

func hudText(f *Frame) string {
	var all []string
	for _, a := range textsOf(built(f), render.LayerHUD) {
		all = append(all, a.chars)
	}
	return strings.Join(all, "|")
}

func TestTheLegendNamesWhatTheStripesMean(t *testing.T) {
	f := frame(nil)
	if text := hudText(f); !strings.Contains(text, "uncertain ×4+") {
		t.Errorf("no word about stripes in %q", text)
	}
	for i := range f.Market.Field.Groups {
		g := &f.Market.Field.Groups[i]
		defer func(low, high float64) { g.Low, g.High = low, high }(g.Low, g.High)
		g.Low, g.High = 0, 0
	}
	if text := hudText(f); strings.Contains(text, "uncertain") {
		t.Errorf("a word about stripes that there are none of in %q", text)
	}
}

// A level that ends is as faint as its colour: the exponent moves both.
func TestEndsOfLevelsFollowTheGamma(t *testing.T) {
	f := frame(nil)
	strongest := func(gamma float64) (alpha uint8) {
		f.Style.Gamma = gamma
		for _, r := range built(f).Layers[render.LayerEnds].Rects {
			alpha = max(alpha, r.Color.A)
		}
		return alpha
	}
	b := newBuilder(f)
	place := b.legendPlace(2e7)
	f.Style.Gamma = 2
	if got := newBuilder(f); got.brightness(2e7) != place*place {
		t.Errorf("with a gamma of 2 a level of %v shows as %v", place, got.brightness(2e7))
	}
	if low, high := strongest(0.4), strongest(2.5); !(low > high && high > 0) {
		t.Errorf("the strongest end has opacity %d with a gamma of 0.4 and %d with 2.5", low, high)
	}
}

// Both ramps of split stand in the legend, and each is named.
func TestTheLegendOfSplitHasBothRamps(t *testing.T) {
	f := frame(func(f *Frame) { f.Style.Palette, f.Style.Gamma = palette.Split, 0.5 })
	text := hudText(f)
	if !strings.Contains(text, "|short|long|") {
		t.Errorf("the ramps are not named in %q", text)
	}
	colors, _ := palette.Colors(palette.Split, false)
	found := map[string]bool{}
	for _, r := range built(f).Layers[render.LayerHUD].Rects {
		for side := range colors {
			// half way along, 255·0.5^0.5 = 180.3
			for entry := 179; entry <= 182; entry++ {
				if r.Color == colors[side][entry] {
					found[fmt.Sprint(side)] = true
				}
			}
		}
	}
	if len(found) != 2 {
		t.Errorf("the middle of the ramps of %d sides is there, want 2", len(found))
	}
}
