package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/compiler/importer"
)

// What validate refuses import refuses too, with the same report, and writes
// nothing: a machine that AWS does not take has no meaning to import.
func TestImportRefusesWhatValidateRefuses(t *testing.T) {
	files, err := filepath.Glob("../../../../shared/corpus/invalid/*.asl.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the corpus of machines that AWS refuses is not there")
	}
	dir := t.TempDir()
	refused := 0
	for _, file := range files {
		run := func(args ...string) (code int, told string) {
			var out, err bytes.Buffer
			code = Run(args, Streams{In: strings.NewReader(""), Out: &out, Err: &err, Environ: []string{"NO_COLOR=1"}})
			if out.Len() > 0 && code != ExitDone {
				t.Errorf("%s: %s printed %q, and ended with %d", file, args[0], out.String(), code)
			}
			return code, err.String()
		}
		code, why := run("validate", file)
		if code != ExitProblems {
			continue
		}
		refused++
		code, told := run("import", file, "--output", dir)
		if code != ExitProblems {
			t.Errorf("%s: import ended with %d, and validate said\n%s", file, code, why)
			continue
		}
		report := why[:strings.LastIndex(strings.TrimSpace(why), "\n")+1]
		if !strings.HasPrefix(told, report) {
			t.Errorf("%s: import said\n%s\nand validate\n%s", file, told, why)
		}
	}
	if refused == 0 {
		t.Error("validate refused none of them")
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		t.Errorf("%s was written", e.Name())
	}
}

func TestImportText(t *testing.T) {
	for want, res := range map[string]*importer.Result{
		"Imported 1 state as pipeline \"p\".\n": {Pipeline: "p", States: 1},
		"Imported 3 states as pipeline \"p\": 1 asl, 2 lambda.\n1 of the states stays as it is, in task \"asl\".\n* Ready?\n* it is kept.\n* so.\n": {
			Pipeline: "p", States: 3, Verbatim: 1, Kinds: map[string]int{"lambda": 2, "asl": 1}, Notes: []string{"Ready?", "it is kept", "so."},
		},
	} {
		if got := importText(res, "state"); got != want {
			t.Errorf("told is\n%s\nnot\n%s", got, want)
		}
	}
}
