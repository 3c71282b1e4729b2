//go:build js

package main

import (
	"syscall/js"

	"unwind/data/stream"
	"unwind/wasm/browser"
)

// reading is long messages of the stream, which are read in slices, and what
// comes meanwhile.
type reading struct {
	queue [][]byte // in the order in which they came, the one at hand not among them
	bytes int      // of the queue
	busy  bool     // a message is being read
}

const (
	// atOnce is the longest message that is read in one go, in bytes: about 1 ms.
	atOnce = 16 << 10
	// maxWaiting and maxWaitingBytes bound what waits for a message that is being
	// read: a minute of batches, or a few snapshots.
	maxWaiting      = 600
	maxWaitingBytes = stream.MaxBytes
)

// add takes a message, unless too much waits.
func (r *reading) add(raw []byte) bool {
	if len(r.queue) == maxWaiting || r.bytes+len(raw) > maxWaitingBytes {
		return false
	}
	r.queue, r.bytes = append(r.queue, raw), r.bytes+len(raw)
	return true
}

// next returns the first that waits.
func (r *reading) next() []byte {
	raw := r.queue[0]
	r.queue[0], r.queue, r.bytes = nil, r.queue[1:], r.bytes-len(raw)
	return raw
}

// clear forgets what waits.
func (r *reading) clear() { r.queue, r.bytes = nil, 0 }

// receive takes a message of the stream. It returns what was wrong with it, or
// "": of one that is long, or comes while such a one is read, the page learns
// later. After a message that is wrong, or does not follow those before, the
// page is asked to begin the stream anew.
func (g *game) receive(args []js.Value) any {
	l := &g.live
	if l.screen == nil {
		return "live: no market is followed"
	}
	if !l.reading.busy && args[0].Length() <= atOnce {
		l.raw = browser.AppendBytes(l.raw[:0], args[0])
		return g.take(l.screen.Apply(l.raw))
	}
	if !l.reading.add(browser.Bytes(args[0])) {
		l.reading.clear()
		return g.refuse(stream.ErrResync)
	}
	if !l.reading.busy {
		l.reading.busy = true
		go g.read()
	}
	return ""
}

// read takes what waits in slices, each message after the one before. What
// follows a message that is refused is of no use.
func (g *game) read() {
	l, work := &g.live, slices{host: g.host}
	work.yield()
	for len(l.reading.queue) > 0 && !g.stopping {
		if wrong := g.take(l.screen.ApplyPaced(l.reading.next(), work.pause)); wrong != "" {
			l.reading.clear()
		}
		work.pause()
	}
	l.reading.busy = false
	g.grow()
}
