//go:build js

package main

import (
	"syscall/js"

	"unwind/data/wire"
	"unwind/wasm/app"
	"unwind/wasm/browser"
)

// functions is what the page can call; engine.js and input.js are the only
// callers. Coordinates are logical pixels from the top left of the chart.
func (g *game) functions() browser.Functions {
	return browser.Functions{
		"load":             g.load,
		"watch":            g.watch,
		"receive":          g.receive,
		"stop":             g.stop,
		"dispatch":         g.dispatch,
		"state":            func([]js.Value) any { return string(g.model.AppendState(nil, g.clock())) },
		"event":            func(a []js.Value) any { return string(g.model.AppendEvent(nil, a[0].Int())) },
		"summary":          func([]js.Value) any { return g.model.Summary(g.clock()) },
		"table":            func(a []js.Value) any { return string(g.model.AppendTable(nil, a[0].Int(), g.clock())) },
		"cell":             func(a []js.Value) any { return string(g.model.AppendCell(nil, a[0].Bool(), g.clock())) },
		"position":         g.position,
		"fuel":             func([]js.Value) any { return string(g.model.AppendFuel(nil, g.clock())) },
		"alerts":           func([]js.Value) any { return string(g.model.AppendAlerts(nil)) },
		"feeds":            func([]js.Value) any { return string(g.model.AppendFeeds(nil, g.clock())) },
		"legend":           func([]js.Value) any { return string(g.model.AppendLegend(nil, g.clock())) },
		"query":            func([]js.Value) any { return g.model.Query(g.clock()) },
		"perf":             func([]js.Value) any { return string(g.appendPerf(nil)) },
		"resize":           g.resize,
		"pointer":          g.pointer,
		"pointerLeave":     func([]js.Value) any { return g.say(app.PointerLeft{}) },
		"pan":              g.pan,
		"fling":            g.fling,
		"zoomAt":           g.zoomAt,
		"tap":              g.tap,
		"doubleTap":        g.doubleTap,
		"setReducedMotion": g.setReducedMotion,
	}
}

// say hands m to the model and wakes the loop. It returns what was wrong with
// m, or "".
func (g *game) say(m app.Msg) any {
	if err := g.model.Update(m, g.clock()); err != nil {
		return err.Error()
	}
	g.compute()
	g.host.Wake()
	return ""
}

func (g *game) dispatch(args []js.Value) any {
	m, err := wire.ParseMessage([]byte(args[0].String()))
	if err != nil {
		return err.Error()
	}
	return g.say(app.Command{Message: m})
}

// position sets the viewer's own position from JSON, takes it away when that is
// null, and leaves it without an argument. It returns what is known of it, or
// what was wrong with the JSON as {"error": …}.
func (g *game) position(args []js.Value) any {
	if len(args) > 0 && args[0].Type() == js.TypeNull {
		g.say(app.Positioned{})
	} else if len(args) > 0 && args[0].Type() == js.TypeString {
		p, err := wire.ParsePosition([]byte(args[0].String()))
		if err != nil {
			return string(wire.AppendWrong(nil, err))
		}
		g.say(app.Positioned{Position: &p})
	}
	return string(g.model.AppendPosition(nil, g.clock()))
}

// appendPerf appends the client's counters: its memory, and of a market that is
// followed when its newest liquidations happened and were drawn.
func (g *game) appendPerf(dst []byte) []byte {
	dst = browser.AppendMemory(dst)
	if g.live.screen == nil {
		return dst
	}
	dst = append(dst[:len(dst)-1], `,"live":`...)
	return append(g.live.shown.append(dst), '}')
}

func (g *game) stop([]js.Value) any {
	g.stopping = true
	g.host.Wake()
	return nil
}

func (g *game) resize(args []js.Value) any {
	return g.say(app.Resized{W: number(args[0]), H: number(args[1]), Scale: number(args[2])})
}

func (g *game) pointer(args []js.Value) any {
	return g.say(app.PointerMoved{X: number(args[0]), Y: number(args[1])})
}

func (g *game) pan(args []js.Value) any {
	return g.say(app.Panned{DX: number(args[0]), DY: number(args[1])})
}

// fling takes a velocity in pixels per millisecond.
func (g *game) fling(args []js.Value) any {
	return g.say(app.Flung{VX: number(args[0]), VY: number(args[1])})
}

func (g *game) zoomAt(args []js.Value) any {
	return g.say(app.ZoomedAt{
		Factor: number(args[0]), X: number(args[1]), Y: number(args[2]), Axis: wire.Axis(args[3].Int()),
	})
}

func (g *game) tap(args []js.Value) any {
	return g.say(app.Tapped{X: number(args[0]), Y: number(args[1])})
}

func (g *game) doubleTap(args []js.Value) any {
	return g.say(app.DoubleTapped{X: number(args[0]), Y: number(args[1])})
}

func (g *game) setReducedMotion(args []js.Value) any {
	return g.say(app.ReducedMotion{On: args[0].Bool()})
}

func number(v js.Value) float32 { return float32(v.Float()) }
