// Package app is the client's state machine: [Model.Update] takes in what
// happened and [Model.View] gives the scene. It imports neither Ebitengine nor
// syscall/js, so it is tested natively by feeding it messages.
//
// Every now is in milliseconds of one monotonic clock. A Model must not be used
// by two goroutines at once.
package app

import (
	"errors"
	"math"

	"unwind/data"
	"unwind/data/market"
	"unwind/data/wire"
	"unwind/render"
	"unwind/render/view"
)

// Model is the state of one chart.
type Model struct {
	query  wire.Query // what the link asked for; Stage and Style are kept up to date
	market *market.Market
	// building makes the market of the stage's choice; nil when it is shown.
	building *market.Builder
	asking   asking
	limits   limits
	// fresh says that the replay still stands where a link without t shows it.
	fresh  bool
	follow follow // how the window goes with the replay
	live   live
	glide  glide
	own    *own // the viewer's position; nil: none
	alerts alerts
	// waiting are commands that came before the market.
	waiting []wire.Message

	frame   view.Frame
	pointer view.Pointer
	scene   render.Scene
	dirty   view.Dirty
	drawn   drawn

	events, drained []Event
	timeSent        float64
	wave            int    // number of the last one that was announced, 0 for none
	link            []byte // the query string of the state, reused
}

// drawn is what the scene was last built for.
type drawn struct {
	t      data.UnixMs
	window view.Window // at the live edge with what is fitted
}

// maxWaiting bounds the commands kept until a market is loaded.
const maxWaiting = 64

// New returns a model that shows what q asks for once a market is loaded.
func New(q wire.Query) *Model {
	m := &Model{query: q, fresh: !q.HasTime, dirty: view.DirtyAll}
	m.query.Stage.Clock = wire.Clock{At: q.Stage.Clock.At}
	for _, p := range q.Problems {
		m.emitText(Problem, p.Key+": want "+p.Want)
	}
	return m
}

// Update applies msg. An error says what is wrong with msg; then nothing has
// changed.
func (m *Model) Update(msg Msg, now float64) error {
	m.settle(now)
	switch msg := msg.(type) {
	case Loaded:
		m.live = live{}
		m.load(msg.Market, now)
	case Grown:
		m.grow(msg, now)
	case Told:
		m.told(msg.At, now)
	case Resized:
		return m.resize(msg)
	case ReducedMotion:
		m.setStyle(wire.StyleMsg{Style: wire.Style{ReducedMotion: msg.On}, Set: wire.SetReducedMotion})
	case Positioned:
		m.setPosition(msg.Position)
	case Command:
		return m.command(msg.Message, now)
	default:
		m.gesture(msg, now)
	}
	return nil
}

// Market returns the market that is shown, nil before there is one. It is only
// to be read.
func (m *Model) Market() *market.Market { return m.market }

// Time returns the replay time at now.
func (m *Model) Time(now float64) data.UnixMs { return m.time(now) }

// View brings the scene up to date and returns it. With nothing changed it
// does no work. The scene belongs to the model and is empty before a market
// is loaded and the size is known.
func (m *Model) View(now float64) *render.Scene {
	m.settle(now)
	if !m.drawable() {
		return &m.scene
	}
	want := drawn{m.time(now), m.window(now)}
	rest := want.window
	if m.live.on { // what is fitted goes with the replay
		m.aim(rest)
		want.window = view.WindowOf(&m.frame)
	}
	switch {
	case want.window != m.drawn.window:
		m.dirty = view.DirtyAll
	case want.t != m.drawn.t:
		m.dirty |= view.DirtyTime
	}
	if m.dirty == 0 {
		return &m.scene
	}
	m.aim(rest)
	m.setNow(now)
	m.frame.Position = m.positionAt(want.t)
	view.Build(&m.scene, &m.frame, m.dirty)
	m.dirty, m.drawn = 0, want
	return &m.scene
}

// Animating reports whether another frame is needed: something plays, moves or
// has changed since the last [Model.View].
func (m *Model) Animating(now float64) bool {
	m.settle(now)
	if !m.drawable() {
		return false
	}
	if m.query.Stage.Clock.Rate != 0 || m.glide.on || m.dirty != 0 {
		return true
	}
	return m.live.edge && m.moves(now)
}

