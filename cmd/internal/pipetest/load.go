package pipetest

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// Suffix is how the names of files of tests end.
const Suffix = ".pipetest.hcl"

// Files are the names of the files of tests in a directory, sorted.
func Files(fsys fs.FS, dir string) ([]string, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), Suffix) && e.Name() != Suffix && !e.IsDir() {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	slices.Sort(names)
	return names, nil
}

// Load reads files of tests of a project that was loaded without errors. The
// suite is never nil: after errors it holds what could be read. Load reads only
// through fsys. Diagnostics are in source order.
func Load(fsys fs.FS, project *dsl.Project, names []string) (*Suite, hcl.Diagnostics) {
	l := &loader{
		suite:   &Suite{Project: project, Sources: map[string][]byte{}},
		scope:   newScope(project),
		indexes: map[string]*index{},
		seen:    map[string]hcl.Range{},
	}
	for _, name := range names {
		src, diags := dsl.Read(fsys, name)
		l.add(diags...)
		if !diags.HasErrors() {
			l.file(name, src)
		}
	}
	return l.suite, l.diags
}

// A loader is a suite under construction.
type loader struct {
	suite   *Suite
	scope   *scope
	indexes map[string]*index
	seen    map[string]hcl.Range // tests by name
	bare    bool                 // a test need name no pipeline
	diags   hcl.Diagnostics
}

func (l *loader) add(d ...*hcl.Diagnostic) { l.diags = append(l.diags, d...) }

func (l *loader) problem(code diag.Code, rng hcl.Range, detail string) {
	l.add(diag.Problem{Code: code, Range: rng, Detail: detail}.Error())
}

func (l *loader) index(p *dsl.Pipeline) *index {
	x := l.indexes[p.Name]
	if x == nil {
		x = newIndex(p)
		l.indexes[p.Name] = x
	}
	return x
}

// file reads one file. After an error of syntax nothing of it is taken.
func (l *loader) file(name string, src []byte) {
	l.suite.Sources[name] = src
	if diags := dsl.CheckSyntax(name, src); diags.HasErrors() {
		l.add(diags...)
		return
	}
	file, _ := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	top := &reader{l: l, body: file.Body.(*hclsyntax.Body)}
	for _, b := range top.blocks("test") {
		l.test(name, b)
	}
	top.done()
}

// test reads a test block.
func (l *loader) test(file string, b *hclsyntax.Block) {
	r := l.reader(b)
	if !r.label("its name") {
		return
	}
	t := &Test{Name: b.Labels[0], File: file, Range: b.DefRange()}
	if first, taken := l.seen[t.Name]; taken {
		l.add(diag.Problem{
			Code:   diag.DuplicateName,
			Range:  b.LabelRanges[0],
			Detail: "Another test has this name. Give one of the two another, so that --run can tell them apart.",
			Notes:  []diag.Note{{Range: first, Text: "the other one is here"}},
		}.Error())
	}
	l.seen[t.Name] = b.LabelRanges[0]
	if l.bare {
		r.attr("pipeline")
	} else {
		t.Pipeline = l.pipeline(r)
	}
	var x *index
	if t.Pipeline != nil {
		x = l.index(t.Pipeline)
	}
	t.Input = l.input(r, t.Pipeline)
	t.At = r.time("at")
	for _, m := range r.blocks("mock") {
		if mock := l.mock(m, x); mock != nil {
			t.Mocks = append(t.Mocks, mock)
		}
	}
	if e := r.one("expect"); e != nil {
		t.Expect = l.expect(e, x)
	}
	for _, c := range r.blocks("expect_call") {
		if call := l.expectCall(c, x); call != nil {
			t.Calls = append(t.Calls, call)
		}
	}
	r.done()
	if t.Pipeline != nil || l.bare {
		l.suite.Tests = append(l.suite.Tests, t)
	}
}
