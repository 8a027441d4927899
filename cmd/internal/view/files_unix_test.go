//go:build unix

package view

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe is written to, and not replaced by a file.
func TestWriteFilesIntoPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	got := make(chan string, 1)
	go func() {
		f, err := os.Open(name)
		if err != nil {
			got <- err.Error()
			return
		}
		defer f.Close()
		text, _ := io.ReadAll(f)
		got <- string(text)
	}()
	if err := WriteFiles([]File{{Name: name, Text: []byte("hello")}}); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "hello" {
		t.Errorf("the pipe was given %q", text)
	}
	if st, err := os.Stat(name); err != nil || st.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is no pipe any more: %v, %v", st, err)
	}
}

// What is private is for its owner to read, whatever the umask says.
func TestWritePrivateFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "plan.json")
	if err := WriteFiles([]File{{Name: name, Text: []byte("x"), Private: true}}); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(name); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", st.Mode(), err)
	}
}