// moves reports whether the picture of now is in motion at the live edge.
func (m *Model) moves(now float64) bool {
	m.frameAt(now)
	return view.Moves(&m.frame)
}

// drawable reports whether there is anything to draw and a place for it.
func (m *Model) drawable() bool {
	return m.market != nil && m.frame.Width >= 1 && m.frame.Height >= 1
}

// settle does what has become due by now: the end of the event, the end of a
// camera move, the announcement of the time.
func (m *Model) settle(now float64) {
	if m.glide.on && m.glide.done(now) {
		m.glide.on = false
	}
	if m.market == nil {
		return
	}
	if m.live.on {
		m.settleLive(now)
	}
	if !m.playing() {
		return
	}
	if !m.live.on && m.time(now) >= m.market.Tape.To {
		m.anchor(m.market.Tape.To, now, 0)
		m.emit(Ended)
		m.emit(State)
	}
	if !m.live.on {
		m.alerts.lookReplay(m.market, m.time(now))
	}
	m.emitTime(now)
}

// load shows another market. The stage of the link counts for the first one;
// a later one of another event starts afresh.
func (m *Model) load(mk *market.Market, now float64) {
	s := &m.query.Stage
	if m.market != nil && m.market.Tape.ID != mk.Tape.ID {
		*s = wire.Stage{Speed: s.Speed, Smart: s.Smart, Fit: s.Fit, Layers: s.Layers}
		m.fresh, m.follow = true, follow{}
		m.alerts.kept, m.alerts.untold = nil, 0
	}
	m.market, m.frame.Market, m.building = mk, mk, nil
	if m.own != nil {
		m.setPosition(&m.own.Position)
	}
	m.glide.on = false
	m.forgetAlerts()
	s.Event = mk.Tape.ID
	choice := s.Choice
	s.Choice, s.WhatIf = mk.Choice(), s.WhatIf.Fit(mk, s.Depth)
	m.choose(choice)
	m.asking, m.frame.WhatIf = asking{}, nil
	m.askAgain()
	m.begin(now)
	s.A, s.B = max(s.A, mk.Tape.From), min(s.B, m.end(now))
	if s.A >= s.B {
		s.A, s.B = 0, 0
	}
	m.limits = limitsOf(&m.frame)
	time, price := chosen(m.stageWindow())
	m.setWindow(m.limits.window(m.resolve(m.stageWindow()), time, price))
	m.changed()
	m.emit(Ready)
	m.wave = mk.WaveAt(m.time(now)) // Ready says it
	m.emitTime(now)
	m.runWaiting(now)
	if m.query.Play == wire.PlayYes && !m.query.Style.ReducedMotion && !m.playing() {
		m.play(now)
	}
}

// begin puts the replay where the link has it, else where the event says: at the
// edge of one that goes on.
func (m *Model) begin(now float64) {
	c := &m.query.Stage.Clock
	m.live.edge = m.live.on && (m.fresh || c.At >= m.end(now))
	switch {
	case m.live.edge:
		m.join(now)
		m.follow.time, m.follow.price = true, true
		m.follow.band = usualBand
	case m.fresh:
		m.anchor(m.market.Tape.Cover, now, c.Rate)
	default:
		m.anchor(c.At, now, c.Rate)
	}
}

// runWaiting follows the commands that came before the market.
func (m *Model) runWaiting(now float64) {
	waiting := m.waiting
	m.waiting = nil
	for _, msg := range waiting {
		if err := m.command(msg, now); err != nil {
			m.emitText(Failed, err.Error())
		}
	}
}

func (m *Model) resize(r Resized) error {
	w, h, scale := float64(r.W), float64(r.H), float64(r.Scale)
	if !(w >= 0 && h >= 0 && w <= math.MaxInt16 && h <= math.MaxInt16 && scale > 0 && scale <= 8) {
		return errors.New("resize: not a size")
	}
	if m.frame.Width == r.W && m.frame.Height == r.H && m.frame.Scale == r.Scale {
		return nil
	}
	m.frame.Width, m.frame.Height, m.frame.Scale = r.W, r.H, r.Scale
	m.dirty = view.DirtyAll
	return nil
}

// changed notes that the stage or the style changed.
func (m *Model) changed() {
	m.dirty = view.DirtyAll
	m.emit(State)
}
