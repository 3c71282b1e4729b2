//go:build js

package browser

import (
	"runtime"
	"runtime/debug"
	"strconv"
)

// Memory of a WebAssembly instance never shrinks, so its peak is what counts:
// the limit holds that. Below it the collector does not run while the chart
// loads, because one collection is a block of 10 ms in the browser's quick
// compiler, and seldom later: a running replay, which allocates next to nothing,
// loses no frame to it.
const (
	gcPercent = 400
	heapLimit = 88 << 20
)

// TuneMemory keeps the collector from running until [Collect], unless memory
// gets short.
func TuneMemory() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
}

// Collect frees what loading left behind and lets the collector run seldom.
func Collect() {
	debug.SetGCPercent(gcPercent)
	runtime.GC()
}

// AppendMemory appends the client's memory counters as a JSON object: objects
// allocated since the start, bytes of the heap in use and taken from the
// system, and collections.
func AppendMemory(dst []byte) []byte {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	dst = append(dst, `{"mallocs":`...)
	dst = strconv.AppendUint(dst, m.Mallocs, 10)
	dst = append(dst, `,"heapBytes":`...)
	dst = strconv.AppendUint(dst, m.HeapAlloc, 10)
	dst = append(dst, `,"heapSysBytes":`...)
	dst = strconv.AppendUint(dst, m.HeapSys, 10)
	dst = append(dst, `,"sysBytes":`...)
	dst = strconv.AppendUint(dst, m.Sys, 10)
	dst = append(dst, `,"collections":`...)
	dst = strconv.AppendUint(dst, uint64(m.NumGC), 10)
	dst = append(dst, `,"pausedMs":`...)
	dst = strconv.AppendFloat(dst, float64(m.PauseTotalNs)/1e6, 'f', 2, 64)
	return append(dst, '}')
}
