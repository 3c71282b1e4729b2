package wire

import "unwind/data"

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
	// SpeedMsg sets the speed, clamped to 1 to 3600.
	SpeedMsg struct{ Speed float64 }
	// ViewMsg sets the window; pairs of zeros fit it to the event.
	ViewMsg struct {
		From, To  data.UnixMs
		Low, High data.Price
	}
	// ZoomMsg zooms by Factor (2 is twice as close) around a point of the plot,
	// in fractions of its width and height from the left and the top.
	ZoomMsg struct{ Factor, X, Y float64 }
	// PanMsg moves the window by fractions of the plot's width and height.
	PanMsg struct{ X, Y float64 }
	// BurstMsg jumps to the next (+1) or the previous (−1) burst of liquidations.
	BurstMsg struct{ Direction int }
	// LoopMsg plays from A to B again and again; two zeros end it.
	LoopMsg struct{ A, B data.UnixMs }
	// LayersMsg chooses the layers that are shown.
	LayersMsg struct{ Layers Layers }
	// LegendMsg sets the handles of the legend; two zeros lock it to the event.
	LegendMsg struct{ Min, Max data.USD }
	// StyleMsg changes the style; empty and zero members stay as they are.
	StyleMsg struct{ Style Style }
	// RestartMsg goes back to where the first play starts.
	RestartMsg struct{}
	// ResetMsg fits the window to the event.
	ResetMsg struct{}
)

func (PlayMsg) message()    {}
func (PauseMsg) message()   {}
func (SeekMsg) message()    {}
func (StepMsg) message()    {}
func (SpeedMsg) message()   {}
func (ViewMsg) message()    {}
func (ZoomMsg) message()    {}
func (PanMsg) message()     {}
func (BurstMsg) message()   {}
func (LoopMsg) message()    {}
func (LayersMsg) message()  {}
func (LegendMsg) message()  {}
func (StyleMsg) message()   {}
func (RestartMsg) message() {}
func (ResetMsg) message()   {}
