package pipectl_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/pipectl/pipectl/"

// layers lists the module's packages from the bottom up: a package may import
// the packages after its colon, and those stand on earlier lines. Changing this
// list is an architecture decision, not a way to make a build pass: give the
// reason in docs/architecture.md.
const layers = `
asl/diagram:
asl/jsonata:
asl:              asl/diagram asl/jsonata
asl/jsonpath:     asl
asl/validate:     asl asl/jsonata asl/jsonpath
asl/engine:       asl asl/jsonata asl/jsonpath

asl/replay:       asl asl/engine asl/jsonata

asl/engine/endpoint:  asl asl/engine asl/validate

dsl/catalog/apimodel:
dsl/catalog:      asl dsl/catalog/apimodel
dsl/catalog/gen:  dsl/catalog
dsl/diag:
dsl/expr:         dsl/diag
dsl:              dsl/catalog dsl/catalog/apimodel dsl/diag dsl/expr

deploy:           asl
deploy/export:    asl deploy
deploy/operate:   asl asl/engine deploy
deploy/aws:       asl asl/engine deploy deploy/operate

compiler/graph:   asl/diagram
compiler/region:  compiler/graph
compiler/query:   asl asl/jsonata dsl/diag dsl/expr
compiler:         asl asl/jsonata asl/validate dsl dsl/catalog dsl/diag dsl/expr compiler/graph compiler/query compiler/region

compiler/cost:    asl compiler dsl dsl/expr
compiler/importer: asl asl/jsonata asl/jsonpath compiler dsl dsl/catalog

cmd/internal/pipetest:  asl asl/engine asl/jsonata asl/replay dsl dsl/catalog dsl/diag dsl/expr compiler compiler/query
cmd/internal/resume:    asl asl/engine asl/replay compiler dsl dsl/catalog dsl/diag dsl/expr
cmd/internal/spec:      asl compiler deploy dsl dsl/catalog
cmd/internal/view:      asl asl/diagram asl/engine asl/replay asl/validate deploy deploy/operate dsl dsl/catalog dsl/diag compiler compiler/cost compiler/graph compiler/region cmd/internal/pipetest
cmd/internal/cli:       asl asl/diagram asl/engine asl/engine/endpoint asl/validate deploy deploy/operate deploy/aws deploy/export dsl dsl/catalog dsl/diag compiler compiler/cost compiler/importer cmd/internal/pipetest cmd/internal/resume cmd/internal/spec cmd/internal/view
cmd/pipectl:            cmd/internal/cli

internal/awstest: asl/engine/endpoint
internal/exporttest: asl deploy
internal/golden:
`

// outside says which modules of others, and which packages of the standard
// library that reach outside of the process, may be imported where: in the
// packages named and those below them. What is not listed here is either in the
// standard library, and may be imported everywhere, or may be nowhere. Tests are
// free.
const outside = `
github.com/hashicorp/hcl/v2:          dsl compiler deploy/export cmd internal/exporttest
github.com/zclconf/go-cty:            dsl compiler deploy/export cmd internal/exporttest
github.com/xeipuuv/gojsonschema:      asl/validate internal/exporttest
github.com/spf13/cobra:               cmd/internal/cli
github.com/aws/aws-sdk-go-v2:         deploy/aws
github.com/aws/smithy-go:             deploy/aws internal/awstest
github.com/google/go-cmp:             internal/exporttest internal/golden
github.com/rogpeppe/go-internal:      internal/golden
go.yaml.in/yaml/v3:                   internal/exporttest

os:            asl/engine cmd dsl/catalog/gen internal/golden
os/exec:       cmd internal/awstest
net:           asl/engine/endpoint cmd deploy/aws internal/awstest
net/netip:     asl/engine/endpoint dsl/expr cmd
net/url:       asl/jsonata dsl/expr cmd deploy/aws internal/awstest
crypto/rand:   asl/engine/endpoint cmd
math/rand:     cmd
math/rand/v2:  asl
`

func TestLayers(t *testing.T) {
	for _, problem := range imports(t, os.DirFS("."), layers, outside) {
		t.Error(problem)
	}
}

