package dsl_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// load loads a project of one file.
func load(src string) (*dsl.Project, hcl.Diagnostics) {
	return loadFiles(map[string]string{"main.pipe.hcl": src}, dsl.Options{})
}

func loadFiles(files map[string]string, opts dsl.Options) (*dsl.Project, hcl.Diagnostics) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return dsl.Load(fsys, ".", opts)
}

// A wanted is a comment # ERROR: CODE text, or # WARNING:, of a wrong pipeline.
type wanted struct {
	severity string
	code     diag.Code
	detail   *regexp.Regexp
	line     int
}

var wantedForm = regexp.MustCompile(`# (ERROR|WARNING): (PC\d{4}) (.+)$`)

func wantedIn(t *testing.T, src []byte) (all []wanted) {
	for i, line := range strings.Split(string(src), "\n") {
		m := wantedForm.FindStringSubmatch(line)
		if m == nil {
			if strings.Contains(line, "ERROR:") || strings.Contains(line, "WARNING:") {
				t.Errorf("line %d: no %s: %s", i+1, wantedForm, line)
			}
			continue
		}
		re, err := regexp.Compile("^" + m[3] + "$")
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		all = append(all, wanted{strings.ToLower(m[1]), diag.Code(m[2]), re, i + 1})
	}
	return all
}

// The files are pipelines that a newcomer would write. Each mistake says beside
// its line what is reported there; what is reported besides fails the test, and
// so does what is not.
func TestErrors(t *testing.T) {
	files, err := filepath.Glob("../testdata/errors/*.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 250 {
		t.Errorf("there are %d wrong pipelines", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".hcl"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			project, diags := load(string(src))
			want := wantedIn(t, src)
			if len(want) == 0 {
				t.Error("nothing is wanted here")
			}
			for _, r := range diag.Reports(diags, project.Sources) {
				found := false
				for i, w := range want {
					if r.Place.Start.Line == w.line && r.Code == w.code && r.Severity == w.severity && w.detail.MatchString(r.Detail) {
						want = append(want[:i], want[i+1:]...)
						found = true
						break
					}
				}
				if !found {
					t.Errorf("unexpected:\n%s", shown(r))
				}
			}
			for _, w := range want {
				t.Errorf("line %d: no %s %s like %s", w.line, w.severity, w.code, w.detail)
			}
		})
	}
}

func shown(r diag.Report) string {
	var b bytes.Buffer
	if err := diag.WriteText(&b, []diag.Report{r}, false); err != nil {
		return fmt.Sprint(err)
	}
	return b.String()
}
