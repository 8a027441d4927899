package dsl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/dsl/diag"
)

// HintsFile is the name of a pipeline's hints: how many seconds its tasks
// usually take, by name, as {"load": 120, "clean": 31.5}. Names that the
// pipeline does not have are left alone, for hints mean nothing but for the
// nesting.
func HintsFile(pipeline string) string { return pipeline + ".hints.json" }

// readHints gives the tasks and blocks that say nothing of how long they take
// what the pipeline's hints say.
func (l *loader) readHints(d *pipelineDecl) {
	name := HintsFile(d.Name)
	src, err := l.readProjectFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	rng := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	wrong := func(format string, args ...any) {
		l.add(diag.Problem{Code: diag.UnreadableFile, Range: rng, Detail: fmt.Sprintf("%q cannot be read: ", name) + fmt.Sprintf(format, args...) +
			`. It has seconds by the names of tasks, as {"load": 120}; without the file the compiler takes all tasks for equally long.`}.Error())
	}
	if err != nil {
		wrong("%v", err)
		return
	}
	var seconds map[string]float64
	if err := json.Unmarshal(src, &seconds); err != nil {
		wrong("%v", err)
		return
	}
	for _, task := range slices.Sorted(maps.Keys(seconds)) {
		s := seconds[task]
		if s < 0 || s > maxSeconds {
			wrong("%q takes %v seconds", task, s)
			return
		}
		if t := d.tasks[task]; t != nil && t.item != nil && t.item.Base().Expected == 0 {
			t.item.Base().Expected = time.Duration(s * float64(time.Second))
		}
	}
}
