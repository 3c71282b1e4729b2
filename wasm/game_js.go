//go:build js

package main

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/render"
	"unwind/render/gpu"
	"unwind/wasm/app"
	"unwind/wasm/browser"
)

// reportMs is the least time between two reports of a changed state.
const reportMs = 100

// game is the loop: one frame is one Update and one Draw. Frames come only
// while something moves or after something was said to the model.
type game struct {
	host   *browser.Host
	drawer *gpu.Drawer
	model  *app.Model
	scene  *render.Scene

	now      float64 // the frame's time, never before a message's
	loaded   bool    // the model has its market
	building bool    // slices of a choice are under way
	opened   bool    // its first frame is on screen
	stopping bool
	live     live

	changed  bool    // the page has not seen the newest state
	reported float64 // when it last saw one
	json     []byte  // reused
}

// clock returns the time for a message that arrives between frames.
func (g *game) clock() float64 {
	g.now = max(g.now, g.host.Now())
	return g.now
}

// Update implements [ebiten.Game].
func (g *game) Update() error {
	if g.stopping {
		return ebiten.Termination
	}
	g.now = max(g.now, g.host.FrameTime())
	g.scene = g.model.View(g.now)
	g.report()
	moving := g.model.Animating(g.now) || g.changed
	g.host.SetMoving(moving)
	g.rest(moving)
	return nil
}

// Draw implements [ebiten.Game]. The picture goes straight to the screen.
func (g *game) Draw(*ebiten.Image) {}

// DrawFinalScreen implements [ebiten.FinalScreenDrawer].
func (g *game) DrawFinalScreen(screen ebiten.FinalScreen, _ *ebiten.Image, _ ebiten.GeoM) {
	if g.scene == nil || g.scene.Width == 0 {
		return
	}
	g.drawer.Draw(screen, g.scene)
	g.drawn()
	if g.loaded && !g.opened {
		g.opened = true
		g.host.Mark("frame")
		g.host.Opened()
		go func() {
			g.host.Yield() // the frame first
			browser.Collect()
		}()
	}
}

// Layout implements [ebiten.Game]. Nothing is drawn on the offscreen image, so
// it is as small as can be.
func (g *game) Layout(int, int) (int, int) { return 1, 1 }

// report hands the model's events to the page. A state that changes with every
// frame is reported only every reportMs, the last one always.
func (g *game) report() {
	g.alarm()
	for _, e := range g.model.Events() {
		switch e.Kind {
		case app.State:
			g.changed = true
		case app.Time:
			g.emitState("time")
		case app.Wave:
			g.emitWave()
		case app.Ended:
			g.emitState("ended")
		case app.Failed, app.Problem:
			g.problem(e.Text)
		}
	}
	if g.changed && g.now-g.reported >= reportMs {
		g.changed = false
		g.reported = g.now
		g.emitState("state")
	}
}

// alarm hands the alerts to the page that it has not heard of. It needs no
// frame: a page that is hidden, which has none, is the one that needs them.
func (g *game) alarm() {
	for {
		raw, more := g.model.TakeAlert(g.json[:0])
		if !more {
			return
		}
		g.json = raw
		g.host.Emit("alert", raw)
	}
}

// problem says what was not understood.
func (g *game) problem(text string) {
	g.host.Emit("problem", strconv.AppendQuote(g.json[:0], text))
}

func (g *game) emitWave() {
	if g.opened {
		g.json = g.model.AppendWave(g.json[:0], g.now)
		g.host.Emit("wave", g.json)
	}
}

func (g *game) emitState(kind string) {
	if g.opened {
		g.json = g.model.AppendState(g.json[:0], g.now)
		g.host.Emit(kind, g.json)
	}
}
