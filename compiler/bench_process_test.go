//go:build unix

package compiler_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// BenchmarkProcess runs the whole program: pipectl compile of a project on the
// disk. It reports the most memory that was resident. The goal for a thousand
// tasks is 100 ms and 64 MB.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "pipectl")
	build := exec.Command("go", "build", "-o", program, "../cmd/pipectl")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, s := range shapes {
		for _, n := range []int{100, 1000, 10000} {
			b.Run(fmt.Sprintf("shape=%s/tasks=%d", s.name, n), func(b *testing.B) {
				project := filepath.Join(dir, fmt.Sprintf("%s-%d", s.name, n))
				if err := os.MkdirAll(project, 0o755); err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(project, "main.pipe.hcl"), []byte(s.make(n)), 0o644); err != nil {
					b.Fatal(err)
				}
				var most int64
				for b.Loop() {
					cmd := exec.Command(program, "compile", project)
					if err := cmd.Run(); err != nil {
						b.Fatal(err)
					}
					most = max(most, int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss))
				}
				if runtime.GOOS != "darwin" {
					most *= 1024 // in kilobytes but there
				}
				b.ReportMetric(float64(most)/1e6, "MB-resident")
			})
		}
	}
}
