package view

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWriteFiles(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "new", "deep", "a"), filepath.Join(dir, "b")
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.WriteFile(b, []byte("same"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(b, old, old); err != nil {
		t.Fatal(err)
	}
	if err := WriteFiles([]File{{Name: a, Text: []byte("text")}, {Name: b, Text: []byte("same")}}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(a); err != nil || string(got) != "text" {
		t.Errorf("a is %q, %v", got, err)
	}
	st, err := os.Stat(b)
	if err != nil {
		t.Fatal(err)
	}
	if !st.ModTime().Equal(old) {
		t.Error("a file that has its text already was written")
	}
	if err := WriteFiles([]File{{Name: b, Text: []byte("other")}}); err != nil {
		t.Fatal(err)
	}
	if st, err = os.Stat(b); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("permissions of b are not kept: %v, %v", st.Mode(), err)
	}
	only(t, dir, "b", "new")
}

// When one of a set cannot be written, none is, and nothing is left behind.
func TestWriteFilesFails(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, want string }{
		{"taken", "it is a directory"},
		{filepath.Join("file", "x"), "not a directory"},
	}
	for _, test := range tests {
		err := WriteFiles([]File{{Name: filepath.Join(dir, "file"), Text: []byte("new")}, {Name: filepath.Join(dir, test.name), Text: []byte("x")}})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), ".tmp") {
			t.Errorf("%s: error is %v, want one with %q and without the temporary name", test.name, err, test.want)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "file")); err != nil || string(got) != "old" {
			t.Errorf("%s: the other file was changed to %q, %v", test.name, got, err)
		}
		only(t, dir, "file", "taken")
	}
}

func TestWriteFilesLink(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(real, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if err := WriteFiles([]File{{Name: link, Text: []byte("new")}}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(real); err != nil || string(got) != "new" {
		t.Errorf("the file behind the link is %q, %v", got, err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
}

func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}
