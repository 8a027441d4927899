package importer

import (
	"bytes"
	"io/fs"
	"slices"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/dsl"
)

// check compiles a result. wrong are the states whose tasks do not compile; ok
// is false where something else does not.
func (m *importer) check(res *Result, marks []mark) (wrong []string, ok bool) {
	res.Diagnostics = Compile(res.Source, res.Pipeline)
	if !res.Diagnostics.HasErrors() {
		return nil, true
	}
	ok = true
	for _, d := range res.Diagnostics {
		if d.Severity != hcl.DiagError {
			continue
		}
		it := itemAt(marks, d.Subject)
		if it == nil || it.kind == "" || it.kind == "asl" || it.kind == "value" || it.kind == "fail" || it.kind == "wait" {
			ok = false
			continue
		}
		if !slices.Contains(wrong, it.state) {
			wrong = append(wrong, it.state)
		}
	}
	return wrong, ok || len(wrong) > 0
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

// Compile gives what loading and compiling a source says.
func Compile(src []byte, pipeline string) hcl.Diagnostics {
	const name = "main.pipe.hcl"
	project, diags := dsl.Load(oneFile{name, src}, ".", dsl.Options{Files: []string{name}})
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
