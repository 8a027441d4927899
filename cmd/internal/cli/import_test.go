package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
