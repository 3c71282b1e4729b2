package view

import (
	"math"
	"testing"

	"unwind/data"
	"unwind/render/palette"
)

func TestLegendOfTheEventIsLocked(t *testing.T) {
	f := frame(nil)
	l, q := LegendOf(f), f.Market.Pyramid.Quant
	if !l.Locked || l.Min != data.USD(q.Unit)/4 || l.Max != data.USD(q.Peak) {
		t.Errorf("got %+v, want a quarter of %v to %v, locked", l, q.Unit, q.Peak)
	}
	if l.Low != l.Min/4 || l.High != l.Max {
		t.Errorf("the handles choose from %v to %v, want a quarter of %v to %v", l.Low, l.High, l.Min, l.Max)
	}
	ownScale(f)
	if l := LegendOf(f); l.Locked || l.Min != 1.1e6 || l.Max != data.USD(q.Peak)/2 {
		t.Errorf("got %+v, want the handles of the stage", l)
	}
}

// The colours of the control are those of the map: background up to the lower
// handle, the last entry from the upper on, and in between where the dollars
// are.
func TestColoursOfTheLegendAreThoseOfTheMap(t *testing.T) {
	f := frame(func(f *Frame) { f.Style.Palette = palette.Split })
	l := LegendOf(f)
	f.Stage.Min, f.Stage.Max = l.Low*4, l.High/4
	l = LegendOf(f)
	colors, _ := palette.Colors(palette.Split, false)
	b := newBuilder(f)
	for i := range l.Long {
		usd := l.Low * data.USD(math.Pow(float64(l.High/l.Low), float64(i)/32))
		entry := int(255*float64(b.legendPlace(float64(usd))) + 0.5)
		if l.Long[i] != hex(colors[0][entry]) || l.Short[i] != hex(colors[1][entry]) {
			t.Errorf("colour %d, %v dollars: got %06x and %06x, want entry %d", i, usd, l.Long[i], l.Short[i], entry)
		}
	}
	if len(l.Long) != 33 || l.Long[0] != hex(colors[0][0]) || l.Short[32] != hex(colors[1][255]) {
		t.Errorf("%d colours from %06x to %06x, want 33 from the background to the last", len(l.Long), l.Long[0], l.Short[32])
	}
}

// The legend is in the strip above the plot, wherever it is drawn.
func TestTheBoxOfTheLegendIsInTheStrip(t *testing.T) {
	for name, f := range frames() {
		l, strip := LegendOf(f), layoutOf(f).strip
		if l.X1-l.X0 < 130 || l.Y1-l.Y0 < 24 || l.X0 < strip.X0-1 || l.X1 > strip.X1+1 || l.Y0 < strip.Y0 || l.Y1 > strip.Y1+1 {
			t.Errorf("%s: the legend is at %v %v %v %v in a strip of %+v", name, l.X0, l.Y0, l.X1, l.Y1, strip)
		}
	}
	f := frame(func(f *Frame) { f.Stage.Layers = 0 })
	if l := LegendOf(f); l.X1 != 0 {
		t.Errorf("a legend without heat is at %v", l.X0)
	}
}
