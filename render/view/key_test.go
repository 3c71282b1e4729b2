package view

import (
	"strings"
	"testing"

	"unwind/data/reconstruct"
	"unwind/render"
)

// The strip of the page at 1280 px has room for the amount that gives the
// bubbles their size, in Russian with short names.
func TestTheKeyKeepsItsSampleWhereTheNamesAreShort(t *testing.T) {
	f := frame(func(f *Frame) { f.Width, f.Height, f.Style.Lang = 1248, 512, "ru" })
	b := newBuilder(f)
	full, short := b.newKey(fullKey), b.newKey(shortKey)
	if got, want := short.draw(nil, 0, 0), full.draw(nil, 0, 0); got >= want {
		t.Errorf("with short names it is %d px wide, in full %d", got, want)
	}
	var at int32
	for _, wide := range []int32{short.draw(nil, 0, 0), short.draw(nil, 0, 0) - 1} {
		var l render.List
		b.bubbleKey(&l, at, at+wide, 0)
		hasSample := strings.Contains(string(l.Bytes), "$")
		if want := wide == short.draw(nil, 0, 0); hasSample != want {
			t.Errorf("in %d px: got %q, want the sample: %v", wide, l.Bytes, want)
		}
	}
}

// On a small chart the key lies in the plot, and not on the bubble at the low.
func TestTheKeyInThePlotLeavesTheLargestBubbleFree(t *testing.T) {
	for _, id := range reconstruct.IDs() {
		tp, err := reconstruct.Event(id)
		if err != nil {
			t.Fatal(err)
		}
		if tp.Liquidations == nil {
			continue // no bubbles, no key
		}
		m := marketOf(t, tp)
		for _, lang := range []string{"en", "ru"} {
			f := frame(func(f *Frame) {
				f.Market, f.Stage.Clock.At, f.Width, f.Height, f.Style.Lang = m, tp.Cover, 320, 360, lang
			})
			b := newBuilder(f)
			b.hud(new(render.List))
			if b.keyAt == (render.Rect{}) {
				t.Fatalf("%s, %s: the key is not in the plot", id, lang)
			}
			largest := render.Mark{}
			for _, mark := range built(f).Layers[render.LayerMarks].Marks {
				if mark.R > largest.R {
					largest = mark
				}
			}
			if k := b.keyAt; largest.X+largest.R > float32(k.X0) && largest.X-largest.R < float32(k.X1) &&
				largest.Y+largest.R > float32(k.Y0) && largest.Y-largest.R < float32(k.Y1) {
				t.Errorf("%s, %s: the key at %v covers the largest bubble at %v, %v", id, lang, k, largest.X, largest.Y)
			}
		}
	}
}
