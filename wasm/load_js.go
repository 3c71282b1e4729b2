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

// slices lets the browser go on in the midst of long work.
type slices struct {
	host  *browser.Host
	start float64 // of the slice at hand
}

// run steps until all is done.
func (s *slices) run(step func() (done bool, err error)) error {
	for {
		done, err := step()
		if done || err != nil {
			return err
		}
		s.pause()
	}
}

// pause lets the browser go on where the slice is over.
func (s *slices) pause() {
	if s.host.Now()-s.start >= sliceMs {
		s.yield()
	}
}

func (s *slices) yield() {
	s.host.Yield()
	s.start = s.host.Now()
}

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
	work := slices{host: g.host}
	work.yield()
	g.host.Mark("read")
	reader := tape.NewReader(raw)
	if err := work.run(reader.Step); err != nil {
		return err
	}
	g.host.Mark("tape")
	builder := market.NewBuilder(reader.Tape())
	if err := work.run(builder.Step); err != nil {
		return err
	}
	chosen := market.Choose(builder.Market(), g.model.Choice())
	if err := work.run(chosen.Step); err != nil {
		return err
	}
	if err := g.model.Update(app.Loaded{Market: chosen.Market()}, g.clock()); err != nil {
		return err
	}
	g.host.Mark("market")
	g.loaded = true
	g.compute()
	g.host.Wake()
	return nil
}
