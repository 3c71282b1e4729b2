// Package palette holds every colour of the chart: theme tokens and colour
// maps. All colours are premultiplied; one whose alpha is below its channels
// adds light.
package palette

import "image/color"

// Theme is the set of colours of one theme. Names say what a colour is for,
// never how it looks.
type Theme struct {
	Light bool

	Background color.RGBA // of the chart, and entry 0 of every colour map
	Surface    color.RGBA // of panels that lie on the background
	Plate      color.RGBA // almost opaque, under labels that lie on the heat map
	Hairline   color.RGBA // grid lines and borders, translucent
	Text       color.RGBA // at least 4.5:1 on Background and Surface
	Quiet      color.RGBA // secondary text, at least 4.5:1 on Background and Surface
	Accent     color.RGBA // playhead, focus, the price label
	OnAccent   color.RGBA // text on Accent, at least 4.5:1

	Long      color.RGBA // liquidated longs, readable as text
	Short     color.RGBA // liquidated shorts, readable as text
	LongFill  color.RGBA // translucent body of a bubble or histogram bar
	ShortFill color.RGBA

	Up, Down     color.RGBA // bodies of rising and falling candles, neutral
	Outline      color.RGBA // thin line that lifts candles and bubbles off the heat
	Wick         color.RGBA
	VolumeUp     color.RGBA // translucent
	VolumeDown   color.RGBA
	Crosshair    color.RGBA // translucent
	PriceLine    color.RGBA // translucent
	SessionEdge  color.RGBA // line at the replay time, between what was and what waits
	Flash, Ember color.RGBA // a crossed level at its hottest, and cooling; dark: light that is added
	EmberCap     color.RGBA // the faint end that a crossed level leaves
	WhatIf       color.RGBA // what never happened: the simulator's prices; readable as text
}

// Of returns the theme: light, or dark when light is false.
func Of(light bool) *Theme {
	if light {
		return &lightTheme
	}
	return &darkTheme
}

var darkTheme = Theme{
	Background: rgb(0x0b0e14),
	Surface:    rgb(0x12161f),
	Plate:      rgba(0x0b0e14, 0.84),
	Hairline:   rgba(0xffffff, 0.07),
	Text:       rgb(0xd9dee7),
	Quiet:      rgb(0x8b94a5),
	Accent:     rgb(0xe9edf5),
	OnAccent:   rgb(0x0b0e14),

	Long:      rgb(0xff7d66),
	Short:     rgb(0x3ecfbd),
	LongFill:  rgba(0xff7d66, 0.45),
	ShortFill: rgba(0x3ecfbd, 0.40),

	Up:          rgb(0xe6eaf2),
	Down:        rgb(0x717b8e),
	Outline:     rgba(0x05070a, 0.85),
	Wick:        rgb(0xaab3c3),
	VolumeUp:    rgba(0xe6eaf2, 0.20),
	VolumeDown:  rgba(0x8b94a5, 0.22),
	Crosshair:   rgba(0xd9dee7, 0.45),
	PriceLine:   rgba(0xe9edf5, 0.60),
	SessionEdge: rgba(0xe9edf5, 0.35),
	Flash:       light(0xfff4d8, 1),
	Ember:       light(0xff7a2a, 0.8),
	EmberCap:    rgba(0xffb27a, 0.50),
	WhatIf:      rgb(0x79b4ff),
}

var lightTheme = Theme{
	Light:      true,
	Background: rgb(0xfbfaf7),
	Surface:    rgb(0xf3f1ec),
	Plate:      rgba(0xfbfaf7, 0.88),
	Hairline:   rgba(0x1b2130, 0.09),
	Text:       rgb(0x1b2130),
	Quiet:      rgb(0x5b6475),
	Accent:     rgb(0x1b2130),
	OnAccent:   rgb(0xfbfaf7),

	Long:      rgb(0xb93a22),
	Short:     rgb(0x0a7468),
	LongFill:  rgba(0xd14a2f, 0.42),
	ShortFill: rgba(0x0c8a7c, 0.40),

	Up:          rgb(0xffffff),
	Down:        rgb(0x2a3142),
	Outline:     rgba(0x1b2130, 0.90),
	Wick:        rgb(0x3c4557),
	VolumeUp:    rgba(0x1b2130, 0.14),
	VolumeDown:  rgba(0x1b2130, 0.26),
	Crosshair:   rgba(0x1b2130, 0.45),
	PriceLine:   rgba(0x1b2130, 0.60),
	SessionEdge: rgba(0x1b2130, 0.35),
	Flash:       rgba(0xffffff, 0.96),
	Ember:       rgba(0xe2571c, 0.85),
	EmberCap:    rgba(0x8f1f3a, 0.50),
	WhatIf:      rgb(0x1a54c2),
}

// rgb is an opaque colour, 0xRRGGBB.
func rgb(v uint32) color.RGBA { return rgba(v, 1) }

// rgba is a colour 0xRRGGBB of opacity a in [0, 1], premultiplied.
func rgba(v uint32, a float32) color.RGBA {
	return Fade(color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}, a)
}

// light is a colour that is added to what lies below it.
func light(v uint32, strength float32) color.RGBA {
	c := rgba(v, strength)
	c.A = 0
	return c
}

// Fade scales a premultiplied colour by an opacity, which is held in [0, 1].
func Fade(c color.RGBA, opacity float32) color.RGBA {
	if !(opacity > 0) {
		return color.RGBA{}
	}
	if opacity >= 1 {
		return c
	}
	return color.RGBA{scale(c.R, opacity), scale(c.G, opacity), scale(c.B, opacity), scale(c.A, opacity)}
}

// Mix goes from a at t = 0 to b at t = 1, channel by channel; t is held in
// [0, 1].
func Mix(a, b color.RGBA, t float32) color.RGBA {
	if !(t > 0) {
		return a
	}
	if t >= 1 {
		return b
	}
	return color.RGBA{between(a.R, b.R, t), between(a.G, b.G, t), between(a.B, b.B, t), between(a.A, b.A, t)}
}

func scale(v uint8, f float32) uint8 { return uint8(float32(v)*f + 0.5) }

func between(a, b uint8, t float32) uint8 {
	return uint8(float32(a) + (float32(b)-float32(a))*t + 0.5)
}
