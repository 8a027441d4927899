package pipetest

import (
	"strings"
	"testing"
)

// Where a handler has no mock, what brought the execution there is told first.
func TestMissingMockOfHandler(t *testing.T) {
	got := failuresOf(t, `
pipeline "p" {
  task "lambda" "load" { function = "load" }
  on_failure {
    task "lambda" "tell" { function = "tell" }
  }
}`, `
test "fails" {
  pipeline = "p"
  mock "load" {
    error = "Broken"
    cause = "no disk"
  }
  expect { status = "failed" }
}`)
	const want = `"load" failed with Broken (no disk). After that "tell" calls its service, and no mock answers.`
	if len(got) != 1 || !strings.Contains(got[0], want) {
		t.Errorf("%q, want %q", got, want)
	}
}
