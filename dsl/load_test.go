package dsl_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// All sources of a directory are one project; order means nothing.
func TestFilesAreOneProject(t *testing.T) {
	files := map[string]string{
		"b.pipe.hcl":      "\xef\xbb\xbfpipeline \"second\" {\n  task \"pipeline\" \"t\" {\n    pipeline = pipeline.first\n    input    = { n = var.n }\n  }\n}\n",
		"a.pipe.hcl":      "pipeline \"first\" {\n  input \"n\" { type = number }\n  output = local.twice\n}\n",
		"z.pipe.hcl":      "variable \"n\" { default = 3 }\nlocals { twice = var.n * 2 }\n",
		".pipe.hcl":       "nonsense",
		"other.hcl":       "nonsense",
		"x.pipetest.hcl":  "nonsense",
		"sub/c.pipe.hcl":  "nonsense",
		"env/dev.pipe.md": "nonsense",
	}
	project, diags := loadFiles(files, dsl.Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var names []string
	for _, p := range project.Pipelines {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"first", "second"}) {
		t.Errorf("pipelines %v", names)
	}
	if got := text(project.Pipeline("first").Body.Output); got != "6" {
		t.Errorf("output %s", got)
	}
	if project.Pipeline("third") != nil {
		t.Error("there is no third")
	}
	if got := task(t, project.Pipeline("second"), "t").Pipeline; got != project.Pipeline("first") {
		t.Errorf("the task runs %v", got)
	}
	one, diags := loadFiles(files, dsl.Options{Files: []string{"z.pipe.hcl"}})
	if len(diags) > 0 || len(one.Pipelines) != 0 || len(one.Sources) != 1 {
		t.Errorf("one file: %v, %d pipelines", diags, len(one.Pipelines))
	}
}

// brokenFS fails in ways that files do.
type brokenFS struct{ fs.FS }

func (b brokenFS) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "secret") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	f, err := b.FS.Open(name)
	if err == nil && strings.HasPrefix(name, "torn") {
		return torn{f}, nil
	}
	return f, err
}

type torn struct{ fs.File }

func (torn) Read([]byte) (int, error) { return 0, errors.New("input/output error") }

func TestUnreadable(t *testing.T) {
	deep := strings.Repeat("[", 10000) + strings.Repeat("]", 10000)
	tests := []struct {
		name, file, src string
		code            diag.Code
		detail          string
	}{
		{"forbidden", "secret.pipe.hcl", "", diag.UnreadableFile, `"secret.pipe.hcl" cannot be read: permission denied.`},
		{"an error while it is read", "torn.pipe.hcl", "x", diag.UnreadableFile, `"torn.pipe.hcl" cannot be read: input/output error.`},
		{"not UTF-8", "a.pipe.hcl", "locals {\n  a = \"\xff\"\n}\n", diag.NotUTF8, `Byte 16 of "a.pipe.hcl" is no UTF-8. Save the file as UTF-8.`},
		{"too large", "a.pipe.hcl", strings.Repeat("# large\n", 2<<20), diag.FileTooLarge, `"a.pipe.hcl" has more than 8 MB, which no pipeline needs. Split it, or keep data out of *.pipe.hcl files.`},
		{"too deep", "a.pipe.hcl", "locals { a = " + deep + " }\n", diag.NestedTooDeeply, ""},
		{"empty directory", "a.txt", "", diag.NoSources, "There is no file *.pipe.hcl in \".\". `pipectl init` writes a working example to start from."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := brokenFS{fstest.MapFS{tt.file: {Data: []byte(tt.src)}}}
			project, diags := dsl.Load(fsys, ".", dsl.Options{})
			if project == nil || len(diags) != 1 {
				t.Fatalf("%v", diags)
			}
			if got := diag.Of(diags[0]); got == nil || got.Code != tt.code || tt.detail != "" && diags[0].Detail != tt.detail {
				t.Errorf("got %v", diags)
			}
		})
	}
	if _, diags := dsl.Load(fstest.MapFS{}, "none", dsl.Options{}); len(diags) != 1 || !strings.Contains(diags[0].Detail, `"none" cannot be read`) {
		t.Errorf("a directory that is not there: %v", diags)
	}
	if _, diags := dsl.Load(fstest.MapFS{"d.pipe.hcl/x": {}}, ".", dsl.Options{}); len(diags) != 1 || !strings.Contains(diags[0].Detail, "it is a directory") {
		t.Errorf("a directory of a source's name: %v", diags)
	}
}

// A file with errors of its own tells those alone, not what follows from them.
func TestBrokenFileAlone(t *testing.T) {
	_, diags := loadFiles(map[string]string{
		"a.pipe.hcl": "variable \"n\" {\n  default = \n}\n",
		"b.pipe.hcl": "pipeline \"p\" { output = var.n + var.m }\n",
	}, dsl.Options{})
	if len(diags) != 1 || diags[0].Subject.Filename != "a.pipe.hcl" {
		t.Errorf("got %v", diags)
	}
}

// Diagnostics are in source order, each once, whatever is bound first.
func TestOrderOfDiagnostics(t *testing.T) {
	_, diags := loadFiles(map[string]string{
		"b.pipe.hcl": "locals { wrong = upper(run.day) }\n",
		"a.pipe.hcl": "pipeline \"p\" {\n  output = [local.wrong, local.wrong, input.y]\n  task \"lambda\" \"a\" {\n    function = local.wrong\n    payload  = input.x\n  }\n}\n",
	}, dsl.Options{})
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s:%d", d.Subject.Filename, d.Subject.Start.Line))
	}
	if want := []string{"a.pipe.hcl:2", "a.pipe.hcl:5", "b.pipe.hcl:1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v\n%v", got, want, diags)
	}
}

func TestCheckSyntax(t *testing.T) {
	for src, code := range map[string]diag.Code{
		"locals { a = 1 }\n":                  "",
		"pipeline \"p\" { nobody = knows }\n": "",
		"locals { a = }\n":                    diag.InvalidSyntax,
		"\xfe":                                diag.NotUTF8,
		"a = " + strings.Repeat("(", 9000) + "\n\n": diag.NestedTooDeeply,
	} {
		diags := dsl.CheckSyntax("x.pipe.hcl", []byte(src))
		switch {
		case code == "" && len(diags) > 0, code != "" && (len(diags) != 1 || diag.Of(diags[0]).Code != code):
			t.Errorf("%.30q: %v, want %q", src, diags, code)
		}
	}
}

func TestRead(t *testing.T) {
	fsys := brokenFS{fstest.MapFS{"a": {Data: []byte("\xef\xbb\xbfx = 1\n")}, "secret": {}}}
	if src, diags := dsl.Read(fsys, "a"); string(src) != "x = 1\n" || diags != nil {
		t.Errorf("%q, %v", src, diags)
	}
	if _, diags := dsl.Read(fsys, "secret"); !diags.HasErrors() {
		t.Error("a file that cannot be read is read")
	}
}
