package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRun is the whole of `pipectl run --local --stub` but for the start
// of the process: load, compile, run, print.
func BenchmarkRun(b *testing.B) {
	for _, tasks := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("tasks=%d", tasks), func(b *testing.B) {
			dir := b.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "main.pipe.hcl"), []byte(wide(tasks)), 0o666); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				var out, errs bytes.Buffer
				if code := Run([]string{"run", "wide", dir, "--local", "--stub"}, Streams{Out: &out, Err: &errs}); code != ExitDone {
					b.Fatalf("exit code %d: %s", code, errs.String())
				}
			}
		})
	}
}

// wide is a pipeline of chains of ten tasks side by side, each of which reads
// what the one before it gave.
func wide(tasks int) string {
	var s strings.Builder
	s.WriteString("pipeline \"wide\" {\n")
	for i := range tasks {
		fmt.Fprintf(&s, "  task \"lambda\" \"t%d\" {\n    function = \"f%d\"\n    returns  = object({ rows = number })\n", i, i)
		if i%10 == 0 {
			s.WriteString("    payload  = { day = run.scheduled_date }\n")
		} else {
			fmt.Fprintf(&s, "    payload  = { rows = task.t%d.output.rows, day = run.scheduled_date }\n", i-1)
		}
		s.WriteString("  }\n")
	}
	s.WriteString("}\n")
	return s.String()
}
