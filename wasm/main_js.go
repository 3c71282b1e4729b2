//go:build js

// Command wasm is the browser client: it turns the page's calls into messages
// for wasm/app and draws what comes out. engine.js starts it.
package main

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"unwind/data/wire"
	"unwind/render/gpu"
	"unwind/wasm/app"
	"unwind/wasm/browser"
)

func main() {
	host, err := browser.Open()
	if err != nil {
		panic("wasm: " + err.Error())
	}
	if err := run(host); err != nil {
		fail(host, "webgl", err)
	}
}

// run draws until the page stops the client or the GPU fails.
func run(host *browser.Host) error {
	host.Mark("main")
	browser.TuneMemory()
	g := &game{host: host, model: app.New(wire.ParseQuery(host.Query()))}
	host.Register(g.functions())
	drawer, err := gpu.New()
	if err != nil {
		return err
	}
	g.drawer = drawer
	host.Mark("shaders")
	ebiten.SetTPS(ebiten.SyncWithFPS)
	return ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{
		InitUnfocused: true,
		DisableHiDPI:  true, // engine.js speaks in device pixels
	})
}

// fail tells the page what stopped the client; code is one of engine.js's.
func fail(host *browser.Host, code string, err error) {
	b := append([]byte(`{"code":"`), code...)
	b = append(b, `","detail":`...)
	b = strconv.AppendQuote(b, err.Error())
	host.Emit("error", append(b, '}'))
}
