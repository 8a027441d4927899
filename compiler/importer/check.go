package importer

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// check compiles a result. wrong are the states whose tasks do not compile; why
// is what does not beside them.
func (m *importer) check(res *Result, marks []mark) (wrong []string, why string) {
	res.Diagnostics = Compile(res.Source, res.Pipeline)
	if !res.Diagnostics.HasErrors() {
		return nil, ""
	}
	for _, d := range res.Diagnostics {
		if d.Severity != hcl.DiagError {
			continue
		}
		it := itemAt(marks, d.Subject)
		if it == nil || m.levels[it.of()] >= it.most() && it.kind != "asl" || it.kind == "asl" && m.levels[it.of()] > levelStay {
			why = d.Summary + ": " + d.Detail
			continue
		}
		if !slices.Contains(wrong, it.of()) {
			wrong = append(wrong, it.of())
			if m.reasons != nil {
				m.reasons[it.of()] = d.Detail
			}
		}
	}
	if len(wrong) > 0 {
		why = "" // it may be for them
	}
	return wrong, why
}

// of is the state of the machine that an item is about.
func (it *item) of() string {
	out := it.state
	for _, ending := range []string{" ended", " next", " all", " error", " left"} {
		out = strings.TrimSuffix(out, ending)
	}
	return out
}

// most is the last level that an item has.
func (it *item) most() int {
	switch {
	case it.kind == "asl" || it.kind == "" && it.block != "map":
		return levelForeign
	case it.kind == "value" || it.kind == "fail" || it.kind == "wait":
		return levelForeign
	}
	return levelStay
}

// itemAt is the innermost item at a place.
func itemAt(marks []mark, rng *hcl.Range) *item {
	if rng == nil {
		return nil
	}
	var out *item
	depth := -1
	for _, k := range marks {
		if k.start <= rng.Start.Line && rng.Start.Line <= k.end && k.depth > depth {
			out, depth = k.item, k.depth
		}
	}
	return out
}

// Compile gives what loading and compiling a source says. Variables are those
// that have no value, which is to say nothing here.
func Compile(src []byte, pipeline string, variables ...string) hcl.Diagnostics {
	name := FileName(pipeline)
	project, diags := dsl.Load(oneFile{name, src}, ".", dsl.Options{Files: []string{name}, Vars: set(variables)})
	if diags.HasErrors() {
		return diags
	}
	p := project.Pipeline(pipeline)
	if p == nil {
		return diags
	}
	_, more := compiler.Compile(p, compiler.Options{})
	return append(diags, more...)
}

// set gives variables a value.
func set(variables []string) []dsl.VarArg {
	var out []dsl.VarArg
	for _, v := range variables {
		out = append(out, dsl.VarArg{Name: v, Value: "value-of-" + v})
	}
	return out
}

// oneFile is a file system of one file.
type oneFile struct {
	name string
	text []byte
}

func (o oneFile) Open(name string) (fs.File, error) {
	if name != o.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFile{o, bytes.NewReader(o.text)}, nil
}

type openFile struct {
	of oneFile
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.of, nil }
func (f *openFile) Close() error               { return nil }

func (o oneFile) Name() string       { return o.name }
func (o oneFile) Size() int64        { return int64(len(o.text)) }
func (o oneFile) Mode() fs.FileMode  { return 0o444 }
func (o oneFile) ModTime() time.Time { return time.Time{} }
func (o oneFile) IsDir() bool        { return false }
func (o oneFile) Sys() any           { return nil }

// FileName is that of the file of a pipeline, in whatever directory; diagnostics
// of a Result say it.
func FileName(pipeline string) string { return pipeline + ".pipe.hcl" }
