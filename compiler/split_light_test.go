package compiler_test

import (
	"testing"

	"github.com/pipectl/pipectl/compiler"
)

// A task may be lighter than the call of a part: a long chain of such tasks is
// cut all the same, and every part fits.
func TestSplitOfLightTasks(t *testing.T) {
	r := compile(t, load(t, chain(3000)))
	if len(r.Parts) == 0 {
		t.Fatal("the machine is in one part")
	}
	for _, part := range append(r.Parts, compiler.Part{Name: "big", Machine: r.Machine}) {
		if n := len(part.Machine.AppendCompact(nil)); n > 1_048_576 {
			t.Errorf("%s has %d bytes", part.Name, n)
		}
	}
}
