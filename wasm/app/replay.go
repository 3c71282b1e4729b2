package app

import (
	"fmt"

	"unwind/data"
	"unwind/data/wire"
	"unwind/render/view"
)

// playing reports whether the replay goes on.
func (m *Model) playing() bool { return m.query.Stage.Clock.Rate != 0 || m.live.edge }

// time returns the replay time at now.
func (m *Model) time(now float64) data.UnixMs {
	if m.market == nil {
		return m.query.Stage.Clock.At
	}
	m.wind()
	m.setNow(now)
	return m.frame.Time()
}

// setNow gives the frame what of it is about the wall clock.
func (m *Model) setNow(now float64) {
	m.frame.Now, m.frame.Live = now, view.Live{}
	if m.live.on {
		m.frame.Live = view.Live{To: m.end(now), Edge: m.live.edge}
		if m.live.quiet {
			m.frame.Live.Silent = m.live.clock.told
		}
	}
}

// wind gives the frame what of the stage is about time.
func (m *Model) wind() {
	s, f := &m.query.Stage, &m.frame.Stage
	f.Clock, f.A, f.B = s.Clock, s.A, s.B
	f.Speed, f.Smart, f.Fit = s.Speed, s.Smart, s.Fit
}

// tempo returns how the viewer's time goes with the market's.
func (m *Model) tempo() view.Tempo {
	m.wind()
	return view.TempoOf(&m.frame)
}

// anchor makes the clock show t, held inside the event, at now and run on at
// rate. The position is always this anchor and the time since, never summed up
// frame by frame.
func (m *Model) anchor(t data.UnixMs, now, rate float64) {
	t = min(max(t, m.market.Tape.From), m.end(now))
	m.query.Stage.Clock = wire.Clock{At: t, Since: now, Rate: rate}
}

// playFrom returns where the first play starts: where the event says, at smart
// pace at its start, as there is no wait to be skipped and the whole event has a
// length.
func (m *Model) playFrom() data.UnixMs {
	if m.query.Stage.Smart {
		return m.market.Tape.From
	}
	return m.eventPlayFrom()
}

// eventPlayFrom returns where the event says that a play begins.
func (m *Model) eventPlayFrom() data.UnixMs {
	t := m.market.Tape
	if t.PlayFrom < t.From || t.PlayFrom >= t.To {
		return t.From
	}
	return t.PlayFrom
}

func (m *Model) play(now float64) {
	if m.playing() {
		return
	}
	t := m.time(now)
	if m.fresh || !m.live.on && t >= m.market.Tape.To {
		t = m.playFrom()
	}
	m.glideTo(now, func() {
		m.startFollow(now)
		m.fresh = false
		m.anchor(t, now, m.query.Stage.Rate())
	})
	m.emitTime(now)
	m.changed()
}

func (m *Model) pause(now float64) {
	if !m.playing() {
		return
	}
	m.depart(now, 0)
	m.anchor(m.time(now), now, 0)
	m.emitTime(now)
	m.changed()
}

// seek moves the replay to t; a playing replay plays on from there, but one at
// the live edge stands there. Beyond that edge there is nothing: it joins it.
func (m *Model) seek(t data.UnixMs, now float64) {
	if m.live.on && t >= m.end(now) {
		_ = m.goLive(now) // it is live
		return
	}
	m.depart(now, 0)
	m.startFollow(now)
	m.fresh = false
	if !m.live.on {
		m.forgetAlerts()
	}
	m.anchor(t, now, m.query.Stage.Clock.Rate)
	m.timeSent = now - timeEvery
	m.emitTime(now)
	m.emit(State)
}

// step moves by n candles as they are shown, to where a candle opens, and
// pauses.
func (m *Model) step(n int, now float64) {
	m.pause(now)
	step := m.candleStep(now)
	t := m.time(now)
	if n < 0 {
		t += step - 1 // a step back goes to the start of the candle that t is in
	}
	m.seek((t/step+data.UnixMs(n))*step, now)
}

// candleStep returns the length of one candle as shown.
func (m *Model) candleStep(now float64) data.UnixMs {
	if !m.drawable() {
		return max(data.Minute, m.tapeStep())
	}
	m.aim(m.window(now))
	if step := view.CandleStep(&m.frame); step > 0 {
		return step
	}
	return data.Minute
}

// tapeStep returns the length of the tape's own candles, 0 without any.
func (m *Model) tapeStep() data.UnixMs {
	if m.market.CandleLevels() == 0 {
		return 0
	}
	return m.market.Candles(0).Step
}

// setSpeed changes how the viewer's time goes with the market's. A playing
// replay goes on from where it is, so it is anchored there first.
func (m *Model) setSpeed(msg wire.SpeedMsg, now float64) {
	s := m.query.Stage
	if s.Smart = msg.Smart; !s.Smart {
		s.Speed = min(max(msg.Speed, wire.MinSpeed), wire.MaxSpeed)
	}
	if msg.Fit != 0 {
		s.SetFit(msg.Fit)
	}
	if s == m.query.Stage {
		return
	}
	t := m.time(now)
	m.query.Stage = s
	if m.playing() && !m.live.edge {
		m.anchor(t, now, s.Rate())
	}
	m.changed()
}

// againMs is how long after the start of a wave, in milliseconds of the
// viewer's time, going back leads to the wave before and not to that start.
const againMs = 1500

// goToWave moves to the start of a wave; where there is no such wave nothing
// happens.
func (m *Model) goToWave(msg wire.WaveMsg, now float64) {
	n, t := msg.N, m.time(now)
	switch {
	case n > 0:
	case msg.Direction < 0:
		if m.playing() {
			tempo := m.tempo()
			t = tempo.Before(t, againMs)
		}
		n = m.market.PreviousWave(t)
	default:
		n = m.market.NextWave(t)
	}
	if waves := m.market.Waves(); n >= 1 && n <= len(waves) {
		m.glideTo(now, func() { m.seek(waves[n-1].Start, now) })
	}
}

// loop sets the loop, cut to the event; a replay outside it goes to its start.
func (m *Model) loop(msg wire.LoopMsg, now float64) error {
	a, b := max(msg.A, m.market.Tape.From), min(msg.B, m.end(now))
	if msg.A == 0 && msg.B == 0 {
		a, b = 0, 0
	} else if a >= b {
		return fmt.Errorf("loop: %d to %d is not inside the event", msg.A, msg.B)
	}
	if a < b {
		m.depart(now, m.query.Stage.Rate())
	}
	t := m.time(now)
	m.anchor(t, now, m.query.Stage.Clock.Rate)
	m.query.Stage.A, m.query.Stage.B = a, b
	if a < b && (t < a || t >= b) {
		m.seek(a, now)
	}
	m.changed()
	return nil
}
