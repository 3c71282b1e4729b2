package view

import (
	"math"

	"unwind/data/wire"
	"unwind/render/scale"
)

// Box is a rectangle in logical pixels.
type Box struct{ X0, Y0, X1, Y1 float32 }

// Width and Height of the box.
func (b Box) Width() float32  { return b.X1 - b.X0 }
func (b Box) Height() float32 { return b.Y1 - b.Y0 }

// Contains says whether a point is in the half-open box.
func (b Box) Contains(x, y float32) bool {
	return x >= b.X0 && x < b.X1 && y >= b.Y0 && y < b.Y1
}

// Sizes of the parts of a frame in logical pixels, before the type scale.
const (
	compactBelow  = 560 // frames narrower than this stack the counter over the legend
	stripHeight   = 58
	stripCompact  = 122
	stripTall     = 140 // with the key of the bubbles
	tallFrom      = 400 // frames at least this high have it
	priceAxis     = 62
	timeAxis      = 24
	captionTop    = 58
	captionBottom = 44
	stageType     = 1.45 // how much larger ui=stage is
	margin        = 12
)

// layout is where everything of a frame goes.
type layout struct {
	caption, strip, plot, prices, times, source Box
	profile, fuel                               Box // no wider than nothing when they do not show
	panels                                      [panelCount]Box
	compact                                     bool
	typeScale                                   float32 // type scale
	scale                                       float32 // device pixels per logical pixel
}

func layoutOf(f *Frame) layout {
	l := layout{typeScale: 1, scale: f.Scale, compact: f.Width < compactBelow}
	if f.Style.UI == wire.UIStage && f.Width >= 2*compactBelow {
		l.typeScale = stageType
	}
	top, bottom := float32(0), f.Height
	if f.Caption {
		l.caption = Box{0, 0, f.Width, captionTop}
		l.source = Box{0, bottom - captionBottom, f.Width, bottom}
		top, bottom = captionTop, bottom-captionBottom
	}
	strip := stripHeight * l.typeScale
	if l.compact {
		strip = stripCompact
		if bottom-top >= tallFrom {
			strip = stripTall
		}
	}
	l.strip = Box{0, top, f.Width, top + strip}
	if f.Caption || l.compact { // elsewhere the page around the canvas has the margin
		l.strip.X0, l.strip.X1 = margin, f.Width-margin
	}
	right := max(f.Width-priceAxis*l.typeScale, 1)
	low := max(bottom-timeAxis*l.typeScale, top+strip+1)
	l.times.Y0 = low
	aside := right - l.fuelWidth(f)
	l.plot = Box{0, top + strip + l.fuelHeight(f), aside - l.profileWidth(f), low}
	if f.Caption {
		l.plot.X0 = min(margin, right-1)
	}
	l.times = Box{l.plot.X0, low, right, bottom}
	l.placePanels(f)
	l.prices = Box{right, l.plot.Y0, f.Width, l.plot.Y1}
	l.profile = Box{l.plot.X1, l.plot.Y0, aside, l.plot.Y1}
	l.fuel = Box{aside, l.plot.Y0, right, l.plot.Y1}
	return l
}

// px rounds a logical coordinate to a device pixel.
func (l *layout) px(v float32) int32 { return int32(math.Round(float64(v * l.scale))) }

// size returns a type size of the house (11, 13, 16, 24, 40) in device pixels.
func (l *layout) size(points float32) int32 {
	return max(1, int32(math.Round(float64(points*l.typeScale*l.scale))))
}

// PlotOf returns where f draws the chart itself, without axes.
func PlotOf(f *Frame) Box { l := layoutOf(f); return l.plot }

// chart maps time and price to device pixels of the plot.
type chart struct {
	layout
	Window
	time           scale.Time
	price          scale.Price
	x0, y0, x1, y1 int32 // the plot in device pixels
	x2             int32 // where the profile ends
	axis           int32 // where the price axis begins: right of profile and fuel
	floor          int32 // where the time axis begins: below the panels
}

func chartOf(f *Frame) chart {
	c := chart{layout: layoutOf(f), Window: WindowOf(f)}
	c.x0, c.x1 = c.px(c.plot.X0), c.px(c.plot.X1)
	c.y0, c.y1 = c.px(c.plot.Y0), c.px(c.plot.Y1)
	c.x2 = c.px(c.profile.X1)
	c.axis, c.floor = c.px(c.prices.X0), c.px(c.times.Y0)
	c.time = scale.Time{From: c.From, To: c.To, X0: float64(c.x0), X1: float64(c.x1)}
	c.price = scale.Price{Low: c.Low, High: c.High, Top: float64(c.y0), Bottom: float64(c.y1)}
	return c
}
