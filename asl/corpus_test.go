package asl_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

// shared is the folder of test data beside the project.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", path)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data here: %v", err)
	}
	return dir
}

// TestCorpusRoundTrip decodes real definitions and encodes them again, in both
// forms: encoding/json must find the same members and the same numbers, digit
// by digit, in all three texts.
func TestCorpusRoundTrip(t *testing.T) {
	for _, folder := range []string{"valid", "acceptance"} {
		files, err := filepath.Glob(filepath.Join(shared(t, "corpus"), folder, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files of %s: %v", folder, err)
		}
		states := 0
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := asl.Decode(src)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			asl.Walk(m, func(string, string, asl.State) { states++ })
			want := parsed(t, src)
			for form, text := range map[string][]byte{"AppendJSON": m.AppendJSON(nil), "AppendCompact": m.AppendCompact(nil)} {
				if diff := cmp.Diff(want, parsed(t, text)); diff != "" {
					t.Errorf("%s: %s changed it (-read +written):\n%s", file, form, diff)
				}
				again, err := asl.Decode(text)
				if err != nil {
					t.Errorf("%s: %s cannot be read again: %v", file, form, err)
				} else if !bytes.Equal(again.AppendJSON(nil), m.AppendJSON(nil)) {
					t.Errorf("%s: %s is written differently the second time", file, form)
				}
			}
		}
		t.Logf("%s: %d files with %d states decoded and encoded without a change", folder, len(files), states)
	}
}

func parsed(t *testing.T, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}
