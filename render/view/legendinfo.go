package view

import (
	"image/color"
	"math"

	"unwind/data"
	"unwind/data/heat"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/palette"
)

// legendSteps is the number of colours of [LegendOf], enough for a gradient.
const legendSteps = 33

// handleRoom is how far below the legend of the whole event its lower handle
// can go.
const handleRoom = 4

// handleRange returns the dollars that the handles of the legend choose from.
// Above the peak of the event everything has the last shade.
func handleRange(m *market.Market) (low, high data.USD) {
	low, high = LegendRange(m, &wire.Stage{})
	return low / handleRoom, high
}

// LegendOf describes the legend of f as a control; nil without an estimate.
func LegendOf(f *Frame) *wire.LegendInfo {
	if f.Market.Pyramid == nil {
		return nil
	}
	l := &wire.LegendInfo{Locked: f.Stage.Locked(), Unsure: heat.UnsureFrom}
	l.Low, l.High = handleRange(f.Market)
	l.Min, l.Max = LegendRange(f.Market, &f.Stage)
	b := newBuilder(f)
	colors, _ := palette.Colors(f.Style.Palette, b.theme.Light)
	for i := range legendSteps {
		share := float64(i) / (legendSteps - 1)
		usd := float64(l.Low) * math.Pow(float64(l.High/l.Low), share)
		entry := int(255*b.brightness(usd) + 0.5)
		l.Long = append(l.Long, hex(colors[0][entry]))
		l.Short = append(l.Short, hex(colors[1][entry]))
	}
	b.hud(new(render.List)) // where it is depends on what is beside it
	at, scale := b.legendAt, f.Scale
	l.X0, l.Y0, l.X1, l.Y1 = at.X0/scale, at.Y0/scale, at.X1/scale, at.Y1/scale
	return l
}

func hex(c color.RGBA) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }
