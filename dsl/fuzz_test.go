package dsl_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/dsl/diag"
)

// FuzzLoad loads any text: no panic, every range lies in its file, every
// diagnostic has a code and a text, and the same text gives the same ones.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"../testdata/errors/*.hcl", "../examples/*/*.pipe.hcl", "../cmd/internal/cli/initial/*.pipe.hcl"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			// The comments of the wrong ones say nothing to the parser.
			var lines []string
			for _, line := range strings.Split(string(src), "\n") {
				lines = append(lines, wantedForm.ReplaceAllString(line, ""))
			}
			f.Add(strings.Join(lines, "\n"))
		}
	}
	f.Add(generated(20))
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<16 {
			t.Skip("it would only be slow")
		}
		project, diags := load(src)
		for _, d := range diags {
			p := diag.Of(d)
			if p == nil || p.Code == "" || strings.TrimSpace(d.Detail) == "" || d.Summary == "" {
				t.Errorf("no code or no text: %#v", d)
			}
			if d.Subject == nil {
				t.Errorf("no place: %v", d)
				continue
			}
			text, ok := project.Sources[d.Subject.Filename]
			if !ok && d.Subject.Filename != "main.pipe.hcl" && d.Subject.Filename != "." {
				t.Errorf("%v is in no source", d)
			}
			if s := d.Subject; ok && (s.Start.Byte < 0 || s.Start.Byte > s.End.Byte || s.End.Byte > len(text)) {
				t.Errorf("%v lies outside of its file", d)
			}
		}
		_, again := load(src)
		first, second := details(diag.Reports(diags, project.Sources)), details(diag.Reports(again, project.Sources))
		if !slices.Equal(first, second) {
			t.Errorf("twice loaded:\n%q\n%q", first, second)
		}
	})
}

func details(reports []diag.Report) (all []string) {
	for _, r := range reports {
		all = append(all, shown(r))
	}
	return all
}
