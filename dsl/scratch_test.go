package dsl_test

import (
	"fmt"
	"os"
	"testing"
	"path/filepath"

	"github.com/pipectl/pipectl/dsl/diag"
)

func TestScratch(t *testing.T) {
	files, _ := filepath.Glob(os.Getenv("SCRATCH"))
	for _, f := range files {
		src, _ := os.ReadFile(f)
		p, diags := load(string(src))
		fmt.Println("=====", f)
		for _, r := range diag.Reports(diags, p.Sources) {
			fmt.Print(shown(r))
		}
	}
}
