package pipectl_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// What CONTRIBUTING.md asks for and no linter looks at.
func TestConventions(t *testing.T) {
	for _, problem := range conventions(t, os.DirFS(".")) {
		t.Error(problem)
	}
}

// The test of the test: each of these must be found.
func TestConventionsFindsBreaches(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	fsys := fstest.MapFS{
		"asl/utils.go":              file("package asl\n"),
		"asl/clock.go":              file("package asl\nimport \"time\"\nvar _ = time.Now\n"),
		"asl/clock_test.go":         file("package asl\nimport \"time\"\nvar _ = time.Now\n"),
		"asl/init.go":               file("package asl\nfunc init() {}\ntype t int\nfunc (t) init() {}\n"),
		"asl/long.go":               file("package asl\n" + strings.Repeat("//\n", longest)),
		"asl/vm.go":                 file("package asl\ntype MachineManager int\ntype Manager int\ntype Managed int\n"),
		"asl/testdata/utils.go":     file("package asl\n"),
		"docs/a.md":                 file("see /home/" + "me/notes \n"),
		"docs/b.md":                 file("no line end"),
		"docs/c.md":                 file("<<<<<<" + "< ours\n"),
		"testdata/errors/crlf.hcl":  file("a\r\n"),
		"asl/testdata/fuzz/F/seed":  file("no line end"),
		"cmd/internal/cli/clock.go": file("package cli\nimport \"time\"\nvar _ = time.Now\n"),
	}
	want := []string{
		"asl/clock.go:3: time.Now is for cmd and the engine's wall clock alone",
		"asl/init.go:2: init hides what happens; call it where it is needed",
		"asl/long.go: more than 650 lines: one subject a file",
		"asl/utils.go: a file is named after what is in it",
		"asl/vm.go:2: a name ending in Manager says nothing: MachineManager",
		"asl/vm.go:3: a name ending in Manager says nothing: Manager",
		"docs/a.md:1: a path of one machine",
		"docs/a.md:1: blanks at the end of the line",
		"docs/b.md: no line end at the end",
		"docs/c.md:1: a conflict that was not resolved",
	}
	if diff := cmp.Diff(want, conventions(t, fsys)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// longest is how many lines a file of Go may have that is no test. One of over
// 500 should have a reason.
const longest = 650

var (
	vagueFile = regexp.MustCompile(`^(utils?|helpers?|types?|common|misc|base|shared)(_test)?\.go$`)
	vagueName = regexp.MustCompile(`(Manager|Handler|Processor|Helper|Utils?|Impl)$`)
	machine   = regexp.MustCompile(`(^|[^A-Za-z0-9_.~/-])/(home|root|work|Users)/[a-zA-Z]`)
	conflict  = regexp.MustCompile(`^(<{7}|>{7})( |$)`)
)

// notVague are names that are right for once, with the reason.
var notVague = []string{
	"asl/jsonpath/type.go", // the types of JSON's values
	"dsl/catalog/type.go",  // the types of arguments and answers
}

// clocks are the packages below cmd that may ask what time it is.
var clocks = []string{"asl/engine", "asl/engine/endpoint"}

func conventions(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if file == ".git" || path.Base(path.Dir(file)) == "testdata" && d.Name() == "fuzz" {
				return fs.SkipDir
			}
			return nil
		}
		inTestdata := slices.Contains(strings.Split(path.Dir(file), "/"), "testdata")
		switch path.Ext(file) {
		case ".go":
			if inTestdata {
				return nil
			}
		case ".md", ".hcl", ".yml", ".json":
			if inTestdata { // wrong on purpose, perhaps
				return nil
			}
		default:
			return nil
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		checkText(file, text, problem)
		if path.Ext(file) == ".go" {
			return checkGo(file, text, problem)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// checkText looks at what holds of all text.
func checkText(file string, text []byte, problem func(string, ...any)) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line := bytes.TrimSuffix(line, []byte("\n"))
		if machine.Match(line) {
			problem("%s:%d: a path of one machine", file, n)
		}
		if conflict.Match(line) {
			problem("%s:%d: a conflict that was not resolved", file, n)
		}
		if path.Ext(file) != ".go" && len(bytes.TrimRight(line, " \t\r")) < len(line) {
			problem("%s:%d: blanks at the end of the line", file, n)
		}
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		problem("%s: no line end at the end", file)
	}
}

// checkGo looks at a file of Go.
func checkGo(file string, text []byte, problem func(string, ...any)) error {
	if vagueFile.MatchString(path.Base(file)) && !slices.Contains(notVague, file) {
		problem("%s: a file is named after what is in it", file)
	}
	if strings.HasSuffix(file, "_test.go") {
		return nil
	}
	if bytes.Count(text, []byte("\n")) > longest {
		problem("%s: more than %d lines: one subject a file", file, longest)
	}
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, file, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	line := func(n ast.Node) int { return files.Position(n.Pos()).Line }
	mayAsk := strings.HasPrefix(file, "cmd/") || slices.Contains(clocks, path.Dir(file))
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && n.Sel.Name == "Now" && !mayAsk {
				problem("%s:%d: time.Now is for cmd and the engine's wall clock alone", file, line(n))
			}
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				problem("%s:%d: init hides what happens; call it where it is needed", file, line(n))
			}
		case *ast.TypeSpec:
			if m := vagueName.FindString(n.Name.Name); m != "" {
				problem("%s:%d: a name ending in %s says nothing: %s", file, line(n), m, n.Name.Name)
			}
		}
		return true
	})
	return nil
}
