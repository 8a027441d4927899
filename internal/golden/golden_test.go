package golden

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const archive = `What it shows.

-- main.txt --
input
-- out/upper --
INPUT
-- out/other --
someone else's
`

func TestCompare(t *testing.T) {
	tests := []struct {
		name string
		make func(*Archive)
		want []string // what the problems begin with
	}{
		{"same", func(a *Archive) { a.Output("out/upper", []byte("INPUT")) }, nil},
		{"differs", func(a *Archive) { a.Output("out/upper", []byte("input")) }, []string{"section out/upper differs"}},
		{"not made", func(*Archive) {}, []string{"section out/upper is in the archive"}},
		{"missing", func(a *Archive) {
			a.Output("out/upper", []byte("INPUT\n"))
			a.Output("out/upper2", []byte("X\n"))
		}, []string{"section out/upper2 is missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := parse("x", []byte(archive), []string{"out/upper*"})
			test.make(a)
			got := a.compare()
			if len(got) != len(test.want) {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], test.want[i]) {
					t.Errorf("got %q, want %q...", got[i], test.want[i])
				}
			}
		})
	}
}

func TestMerge(t *testing.T) {
	a := parse("x", []byte(archive), []string{"out/upper*", "out/new"})
	a.Output("out/new", []byte("more"))
	a.Output("out/upper", []byte("CHANGED\n"))
	got, err := a.merge([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(archive, "INPUT", "CHANGED", 1) + "-- out/new --\nmore\n"
	if string(got) != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}

	a.got = nil
	got, err = a.merge([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(archive, "-- out/upper --\nINPUT\n", "", 1); string(got) != want {
		t.Errorf("a section no longer made should go; got:\n%s", got)
	}

	a.Output("out/upper", []byte("-- a.txt --\n"))
	if _, err := a.merge([]byte(archive)); err == nil {
		t.Error("a section that would fall apart should be refused")
	}
}

func TestRun(t *testing.T) {
	t.Setenv("PIPECTL_UPDATE", "")
	dir := t.TempDir()
	file := filepath.Join(dir, "one.txtar")
	if err := os.WriteFile(file, []byte(archive), 0o644); err != nil {
		t.Fatal(err)
	}
	upper := func(t *testing.T, a *Archive) {
		text, err := fs.ReadFile(a.FS(), "main.txt")
		if err != nil {
			t.Fatal(err)
		}
		if a.Name != "one" || !a.Has("out/upper") || a.Has("out/none") || string(a.Input("main.txt")) != string(text) ||
			len(a.Inputs()) != 1 {
			t.Errorf("archive is %+v", a)
		}
		a.Output("out/upper", []byte(strings.ToUpper(string(text))+"!\n"))
	}
	t.Setenv("PIPECTL_UPDATE", "1")
	Run(t, filepath.Join(dir, "*.txtar"), upper, "out/upper")
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(archive, "INPUT\n", "INPUT\n!\n", 1); string(got) != want {
		t.Errorf("updated to:\n%s\nwant:\n%s", got, want)
	}
	t.Setenv("PIPECTL_UPDATE", "")
	Run(t, filepath.Join(dir, "*.txtar"), upper, "out/upper")
}
