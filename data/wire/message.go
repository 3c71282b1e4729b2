package wire

import (
	"unwind/data"
	"unwind/data/alert"
	"unwind/data/level"
	"unwind/data/market"
	"unwind/data/whatif"
)

// Message is an instruction to a page. The set is closed. The same messages
// arrive through window.unwind.dispatch, postMessage and rooms; see
// docs/embedding.md.
type Message interface{ message() }

// Messages that pages understand.
type (
	PlayMsg  struct{}
	PauseMsg struct{}
	// SeekMsg moves the replay to T.
	SeekMsg struct{ T data.UnixMs }
	// StepMsg moves the replay by whole candles as shown; negative is back.
	StepMsg struct{ Candles int }
	// SpeedMsg sets the speed, clamped to 1 to 3600, or smart pace, at which the
	// whole event lasts Fit seconds, clamped to 1 to 3600; Fit 0 leaves that as it
	// is.
	SpeedMsg struct {
		Speed float64 // 0 when Smart
		Smart bool
		Fit   float64
	}
	// ViewMsg sets the window; pairs of zeros fit it to the event.
	ViewMsg struct {
		From, To  data.UnixMs
		Low, High data.Price
	}
	// ZoomMsg zooms by Factor (2 is twice as close) around a point of the plot,
	// in fractions of its width and height from the left and the top.
	ZoomMsg struct {
		Factor, X, Y float64
		Axis         Axis
	}
	// PanMsg moves the window by fractions of the plot's width and height.
	PanMsg struct{ X, Y float64 }
	// WaveMsg jumps to the wave of number N, from 1, or with N 0 to the next
	// (+1) or the previous (−1) one.
	WaveMsg struct{ N, Direction int }
	// LoopMsg plays from A to B again and again; two zeros end it.
	LoopMsg struct{ A, B data.UnixMs }
	// LayersMsg chooses the layers that are shown.
	LayersMsg struct{ Layers Layers }
	// PinMsg pins a place: Pin, or the cell under the crosshair, where there is
	// one. The zero Pin is none.
	PinMsg struct {
		Pin       Pin
		Crosshair bool
	}
	// CrosshairMsg moves the crosshair by cells as shown; where there is none it
	// begins at the replay time and its price. Off takes it away.
	CrosshairMsg struct {
		Right, Up int
		Off       bool
	}
	// LegendMsg sets the handles of the legend; two zeros lock it to the event.
	LegendMsg struct{ Min, Max data.USD }
	// FilterMsg chooses the part of the event that is shown.
	FilterMsg struct{ Filter level.Filter }
	// ModelMsg chooses the parameters that the estimate is made with.
	ModelMsg struct{ Tuning level.Tuning }
	// DepthMsg chooses the depth of the book.
	DepthMsg struct{ Depth market.DepthChoice }
	// WhatIfMsg chooses a what-if; the zero Choice is none.
	WhatIfMsg struct{ Choice whatif.Choice }
	// AlertsMsg sets what the viewer is told of; zero rules are none. They are no
	// part of a [Stage]: like a [Position] they belong to whoever looks.
	AlertsMsg struct{ Rules alert.Rules }
	// StyleMsg changes those members of the style that Set names.
	StyleMsg struct {
		Style Style
		Set   StyleSet
	}
	// RestartMsg goes back to where the first play starts.
	RestartMsg struct{}
	// ResetMsg fits the window to the event.
	ResetMsg struct{}
	// LiveMsg brings replay and window to the edge of a market that goes on.
	LiveMsg struct{}
)

// Axis says along which axes a zoom goes.
type Axis uint8

// Values of the member "axis".
const (
	AxisBoth Axis = iota
	AxisTime
	AxisPrice
)

// StyleSet names members of a [Style], combined with |.
type StyleSet uint8

// Members of a style.
const (
	SetPalette StyleSet = 1 << iota
	SetTheme
	SetLang
	SetUI
	SetGestures
	SetReducedMotion
	SetGamma
)

// Apply returns s with the members that m carries.
func (m StyleMsg) Apply(s Style) Style {
	if m.Set&SetPalette != 0 {
		s.Palette = m.Style.Palette
	}
	if m.Set&SetGamma != 0 {
		s.Gamma = m.Style.Gamma
	}
	if m.Set&SetTheme != 0 {
		s.Theme = m.Style.Theme
	}
	if m.Set&SetLang != 0 {
		s.Lang = m.Style.Lang
	}
	if m.Set&SetUI != 0 {
		s.UI = m.Style.UI
	}
	if m.Set&SetGestures != 0 {
		s.Gestures = m.Style.Gestures
	}
	if m.Set&SetReducedMotion != 0 {
		s.ReducedMotion = m.Style.ReducedMotion
	}
	return s
}

func (PinMsg) message()       {}
func (CrosshairMsg) message() {}
func (PlayMsg) message()      {}
func (PauseMsg) message()     {}
func (SeekMsg) message()      {}
func (StepMsg) message()      {}
func (SpeedMsg) message()     {}
func (ViewMsg) message()      {}
func (ZoomMsg) message()      {}
func (PanMsg) message()       {}
func (WaveMsg) message()      {}
func (LoopMsg) message()      {}
func (LayersMsg) message()    {}
func (LegendMsg) message()    {}
func (FilterMsg) message()    {}
func (ModelMsg) message()     {}
func (DepthMsg) message()     {}
func (WhatIfMsg) message()    {}
func (AlertsMsg) message()    {}
func (StyleMsg) message()     {}
func (RestartMsg) message()   {}
func (ResetMsg) message()     {}
func (LiveMsg) message()      {}
