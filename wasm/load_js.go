//go:build js

package main

import (
	"syscall/js"

	"unwind/data/market"
	"unwind/data/tape"
	"unwind/wasm/app"
	"unwind/wasm/browser"
)

// sliceMs is how long building works before it lets the browser go on. A slice
// ends with the step that passes it, so the longest are a step longer: 1 to 3 ms
// in the browser's quick compiler, which runs first.
const sliceMs = 4

// load builds the market of a tape and hands it to the model.
func (g *game) load(args []js.Value) any {
	raw := browser.Bytes(args[0])
	go func() {
		if err := g.build(raw); err != nil {
			fail(g.host, "tape", err)
		}
	}()
	return nil
}

func (g *game) build(raw []byte) error {
	g.host.Yield()
	t, err := tape.Read(raw)
	if err != nil {
		return err
	}
	g.host.Mark("tape")
	m, err := g.index(t)
	if err != nil {
		return err
	}
	if err := g.model.Update(app.Loaded{Market: m}, g.clock()); err != nil {
		return err
	}
	g.host.Mark("market")
	g.loaded = true
	g.host.Wake()
	return nil
}

// index builds the market in slices.
func (g *game) index(t *tape.Tape) (*market.Market, error) {
	b := market.NewBuilder(t)
	start := g.host.Now()
	for {
		done, err := b.Step()
		if err != nil {
			return nil, err
		}
		if done {
			return b.Market(), nil
		}
		if g.host.Now()-start >= sliceMs {
			g.host.Yield()
			start = g.host.Now()
		}
	}
}
