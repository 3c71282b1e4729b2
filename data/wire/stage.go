// Package wire holds what travels between page, poster, server and client: the
// stage (what was chosen), the style (how this screen shows it), the query
// string that carries both, and the messages that change them.
package wire

import (
	"unwind/data"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/whatif"
)

// Clock maps a wall clock to market time:
//
//	market = At + Rate × (now − Since)
//
// now and Since are milliseconds of any one monotonic clock. Rate 0 is paused.
// At smart pace the time that passes at Rate is that of the replay instead, and
// the pace of the event leads from it to the market's: Rate is 1 there.
type Clock struct {
	At    data.UnixMs
	Since float64
	Rate  float64
}

// Time returns the market time at wall-clock time now.
func (c Clock) Time(now float64) data.UnixMs {
	return c.At + data.UnixMs(c.Passed(now))
}

// Passed returns how much has passed since the clock was at At, in
// milliseconds, at wall-clock time now.
func (c Clock) Passed(now float64) float64 { return c.Rate * (now - c.Since) }

// Play says whether a page plays by itself.
type Play uint8

// Values of the query key "play".
const (
	PlayNo      Play = iota // "0", the default
	PlayVisible             // "visible": once the chart is in view
	PlayYes                 // "1"
)

// Layers is a set of layers, combined with |.
type Layers uint32

// Layers that can be switched on and off.
const (
	LayerHeat Layers = 1 << iota
	LayerCandles
	LayerBubbles
	LayerVolume       // panel: traded in each candle
	LayerProfile      // liquidation map at the replay time, right of the chart
	LayerLiquidations // panel: liquidated in each candle, by side
	LayerSpot         // panel: spot against perpetual volume
	LayerOI           // panel: open interest
	LayerFunding      // panel: funding rate
	LayerChain        // what each wave ran into, as dominoes
	LayerFuel         // what waits against the depth of the book, by price at the replay time
	LayerDepth        // panel: depth of the book
	LayerLanes        // panel: liquidated by venue, on parallel lanes
	LayerGaps         // what is missing

	AllLayers     = Layers(1<<iota - 1)
	DefaultLayers = LayerHeat | LayerCandles | LayerBubbles | LayerVolume | LayerProfile | LayerGaps
)

// EachLayer returns every layer in the order of their names.
func EachLayer() []Layers {
	all := make([]Layers, len(layerNames))
	for i := range all {
		all[i] = 1 << i
	}
	return all
}

// Stage is everything that was chosen and that every screen of a room must
// show alike. Zero values of the window mean: fit to the event.
type Stage struct {
	Event     string
	Clock     Clock
	Speed     float64     // market seconds per second while playing, 1 to 3600; has no effect while Smart
	Smart     bool        // the replay bends with the event: calm hours pass in seconds, waves run slow
	Fit       float64     // seconds that the whole event lasts at smart pace, 1 to 3600; 0 stands for 90
	From, To  data.UnixMs // time window, To exclusive; both 0: the event's
	Low, High data.Price  // price window; both 0: fit
	A, B      data.UnixMs // loop from A to B; both 0: none
	Layers    Layers
	Min, Max  data.USD // the legend's two handles; both 0: locked to the event
	Pin       Pin      // the place whose read-out is shown
	Choice    level.Choice
	Depth     market.DepthChoice // of the book that liquidations are set against
	WhatIf    whatif.Choice
}

// FitOrDefault returns how many seconds the whole event lasts at smart pace, 90
// where nothing was chosen.
func (s *Stage) FitOrDefault() float64 {
	if s.Fit == 0 {
		return DefaultFit
	}
	return s.Fit
}

// SetFit makes the whole event last so many seconds at smart pace, held within
// 1 and 3600.
func (s *Stage) SetFit(seconds float64) {
	s.Fit = min(max(seconds, MinFit), MaxFit)
	if s.Fit == DefaultFit {
		s.Fit = 0
	}
}

// Rate returns the rate of the clock while it plays.
func (s *Stage) Rate() float64 {
	if s.Smart {
		return 1
	}
	return s.Speed
}

// Locked says that colours mean the same all through the event: that the
// legend has no handles of its own.
func (s *Stage) Locked() bool { return !(s.Max > s.Min && s.Max > 0) }

// Theme is dark or light.
type Theme uint8

// Themes. ThemeSystem is resolved by the page; a poster shows it as dark.
const (
	ThemeSystem Theme = iota
	ThemeDark
	ThemeLight
)

// UI says how much interface surrounds the chart.
type UI uint8

// Values of the query key "ui".
const (
	UIFull UI = iota
	UIMin
	UINone
	UIStage // large type for a hall
)

// Gestures is the gesture policy of the page.
type Gestures uint8

// Values of the query key "gestures".
const (
	GesturesAuto Gestures = iota
	GesturesCooperative
	GesturesGreedy
)

// Style is how one screen shows a stage.
type Style struct {
	Palette       string  // "inferno", "viridis", "cividis", "grey", "split"; "" by theme
	Gamma         float64 // exponent of places on the colour scale, 0.4 to 2.5; 0 stands for 1
	Theme         Theme
	Lang          string // "en", "ru"; "" is the browser's, English on a poster
	UI            UI
	Gestures      Gestures
	ReducedMotion bool
}

// GammaOrDefault returns the exponent of the colour scale, 1 where none was
// chosen.
func (s *Style) GammaOrDefault() float64 {
	if s.Gamma == 0 {
		return DefaultGamma
	}
	return s.Gamma
}

// Picture is the size of a picture that the server draws.
type Picture struct {
	Width, Height int     // logical pixels
	Scale         float64 // device pixels per logical pixel
	Bare          bool    // only what the canvas shows, without title and source lines
}
