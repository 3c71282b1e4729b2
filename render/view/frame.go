// Package view turns a market, a stage and a time into a scene. [Build] reads
// no clock, no global and no random source, so the page, the poster and the
// golden test agree pixel for pixel.
package view

import (
	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
)

// Frame is everything a frame depends on. Two equal Frames give equal scenes.
type Frame struct {
	Market *market.Market
	Stage  wire.Stage
	Style  wire.Style
	// Now is the wall clock of Stage.Clock in milliseconds; while paused it
	// has no effect.
	Now           float64
	Width, Height float32  // logical pixels
	Scale         float32  // device pixels per logical pixel
	Pointer       *Pointer // nil when there is no pointer, as on a poster
	Caption       bool     // draw title, source and date, as on a poster
}

// Pointer is where the pointer is, in logical pixels from the top left.
type Pointer struct{ X, Y float32 }

// Box is a rectangle in logical pixels.
type Box struct{ X0, Y0, X1, Y1 float32 }

// Window is the part of the market that a frame shows, fully resolved.
type Window struct {
	From, To  data.UnixMs
	Low, High data.Price // the vertical axis is logarithmic between them
}

// Dirty says which parts of a scene must be rebuilt. Values combine with |.
type Dirty uint8

// What may have changed since the scene was last built.
const (
	DirtyPointer Dirty = 1 << iota // the pointer
	DirtyTime                      // the replay time
	DirtyAll     Dirty = 0xff      // window, size, stage, style or market
)

// Time returns the replay time of the frame: the stage's clock at Now, wrapped
// into the loop A–B and held inside the event.
func (f *Frame) Time() data.UnixMs { return 0 }

// WindowOf returns the window of f: the stage's, with what it leaves open
// fitted to the event.
func WindowOf(f *Frame) Window { return Window{} }

// PlotOf returns where f draws the chart itself, without axes.
func PlotOf(f *Frame) Box { return Box{} }

// Build rebuilds the dirty parts of s from f and leaves the others alone. The
// first Build of a scene needs DirtyAll.
func Build(s *render.Scene, f *Frame, d Dirty) {}
