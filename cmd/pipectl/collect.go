package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// collectLess has garbage collected less often than Go does by itself: a run is
// short and mostly allocates what it keeps. Nothing is collected before there are
// 24 MB. From then on a heap may grow to two and a half times what was left of it,
// so that a thousand tasks need no more than 64 MB in all, and a large one to four
// times that (docs/performance.md).
func collectLess() {
	debug.SetGCPercent(600) // of the 4 MB that Go takes for the least heap
	afterCollection()
}

// afterCollection sets how far the heap may grow when it is collected next, and
// every time after that.
func afterCollection() {
	collected := new([32]byte) // too large to share its memory with other things
	runtime.AddCleanup(collected, func(live []metrics.Sample) {
		metrics.Read(live)
		if live[0].Value.Uint64() < 32<<20 {
			debug.SetGCPercent(150)
		} else {
			debug.SetGCPercent(300)
		}
		afterCollection()
	}, []metrics.Sample{{Name: "/gc/heap/live:bytes"}})
}
