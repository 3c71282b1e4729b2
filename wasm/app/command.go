package app

import (
	"errors"

	"unwind/data/wire"
)

var errTooManyWaiting = errors.New("too many messages before the tape was loaded")

// command follows a message of the documented interface. Before a market is
// loaded all but the style waits.
func (m *Model) command(msg wire.Message, now float64) error {
	if style, ok := msg.(wire.StyleMsg); ok {
		m.setStyle(style)
		return nil
	}
	if m.market == nil {
		if len(m.waiting) >= maxWaiting {
			return errTooManyWaiting
		}
		m.waiting = append(m.waiting, msg)
		return nil
	}
	switch msg := msg.(type) {
	case wire.LayersMsg:
		m.query.Stage.Layers = msg.Layers & wire.AllLayers
		m.changed()
		return nil
	case wire.LegendMsg:
		m.query.Stage.Min, m.query.Stage.Max = msg.Min, msg.Max
		m.changed()
		return nil
	case wire.PinMsg:
		m.pin(msg, now)
		return nil
	case wire.CrosshairMsg:
		m.crosshair(msg, now)
		return nil
	case wire.DepthMsg:
		m.query.Stage.Depth = msg.Depth
		m.ask(m.query.Stage.WhatIf)
		m.changed()
		return nil
	case wire.AlertsMsg:
		return m.setAlerts(msg.Rules)
	case wire.FilterMsg, wire.ModelMsg:
		m.filter(msg)
		return nil
	case wire.WhatIfMsg:
		m.ask(msg.Choice)
		return nil
	case wire.ViewMsg, wire.ZoomMsg, wire.PanMsg, wire.ResetMsg:
		return m.moveCamera(msg, now)
	}
	return m.replay(msg, now)
}

// moveCamera follows the messages about the window.
func (m *Model) moveCamera(msg wire.Message, now float64) error {
	switch msg := msg.(type) {
	case wire.ViewMsg:
		return m.show(msg, now)
	case wire.ZoomMsg:
		m.glideTo(now, func() { m.zoom(msg.Factor, msg.X, 1-msg.Y, msg.Axis, now) })
	case wire.PanMsg:
		m.glideTo(now, func() { m.pan(msg.X, msg.Y, now) })
	case wire.ResetMsg:
		m.reset(now)
	}
	return nil
}

// replay follows the messages about the replay time.
func (m *Model) replay(msg wire.Message, now float64) error {
	switch msg := msg.(type) {
	case wire.PlayMsg:
		m.play(now)
	case wire.PauseMsg:
		m.pause(now)
	case wire.SeekMsg:
		m.seek(msg.T, now)
	case wire.StepMsg:
		m.step(msg.Candles, now)
	case wire.SpeedMsg:
		m.setSpeed(msg, now)
	case wire.WaveMsg:
		m.goToWave(msg, now)
	case wire.LoopMsg:
		return m.loop(msg, now)
	case wire.RestartMsg:
		m.seek(m.playFrom(), now)
	case wire.LiveMsg:
		return m.goLive(now)
	}
	return nil
}

func (m *Model) setStyle(msg wire.StyleMsg) {
	style := msg.Apply(m.query.Style)
	if style == m.query.Style {
		return
	}
	m.query.Style = style
	m.query.HasUI = m.query.HasUI || msg.Set&wire.SetUI != 0
	if style.ReducedMotion {
		m.glide.on = false
	}
	m.changed()
}
