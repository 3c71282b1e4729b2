package app

import (
	"unwind/data/wire"
	"unwind/render/view"
)

// pin pins a place or lets go of it.
func (m *Model) pin(msg wire.PinMsg, now float64) {
	if !msg.Crosshair {
		m.setPin(msg.Pin)
		return
	}
	if p := m.frame.Pointer; p != nil {
		m.pinAt(p.X, p.Y, now)
	}
}

// pinAt pins the cell that is drawn at a point, or lets go of it when it is the
// pinned one. Where there is none nothing happens.
func (m *Model) pinAt(x, y float32, now float64) {
	cell, ok := m.cellAt(x, y, now)
	switch {
	case !ok:
	case cell == m.query.Stage.Pin:
		m.setPin(wire.Pin{})
	default:
		m.setPin(cell)
	}
}

// tap pins the cell that was pressed. Where there is no room for its read-out,
// as in an article, a press pins nothing.
func (m *Model) tap(t Tapped, now float64) {
	if ui := m.query.Style.UI; ui == wire.UIFull || ui == wire.UIStage {
		m.pinAt(t.X, t.Y, now)
	}
}

func (m *Model) setPin(p wire.Pin) {
	if p != m.query.Stage.Pin {
		m.query.Stage.Pin = p
		m.changed()
	}
}

// cellAt returns the cell that is drawn at a point.
func (m *Model) cellAt(x, y float32, now float64) (wire.Pin, bool) {
	if !m.drawable() {
		return wire.Pin{}, false
	}
	m.frameAt(now)
	return view.CellAt(&m.frame, x, y)
}

// crosshair moves the crosshair as a keyboard does, or takes it away.
func (m *Model) crosshair(msg wire.CrosshairMsg, now float64) {
	switch {
	case msg.Off:
		m.leave()
	case m.drawable():
		m.frameAt(now)
		m.point(PointerMoved(view.Nudge(&m.frame, m.frame.Pointer, msg.Right, msg.Up)))
	}
}

// frameAt makes the frame that of now.
func (m *Model) frameAt(now float64) {
	m.aim(m.window(now))
	m.setNow(now)
}
