// Package golden runs tests over txtar archives that hold inputs and, in
// sections under out/, what each stage makes of them. Several packages may read
// the same archives, each for its own sections, so that a reader sees a whole
// compilation on one page. It is for tests only. Start at Run.
//
// An archive opens with a paragraph on what it shows, which is kept. With
// PIPECTL_UPDATE=1 in the environment the sections are rewritten instead of
// compared: read the diff before committing it.
package golden

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/lockedfile"
	"github.com/rogpeppe/go-internal/txtar"
)

// Updating reports whether goldens are to be rewritten.
func Updating() bool { return os.Getenv("PIPECTL_UPDATE") == "1" }

// An Archive is one txtar file under test.
type Archive struct {
	// Name is the file's base name without ".txtar".
	Name string

	// Comment is the text before the first section.
	Comment string

	inputs  []txtar.File
	outputs []txtar.File // as they stand in the file
	owns    []string
	got     []txtar.File
}

// Run runs f as a subtest for each archive that glob matches; none is an error.
// The test owns the sections that match one of the patterns owns, as path.Match
// has it ("out/asl.json", "out/*"); all under out/ when none is given. A section
// it owns that f does not make, and one that f makes and the archive lacks, fail
// the test.
func Run(t *testing.T, glob string, f func(t *testing.T, a *Archive), owns ...string) {
	t.Helper()
	files, err := filepath.Glob(glob)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no archive matches %s", glob)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := parse(name, text, owns)
			if strings.TrimSpace(a.Comment) == "" {
				t.Errorf("%s: an archive opens with a paragraph on what it shows", file)
			}
			f(t, a)
			if t.Failed() {
				return
			}
			if Updating() {
				if err := update(file, a); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, problem := range a.compare() {
				t.Error(problem)
			}
		})
	}
}

func parse(name string, text []byte, owns []string) *Archive {
	ar := txtar.Parse(text)
	a := &Archive{Name: name, Comment: string(ar.Comment), owns: owns}
	for _, f := range ar.Files {
		if strings.HasPrefix(f.Name, "out/") {
			a.outputs = append(a.outputs, f)
		} else {
			a.inputs = append(a.inputs, f)
		}
	}
	return a
}

// FS holds the archive's inputs: its sections outside out/.
func (a *Archive) FS() fs.FS {
	m := fstest.MapFS{}
	for _, f := range a.inputs {
		m[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return m
}

// Inputs are the names of the sections outside out/, in the archive's order.
func (a *Archive) Inputs() []string {
	var names []string
	for _, f := range a.inputs {
		names = append(names, f.Name)
	}
	return names
}

// Input returns the text of a section outside out/, or nil.
func (a *Archive) Input(name string) []byte { return find(a.inputs, name) }

// Has reports whether the archive has a section, for stages that some archives
// ask for and others do not.
func (a *Archive) Has(name string) bool {
	return find(a.inputs, name) != nil || find(a.outputs, name) != nil
}

// Output says what a stage made. Name begins with "out/". A line end is added
// to text that lacks it, as txtar knows no other.
func (a *Archive) Output(name string, text []byte) {
	if !a.owned(name) {
		panic("golden: output " + name + " is not owned by this test")
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(slices.Clip(text), '\n')
	}
	a.got = append(a.got, txtar.File{Name: name, Data: text})
}

func (a *Archive) owned(name string) bool {
	if !strings.HasPrefix(name, "out/") {
		return false
	}
	if len(a.owns) == 0 {
		return true
	}
	return slices.ContainsFunc(a.owns, func(pattern string) bool {
		ok, err := path.Match(pattern, name)
		if err != nil {
			panic("golden: " + err.Error() + " in " + pattern)
		}
		return ok
	})
}

// compare returns what differs between the sections the test owns and what it
// made.
func (a *Archive) compare() []string {
	var problems []string
	for _, g := range a.got {
		want := find(a.outputs, g.Name)
		switch {
		case want == nil:
			problems = append(problems, fmt.Sprintf("section %s is missing; PIPECTL_UPDATE=1 adds it. It would be:\n%s", g.Name, g.Data))
		case !bytes.Equal(want, g.Data):
			diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(g.Data), "\n"))
			problems = append(problems, fmt.Sprintf("section %s differs (-want +got):\n%s", g.Name, diff))
		}
	}
	for _, w := range a.outputs {
		if a.owned(w.Name) && find(a.got, w.Name) == nil {
			problems = append(problems, fmt.Sprintf("section %s is in the archive, but the test made none", w.Name))
		}
	}
	return problems
}

// update rewrites the owned sections of a file. Other packages' tests may be
// doing the same with theirs, so the file is locked, and read anew.
func update(file string, a *Archive) error {
	return lockedfile.Transform(file, func(text []byte) ([]byte, error) { return a.merge(text) })
}

// merge puts the sections that were made into the archive's text: in place
// where they are there already, new ones at the end.
func (a *Archive) merge(text []byte) ([]byte, error) {
	ar := txtar.Parse(text)
	var files []txtar.File
	for _, f := range ar.Files {
		if a.owned(f.Name) {
			data := find(a.got, f.Name)
			if data == nil {
				continue
			}
			f.Data = data
		}
		files = append(files, f)
	}
	for _, g := range a.got {
		if find(files, g.Name) == nil {
			files = append(files, g)
		}
	}
	out := txtar.Format(&txtar.Archive{Comment: ar.Comment, Files: files})
	if again := txtar.Parse(out); len(again.Files) != len(files) {
		return nil, fmt.Errorf("a section of %s holds a line that txtar takes for the begin of another", a.Name)
	}
	return out, nil
}

// find returns the text of a section; it is never nil where there is one.
func find(files []txtar.File, name string) []byte {
	for _, f := range files {
		if f.Name == name {
			return append([]byte{}, f.Data...)
		}
	}
	return nil
}
