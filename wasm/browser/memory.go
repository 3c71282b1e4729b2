//go:build js

package browser

import (
	"runtime"
	"runtime/debug"
	"strconv"
)

// Heap limits. Memory of a WebAssembly instance never shrinks, so loading
// collects often and keeps the peak low; a running replay allocates next to
// nothing and must not lose a frame to the collector.
const (
	loadingGC = 50  // percent of growth before a collection
	runningGC = 300 // likewise
	heapLimit = 88 << 20
)

// TuneForLoading keeps the peak of memory low.
func TuneForLoading() {
	debug.SetGCPercent(loadingGC)
	debug.SetMemoryLimit(heapLimit)
}

// TuneForRunning collects once and then seldom.
func TuneForRunning() {
	runtime.GC()
	debug.SetGCPercent(runningGC)
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
