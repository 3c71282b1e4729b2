package app

import (
	"errors"
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/whatif"
	"unwind/data/wire"
	"unwind/render/view"
)

// live is how the chart goes with a market that goes on. The replay stands at
// its edge and goes with it, or behind, like that of any event; what arrives
// meanwhile is there when it comes back.
type live struct {
	on    bool
	edge  bool // the replay is at the edge; the stage's clock stands meanwhile
	clock edgeClock
	quiet bool // the page knows that the edge stands still
	// next is the newest market, while the stage's choice of an older one is
	// worked out.
	next *market.Market
	// stale says that a paused picture is of an older market, and fresh from
	// when on it may be drawn again.
	stale bool
	fresh float64
}

// refreshMs is the least time between two pictures of a paused replay behind
// the edge, of which hardly anything changes.
const refreshMs = 1000

var errNotLive = errors.New("live: the event is over")

// told takes in the server's time.
func (m *Model) told(at data.UnixMs, now float64) {
	m.live.clock.tell(at, now)
}

// grow shows a market that knows more than the one before it. The window, the
// crosshair, the pin, the legend and all that was chosen stay.
func (m *Model) grow(msg Grown, now float64) {
	m.told(msg.Edge, now)
	if m.market == nil || !m.live.on || m.market.Tape.ID != msg.Market.Tape.ID {
		m.live.on, m.live.next = true, nil
		m.load(msg.Market, now)
		return
	}
	switch c := m.query.Stage.Choice; {
	case msg.Market.Choice() == c:
		m.building, m.live.next = nil, nil
		m.renew(msg.Market, now)
	case m.building == nil:
		m.building = market.Choose(msg.Market, c)
	default:
		m.live.next = msg.Market
	}
}

// renew swaps the market of the same event for one that knows more.
func (m *Model) renew(mk *market.Market, now float64) {
	t := m.time(now)
	var wave data.UnixMs // by when it began: numbers change when the oldest goes
	if m.wave > 0 {
		wave = m.market.Waves()[m.wave-1].Start
	}
	if mk.Choice() != m.market.Choice() {
		m.forgetAlerts()
	}
	m.market, m.frame.Market = mk, mk
	m.lookLive()
	if n := mk.WaveAt(t); n > 0 && mk.Waves()[n-1].Start == wave {
		m.wave = n
	}
	if !m.live.edge { // at smart pace another market has another pace
		m.anchor(t, now, m.query.Stage.Clock.Rate)
	}
	m.forget()
	if m.own != nil {
		m.own = &own{PositionInfo: wire.PositionInfo{Position: m.own.Position}}
	}
	m.limits = limitsOf(&m.frame)
	m.refresh(now)
}

// forget lets go of what was chosen of times that the market has forgotten.
func (m *Model) forget() {
	s, from := &m.query.Stage, m.market.Tape.From
	if s.A < s.B && s.A < from {
		if s.A = from; s.A >= s.B {
			s.A, s.B = 0, 0
		}
		m.emit(State)
	}
	if s.WhatIf.On() && s.WhatIf.At < from {
		m.emitText(Problem, "whatif: what there was at its start is not kept any more")
		m.ask(whatif.Choice{})
	}
}

// refresh has the picture of a market that grew drawn: at once where it moves,
// now and then where it stands.
func (m *Model) refresh(now float64) {
	if !m.playing() && now < m.live.fresh {
		m.live.stale = true
		return
	}
	m.live.stale, m.live.fresh = false, now+refreshMs
	m.dirty = view.DirtyAll
	if m.playing() {
		m.emitTime(now)
	} else {
		m.emit(State)
	}
}

// settleLive joins the edge when the replay has reached it, and says when the
// edge stands and when it goes on.
func (m *Model) settleLive(now float64) {
	l := &m.live
	if !l.edge && m.playing() && m.time(now) >= m.end(now) {
		m.join(now)
	}
	m.giveRoom(now)
	if l.stale && now >= l.fresh {
		m.refresh(now)
	}
	if quiet := l.clock.stands(now); quiet != l.quiet {
		l.quiet = quiet
		m.dirty |= view.DirtyTime
		m.emit(State)
	}
}

