//go:build js

// Package browser is the client's side of the page: what it asks of the
// JavaScript that carries it (web/static/js/engine.js) and what it offers. It
// knows bytes, strings and numbers, and nothing of charts.
package browser

import (
	"errors"
	"slices"
	"syscall/js"
)

// Host is the page's side. Its methods must not be called from two goroutines
// at once.
type Host struct {
	value                                            js.Value
	now, frameTime, moving, wake, emit, built, yield js.Value // bound functions: invoking one costs a fifth of calling by name
	isMoving                                         bool
	resume                                           chan struct{}
	resumed                                          js.Func
}

// Open returns the page's side, or an error where no engine.js put one.
func Open() (*Host, error) {
	v := js.Global().Get("unwindHost")
	if !v.Truthy() {
		return nil, errors.New("no unwindHost: start the client with engine.js")
	}
	h := &Host{
		value: v, now: v.Get("now"), frameTime: v.Get("frameTime"), moving: v.Get("moving"),
		wake: v.Get("wake"), emit: v.Get("emit"), built: v.Get("built"), yield: v.Get("soon"),
		resume: make(chan struct{}, 1),
	}
	h.resumed = js.FuncOf(func(js.Value, []js.Value) any {
		h.resume <- struct{}{}
		return nil
	})
	return h, nil
}

// Query returns the query string that the chart starts from.
func (h *Host) Query() string { return h.value.Get("query").String() }

// Now returns the page's monotonic clock in milliseconds.
func (h *Host) Now() float64 { return h.now.Invoke().Float() }

// FrameTime returns the time of the running animation frame on the clock of
// [Host.Now]. It is even from frame to frame where Now is not, and lies up to a
// frame before it.
func (h *Host) FrameTime() float64 { return h.frameTime.Invoke().Float() }

// SetMoving says whether frames shall follow each other. While nothing moves
// there are none, until something wakes the chart.
func (h *Host) SetMoving(on bool) {
	if on != h.isMoving {
		h.isMoving = on
		h.moving.Invoke(on)
	}
}

// Wake asks for one frame.
func (h *Host) Wake() { h.wake.Invoke() }

// WakeAfter asks for one frame in so many milliseconds, instead of the one that
// was last asked for like that.
func (h *Host) WakeAfter(ms float64) { h.value.Call("wakeAfter", ms) }

// Emit hands an event with a JSON body to the page, null where there is none; it
// arrives after the running call.
func (h *Host) Emit(kind string, json []byte) { h.emit.Invoke(kind, string(json)) }

// Built reports how much of the market is built, 0 to 1.
func (h *Host) Built(share float64) { h.built.Invoke(share) }

// Opened reports that the first frame is being drawn.
func (h *Host) Opened() { h.value.Call("opened") }

// Mark notes the time of a step of the start for the browser's tools and the
// benchmark, as unwind-name.
func (h *Host) Mark(name string) { h.value.Call("mark", name) }

// Yield lets the browser do what waits (input, painting) and then goes on.
// WebAssembly has one thread, so long work must call it every few
// milliseconds.
func (h *Host) Yield() {
	h.yield.Invoke(h.resumed)
	<-h.resume
}

// Functions are what the client offers to the page, by name.
type Functions map[string]func(args []js.Value) any

// Register offers f to the page.
func (h *Host) Register(f Functions) {
	core := js.Global().Get("Object").New()
	for name, fn := range f {
		core.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return fn(args) }))
	}
	h.value.Call("register", core)
}

// Bytes copies a Uint8Array.
func Bytes(v js.Value) []byte { return AppendBytes(nil, v) }

// AppendBytes appends a copy of a Uint8Array to dst.
func AppendBytes(dst []byte, v js.Value) []byte {
	n, more := len(dst), v.Length()
	dst = slices.Grow(dst, more)[:n+more]
	js.CopyBytesToGo(dst[n:], v)
	return dst
}