// The test of the test: each of these must be found.
func TestLayersFindsForbiddenImports(t *testing.T) {
	fsys := fstest.MapFS{
		"asl/machine.go":      {Data: []byte("package asl\nimport \"github.com/pipectl/pipectl/dsl\"")},
		"asl/value.go":        {Data: []byte("package asl\nimport \"github.com/hashicorp/hcl/v2/hclsyntax\"")},
		"asl/value_test.go":   {Data: []byte("package asl\nimport \"github.com/hashicorp/hcl/v2\"")},
		"asl/testdata/a.go":   {Data: []byte("package a\nimport \"os\"")},
		"asl/new/new.go":      {Data: []byte("package new")},
		"dsl/load.go":         {Data: []byte("package dsl\nimport (\"github.com/hashicorp/hcl/v2\"; \"io/fs\"; \"os\")")},
		"dsl/shadow.go":       {Data: []byte("package dsl\nimport \"github.com/hashicorp/hcl/v21\"")},
		"gen/go.mod":          {Data: []byte("module gen")},
		"gen/gen.go":          {Data: []byte("package main\nimport \"github.com/pipectl/pipectl/dsl\"")},
		".ci/scratch/main.go": {Data: []byte("package main\nimport \"os\"")},
	}
	got := imports(t, fsys, "asl:\ndsl: asl late\nlate:", "github.com/hashicorp/hcl/v2: dsl\nos: cmd")
	want := []string{
		"layers: dsl may import late, which is not on an earlier line",
		"asl/machine.go: asl must not import dsl",
		"asl/new/new.go: package asl/new is missing from layers; add it where it belongs",
		"asl/value.go: asl must not import github.com/hashicorp/hcl/v2/hclsyntax",
		"dsl/load.go: dsl must not import os",
		"dsl/shadow.go: dsl must not import github.com/hashicorp/hcl/v21",
		"layers: there is no package late",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// imports returns what the packages of fsys import against the tables. The files
// are read in this process, not by running go list, so that the test cache
// notices when an import changes.
func imports(t *testing.T, fsys fs.FS, layers, outside string) []string {
	t.Helper()
	var problems, order []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	below := table(layers, func(pkg string, may []string) {
		for _, other := range may {
			if !slices.Contains(order, other) {
				problem("layers: %s may import %s, which is not on an earlier line", pkg, other)
			}
		}
		order = append(order, pkg)
	})
	users := table(outside, nil)

	seen := make(map[string]bool)
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		pkg := path.Dir(file)
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if file != "." && (d.Name() == "testdata" || d.Name()[0] == '.' || exists(fsys, path.Join(file, "go.mod"))) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(file) != ".go", strings.HasSuffix(file, "_test.go"):
			return nil
		}
		seen[pkg] = true
		may, listed := below[pkg]
		if !listed {
			problem("%s: package %s is missing from layers; add it where it belongs", file, pkg)
			return nil
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imp, module); ok {
				if !slices.Contains(may, ours) {
					problem("%s: %s must not import %s", file, pkg, ours)
				}
			} else if !mayImport(users, pkg, imp) {
				problem("%s: %s must not import %s", file, pkg, imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range order {
		if !seen[pkg] {
			problem("layers: there is no package %s", pkg)
		}
	}
	return problems
}

// mayImport reports whether pkg may import imp, a package of others.
func mayImport(users map[string][]string, pkg, imp string) bool {
	for of := imp; of != "."; of = path.Dir(of) {
		if allowed, listed := users[of]; listed {
			return slices.ContainsFunc(allowed, func(top string) bool { return pkg == top || strings.HasPrefix(pkg, top+"/") })
		}
	}
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".") // of the standard library
}

// table reads lines of "name: word word", telling each to line, where there is
// one, in order.
func table(text string, line func(name string, words []string)) map[string][]string {
	rows := make(map[string][]string)
	for l := range strings.Lines(text) {
		name, words, ok := strings.Cut(strings.TrimSpace(l), ":")
		if !ok {
			continue
		}
		rows[name] = strings.Fields(words)
		if line != nil {
			line(name, rows[name])
		}
	}
	return rows
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
