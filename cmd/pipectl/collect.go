package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// collectLess has the garbage of a large heap collected less often than Go does by
// itself: a run is short and mostly allocates what it keeps. A small heap, as that
// of a thousand tasks, grows to twice what was left of it, so that an editor can
// afford it; a large one to four times that (docs/performance.md).
func collectLess() {
	debug.SetGCPercent(200) // until the first collection, of 8 MB
	afterCollection()
}

// afterCollection sets how far the heap may grow when it is collected next, and
// every time after that.
func afterCollection() {
	collected := new([32]byte) // too large to share its memory with other things
	runtime.AddCleanup(collected, func(live []metrics.Sample) {
		metrics.Read(live)
		if live[0].Value.Uint64() < 16<<20 {
			debug.SetGCPercent(100)
		} else {
			debug.SetGCPercent(300)
		}
		afterCollection()
	}, []metrics.Sample{{Name: "/gc/heap/live:bytes"}})
}
