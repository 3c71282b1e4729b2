//go:build js

package main

import (
	"errors"
	"syscall/js"

	"unwind/data/market"
	"unwind/data/stream"
	"unwind/wasm/app"
)

// live is a market that is followed: what the server said of it, and the
// markets that are made of that, one at a time, each of the newest there is.
type live struct {
	symbol  string
	screen  *stream.Screen // nil: the chart shows an event that is over
	raw     []byte         // reused; of a short message
	json    []byte         // reused
	reading reading

	news     bool    // something came that no market has yet
	building bool    // a market is being made
	unseen   bool    // the newest market was not drawn yet
	built    float64 // when it was done
	shown    shownTimes
}

// unseenMs is the least time between two markets while none is drawn, as in
// a tab that is not shown: what comes is taken in all the same.
const unseenMs = 1000

// watch makes the chart one of a symbol that is followed, before anything came.
func (g *game) watch(args []js.Value) any {
	symbol := args[0].String()
	g.live.symbol, g.live.screen = symbol, stream.NewScreen(0, symbol)
	return nil
}

// take goes on after a message was read. It returns what was wrong, or "".
func (g *game) take(changes stream.Changes, err error) string {
	l := &g.live
	if err != nil {
		return g.refuse(err)
	}
	if changes.Venues {
		l.json = appendVenues(l.json[:0], l.screen.Venues())
		g.host.Emit("venues", l.json)
	}
	if changes.Kind == stream.Resync {
		return ""
	}
	l.news = l.news || changes.Rows
	if err := g.model.Update(app.Told{At: l.screen.At()}, g.clock()); err != nil {
		return err.Error()
	}
	g.grow() // has a frame drawn, so that nothing else needs one
	return ""
}

// refuse says what was wrong with a message and asks for a snapshot. That
// messages were lost is nothing that anybody did wrong.
func (g *game) refuse(err error) string {
	if !errors.Is(err, stream.ErrResync) {
		g.problem("live: " + err.Error())
	}
	g.host.Emit("resync", nil)
	return err.Error()
}

// appendVenues appends how venues do as a JSON list, as the server spells it.
func appendVenues(dst []byte, all []stream.Status) []byte {
	dst = append(dst, '[')
	for i := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, all[i].JSON...)
	}
	return append(dst, ']')
}

// grow makes markets of what came, in slices, until nothing is new.
func (g *game) grow() {
	l := &g.live
	if l.building || l.reading.busy || !l.news || l.unseen && g.clock()-l.built < unseenMs {
		return
	}
	l.building = true
	go func() {
		work := slices{host: g.host}
		work.yield() // first whatever else has come
		for l.news && !l.reading.busy && !g.stopping {
			if err := g.growOnce(&work); err != nil {
				fail(g.host, "tape", err)
				break
			}
			if work.yield(); l.unseen {
				break // the next frame goes on, or the next message
			}
		}
		l.building = false
	}()
}

// growOnce makes the market of all that has come.
func (g *game) growOnce(work *slices) error {
	l := &g.live
	l.news = false
	at := l.screen.At()
	t := l.screen.Collection(l.symbol).Tape(at)
	if t == nil {
		return nil // nothing to show yet
	}
	builder := market.NewUpdate(g.model.Market(), t)
	if err := work.run(builder.Step); err != nil {
		return err
	}
	if err := g.model.Update(app.Grown{Market: builder.Market(), Edge: at}, g.clock()); err != nil {
		return err
	}
	if !g.loaded {
		g.host.Mark("market")
		g.loaded = true
	}
	l.unseen, l.built = true, g.clock()
	g.report() // also where no frame is drawn
	g.compute()
	if moving := g.model.Animating(g.now); moving {
		g.host.Wake()
	} else {
		g.rest(moving)
	}
	return nil
}

// drawn notes that a frame shows the newest market, and goes on with what came
// meanwhile.
func (g *game) drawn() {
	l := &g.live
	if l.screen == nil {
		return
	}
	if l.unseen {
		l.unseen = false
		if m := g.model.Market(); m != nil {
			l.shown.add(m, g.model.Time(g.now), g.host.Now())
		}
	}
	g.grow()
}

// rest asks for the frame that is due though nothing comes: the clock of the
// edge goes on.
func (g *game) rest(moving bool) {
	if g.live.screen == nil || moving {
		return
	}
	if ms := g.model.Rest(g.now); ms < longestRestMs {
		g.host.WakeAfter(ms)
	}
}

// longestRestMs is what a browser's timer takes; what rests longer is not due.
const longestRestMs = 1 << 30
