package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestEncode reads the beginning of a table again; package apimodel reads whole
// ones.
func TestEncode(t *testing.T) {
	m, err := read(sdk)
	if err != nil {
		t.Fatal(err)
	}
	packed := encode(m)
	again, err := read(sdk)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(packed, encode(again)) {
		t.Error("two tables of the same sources differ")
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.NewReader(plain)
	number := func() int {
		n, err := binary.ReadUvarint(b)
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	if n := number(); n != format {
		t.Errorf("format %d", n)
	}
	var all []string
	last := ""
	for range number() {
		shared, more := number(), number()
		rest := make([]byte, more)
		if _, err := io.ReadFull(b, rest); err != nil {
			t.Fatal(err)
		}
		last = last[:shared] + string(rest)
		all = append(all, last)
	}
	want := "Alias BLACK Body ClientToken Cups Digest Do Due Extra GREEN Id Kind Labels Look Name NoSuchTea Number " +
		"Share StartJob Step Steps Strict Text Then TooHot Type Value"
	if got := strings.Join(all, " "); got != want {
		t.Errorf("strings %s, want %s", got, want)
	}
}

func TestListed(t *testing.T) {
	services, err := listed("modules.go")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, s := range services {
		found = found || s.name == "databasemigration" && strings.HasSuffix(s.module, "/databasemigrationservice")
	}
	if !found || len(services) < 60 {
		t.Errorf("%d services, databasemigration among them: %v", len(services), found)
	}
	for _, tt := range []struct{ text, want string }{
		{"import _ \"example.org/a\"", "needs a comment"},
		{"import _ \"example.org/a\" // a:", "needs a comment"},
		{"import _ \"example.org/a\" // a b: why", "needs a comment"},
		{"import _ \"example.org/a\" // a: why\nimport _ \"example.org/b\" // a: why", "a is there twice"},
		{"import", "modules.go"},
	} {
		file := filepath.Join(t.TempDir(), "modules.go")
		if err := os.WriteFile(file, []byte("package p\n"+tt.text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := listed(file); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.text, err, tt.want)
		}
	}
}

// TestVersions: the digest is of the sources that make the table, and of no others.
func TestVersions(t *testing.T) {
	services := []*service{{name: "tea", module: "example.org/service/teas", version: "v1.2.3", table: []byte("table")}}
	sources := fstest.MapFS{
		"main.go":      {Data: []byte("package main\n")},
		"main_test.go": {Data: []byte("package main\n")},
		"modules.go":   {Data: []byte("package main\n")},
	}
	digest := func() string {
		text, err := versions(services, sources)
		if err != nil {
			t.Fatal(err)
		}
		first, rest, _ := strings.Cut(string(text), "\n")
		if rest != "tea teas v1.2.3 0d4fc4a78d3706ed\n" {
			t.Errorf("versions %q", rest)
		}
		return first
	}
	before := digest()
	sources["main_test.go"].Data = []byte("package main // a test\n")
	sources["modules.go"].Data = []byte("package main // a module\n")
	if digest() != before {
		t.Error("the digest hangs on tests, or on the list")
	}
	sources["main.go"].Data = []byte("package main // another\n")
	if digest() == before {
		t.Error("the digest does not hang on the program")
	}
}
