package app

import (
	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
)

// Msg is an input to the state machine: what the viewer did, what a page or a
// frame around it asked for, what arrived. The set is closed. Places and
// distances are logical pixels from the top left of the canvas.
type Msg interface{ msg() }

// Messages from the browser.
type (
	// Loaded hands over the market of an event, for the first time or instead
	// of another. The model only reads it.
	Loaded struct{ Market *market.Market }
	// Grown hands over the market of an event that goes on, as known at Edge on
	// the server's clock, for the first time or with more than the one before.
	// It is that of the whole event: of what the stage chooses of it the model
	// makes the picture itself. The model only reads it.
	Grown struct {
		Market *market.Market
		Edge   data.UnixMs
	}
	// Told says what the server's clock showed, of a message that brought
	// nothing to show.
	Told struct{ At data.UnixMs }
	// Resized gives the canvas in logical pixels and the device pixels of one.
	Resized struct{ W, H, Scale float32 }
	// PointerMoved puts the crosshair at a place.
	PointerMoved struct{ X, Y float32 }
	// PointerLeft takes the crosshair away.
	PointerLeft struct{}
	// Panned is a drag by a distance: the chart goes with the pointer.
	Panned struct{ DX, DY float32 }
	// Flung is the end of a drag at a velocity in pixels per millisecond; the
	// chart coasts on.
	Flung struct{ VX, VY float32 }
	// ZoomedAt is a turn of the wheel or a pinch: Factor 2 is twice as close,
	// and the time and price under the place stay there.
	ZoomedAt struct {
		Factor, X, Y float32
		Axis         wire.Axis
	}
	// Tapped pins the cell at a place, or lets go of it.
	Tapped struct{ X, Y float32 }
	// DoubleTapped fits the window to the event.
	DoubleTapped struct{ X, Y float32 }
	// ReducedMotion says whether the system asks for less motion.
	ReducedMotion struct{ On bool }
	// Positioned sets the viewer's own position, nil takes it away. It is no
	// command, so that nothing but the page itself can say it.
	Positioned struct{ Position *wire.Position }
	// Command is a message of the documented interface.
	Command struct{ Message wire.Message }
)

func (Loaded) msg()        {}
func (Grown) msg()         {}
func (Told) msg()          {}
func (Resized) msg()       {}
func (PointerMoved) msg()  {}
func (PointerLeft) msg()   {}
func (Panned) msg()        {}
func (Flung) msg()         {}
func (ZoomedAt) msg()      {}
func (Tapped) msg()        {}
func (DoubleTapped) msg()  {}
func (ReducedMotion) msg() {}
func (Positioned) msg()    {}
func (Command) msg()       {}
