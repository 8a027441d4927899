// Command pipectl compiles data pipelines, written in HCL, to state machines of
// AWS Step Functions.
package main

import (
	"os"
	"runtime/debug"
	_ "time/tzdata" // the zones of schedules, on machines that have none

	"github.com/pipectl/pipectl/cmd/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// A run is short and mostly allocates what it keeps: collecting half
		// as often saves a tenth of the time (docs/performance.md).
		debug.SetGCPercent(200)
	}
	os.Exit(cli.Main())
}
