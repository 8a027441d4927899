package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWrite makes tables of modules that lie on this machine's disk.
func TestWrite(t *testing.T) {
	source, dir := t.TempDir(), t.TempDir()
	if err := os.CopyFS(source, sdk); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gone.model", "kept.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	services := []*service{{name: "tea", module: "example.org/tea", version: "v1.0.0", dir: source}}
	if err := write(dir, services); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "kept.txt tea.model versions.txt" {
		t.Errorf("files %s", got)
	}
	services[0].dir = t.TempDir()
	if err := write(dir, services); err == nil || err.Error() != "service tea: no operations were found" {
		t.Errorf("of no sources: %v", err)
	}
}

// TestLocateRefuses: a module that is not in go.mod is not looked for elsewhere.
func TestLocateRefuses(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	err := locate([]*service{{name: "tea", module: "example.org/tea"}})
	if err == nil || !strings.Contains(err.Error(), "example.org/tea") {
		t.Errorf("got %v", err)
	}
}