// end returns where the replay ends: the end of the event, or the live edge.
func (m *Model) end(now float64) data.UnixMs {
	if !m.live.on {
		return m.market.Tape.To
	}
	tape := m.market.Tape
	return max(min(m.live.clock.time(now), tape.To), tape.From)
}

// join puts the replay at the live edge.
func (m *Model) join(now float64) {
	m.live.edge, m.fresh = true, true
	m.query.Stage.Clock = wire.Clock{At: m.end(now), Since: now}
	m.setNow(now)
	m.timeSent = now - timeEvery
	m.changed()
}

// depart takes the replay from the live edge: it stays where that was, or plays
// on at a rate. The window stays with it.
func (m *Model) depart(now, rate float64) {
	if !m.live.edge {
		return
	}
	t, w := m.time(now), m.restWindow(now)
	m.live.edge, m.fresh = false, false
	m.anchor(t, now, rate)
	m.setNow(now)
	m.setWindow(w)
	m.keepFollow(now)
	m.changed()
}

// goLive follows the message live: replay and window go to the edge.
func (m *Model) goLive(now float64) error {
	if !m.live.on {
		return errNotLive
	}
	m.query.Stage.A, m.query.Stage.B = 0, 0 // the edge is in no loop
	m.glideTo(now, func() {
		if !m.live.edge {
			m.join(now)
		}
		m.startFollow(now)
	})
	m.emitTime(now)
	m.changed()
	return nil
}

// following reports whether the window goes with the live edge.
func (m *Model) following() bool {
	time, _ := chosen(m.stageWindow())
	return m.live.edge && (!time || m.follow.time)
}

// giveRoom brings the edge back from the border of a window that stood still
// until it was there; from then on the window goes with it. An axis that the
// edge has not come to the border of stands still.
func (m *Model) giveRoom(now float64) {
	time, price := m.atBorder(now)
	if !time && !price {
		return
	}
	from := m.resolve(m.window(now))
	still, _ := m.gone(now)
	b := &m.follow.band
	if b.last == widestBand.last {
		from.From, from.To = still.From, still.To
	}
	if b.low == widestBand.low {
		from.LogLow, from.LogHigh = still.LogLow, still.LogHigh
	}
	if time {
		b.last = usualBand.last
	}
	if price {
		b.low, b.high = usualBand.low, usualBand.high
	}
	if to := m.resolve(m.restWindow(now)); m.drawable() && !m.query.Style.ReducedMotion {
		m.glide = glideFrom(from, to, now)
	}
}

// atBorder reports on which axes the live edge has come to the border of a
// window that stands still there.
func (m *Model) atBorder(now float64) (time, price bool) {
	b := m.follow.band
	time, price = b.last == widestBand.last, b.low == widestBand.low
	if !m.live.edge || !time && !price {
		return false, false
	}
	from, to := m.gone(now)
	return time && from.From != to.From, price && from.LogLow != to.LogLow
}

// liveInfo describes the live edge for a state.
func (m *Model) liveInfo(now float64) wire.LiveInfo {
	if !m.live.on {
		return wire.LiveInfo{}
	}
	return wire.LiveInfo{
		To: m.end(now), Edge: m.live.edge, Following: m.following(),
		Silent: data.UnixMs(m.live.clock.silent(now)),
	}
}

// Rest returns in how many milliseconds of now the picture changes though
// nothing is said and [Model.Animating] is false; +Inf where it does not. At
// the live edge that is with every second, or with every pixel where the window
// is so short.
func (m *Model) Rest(now float64) float64 {
	l := &m.live
	switch {
	case !m.drawable() || !l.on:
		return math.Inf(1)
	case !l.edge && l.stale:
		return max(l.fresh-now, 0)
	case l.clock.stands(now):
		return math.Inf(1)
	case !l.edge:
		return edgeMost - l.clock.silent(now)
	}
	t := m.end(now)
	rest := float64(data.Second - t%data.Second)
	plot := m.plot()
	m.aim(m.window(now))
	w := view.WindowOf(&m.frame)
	pixel := float64(w.To-w.From) / float64(plot.Width()*m.frame.Scale)
	rest = min(rest, max(pixel-float64(t-m.drawn.t), leastRestMs))
	return min(rest/edgeRate+1, edgeMost-l.clock.silent(now))
}

// leastRestMs is the least rest between two frames that differ by the time
// alone.
const leastRestMs = 100
