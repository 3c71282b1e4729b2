package app

import (
	"errors"
	"math"

	"unwind/data/wire"
	"unwind/render/anim"
	"unwind/render/view"
)

// gesture follows what a hand does on the canvas.
func (m *Model) gesture(msg Msg, now float64) {
	switch msg := msg.(type) {
	case PointerMoved:
		m.point(msg)
	case PointerLeft:
		m.leave()
	}
	if !m.drawable() {
		return
	}
	switch msg := msg.(type) {
	case Panned:
		m.drag(msg, now)
	case Flung:
		m.fling(msg, now)
	case ZoomedAt:
		m.zoomAt(msg, now)
	case Tapped:
		m.tap(msg, now)
	case DoubleTapped:
		m.reset(now)
	}
}

func (m *Model) point(p PointerMoved) {
	place := view.Pointer{X: p.X, Y: p.Y}
	if m.frame.Pointer != nil && m.pointer == place {
		return
	}
	m.pointer = place
	m.frame.Pointer = &m.pointer
	m.dirty |= view.DirtyPointer
}

// leave takes the crosshair away.
func (m *Model) leave() {
	if m.frame.Pointer != nil {
		m.frame.Pointer = nil
		m.dirty |= view.DirtyPointer
	}
}

func (m *Model) drag(d Panned, now float64) {
	m.grab(now)
	x, y := m.shares(d.DX, d.DY)
	m.pan(-x, y, now)
}

// fling lets the chart coast to where friction stops it.
func (m *Model) fling(f Flung, now float64) {
	velocity := math.Hypot(float64(f.VX), float64(f.VY))
	if m.query.Style.ReducedMotion || !(velocity > 0) || math.IsInf(velocity, 0) {
		return
	}
	m.grab(now)
	from := m.resolve(m.restWindow(now))
	x, y := m.shares(f.VX*anim.CoastDecay, f.VY*anim.CoastDecay)
	m.pan(-x, y, now)
	if m.resolve(m.restWindow(now)) != from {
		m.glide = coastFrom(from, velocity, now)
	}
}

func (m *Model) zoomAt(z ZoomedAt, now float64) {
	factor := float64(z.Factor)
	if !(factor > 0) || math.IsInf(factor, 0) {
		return
	}
	m.grab(now)
	plot := m.plot()
	x := float64((z.X - plot.X0) / plot.Width())
	y := float64((plot.Y1 - z.Y) / plot.Height())
	m.zoom(factor, min(max(x, 0), 1), min(max(y, 0), 1), z.Axis, now)
}

// shares returns a distance in logical pixels as shares of the plot.
func (m *Model) shares(dx, dy float32) (x, y float64) {
	plot := m.plot()
	return finiteOr0(float64(dx / plot.Width())), finiteOr0(float64(dy / plot.Height()))
}

// plot returns where the chart itself is, beside the liquidation map and above
// the panels.
func (m *Model) plot() view.Box {
	m.frame.Style, m.frame.Stage.Layers = m.query.Style, m.query.Stage.Layers
	return view.PlotOf(&m.frame)
}

func finiteOr0(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// reset glides back to the whole event.
func (m *Model) reset(now float64) {
	m.glideTo(now, func() { m.setWindow(view.Window{}) })
}

// show sets the window as a message has it.
func (m *Model) show(msg wire.ViewMsg, now float64) error {
	l := &m.limits
	if msg.From < msg.To && (float64(msg.From) >= l.To || float64(msg.To) <= l.From) {
		return errors.New("view: from and to lie outside the event")
	}
	m.glideTo(now, func() {
		w := view.Window{From: msg.From, To: msg.To, Low: msg.Low, High: msg.High}
		time, price := chosen(w)
		m.setWindow(l.window(m.resolve(w), time, price))
		m.keepFollow(now)
	})
	return nil
}
