package compiler_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/dsl/catalog"
)

// Every kind of task has a golden that shows what becomes of it.
func TestEveryKindHasAGolden(t *testing.T) {
	files, err := filepath.Glob("../testdata/compile/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(filepath.Base(f), "kind_") {
			all.Write(text)
		}
	}
	for _, k := range catalog.All {
		if !strings.Contains(all.String(), fmt.Sprintf("task %q ", k.Name)) {
			t.Errorf("no testdata/compile/kind_*.txtar has a task of kind %q", k.Name)
		}
	}
}
