package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pipectl/pipectl/dsl/catalog"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "docs", "kinds")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"no_more.md", "kept.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	for _, page := range catalog.Pages() {
		got, err := os.ReadFile(filepath.Join(dir, page.Name))
		if err != nil || string(got) != page.Text {
			t.Errorf("%s: %v, %d bytes", page.Name, err, len(got))
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "..", "iam.md")); err != nil || string(got) != catalog.PolicyPage().Text {
		t.Errorf("iam.md: %v, %d bytes", err, len(got))
	}
	if _, err := os.Stat(filepath.Join(dir, "no_more.md")); !os.IsNotExist(err) {
		t.Errorf("the page of a kind that is no more is left: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "kept.txt")); err != nil {
		t.Error(err)
	}
	if err := write(filepath.Join(dir, "kept.txt")); err == nil {
		t.Error("wrote into a file")
	}
}
