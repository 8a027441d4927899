// Command pipectl compiles data pipelines, written in HCL, to state machines of
// AWS Step Functions.
package main

import (
	"os"

	"github.com/pipectl/pipectl/cmd/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		collectLess()
	}
	os.Exit(cli.Main())
}
